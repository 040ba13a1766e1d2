//===- LargeCapture.cpp - Closures that hold much ---------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Captures.h"

using namespace clang;
using namespace lien;

void lien::findLargeCaptures(Captures &) {}

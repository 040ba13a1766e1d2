//===- LeakedCapture.cpp - Data that nobody releases ------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Captures.h"

using namespace clang;
using namespace lien;

void lien::findLeakedCaptures(Captures &) {}

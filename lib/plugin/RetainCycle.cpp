//===- RetainCycle.cpp - Closures that hold their holder --------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Captures.h"

using namespace clang;
using namespace lien;

void lien::findRetainCycles(Captures &) {}

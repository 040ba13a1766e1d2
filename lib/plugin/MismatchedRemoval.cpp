//===- MismatchedRemoval.cpp - Removals of what was not registered ----------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Captures.h"

using namespace clang;
using namespace lien;

void lien::findMismatchedRemovals(Captures &) {}

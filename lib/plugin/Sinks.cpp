//===- Sinks.cpp - What functions do with closures --------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Sinks.h"

using namespace clang;
using namespace lien;

llvm::ArrayRef<ParamSink> Sinks::of(const FunctionDecl *FD, unsigned I) {
  return Known[{FD->getCanonicalDecl(), I}];
}

//===- Lambdas.cpp - Closures of C++ and blocks -----------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Closures.h"

using namespace clang;
using namespace lien;

void lien::findLambdas(const FunctionDecl *, ASTContext &, Contracts &, Sinks &, std::vector<Closure> &) {}

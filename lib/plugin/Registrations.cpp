//===- Registrations.cpp - Closures that calls register ---------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Closures.h"

using namespace clang;
using namespace lien;

void lien::findRegistrations(const FunctionDecl *, ASTContext &, Contracts &, std::vector<Closure> &) {}

//===- Lifetimes.cpp - What ends while a closure lives ----------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Lifetimes.h"

using namespace clang;
using namespace lien;

class Lifetimes::Impl {};

Lifetimes::Lifetimes(const FunctionDecl *, ASTContext &, Contracts &) : Own(std::make_unique<Impl>()) {}
Lifetimes::~Lifetimes() = default;

std::optional<End> Lifetimes::endOfStorage(const Closure &, const Capture &) {
  return std::nullopt;
}

std::optional<End> Lifetimes::endOfObject(const Closure &, const Capture &) {
  return std::nullopt;
}

//===- Guards.h - What keeps a container from growing ---------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A condition that dominates a growth site is a guard when it asks for the size of the container and lets it grow only
// while it is small, or when it is a flag of the process that is set on the way (once).
//===----------------------------------------------------------------------===//
#ifndef LIEN_PLUGIN_GUARDS_H
#define LIEN_PLUGIN_GUARDS_H

#include "Macros.h"
#include "Roots.h"

namespace lien {

/// A condition and what it is on the way to a statement.
struct Condition {
  const clang::Expr *E;
  bool Holds;
};

class Guards {
public:
  Guards(clang::ASTContext &Ctx, Contracts &Book, Roots &TheRoots, Macros &TheMacros)
      : Ctx(Ctx), Book(Book), TheRoots(TheRoots), TheMacros(TheMacros) {}
  /// "", "size" or "once".
  const char *of(const Root &Grown, const Body &B, llvm::ArrayRef<Condition> Way);

private:
  const char *one(const Root &Grown, const Body &B, Condition C);
  bool limits(const Root &Grown, const Body &B, const clang::BinaryOperator *BO, bool Holds);
  bool isSize(const Root &Grown, const Body &B, const clang::Expr *E, unsigned Depth = 0);
  bool isLimit(const Body &B, const clang::Expr *E);
  bool isOnce(const Root &Grown, const Body &B, const clang::Expr *Flag);

  clang::ASTContext &Ctx;
  Contracts &Book;
  Roots &TheRoots;
  Macros &TheMacros;
};

} // namespace lien

#endif

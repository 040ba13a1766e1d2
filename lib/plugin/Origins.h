//===- Origins.h - Where a key comes from ---------------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// From how many values a key can be: those of literals, of a small type, or as many as callers think of.
//===----------------------------------------------------------------------===//
#ifndef LIEN_PLUGIN_ORIGINS_H
#define LIEN_PLUGIN_ORIGINS_H

#include "Roots.h"

namespace lien {

enum class KeyOrigin { Literal, Small, Unknown, Parameter, Parsed, Caller }; ///< of several, the largest counts

class Origins {
public:
  Origins(clang::ASTContext &Ctx, Contracts &Book, Roots &TheRoots) : Ctx(Ctx), Book(Book), TheRoots(TheRoots) {}
  /// Through: a parameter of a function that only this unit calls is what its callers give; else KeyOrigin::Parameter.
  KeyOrigin of(const clang::Expr *E, const Body &B, bool Through);
  static const char *word(KeyOrigin O);

private:
  KeyOrigin find(const clang::Expr *E, const Body &B);
  KeyOrigin findVariable(const clang::VarDecl *VD, const Body &B);
  KeyOrigin findParameter(const clang::ParmVarDecl *Param, const Body &B);
  KeyOrigin findFill(const Body::Fill &Fill, const Body &B);
  KeyOrigin findOperator(const clang::BinaryOperator *BO, const Body &B);
  KeyOrigin join(llvm::ArrayRef<const clang::Expr *> Parts, const Body &B, KeyOrigin Least);

  clang::ASTContext &Ctx;
  Contracts &Book;
  Roots &TheRoots;
  llvm::SmallVector<const clang::VarDecl *, 16> Seen;
  bool Through = true;
};

} // namespace lien

#endif

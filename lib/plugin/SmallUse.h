//===- SmallUse.h - Whether code uses only a part of an object *- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A use is small when it reads a number of the object: a field, a size, one element with a fixed index, whether there is one. All
// else may use all of it. What changes a field shares it with somebody, and is not small either.
//===----------------------------------------------------------------------===//
#ifndef LIEN_PLUGIN_SMALLUSE_H
#define LIEN_PLUGIN_SMALLUSE_H

#include "BodyMap.h"

namespace lien {

class SmallUse {
public:
  SmallUse(const BodyMap &Body, clang::ASTContext &Ctx, Contracts &Book) : Body(Body), Ctx(Ctx), Book(Book) {}

  /// All uses of the variable inside the closure; inside the whole body when Code is null.
  bool areSmall(const clang::VarDecl *VD, const clang::Expr *Code, unsigned Depth = 0) const;
  /// The only part that is used, as it is written: "frame->id"; empty: there are several, or it is long.
  std::string wordsOf(const clang::VarDecl *VD, const clang::Expr *Code) const;

private:
  bool isSmall(const clang::DeclRefExpr *Use, unsigned Depth) const;
  bool isPart(const clang::Expr *E, const clang::Stmt *P, const clang::Expr *&Next, unsigned Depth) const;
  bool isPartByOperator(const clang::Expr *E, const clang::CXXOperatorCallExpr *Operator, const clang::Expr *&Next) const;
  bool isSmallCall(const clang::Expr *E, const clang::CallExpr *CE) const;
  bool isInside(const clang::Stmt *S, const clang::Expr *Code) const;

  const BodyMap &Body;
  clang::ASTContext &Ctx;
  Contracts &Book;
};

} // namespace lien

#endif

//===- LastUse.h - Whether a capture could have been a move ---*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A copy could have been a move when the variable is the frame's own, may be changed, and on no way from the copy on is used: not
// before it is made anew, gets another value, or is cleared. What has its address, or a reference to it, counts as itself.
//===----------------------------------------------------------------------===//
#ifndef LIEN_PLUGIN_LASTUSE_H
#define LIEN_PLUGIN_LASTUSE_H

#include "BodyMap.h"

#include "clang/Analysis/CFG.h"
#include "llvm/ADT/SmallPtrSet.h"

namespace lien {

class LastUse {
public:
  LastUse(const BodyMap &Body, clang::ASTContext &Ctx, Contracts &Book) : Body(Body), Ctx(Ctx), Book(Book) {}

  /// Copy: the expression of the capture. Code: the closure that has it.
  bool isLast(const clang::VarDecl *VD, const clang::Expr *Copy, const clang::Expr *Code);

private:
  using Vars = llvm::SmallPtrSet<const clang::VarDecl *, 4>;
  bool isKnown(const clang::VarDecl *VD, const clang::Expr *Copy, const clang::Expr *Code, Vars &Names) const;
  bool alias(const clang::DeclRefExpr *Use, Vars &Names) const;
  bool renews(const clang::DeclRefExpr *Use) const;
  bool usedAfter(const clang::DeclRefExpr *From, const clang::VarDecl *VD, const Vars &Names);

  const BodyMap &Body;
  clang::ASTContext &Ctx;
  Contracts &Book;
  std::unique_ptr<clang::CFG> Graph;
  bool Built = false;
};

} // namespace lien

#endif

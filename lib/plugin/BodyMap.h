//===- BodyMap.h - Where the parts of a body are used ---------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The parents of all expressions of a body, and all uses of its local variables, also inside its lambdas and blocks. It is made
// only for bodies through which a closure is followed.
//===----------------------------------------------------------------------===//
#ifndef LIEN_PLUGIN_BODYMAP_H
#define LIEN_PLUGIN_BODYMAP_H

#include "ClosureExprs.h"

#include "clang/AST/DeclCXX.h"

namespace lien {

class BodyMap {
public:
  explicit BodyMap(const clang::FunctionDecl *FD);

  const clang::FunctionDecl *FD;
  LocalValues Values;
  const clang::Stmt *parent(const clang::Stmt *S) const { return Parents.lookup(S); }
  /// The initialiser of a constructor that the expression is; null: none.
  const clang::CXXCtorInitializer *initializer(const clang::Expr *E) const { return Inits.lookup(E); }
  llvm::ArrayRef<const clang::DeclRefExpr *> usesOf(const clang::VarDecl *VD) const;
  /// The innermost lambda or block that S is in (not S itself); null: the body itself.
  const clang::Expr *closureAround(const clang::Stmt *S) const;

private:
  void read(const clang::Stmt *S);

  llvm::DenseMap<const clang::Stmt *, const clang::Stmt *> Parents;
  llvm::DenseMap<const clang::Expr *, const clang::CXXCtorInitializer *> Inits;
  llvm::DenseMap<const clang::VarDecl *, llvm::SmallVector<const clang::DeclRefExpr *, 4>> Uses;
};

/// A call or a construction.
struct CallSite {
  const clang::Expr *E = nullptr;
  const clang::FunctionDecl *FD = nullptr;        ///< null: through a pointer
  const clang::Expr *Object = nullptr;            ///< of a method
  llvm::SmallVector<const clang::Expr *, 6> Args; ///< in the order of the parameters
  bool isConstruct() const { return llvm::isa<clang::CXXConstructExpr>(E); }
};
CallSite siteOf(const clang::Expr *CallOrConstruct);
/// The argument of a place; null: none.
const clang::Expr *argumentOf(const CallSite &Site, const lien_place &Place);
/// The place of a contract that parameter I is.
unsigned placeOfParam(const Contract &C, unsigned I);

} // namespace lien

#endif

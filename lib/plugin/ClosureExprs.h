//===- ClosureExprs.h - Expressions that closures are about ---*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// - Two expressions are the same when they are spelled the same, whatever their casts and parentheses.
// - Which variable's storage an expression is in; which variable it begins with.
// - Which rows of a contract a call may be, from what its arguments are.
// - Everything that a body assigns to its local variables.
//===----------------------------------------------------------------------===//
#ifndef LIEN_PLUGIN_CLOSUREEXPRS_H
#define LIEN_PLUGIN_CLOSUREEXPRS_H

#include "Closure.h"

#include "clang/AST/ASTContext.h"

#include <optional>

namespace lien {

/// Without parentheses, casts, and the temporaries around it.
const clang::Expr *bare(const clang::Expr *E);
/// The same text, as far as it means something: literals, variables, fields, operators, calls.
bool isSameExpr(const clang::Expr *A, const clang::Expr *B);
/// Some part of In is the expression What.
bool mentionsExpr(const clang::Stmt *In, const clang::Expr *What);
/// Some part of In, also inside lambdas and blocks, is the variable.
bool mentionsVar(const clang::Stmt *In, const clang::ValueDecl *Var);
/// The variable in whose own storage the lvalue is: `x`, `x.field`, `x[i]`, not `x->field`.
const clang::VarDecl *storageOf(const clang::Expr *Lvalue);
/// ... of what a pointer is the address of: `&x`, `&x.field`, an array.
const clang::VarDecl *addressedBy(const clang::Expr *Pointer);
/// The variable that the expression begins with: `x`, `x->field[2]`, `*x`, `&x`.
const clang::VarDecl *rootOf(const clang::Expr *E);
/// The function that a function pointer expression names: `f`, `&f`, `(void (*)(void)) f`.
const clang::FunctionDecl *functionOf(const clang::Expr *E);
bool isNullPointer(const clang::ASTContext &Ctx, const clang::Expr *E);
/// A smart pointer, or an iterator: a record with an `operator->`.
bool isPointerLike(clang::QualType T);
bool isAutomatic(const clang::ValueDecl *D);

/// An expression that names the variable.
const clang::Expr *refTo(clang::ASTContext &Ctx, const clang::VarDecl *VD);

/// What one test of a row says about a call; none: it depends.
std::optional<bool> holdsFor(const clang::ASTContext &Ctx, const lien_test &T, const clang::CallExpr *CE);
/// What the tests on arguments say; those on the result are passed over.
std::optional<bool> rowFits(const clang::ASTContext &Ctx, const Outcome &Row, const clang::CallExpr *CE);
/// Some value passes all tests of the list, and the extra one.
bool canHold(llvm::ArrayRef<std::pair<lien_op, int64_t>> Tests);

/// Everything that a body gives to its local variables.
struct LocalValues {
  explicit LocalValues(const clang::Stmt *Body);
  const clang::Stmt *Body;
  llvm::DenseMap<const clang::VarDecl *, llvm::SmallVector<const clang::Expr *, 2>> Of; ///< null: an unknown value
  llvm::SmallVector<const clang::BinaryOperator *, 8> Fields;                           ///< assignments to fields
  /// The only value of a variable that is no parameter; null when there are several, or none.
  const clang::Expr *only(const clang::VarDecl *VD) const;

private:
  void read(const clang::Stmt *S);
};

} // namespace lien

#endif

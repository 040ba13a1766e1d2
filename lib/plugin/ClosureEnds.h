//===- ClosureEnds.h - What ends a closure --------------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// - A contract says that the closure's id, code, data or token is `ended`, or that where it is registered is `drained`.
// - Its holder is released, assigned, cleared, or given to code that may do so.
// - The same registration at the same holder replaces it.
// - A function of this unit does one of these with what it is given. A function that nobody sees may do so, when it is given the
//   id, or the address of what was captured.
//===----------------------------------------------------------------------===//
#ifndef LIEN_PLUGIN_CLOSUREENDS_H
#define LIEN_PLUGIN_CLOSUREENDS_H

#include "ClosureExprs.h"

namespace lien {

class ClosureEnds {
public:
  ClosureEnds(clang::ASTContext &Ctx, Contracts &Book, const LocalValues &Values) : Ctx(Ctx), Book(Book), Values(Values) {}

  /// The closure does not live any more after S, or nobody knows.
  bool isEnd(const clang::Stmt *S, const Closure &C);
  /// ... when the variable goes: it is the holder, or the token.
  bool isEndOf(const clang::VarDecl *Gone, const Closure &C) const;
  /// S releases the captured object.
  bool releases(const clang::Stmt *S, const Capture &What);

private:
  bool callEnds(const clang::CallExpr *CE, const Closure &C);
  bool rowEnds(const clang::CallExpr *CE, const Outcome &Row, const Closure &C);
  bool isNamed(const clang::Expr *Arg, const Closure &C, bool &Other);
  bool isDrained(const clang::CallExpr *CE, const lien_effect &E, const Closure &C);
  bool replaces(const clang::CallExpr *CE, const Closure &C);
  bool unseenEnds(const clang::Expr *Arg, clang::QualType Param, const Closure &C);
  bool constructEnds(const clang::CXXConstructExpr *Construct, const Closure &C);
  bool bodyEnds(const clang::FunctionDecl *FD, const clang::CallExpr *CE, const Closure &C);
  bool assignEnds(const clang::Expr *Left, const Closure &C);

  clang::ASTContext &Ctx;
  Contracts &Book;
  const LocalValues &Values;
};

} // namespace lien

#endif

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

  /// Before each search.
  void start() { Read = 0; }
  /// The closure does not live any more after S, or nobody knows.
  bool isEnd(const clang::Stmt *S, const Closure &C) { return isEnd(S, C, nullptr); }
  /// ... when the variable goes: it is the holder, or the token.
  bool isEndOf(const clang::VarDecl *Gone, const Closure &C) const;
  /// After the loop: something in it ends the closure, or it waits for what was captured to change.
  bool isEndOfLoop(const clang::Stmt *Loop, const Closure &C);
  /// S ends the captured object: it releases it, or the only reference to it.
  bool releases(const clang::Stmt *S, const Capture &What) const;

private:
  /// A call whose callee's body is read.
  struct Inside {
    const clang::CallExpr *CE;
    const Inside *From;
    unsigned Depth;
  };
  bool isEnd(const clang::Stmt *S, const Closure &C, const Inside *In);
  bool anyEnds(const clang::Stmt *S, const Closure &C, const Inside *In);
  const clang::Expr *outside(const clang::Expr *E, const Inside *In) const;
  bool callEnds(const clang::CallExpr *CE, const Closure &C, const Inside *In);
  bool rowEnds(const clang::CallExpr *CE, const Outcome &Row, const Closure &C, const Inside *In);
  const clang::Expr *original(const clang::Expr *E, unsigned Depth = 0) const;
  bool isNamed(const clang::Expr *Arg, const Closure &C) const;
  bool isDrained(const clang::Expr *Where, const Closure &C) const;
  bool replaces(const clang::CallExpr *CE, const Closure &C) const;
  bool methodEnds(const clang::CallExpr *CE, const Closure &C, bool Known) const;
  bool waitsUnseen(const clang::CallExpr *CE, const Closure &C) const;
  bool destructorEnds(const clang::VarDecl *Gone, const Closure &C) const;
  bool unseenEnds(const clang::Expr *Arg, clang::QualType Param, const Closure &C) const;
  bool constructEnds(const clang::CXXConstructExpr *Construct, const Closure &C) const;

  bool isHeldToo(const clang::Stmt *S, const clang::VarDecl *VD) const;
  bool isGivenAway(const clang::Stmt *S, const clang::VarDecl *VD) const;
  bool isOnlyOwner(const clang::VarDecl *VD) const;

  clang::ASTContext &Ctx;
  Contracts &Book;
  const LocalValues &Values;
  unsigned Read = 0; ///< statements of other bodies
};

} // namespace lien

#endif

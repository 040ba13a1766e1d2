//===- SuccessWays.h - What may run after a call, as it went --*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// - Everything that may run after a call on ways on which one row of its contract holds: a branch on the result that
//   contradicts the row's tests is not followed.
// - A result that is NULL when the call fails is not NULL in a row that hands it out.
// - The ways end where the variable that is asked for gets another value.
//===----------------------------------------------------------------------===//
#ifndef LIEN_PLUGIN_SUCCESSWAYS_H
#define LIEN_PLUGIN_SUCCESSWAYS_H

#include "ClosureExprs.h"

#include "clang/Analysis/CFG.h"
#include "llvm/ADT/SmallPtrSet.h"

namespace lien {

class SuccessWays {
public:
  using Set = llvm::SmallPtrSet<const clang::Stmt *, 32>;
  SuccessWays(const clang::FunctionDecl *FD, clang::ASTContext &Ctx) : FD(FD), Ctx(Ctx), Values(FD->getBody()) {}

  /// Taken: what got the call's result, when it is known; may be null. Data: the ways end where it is set anew; may be null.
  Set after(const clang::Expr *Call, const Outcome &Row, const clang::Expr *Taken, const clang::VarDecl *Data);
  /// Some such way leaves the function (by `return`, `throw`, at its end) and does not meet a statement for which Stops is true.
  bool leaves(const clang::Expr *Call, const Outcome &Row, const clang::Expr *Taken,
              llvm::function_ref<bool(const clang::Stmt *)> Stops);
  const LocalValues &values() const { return Values; }

private:
  using Tests = llvm::SmallVector<std::pair<lien_op, int64_t>, 4>;
  using Look = llvm::function_ref<bool(const clang::Stmt *)>;
  bool build();
  bool search(const clang::Expr *Call, const Outcome &Row, const clang::Expr *Taken, Look EndsAt);
  bool isResult(const clang::Expr *E, const clang::Expr *Call, const clang::Expr *Taken) const;
  bool contradicts(const clang::Expr *Condition, bool Holds, const clang::Expr *Call, const clang::Expr *Taken,
                   const Tests &OfRow) const;
  bool redefines(const clang::Stmt *S, const clang::VarDecl *Data) const;

  const clang::FunctionDecl *FD;
  clang::ASTContext &Ctx;
  LocalValues Values;
  std::unique_ptr<clang::CFG> Graph;
  bool Tried = false;
};

} // namespace lien

#endif

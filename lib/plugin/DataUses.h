//===- DataUses.h - What a body does with a pointer -----------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// - A pointer in a variable is followed through local aliases, casts, calls that return what they were given, and into functions
//   whose body is seen.
// - It is released when a contract says so, or the language (`delete`). It is lost when it is stored, returned, or given to code
//   that nobody sees. Else it stays what it was.
//
// Not here: on which way something happens (SuccessWays.h).
//===----------------------------------------------------------------------===//
#ifndef LIEN_PLUGIN_DATAUSES_H
#define LIEN_PLUGIN_DATAUSES_H

#include "ClosureExprs.h"

#include "llvm/ADT/SmallPtrSet.h"

#include <map>

namespace lien {

struct DataFate {
  bool Released = false, Lost = false, Retained = false;
  clang::SourceLocation At;        ///< of the first release
  const clang::Stmt *By = nullptr; ///< ... the call
  bool stays() const { return !Released && !Lost && !Retained; }
};

class DataUses {
public:
  DataUses(clang::ASTContext &Ctx, Contracts &Book) : Ctx(Ctx), Book(Book) {}

  /// What the body of FD does with its parameter I, and what it calls with it. No body: lost.
  const DataFate &ofParam(const clang::FunctionDecl *FD, unsigned I);
  /// What the body of FD does with the local variable. Except: a call that is passed over. Counts: the releases that count.
  DataFate ofLocal(const clang::FunctionDecl *FD, const clang::VarDecl *VD, const clang::Expr *Except,
                   llvm::function_ref<bool(const clang::Stmt *)> Counts);
  /// What the body of FD does with the results of calls that lend out what some object keeps: `sqlite3_user_data(context)`.
  DataFate ofFetched(const clang::FunctionDecl *FD);
  /// What the call gives back is what it was given: that argument; else null.
  const clang::Expr *sameAs(const clang::CallExpr *CE);
  /// The expression behind casts and calls that give back what they were given.
  const clang::Expr *origin(const clang::Expr *E);
  /// The contract, also of a summary.
  const Contract *contractOf(const clang::CallExpr *CE);
  bool isFetch(const clang::Expr *E);

private:
  friend class UseWalk;
  clang::ASTContext &Ctx;
  Contracts &Book;
  std::map<std::pair<const clang::FunctionDecl *, unsigned>, DataFate> Params;
  unsigned Depth = 0;
};

} // namespace lien

#endif

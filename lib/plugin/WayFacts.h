//===- WayFacts.h - What is known on the ways after a closure -*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A fact says of an expression that it compares with numbers in a way. A way is not followed when its conditions contradict one.
// - The result of the registration is as its row says, also in the variable that gets it; its id is not zero.
// - Conditions that were passed on every way to the registration hold after it.
// - A variable is what was last assigned to it, when that is a constant: `started = 1; ... if (started) join();`
// A fact is gone when a variable of it is written. Calls write only what they are given the address of.
//===----------------------------------------------------------------------===//
#ifndef LIEN_PLUGIN_WAYFACTS_H
#define LIEN_PLUGIN_WAYFACTS_H

#include "ClosureExprs.h"

#include "clang/Analysis/CFG.h"

namespace lien {

class WayFacts {
public:
  using Set = uint64_t; ///< a bit for each fact that holds
  WayFacts(const Closure &C, clang::ASTContext &Ctx, const clang::CFG &Graph, const clang::CFGBlock *Block, unsigned Index);

  Set first() const { return First; }
  /// The facts that hold after S.
  Set after(const clang::Stmt *S, Set Held) const;
  /// Whether the successor number Index of the block may be taken.
  bool allows(const clang::CFGBlock *Block, unsigned Index, Set Held) const;

private:
  using Test = std::pair<lien_op, int64_t>;
  struct Fact {
    const clang::Expr *What;
    llvm::SmallVector<Test, 2> Tests;
    const clang::Stmt *Sets = nullptr; ///< the assignment after which it holds
  };
  struct Atom {
    const clang::Expr *What = nullptr, *Also = nullptr; ///< Also: `(x = What)`
    llvm::SmallVector<Test, 2> Is;
  };
  Atom atomOf(const clang::Expr *Condition, bool Holds) const;
  bool allowsCase(const clang::SwitchStmt *Switch, const clang::CFGBlock *To, Set Held) const;
  bool contradicts(const Atom &A, Set Held) const;
  void add(const clang::Expr *What, llvm::ArrayRef<Test> Tests, const clang::Stmt *Sets = nullptr);
  void readResult(const clang::CFGBlock *Block, unsigned Index);
  bool readTaker(const clang::Expr *Left, const clang::Expr *Value, llvm::ArrayRef<Test> Tests, const clang::Expr *Id,
                 Test Exists, const clang::Stmt *By);
  void readPassed(const clang::CFG &Graph, const clang::CFGBlock *Block, unsigned Index);
  void readConstants(const clang::CFG &Graph);
  bool writes(const clang::Stmt *S, const Fact &F) const;
  std::optional<int64_t> number(const clang::Expr *E) const;

  const Closure &C;
  clang::ASTContext &Ctx;
  llvm::SmallVector<Fact, 16> Facts;
  Set First = 0;
};

} // namespace lien

#endif

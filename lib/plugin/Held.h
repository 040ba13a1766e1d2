//===- Held.h - Claims that variables of the process hold -----*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Where a claim on a shared object moves into a variable that lives as long as the process, where it is released, and where
// it may go to somebody else: the sorts `claim`, `release` and `moved` of docs/findings.md. Who only borrows holds nothing.
//===----------------------------------------------------------------------===//
#ifndef LIEN_PLUGIN_HELD_H
#define LIEN_PLUGIN_HELD_H

#include "Sites.h"

namespace lien {

class Held {
public:
  Held(clang::ASTContext &Ctx, Contracts &Book, Roots &TheRoots, std::vector<Site> &Found)
      : Ctx(Ctx), Book(Book), TheRoots(TheRoots), Found(Found) {}

  /// `Left = Right`.
  void store(const clang::Expr *Left, const clang::Expr *Right, const Spot &Where);
  /// A variable of a function that begins with a value.
  void begin(const clang::VarDecl *VD, const Spot &Where);
  /// A contract does something to an argument.
  void effect(const clang::CallExpr *CE, const lien_effect &E, const clang::Expr *Arg, const Spot &Where);
  /// Given to code that is not seen.
  void lose(const clang::Expr *E, const Spot &Where, llvm::StringRef Callee);
  /// The value goes where it is not followed: only its address lets somebody release it.
  void escape(const clang::Expr *E, const Spot &Where);
  /// Tables of the unit that name the addresses of such variables.
  void readTables(const clang::DeclContext *DC);
  /// Is it the object that is passed, and not the variable?
  bool isObject(const clang::Expr *E);

private:
  bool isHolder(const Root &R);
  bool isImmortal(const clang::Expr *E, const Body &B, unsigned Depth = 0);
  bool bringsClaim(const clang::Expr *E, const Body &B, unsigned Depth = 0);
  bool callBringsClaim(const clang::CallExpr *CE, const Body &B, unsigned Depth);
  llvm::SmallVector<const clang::CallExpr *, 16> callsWith(const clang::VarDecl *VD, const Spot &From);
  bool isRetained(const Body &B, const Root &R);
  bool isRetained(const clang::VarDecl *VD, const Spot &From);
  bool isStored(const Body &B, const Root &R);
  bool givesAway(const clang::VarDecl *VD, const Spot &From);
  void claim(Root &R, const clang::Expr *Value, const Spot &Where);
  void readTable(const clang::Expr *E);
  void add(Root &R, const char *Sort, const Spot &Where, llvm::StringRef Callee = "");
  const Contract *contractOf(const clang::CallExpr *CE);

  clang::ASTContext &Ctx;
  Contracts &Book;
  Roots &TheRoots;
  std::vector<Site> &Found;
};

} // namespace lien

#endif

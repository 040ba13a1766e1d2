//===- Macros.h - Calls of macros that have a contract --------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A macro that is a container's function (`HASH_ADD_STR(head, name, item)`) leaves statements in the tree. Here they are one call
// again: the contract of the macro that the file spells, and for each of its parameters the expression that stands for it.
//===----------------------------------------------------------------------===//
#ifndef LIEN_PLUGIN_MACROS_H
#define LIEN_PLUGIN_MACROS_H

#include "Contracts.h"

namespace lien {

struct MacroCall {
  const Contract *C = nullptr; ///< null: there is none, or it says nothing of containers
  clang::SourceLocation At;
  llvm::SmallVector<const clang::Expr *, 4> Args; ///< null: no expression (the name of a type or field)

  const clang::Expr *argument(const lien_place &Place) const {
    return !Place.field && Place.root < Args.size() ? Args[Place.root] : nullptr;
  }
};

class Macros {
public:
  Macros(clang::ASTContext &Ctx, Contracts &Book) : Ctx(Ctx), Book(Book) {}
  /// The call that S is the whole expansion of.
  MacroCall of(const clang::Stmt *S);

private:
  const Contract *contractAt(clang::SourceLocation At);
  void findArguments(const clang::Stmt *S, llvm::ArrayRef<std::pair<unsigned, unsigned>> Ranges, clang::FileID File,
                     MacroCall &Call);

  clang::ASTContext &Ctx;
  Contracts &Book;
  llvm::DenseMap<clang::SourceLocation, const Contract *> Known; ///< by the place of the expansion
};

} // namespace lien

#endif

//===- Handmade.h - Containers that are no library's ----------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// - An array that is reallocated, with a counter: `p = realloc(p, ...); p[n++] = x;`. What makes the counter smaller anywhere
//   in the unit takes out.
// - A list whose nodes are made here and linked at a head: `node->next = head; head = node;`. Any other store to the head, any
//   store that skips a node, and any release of a node that was not made in the same function, takes out.
//===----------------------------------------------------------------------===//
#ifndef LIEN_PLUGIN_HANDMADE_H
#define LIEN_PLUGIN_HANDMADE_H

#include "Sites.h"

namespace lien {

class Handmade {
public:
  Handmade(clang::ASTContext &Ctx, Contracts &Book, Roots &TheRoots, Guards &TheGuards, Origins &TheOrigins)
      : Ctx(Ctx), Book(Book), TheRoots(TheRoots), TheGuards(TheGuards), TheOrigins(TheOrigins) {}

  /// `node->next = other`: a node knows another of its type.
  static bool isLink(const clang::Expr *Left, const clang::Expr *Right);
  void assign(const clang::BinaryOperator *BO, const Spot &Where, llvm::ArrayRef<Condition> Way);
  void step(const clang::UnaryOperator *UO, const Spot &Where, llvm::ArrayRef<Condition> Way);
  /// A contract releases Arg.
  void release(const clang::Expr *Arg, const Spot &Where);
  /// What all this means, when the unit has been walked.
  void finish(std::vector<Site> &Found, llvm::ArrayRef<Pass> Passes);

  /// A macro links Element in the container R; takes Element out of the container that it is in.
  void putIn(Root &R, const clang::Expr *Element);
  void takeOut(const clang::Expr *Element, const Spot &Where);
  /// Whether what the function stores is callers' data.
  const char *dataOf(const Body &B);

private:
  struct Event {
    Root *R; ///< the counter, or the head
    Spot Where;
    const char *Guard;
    const char *Key;
    bool Step = false; ///< by one
  };
  bool isReallocated(const clang::Expr *Value, const Body &B, const Root &Array, const clang::CallExpr *&Call);
  void counters(const clang::Expr *E, const Body &B, llvm::SmallVectorImpl<Root *> &Out);
  bool isNewNode(const clang::Expr *E, const Body &B);
  bool linksNode(const clang::VarDecl *Node, const Root &Head, const Body &B);
  /// Nothing but this unit can touch it.
  bool isOwn(const Root &R) const;

  clang::ASTContext &Ctx;
  Contracts &Book;
  Roots &TheRoots;
  Guards &TheGuards;
  Origins &TheOrigins;
  /// An array that is reallocated: what its new size is made of, or what is asked before.
  struct Array {
    Root *R;
    llvm::SmallVector<Root *, 4> Counters;
  };
  std::vector<Array> Arrays;
  std::vector<Event> Ups, Downs;   ///< of integers
  std::vector<Event> Links, Heads; ///< nodes linked at a head; other stores to one
  llvm::DenseMap<const clang::RecordDecl *, llvm::SmallVector<Spot, 2>> Unlinks, Taken;
  llvm::SmallVector<std::pair<Root *, const clang::RecordDecl *>, 2> Linked; ///< by macros
};

} // namespace lien

#endif

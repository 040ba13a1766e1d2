//===- MacroSites.cpp - What macros do to roots ---------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Containers that are macros link their elements: what is taken out by its own name (LIST_REMOVE(item, field)) is taken out of
// all containers that elements of its type were put in.
//===----------------------------------------------------------------------===//
#include "Handmade.h"

#include "clang/AST/ASTContext.h"

using namespace clang;
using namespace lien;

/// True when S is the call of a macro with a contract; then its arguments have been walked, and nothing else of it is.
bool Sites::macro(const Stmt *S) {
  MacroCall Call = TheMacros.of(S);
  if (!Call.C)
    return false;
  for (const Expr *Arg : Call.Args)
    if (Arg)
      walk(Arg);
  for (const Outcome &Row : Call.C->Rows)
    for (const lien_effect &E : Row.Effects)
      macroEffect(Call, E);
  return true;
}

void Sites::macroEffect(const MacroCall &Call, const lien_effect &E) {
  const Expr *Arg = Call.argument(E.verb == LIEN_SIZE ? E.holder : E.place);
  if (!Arg)
    return;
  Candidates Roots = TheRoots.of(Arg, *B);
  switch (E.verb) {
  case LIEN_GROWN:
    if (Root *R = Roots.exactly())
      macroGrowth(Call, E, *R);
    break;
  case LIEN_SHRUNK:
  case LIEN_CLEARED:
    for (Root *R : Roots.May)
      add(*R, E.verb == LIEN_SHRUNK ? "shrink" : "clear", Call.At, Call.C->Name);
    if (llvm::all_of(Roots.May, [](const Root *R) { return R->Where == Root::Param; }))
      Own->takeOut(Arg, here(Call.At));
    break;
  case LIEN_SIZE:
    if (Root *R = Roots.exactly())
      add(*R, "size", Call.At, Call.C->Name);
    break;
  case LIEN_CHANGED:
    escape(Arg, Call.At);
    break;
  default:
    break;
  }
}

void Sites::macroGrowth(const MacroCall &Call, const lien_effect &Grown, Root &R) {
  KeyOrigin Data = KeyOrigin::Literal;
  const Expr *Head = Call.argument(Grown.place), *Element = nullptr;
  for (const Expr *Arg : Call.Args)
    if (Arg && Arg != Head) {
      Data = std::max(Data, TheOrigins.of(Arg, *B, R.Where != Root::Param));
      if (Arg->getType()->isPointerType())
        Element = Arg;
    }
  const char *Key = Data >= KeyOrigin::Parameter ? Origins::word(Data) : Own->dataOf(*B);
  Found.push_back({&R, "growth", here(Call.At), Call.C->Name, Key, guardOf(R)});
  if (Element)
    Own->putIn(R, Element);
  if (R.Container.empty())
    R.Container = "list";
  for (const Outcome &Row : Call.C->Rows) /* where all units may take it out by its own name */
    for (const lien_effect &E : Row.Effects)
      if (E.verb == LIEN_ESCAPED && !isLocal(R))
        add(R, "escape", Call.At);
}

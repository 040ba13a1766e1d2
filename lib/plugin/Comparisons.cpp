//===- Comparisons.cpp - Which objects are the same -----------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// - To compare gives nothing away, although the engine lets the operands of what it cannot evaluate escape.
// - The same question has the same answer on a path.
// - What was made on this path is not what was there before.
//===----------------------------------------------------------------------===//
#include "Checker.h"

using namespace clang;
using namespace ento;
using namespace lien;

using lien::Object;

void ClaimChecker::checkPreStmt(const BinaryOperator *B, CheckerContext &) const {
  Comparing = B->isComparisonOp();
}

/// An object that was made on this path is not one that was there before it, nor another one that was made.
static bool isNewcomer(ProgramStateRef State, SVal A, SVal B) {
  SymbolRef One = symbolOf(State, A), Other = symbolOf(State, B);
  const Object *O = One ? objectAt(State, One) : nullptr;
  if (!O || O->From != Origin::Owned || O->Dead || O->InVariable || Other == One)
    return false;
  if (!Other) {
    const MemRegion *R = B.getAsRegion();
    return R && isa<VarRegion>(R->getBaseRegion()); /* the address of a variable, or of something in one */
  }
  const Object *Second = objectAt(State, Other);
  if (isa<SymbolDerived>(Other)) /* read from memory, to which this one never went */
    return !Second && !O->Escaped && !O->HeldElsewhere && !O->Lender;
  return isa<SymbolRegionValue>(Other) ? !Second || Second->From != Origin::Owned
                                       : Second && Second->From == Origin::Owned && !Second->Dead && !Second->InVariable;
}

/// `o == &variable` is more than the engine can say. It gets a symbol, so that the same question has the same answer; on the
/// way on which the object is an immortal nothing is owed.
void ClaimChecker::checkPostStmt(const BinaryOperator *B, CheckerContext &C) const {
  Comparing = false;
  ProgramStateRef State = C.getState();
  if (!B->isEqualityOp())
    return;
  const LocationContext *LC = C.getLocationContext();
  SVal Sides[] = {C.getSVal(B->getLHS()), C.getSVal(B->getRHS())};
  if (isNewcomer(State, Sides[0], Sides[1]) || isNewcomer(State, Sides[1], Sides[0])) {
    C.addTransition(State->BindExpr(B, LC, C.getSValBuilder().makeTruthVal(B->getOpcode() == BO_NE, B->getType())));
    return;
  }
  if (!C.getSVal(B).isUnknown())
    return;
  SymbolRef Same = comparisonOf(State, Sides[0], Sides[1], LC);
  if (!Same)
    return;
  SValBuilder &SVB = C.getSValBuilder();
  SVal Result = SVB.evalBinOp(State, B->getOpcode() == BO_EQ ? BO_NE : BO_EQ, nonloc::SymbolVal(Same),
                              SVB.makeIntVal(0, Same->getType()), B->getType());
  State = State->BindExpr(B, LC, Result);
  for (unsigned I = 0; I < 2; I++) {
    const MemRegion *R = Sides[1 - I].getAsRegion();
    const auto *Global = R ? dyn_cast<VarRegion>(R->StripCasts()) : nullptr;
    SymbolRef Symbol = symbolOf(State, Sides[I]);
    const Object *Known = Symbol ? objectAt(State, Symbol) : nullptr;
    if (!Known || Known->Escaped || !Global || !Book.isImmortal(Global->getDecl()))
      continue;
    auto [Equal, Differs] = State->assume(nonloc::SymbolVal(Same));
    Object Immortal = *Known;
    Immortal.Escaped = true;
    if (Equal)
      C.addTransition(setObject(Equal, Symbol, Immortal));
    if (Differs)
      C.addTransition(Differs);
    return;
  }
  C.addTransition(State);
}

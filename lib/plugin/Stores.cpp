//===- Stores.cpp - What a store does to claims ---------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// - A store outside of the frame: the object escapes, before anybody can take a claim for it (`self->x = o; Py_INCREF(o);`).
// - Who overwrites the place that an object came from has moved it out.
// - A store through an address that the caller gave is asked for at the end of the function.
// - What is kept of the inside of an object needs the object.
//===----------------------------------------------------------------------===//
#include "Checker.h"

using namespace clang;
using namespace ento;
using namespace lien;

using lien::Object;

/// Who writes the first member of a counted object counts by hand: `--o->ob_refcnt`. Null when this is no such store.
static ProgramStateRef escapeCounted(ProgramStateRef State, const MemRegion *R) {
  const auto *Typed = dyn_cast<TypedValueRegion>(R);
  if (!Typed || !isa<FieldRegion>(R) || !Typed->getValueType()->isIntegerType())
    return nullptr;
  SymbolRef Symbol = symbolOf(State, loc::MemRegionVal(R));
  const Object *O = Symbol ? objectAt(State, Symbol) : nullptr;
  if (!O || O->Escaped || !O->K || !O->K->Shared)
    return nullptr;
  Object Next = *O;
  Next.Escaped = true;
  return setObject(State, Symbol, Next);
}

/// Who overwrites the place that an object was loaded from has moved it out: what that place held is the code's now. Null when
/// this is no such store.
static ProgramStateRef moveOut(ProgramStateRef State, const MemRegion *R, Contracts &Book) {
  const auto *Typed = dyn_cast<TypedValueRegion>(R);
  if (!Typed || !Typed->getValueType()->isPointerType() || isOurMemory(State, R))
    return nullptr;
  SymbolRef Old = State->getSVal(Typed).getAsSymbol(true);
  const auto *Loaded = dyn_cast_or_null<SymbolRegionValue>(Old);
  if (!Loaded || Loaded->getRegion() != Typed)
    return nullptr;
  const Object *Known = objectAt(State, Old);
  Object O = Known ? *Known : Object();
  if (!Known)
    O.K = Book.kindOfPointer(Old->getType());
  if (!O.K || O.Escaped || O.Count > 0)
    return nullptr;
  O.Escaped = true;
  return setObject(State, Old, O);
}

/// A store through a parameter that is the address of a pointer to an object. Null when this is no such store.
static ProgramStateRef noteOut(ProgramStateRef State, const MemRegion *R, Contracts &Book) {
  const auto *Symbolic = dyn_cast<SymbolicRegion>(R->StripCasts());
  const MemRegion *From = Symbolic ? Symbolic->getSymbol()->getOriginRegion() : nullptr;
  const auto *Var = From ? dyn_cast<VarRegion>(From) : nullptr;
  const auto *Param = Var ? dyn_cast<ParmVarDecl>(Var->getDecl()) : nullptr;
  if (!Param || !Param->getType()->isPointerType() || !Book.kindOfPointer(Param->getType()->getPointeeType()))
    return nullptr;
  return addOutAddress(State, Symbolic->getSymbol());
}

void ClaimChecker::checkBind(SVal Location, SVal Value, const Stmt *S, bool AtDeclInit, CheckerContext &C) const {
  const MemRegion *R = Location.getAsRegion();
  if (!R)
    return;
  ProgramStateRef State = C.getState();
  if (ProgramStateRef Moved = moveOut(State, R, Book))
    State = Moved;
  if (ProgramStateRef Counted = escapeCounted(State, R)) {
    C.addTransition(Counted);
    return;
  }
  if (ProgramStateRef Out = noteOut(State, R, Book)) {
    C.addTransition(escape(Out, Value, C.getLocationContext(), Book));
    return;
  }
  if (Value.isConstant() || Value.isUnknownOrUndef()) {
    C.addTransition(State);
    return;
  }
  if (isOurMemory(State, R)) {
    /* Which element of a local array holds it is not known: nobody can say when it dies. */
    const auto *Element = dyn_cast<ElementRegion>(R);
    if (!Element || Element->getIndex().isConstant())
      return;
  }
  SymbolRef Symbol = symbolOf(State, Value);
  if (Symbol && !objectAt(State, Symbol) &&
      !(Symbol->getOriginRegion() && isa<VarRegion>(Symbol->getOriginRegion()) && Loc::isLocType(Symbol->getType()))) {
    C.addTransition(State);
    return;
  }
  ProgramStateRef Next = escape(State, Value, C.getLocationContext(), Book);
  /* What is kept of the inside of an object (its text) needs the object to live on. */
  const Object *Inside = Symbol ? objectAt(State, Symbol) : nullptr;
  if (Inside && Inside->Lender && Inside->From == Origin::Borrowed && !Book.kindOfPointer(Symbol->getType()))
    Next = escape(Next, C.getSValBuilder().makeSymbolVal(Inside->Lender), C.getLocationContext(), Book);
  C.addTransition(Next);
}

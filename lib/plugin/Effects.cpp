//===- Effects.cpp - Outcomes and effects onto a path ---------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// - A claim on NULL is none: results are not split into NULL and not NULL.
// - A claim retained on what only a field, an element or an unknown value names escapes: somebody else knows it too.
// - A steal below zero is not yet wrong (`PyTuple_SET_ITEM(t, 0, o); Py_INCREF(o);` is written): it is looked at when the
//   object's symbol dies.
// - An unshared object (a file) dies with its first release, a shared one with the last claim if it was fresh.
//===----------------------------------------------------------------------===//
#include "Effects.h"

#include "Compat.h"

using namespace clang;
using namespace ento;
using namespace lien;

using lien::Object;

static const Contract *topContract(const LocationContext *LC, Contracts &Book) {
  const StackFrameContext *Frame = LC->getStackFrame();
  while (!Frame->inTopFrame())
    Frame = Frame->getParent()->getStackFrame();
  const auto *FD = dyn_cast<FunctionDecl>(Frame->getDecl());
  return FD ? Book.ofBody(FD) : nullptr;
}

/// Does the contract of a body leave this parameter's claims with the caller?
static bool keepsParameter(const Contract *Own, const ParmVarDecl *Param) {
  if (!Own)
    return false;
  for (const Outcome &Row : Own->Rows)
    for (const lien_effect &E : Row.Effects)
      if (E.place.root == Param->getFunctionScopeIndex() && !E.place.deref &&
          (E.verb == LIEN_RELEASED || E.verb == LIEN_STOLEN || E.verb == LIEN_ESCAPED || E.verb == LIEN_LENT))
        return false;
  return true;
}

Object lien::describe(ProgramStateRef State, SymbolRef Symbol, const LocationContext *LC, Contracts &Book) {
  if (const Object *Known = objectAt(State, Symbol))
    return *Known;
  Object O;
  O.K = Book.kindOfPointer(Symbol->getType());
  const MemRegion *R = Symbol->getOriginRegion();
  if (!R) {
    O.From = Origin::Unknown;
    return O;
  }
  const auto *Var = dyn_cast<VarRegion>(R);
  if (Var && isa<ParmVarDecl>(Var->getDecl()))
    O.From = keepsParameter(topContract(LC, Book), cast<ParmVarDecl>(Var->getDecl())) ? Origin::Borrowed : Origin::Parameter;
  else
    O.From = Origin::Unknown;
  return O;
}

bool lien::isDangling(ProgramStateRef State, const Object &O) {
  if (O.Count > 0 || O.Escaped || O.HeldElsewhere || !O.Lender)
    return false;
  const Object *Lender = objectAt(State, O.Lender);
  return Lender && Lender->Dead && !Lender->Escaped;
}

bool lien::isOurMemory(ProgramStateRef State, const MemRegion *R) {
  const MemRegion *Base = R->getBaseRegion();
  return Base->hasMemorySpace<StackSpaceRegion>(State);
}

namespace {
class Collect final : public SymbolVisitor {
public:
  llvm::SmallVector<SymbolRef, 8> Symbols;
  bool VisitSymbol(SymbolRef Symbol) override {
    Symbols.push_back(Symbol);
    return true;
  }
};
} // namespace

ProgramStateRef lien::escape(ProgramStateRef State, SVal Value, const LocationContext *LC, Contracts &Book) {
  llvm::SmallVector<SymbolRef, 8> Symbols;
  if (SymbolRef Symbol = symbolOf(State, Value))
    Symbols.push_back(Symbol);
  else if (!Value.isConstant() && !Value.isUnknownOrUndef()) {
    Collect Visitor;
    State->scanReachableSymbols(Value, Visitor);
    for (SymbolRef Symbol : Visitor.Symbols)
      if (objectAt(State, Symbol))
        Symbols.push_back(Symbol);
    /* A parameter's own value stands in no store. */
    const auto *Variable = dyn_cast_or_null<VarRegion>(Value.getAsRegion());
    if (Variable && isa<ParmVarDecl>(Variable->getDecl()) && Variable->getValueType()->isPointerType())
      if (SymbolRef Symbol = symbolOf(State, State->getSVal(Variable)))
        Symbols.push_back(Symbol);
  }
  for (SymbolRef Symbol : Symbols) {
    Object O = describe(State, Symbol, LC, Book);
    const MemRegion *R = Symbol->getOriginRegion();
    bool Param = R && isa<VarRegion>(R) && isa<ParmVarDecl>(cast<VarRegion>(R)->getDecl());
    if ((O.Escaped && !O.Named) || (!O.K && !Param && !objectAt(State, Symbol)))
      continue;
    O.Escaped = true;
    O.Named = false;
    State = setObject(State, Symbol, O);
  }
  return State;
}

CallEffects::CallEffects(Contracts &Book, const Contract &C, const CallEvent &Call, CheckerContext &Ctx)
    : Book(Book), C(C), Call(Call), Ctx(Ctx), Site(dyn_cast_or_null<CallExpr>(Call.getOriginExpr())) {}

/// The call's argument that a parameter of the contract names; -1 when it has none.
int CallEffects::argumentIndex(unsigned Root) const {
  if (Root >= LIEN_PLACE_MAX_PARAM || Root >= Call.getNumArgs())
    return -1;
  /* A macro's parameters are the call's arguments only when there are as many of them. */
  if (C.Raw && C.Raw->key == LIEN_KEY_MACRO && C.Raw->param_count != Call.getNumArgs())
    return -1;
  return int(Root);
}

std::optional<SVal> CallEffects::argument(unsigned Root) const {
  if (Root == LIEN_PLACE_RET)
    return Ctx.getSVal(Site);
  if (Root == LIEN_PLACE_THIS) {
    if (const auto *Instance = dyn_cast<CXXInstanceCall>(&Call))
      return Instance->getCXXThisVal();
    return std::nullopt;
  }
  int Index = argumentIndex(Root);
  if (Index < 0)
    return std::nullopt;
  return Call.getArgSVal(Index);
}

QualType CallEffects::pointeeOf(unsigned Argument) const {
  const Expr *E = Call.getArgExpr(Argument);
  if (!E)
    return QualType();
  QualType T = E->IgnoreParenCasts()->getType();
  if (T->isArrayType())
    return T->getAsArrayTypeUnsafe()->getElementType();
  return T->getPointeeType();
}

SVal CallEffects::placeValue(ProgramStateRef State, const lien_place &Place) const {
  std::optional<SVal> Value = argument(Place.root);
  if (!Value || Place.field)
    return UnknownVal();
  if (!Place.deref)
    return *Value;
  std::optional<Loc> Address = Value->getAs<Loc>();
  QualType Pointee = pointeeOf(Place.root);
  if (!Address || Pointee.isNull() || Pointee->isRecordType())
    return *Value;
  return State->getSVal(*Address, Pointee);
}

ProgramStateRef CallEffects::evaluate(ProgramStateRef State) {
  const LocationContext *LC = Ctx.getLocationContext();
  QualType Type = Call.getResultType();
  if (C.Where == Contract::Summary) {
    /* A parameter's own value stands in no store, and does not escape with its address by itself. */
    for (unsigned I = 0; I < Call.getNumArgs(); I++)
      if (const auto *Variable = dyn_cast_or_null<VarRegion>(Call.getArgSVal(I).getAsRegion()))
        if (isa<ParmVarDecl>(Variable->getDecl()))
          State = escape(State, Call.getArgSVal(I), LC, Book);
    State = Call.invalidateRegions(Ctx.blockCount(), State);
  } else {
    llvm::SmallVector<SVal, 4> Written;
    for (unsigned I = 0; I < Call.getNumArgs(); I++) {
      QualType T = Call.getArgExpr(I) ? Call.getArgExpr(I)->IgnoreParenImpCasts()->getType() : QualType();
      if (T.isNull() || !(T->isPointerType() || T->isArrayType()) || Book.kindOfPointer(T))
        continue;
      QualType Pointee = T->isArrayType() ? T->getAsArrayTypeUnsafe()->getElementType() : T->getPointeeType();
      QualType Taken = Call.getArgExpr(I)->getType(); /* with the conversion to `const T *` that the call makes */
      if (Pointee.isConstQualified() || Pointee->isFunctionType() ||
          (Taken->isPointerType() && Taken->getPointeeType().isConstQualified()))
        continue;
      bool InPlace = false; /* an in-out place keeps its old value until the effects have seen it */
      for (const Outcome &Row : C.Rows)
        for (const lien_effect &E : Row.Effects)
          InPlace |= E.place.root == I && E.place.deref && !lien_verb_is_of_closures(E.verb);
      if (!InPlace)
        Written.push_back(Call.getArgSVal(I));
    }
    /* What a call that says nothing of them may do with the objects in an array, a structure or a variable is not known. */
    for (SVal Value : Written)
      if (const MemRegion *R = Value.getAsRegion())
        if (isOurMemory(State, R))
          State = escape(State, loc::MemRegionVal(R), LC, Book);
    if (!Written.empty())
      State = State->invalidateRegions(Written, Call.getCFGElementRef(), Ctx.blockCount(), LC, /*CausesPointerEscape=*/false);
  }
  /* Who comes back from a call that must not be given NULL has not given NULL. */
  for (const Outcome &Row : C.Rows)
    for (const lien_effect &E : Row.Effects)
      if ((E.flags & LIEN_EFFECT_NOT_NULL) && !E.place.deref && !E.place.field && argumentIndex(E.place.root) >= 0)
        if (auto Given = Call.getArgSVal(E.place.root).getAs<Loc>())
          if (ProgramStateRef NotNull = State->assume(*Given, true))
            State = NotNull;
  if (Type->isVoidType() || !Site)
    return State;
  const lien_effect *OnResult = C.firstEffectOn(LIEN_PLACE_RET);
  for (const Outcome &Row : C.Rows)
    for (const lien_effect &E : Row.Effects)
      if (E.place.root == LIEN_PLACE_RET && E.verb == LIEN_SAME && !E.place.deref && isCertain(State, Row))
        if (std::optional<SVal> Same = argument(E.holder.root)) {
          SVal Value = E.holder.deref ? placeValue(State, E.holder) : *Same;
          return State->BindExpr(Site, LC, Ctx.getSValBuilder().evalCast(Value, Type, QualType()));
        }
  SVal Result = conjure(Ctx, Call, Type, nullptr);
  if (Call.getResultType()->isRecordType())
    Result = Ctx.getSValBuilder().conjureSymbolVal(Call, Ctx.blockCount());
  State = State->BindExpr(Site, LC, Result);
  if (OnResult && (OnResult->flags & LIEN_EFFECT_NOT_NULL))
    if (auto Defined = Result.getAs<DefinedOrUnknownSVal>())
      if (ProgramStateRef NotNull = State->assume(*Defined, true))
        State = NotNull;
  return State;
}

bool CallEffects::isDecided(ProgramStateRef State, const Outcome &Row) {
  for (const lien_test &Test : Row.Tests) {
    Outcome One;
    One.Tests = llvm::ArrayRef(&Test, 1);
    if (Test.place.root != LIEN_PLACE_RET && !isCertain(State, One))
      return false;
  }
  return true;
}

/// Do the row's tests on arguments hold on this path whatever the result is?
bool CallEffects::isCertain(ProgramStateRef State, const Outcome &Row) {
  for (const lien_test &Test : Row.Tests) {
    if (Test.place.root == LIEN_PLACE_RET)
      return false;
    lien_test Opposite = Test;
    static const lien_op Opposites[] = {LIEN_NE, LIEN_EQ, LIEN_GE, LIEN_GT, LIEN_LE, LIEN_LT};
    Opposite.op = Opposites[Test.op];
    Outcome Other;
    Other.Tests = llvm::ArrayRef(&Opposite, 1);
    if (assume(State, Other))
      return false;
  }
  return true;
}

ProgramStateRef CallEffects::assume(ProgramStateRef State, const Outcome &Row) {
  static const BinaryOperatorKind Opcode[] = {BO_EQ, BO_NE, BO_LT, BO_LE, BO_GT, BO_GE};
  SValBuilder &SVB = Ctx.getSValBuilder();
  for (const lien_test &Test : Row.Tests) {
    auto Value = placeValue(State, Test.place).getAs<DefinedSVal>();
    if (!Value || (Test.place.root != LIEN_PLACE_RET && argumentIndex(Test.place.root) < 0))
      continue;
    QualType Type = Test.place.root == LIEN_PLACE_RET ? Call.getResultType()
                    : Test.place.deref                ? pointeeOf(Test.place.root)
                                                      : Call.getArgExpr(Test.place.root)->getType();
    if (Type.isNull() || Type->isFloatingType() || Type->isRecordType())
      continue;
    SVal Constant =
        Loc::isLocType(Type) ? SVal(SVB.makeNullWithType(Type)) : SVal(SVB.makeIntVal(static_cast<uint64_t>(Test.value), Type));
    if (Loc::isLocType(Type) && Test.value != 0 && !mayPass(*Value, Test))
      return nullptr;
    if (Loc::isLocType(Type) && Test.value != 0)
      continue;
    auto Condition = SVB.evalBinOp(State, Opcode[Test.op], *Value, Constant, SVB.getConditionType()).getAs<DefinedSVal>();
    if (!Condition)
      continue;
    State = State->assume(*Condition, true);
    if (!State)
      return nullptr;
  }
  return State;
}

void CallEffects::setEvent(Object &O, const lien_effect &E) {
  O.At = Site;
  O.By = &E;
  O.ByContract = &C;
}

void CallEffects::setHolder(ProgramStateRef State, const lien_effect &E, Object &O) {
  O.HeldElsewhere = true;
  if (O.From != Origin::Owned)
    return; /* others hold it anyway */
  if (E.holder.root == LIEN_PLACE_NONE || E.holder.root == LIEN_PLACE_STATIC)
    return;
  SymbolRef Holder = symbolOf(State, placeValue(State, E.holder));
  if (!Holder)
    return;
  O.Lender = Holder;
  const Object *Known = objectAt(State, Holder);
  /* `stolen by ret`: the result is made by this very call. */
  bool Fresh = E.holder.root == LIEN_PLACE_RET || (Known && Known->From == Origin::Owned && !Known->Escaped);
  O.HeldElsewhere = !Fresh;
}

ProgramStateRef CallEffects::release(ProgramStateRef State, const lien_effect &E, SymbolRef Symbol, bool Steal) {
  Object O = describe(State, Symbol, Ctx.getLocationContext(), Book);
  Object Before = O;
  const Kind *K = C.kind(E);
  if (!O.K)
    O.K = K;
  /* The claim on a buffer is not the claim on the memory it lies in, although one pointer names both. */
  if (K && O.K != K && !(K->Shared && O.K->Shared)) {
    /* `PyObject_Free(self)`: the memory of a counted object, or of a block of another family of allocators. */
    if (objectAt(State, Symbol) && (O.K->Shared || K->Shared || (!O.K->HasTypes && !K->HasTypes)))
      O.Escaped = true;
    return O.Escaped ? setObject(State, Symbol, O) : State;
  }
  setEvent(O, E);
  O.Count--;
  bool Unshared = O.K && !O.K->Shared;
  if (O.Escaped) {
    return setObject(State, Symbol, O);
  }
  if (Before.Dead && O.InVariable)
    return State; /* the variable itself knows that nothing is in it any more */
  if (Before.Dead || isDangling(State, Before)) {
    if (Found)
      Found->push_back({Violation::OverRelease, Symbol, Before});
    O.Escaped = true;
    return setObject(State, Symbol, O);
  }
  if (Steal) {
    /* PyTuple_SET_ITEM over a slot that holds the very object: the reference that was there is paid back. */
    if (Before.By && Before.By->verb == LIEN_HELD && Before.Lender &&
        Before.Lender == symbolOf(State, placeValue(State, E.holder)))
      return setObject(State, Symbol, Before);
    if (O.Count < 0 && !O.Lost)
      O.Lost = Site;
    setHolder(State, E, O);
    return setObject(State, Symbol, O);
  }
  if (Unshared) {
    /* Only of what is known to be one from its type or its making; a pointer of no kind may have another life. */
    O.Dead = Before.K && Before.From != Origin::Unknown;
    return setObject(State, Symbol, O);
  }
  bool Conjured = isa<SymbolConjured>(Symbol);
  bool TooMany = O.Count < 0 && (O.From == Origin::Owned || O.From == Origin::Retained || O.From == Origin::Borrowed ||
                                 (O.From == Origin::Unknown && Conjured && O.Count < -1));
  if (TooMany) {
    if (Found)
      Found->push_back({Violation::OverRelease, Symbol, Before});
    O.Escaped = true;
  } else if (O.Count == 0 && O.From == Origin::Owned && !O.HeldElsewhere) {
    const Object *Lender = O.Lender ? objectAt(State, O.Lender) : nullptr;
    O.Dead = !O.Lender || (Lender && Lender->Dead);
  }
  return setObject(State, Symbol, O);
}

/// Is this a value that others can name too, so that a claim on it may be paid through them?
static bool isNamedElsewhere(const Object &O) {
  return O.From == Origin::Unknown;
}

/// What a call without arguments makes is the one of its kind. When this path has let the caller's go before, it is the caller's
/// again: `Restore(state); ... Save();` in a function that is entered without.
bool CallEffects::isTakenBack(ProgramStateRef State, const Kind *K) const {
  bool Found = false;
  if (K && !K->Shared && Call.getNumArgs() == 0)
    forEachObject(State, [&](SymbolRef, const Object &O) { Found |= O.K == K && O.Count < 0; });
  return Found;
}

ProgramStateRef CallEffects::moveSymbol(ProgramStateRef State, const lien_effect &E, SymbolRef Symbol) {
  const Kind *K = C.kind(E);
  if (isInvalid(State, Symbol, K ? K : describe(State, Symbol, Ctx.getLocationContext(), Book).K))
    return State;
  Object O = describe(State, Symbol, Ctx.getLocationContext(), Book);
  bool OnResult = E.place.root == LIEN_PLACE_RET || E.place.deref;
  switch (E.verb) {
  case LIEN_OWNED:
    O = Object();
    O.K = K ? K : Book.kindOfPointer(Symbol->getType());
    O.From = Origin::Owned;
    O.Count = 1;
    O.Begin = Site;
    O.Escaped = isTakenBack(State, O.K);
    break;
  case LIEN_RETAINED:
    if (!O.K || (K && OnResult && !objectAt(State, Symbol)))
      O.K = K; /* of what is handed out, who hands it out knows more than its C type: memory for buffers is no buffer */
    if (OnResult && !objectAt(State, Symbol)) {
      O.From = Origin::Retained;
      O.Escaped = false;
      O.Count = 0;
    } else if (isNamedElsewhere(O)) {
      O.Named = !O.Escaped || O.Named;
      O.Escaped = true;
    }
    O.Count++;
    if (O.Count >= 1 && (!O.Begin || O.Count == 1))
      O.Begin = Site;
    break;
  case LIEN_RELEASED:
    return release(State, E, Symbol, /*Steal=*/false);
  case LIEN_STOLEN:
    return release(State, E, Symbol, /*Steal=*/true);
  case LIEN_HELD:
    setHolder(State, E, O);
    if (!objectAt(State, Symbol) && O.From != Origin::Parameter) /* of a parameter, callers want to know it */
      return State;
    break;
  case LIEN_DROPPED:
    O.HeldElsewhere = false;
    O.Lender = nullptr;
    break;
  case LIEN_BORROWED: {
    if (objectAt(State, Symbol))
      return State;
    if (!O.K && !K && E.holder.root == LIEN_PLACE_NONE)
      return State;
    O.From = Origin::Borrowed;
    O.Lender = E.holder.root == LIEN_PLACE_NONE || E.holder.root == LIEN_PLACE_STATIC
                   ? nullptr
                   : symbolOf(State, placeValue(State, E.holder));
    O.Begin = Site;
    break;
  }
  case LIEN_LENT:
  case LIEN_ESCAPED:
    if (!objectAt(State, Symbol) && !Loc::isLocType(Symbol->getType()))
      return State; /* a number that is none of ours */
    O.Escaped = true;
    break;
  case LIEN_FLOATING:
  case LIEN_SUNK:
    O.Escaped = true;
    break;
  default:
    return State;
  }
  setEvent(O, E);
  return setObject(State, Symbol, O);
}

ProgramStateRef CallEffects::move(ProgramStateRef State, const lien_effect &E, SVal Value) {
  if (SymbolRef Symbol = symbolOf(State, Value))
    return moveSymbol(State, E, Symbol);
  if (E.verb == LIEN_ESCAPED || E.verb == LIEN_LENT)
    return escape(State, Value, Ctx.getLocationContext(), Book); /* what lies in a variable: memcpy(to, &object, n) */
  const MemRegion *R = Value.getAsRegion();
  const auto *Variable = R ? dyn_cast<VarRegion>(R->StripCasts()) : nullptr;
  if (!Variable || !Book.countedVariable(Variable->getDecl()))
    return State;
  if (E.verb == LIEN_RETAINED)
    return addVariableCount(State, Variable, 1, Site);
  if (E.verb == LIEN_RELEASED || E.verb == LIEN_STOLEN)
    return addVariableCount(State, Variable, -1, E.verb == LIEN_STOLEN ? Site : nullptr);
  return State;
}

/// A new object in the place that Address names.
ProgramStateRef CallEffects::bindFresh(ProgramStateRef State, const lien_effect &E, SVal Address, QualType Pointee,
                                       const Expr *Tag) {
  const LocationContext *LC = Ctx.getLocationContext();
  const MemRegion *R = Address.getAsRegion();
  if (!R)
    return State;
  SymbolRef Symbol;
  bool Ours = isOurMemory(State, R);
  if (Pointee->isRecordType()) {
    QualType PointerType = Ctx.getASTContext().getPointerType(Pointee);
    State = State->invalidateRegions({R}, Call.getCFGElementRef(), Ctx.blockCount(), LC, /*CausesPointerEscape=*/false);
    if (!Ours)
      return State; /* others can reach what lies there */
    Symbol = State->getSymbolManager().acquire<SymbolMetadata>(R, Site, PointerType, LC, Ctx.blockCount(), Tag);
    State = setVariableObject(State, R, Symbol);
  } else {
    DefinedOrUnknownSVal Value = conjure(Ctx, Call, Pointee, Tag);
    State = State->bindLoc(Address.castAs<Loc>(), Value, LC, /*notifyChanges=*/false);
    if (E.verb != LIEN_BORROWED || (E.flags & LIEN_EFFECT_NOT_NULL))
      if (!(E.flags & LIEN_EFFECT_MAY_NULL))
        if (ProgramStateRef NotNull = Loc::isLocType(Pointee) ? State->assume(Value, true) : State)
          State = NotNull;
    Symbol = symbolOf(State, Value);
  }
  if (!Symbol)
    return State;
  State = moveSymbol(State, E, Symbol);
  if (const Object *Known = objectAt(State, Symbol)) {
    Object O = *Known;
    O.InVariable = Pointee->isRecordType();
    if (!Ours)
      O.Escaped = true;
    State = setObject(State, Symbol, O);
  }
  return State;
}

/// Effects on `*name`: what an address argument points to.
ProgramStateRef CallEffects::moveThrough(ProgramStateRef State, const lien_effect &E, SVal Address, QualType Pointee,
                                         const Expr *Tag) {
  std::optional<Loc> Where = Address.getAs<Loc>();
  if (!Where || Pointee.isNull() || State->isNull(Address).isConstrainedTrue())
    return State;
  if (Pointee->isVoidType()) /* a converter's `void *`: the caller's own type is unknown here */
    return State;
  bool IsRecord = Pointee->isRecordType();
  SVal Old = IsRecord ? Address : State->getSVal(*Where, Pointee);
  switch (E.verb) {
  case LIEN_OWNED:
  case LIEN_RETAINED:
  case LIEN_BORROWED:
    return bindFresh(State, E, Address, Pointee, Tag);
  case LIEN_REPLACED:
  case LIEN_EMPTIED:
    if (SymbolRef Symbol = symbolOf(State, Old))
      if (!isInvalid(State, Symbol, nullptr))
        State = release(State, E, Symbol, /*Steal=*/false);
    if (E.verb == LIEN_REPLACED) {
      DefinedOrUnknownSVal Value = conjure(Ctx, Call, Pointee, Tag);
      State = State->bindLoc(*Where, Value, Ctx.getLocationContext(), /*notifyChanges=*/false);
      if (E.flags & LIEN_EFFECT_NOT_NULL)
        if (ProgramStateRef NotNull = State->assume(Value, true))
          State = NotNull;
      if (SymbolRef Symbol = symbolOf(State, Value)) {
        Object O;
        O.K = C.kind(E);
        O.From = Origin::Owned;
        O.Count = 1;
        O.Begin = Site;
        O.Escaped = !Address.getAsRegion() || !isOurMemory(State, Address.getAsRegion());
        setEvent(O, E);
        State = setObject(State, Symbol, O);
      }
      return State;
    }
    [[fallthrough]];
  case LIEN_NULL:
    if (IsRecord || !Loc::isLocType(Pointee))
      return State;
    return State->bindLoc(*Where, Ctx.getSValBuilder().makeNullWithType(Pointee), Ctx.getLocationContext(),
                          /*notifyChanges=*/false);
  default:
    State = move(State, E, Old);
    /* `*view` is released, and the structure stays: its memory is the caller's. */
    if (SymbolRef Symbol = IsRecord && E.verb == LIEN_RELEASED ? symbolOf(State, Old) : nullptr)
      if (const Object *O = objectAt(State, Symbol); O && !O->InVariable)
        return escape(State, Old, Ctx.getLocationContext(), Book);
    return State;
  }
}

ProgramStateRef CallEffects::apply(ProgramStateRef State, const Outcome &Row, llvm::SmallVectorImpl<Violation> &Violations) {
  Found = &Violations;
  State = bindSame(State, Row);
  for (const lien_effect &E : Row.Effects) {
    if (E.place.field || lien_verb_is_of_closures(E.verb))
      continue;
    if (E.place.root == LIEN_PLACE_VAR) {
      for (unsigned I = C.Raw ? C.Raw->param_count : 0; I < Call.getNumArgs(); I++)
        State = E.place.deref || (C.Raw && C.Raw->variadic == 2)
                    ? moveThrough(State, E, Call.getArgSVal(I), pointeeOf(I), Call.getArgExpr(I))
                    : move(State, E, Call.getArgSVal(I));
      continue;
    }
    std::optional<SVal> Value = argument(E.place.root);
    if (!Value)
      continue;
    /* What a body is known to put at an address is one object; of an array's others nothing is known. */
    if (E.place.deref && C.Where == Contract::Summary &&
        Call.getArgExpr(E.place.root)->IgnoreParenCasts()->getType()->isArrayType())
      continue;
    if (E.verb == LIEN_RELEASED && (E.flags & LIEN_EFFECT_NOT_NULL) && !E.place.deref && argumentIndex(E.place.root) >= 0 &&
        Value->getAs<Loc>() && State->isNull(*Value).isConstrainedTrue()) {
      Object None;
      None.K = C.kind(E);
      Violations.push_back({Violation::NullRelease, nullptr, None, Call.getArgExpr(E.place.root)});
      continue;
    }
    if (E.place.deref)
      State = moveThrough(State, E, *Value, pointeeOf(E.place.root), Call.getArgExpr(E.place.root));
    else
      State = move(State, E, *Value);
  }
  return Row.Format ? applyFormat(State, Row) : State;
}

/// A result that is an argument when it passes a test (`when: ret != NULL, ret: same as x`): from here on they are one value.
ProgramStateRef CallEffects::bindSame(ProgramStateRef State, const Outcome &Row) {
  for (const lien_effect &E : Row.Effects) {
    if (E.place.root != LIEN_PLACE_RET || E.verb != LIEN_SAME || E.place.deref || E.holder.deref || isCertain(State, Row))
      continue;
    std::optional<SVal> Same = argument(E.holder.root);
    if (!Same || !Site)
      continue;
    ProgramStateRef Bound =
        State->BindExpr(Site, Ctx.getLocationContext(), Ctx.getSValBuilder().evalCast(*Same, Call.getResultType(), QualType()));
    if (ProgramStateRef Tested = assume(Bound, Row))
      return Tested;
    return Bound;
  }
  return State;
}

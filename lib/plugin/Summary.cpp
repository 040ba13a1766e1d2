//===- Summary.cpp - Contracts found by reading a body --------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// - A parameter that the ways of one result treat differently escapes.
// - A parameter that was NULL on a way says nothing on that way.
// - A result whose ways disagree has no effect: callers do not track it.
//===----------------------------------------------------------------------===//
#include "Summary.h"

using namespace clang;
using namespace ento;
using namespace lien;

using lien::Object;

/// Agrees with every verb: NULL, an immortal.
static const uint8_t Anything = 0xff;

void SummaryRecorder::start(const FunctionDecl *FD) {
  Current = FD;
  Ends.clear();
}

static SymbolRef entrySymbol(ProgramStateRef State, const ParmVarDecl *Param, const LocationContext *LC) {
  const VarRegion *R = State->getStateManager().getRegionManager().getVarRegion(Param, LC);
  return State->getStateManager().getSValBuilder().getRegionValueSymbolVal(R).getAsSymbol(true);
}

static uint8_t verbOf(ProgramStateRef State, SymbolRef Symbol, const Kind *K) {
  if (isInvalid(State, Symbol, K))
    return Anything;
  const Object *O = objectAt(State, Symbol);
  if (!O)
    return LIEN_UNCHANGED;
  if (O->Escaped)
    return LIEN_ESCAPED;
  /* A claim that was returned left through the result, which says so itself: `return Py_NewRef(param)`. */
  int Count = O->Count;
  if (O->From == Origin::Retained) /* the contract handed one claim in */
    Count--;
  if (Count == 0)
    return O->HeldElsewhere ? LIEN_HELD : LIEN_UNCHANGED;
  if (Count == -1)
    return O->HeldElsewhere ? LIEN_STOLEN : LIEN_RELEASED;
  return Count == 1 ? LIEN_RETAINED : LIEN_ESCAPED;
}

static bool callsItself(const Stmt *S, const FunctionDecl *FD) {
  const auto *CE = dyn_cast_or_null<CallExpr>(S);
  return CE && CE->getDirectCallee() && CE->getDirectCallee()->getCanonicalDecl() == FD->getCanonicalDecl();
}

/// What this way left in `*Param`, for a parameter that is the address of a pointer to an object.
static std::pair<uint8_t, const Kind *> outVerb(ProgramStateRef State, const ParmVarDecl *Param, const LocationContext *LC,
                                                Contracts &Book) {
  QualType Pointee = Param->getType()->isPointerType() ? Param->getType()->getPointeeType() : QualType();
  const Kind *K = Pointee.isNull() || Pointee.isConstQualified() ? nullptr : Book.kindOfPointer(Pointee);
  SymbolRef Address = K ? entrySymbol(State, Param, LC) : nullptr;
  if (!Address || isInvalid(State, Address, nullptr))
    return {LIEN_UNCHANGED, K};
  SVal Left = State->getSVal(State->getStateManager().getSValBuilder().makeSymbolVal(Address).castAs<Loc>(), Pointee);
  SymbolRef Symbol = symbolOf(State, Left);
  if (Left.isZeroConstant() || (Symbol && isInvalid(State, Symbol, K)))
    return {LIEN_NULL, K};
  const Object *O = Symbol ? objectAt(State, Symbol) : nullptr;
  if (O && O->InVariable) /* what is there is memory in which an object lies, or several */
    return {LIEN_ESCAPED, K};
  if (!O)
    return {Symbol && isa<SymbolRegionValue>(Symbol) ? LIEN_UNCHANGED : LIEN_ESCAPED, K};
  if (O->Count == 1 && !O->Dead)
    return {LIEN_RETAINED, O->K};
  return {O->Count == 0 && O->From == Origin::Borrowed ? LIEN_BORROWED : LIEN_ESCAPED, O->K};
}

/// What this way knows of a number that it returns: `if (status < 0) return status;`.
SummaryRecorder::Result SummaryRecorder::signOf(ProgramStateRef State, SVal V, QualType T) {
  SValBuilder &SVB = State->getStateManager().getSValBuilder();
  static const std::pair<BinaryOperatorKind, Result> Signs[] = {
      {BO_LT, Result::Negative}, {BO_EQ, Result::Zero}, {BO_GT, Result::Positive}};
  Result Found = Result::Any;
  for (auto [Op, Sign] : Signs) {
    auto Holds = SVB.evalBinOp(State, Op, V, SVB.makeIntVal(0, T), SVB.getConditionType()).getAs<DefinedSVal>();
    if (!Holds)
      return Result::Any;
    if (!State->assume(*Holds, true))
      continue;
    if (Found != Result::Any)
      return Result::Any; /* two signs are possible */
    Found = Sign;
  }
  return Found;
}

void SummaryRecorder::atEnd(const ReturnStmt *RS, CheckerContext &C, Contracts &Book) {
  if (!Current || Ends.size() > 400)
    return;
  ProgramStateRef State = C.getState();
  const LocationContext *LC = C.getLocationContext();
  if (LC->getDecl()->getCanonicalDecl() != Current->getCanonicalDecl())
    return;
  const auto *FD = cast<FunctionDecl>(LC->getDecl());
  End E;
  for (const ParmVarDecl *Param : FD->parameters()) {
    const Kind *K = Book.kindOfPointer(Param->getType());
    bool Pointer = Param->getType()->isPointerType(); /* what the body does with a number is not followed */
    SymbolRef Symbol = Pointer ? entrySymbol(State, Param, LC) : nullptr;
    if (const Object *Known = Symbol ? objectAt(State, Symbol) : nullptr)
      K = Known->K;
    uint8_t Verb = Symbol ? verbOf(State, Symbol, K) : uint8_t(LIEN_ESCAPED);
    /* `return param;` without a claim of its own: the caller has two names for one object, and its claim may leave by either. */
    const Object *Now = Symbol ? objectAt(State, Symbol) : nullptr;
    if (Symbol && RS && RS->getRetValue() && symbolOf(State, C.getSVal(RS->getRetValue())) == Symbol && !(Now && Now->Returned) &&
        !isInvalid(State, Symbol, K))
      Verb = LIEN_ESCAPED;
    E.Params.push_back({Verb, K});
  }
  for (const ParmVarDecl *Param : FD->parameters())
    E.Params.push_back(outVerb(State, Param, LC, Book));
  const Expr *Value = RS ? RS->getRetValue() : nullptr;
  if (!Value || FD->getReturnType()->isVoidType()) {
    Ends.push_back(std::move(E));
    return;
  }
  SVal V = C.getSVal(Value);
  QualType T = FD->getReturnType();
  if (T->isPointerType()) {
    E.Value = Result::NotNull;
    SymbolRef Symbol = symbolOf(State, V);
    const Object *O = Symbol ? objectAt(State, Symbol) : nullptr;
    if (V.isZeroConstant() || (Symbol && isInvalid(State, Symbol, nullptr))) {
      E.Value = Result::Null;
    } else if (O && O->Returned && (!O->Escaped || O->Named)) {
      E.ReturnVerb = O->From == Origin::Owned && !O->HeldElsewhere ? LIEN_OWNED : LIEN_RETAINED;
      E.ReturnKind = O->K;
    } else if (O && O->From == Origin::Borrowed && !O->Escaped && !O->Returned && isa<SymbolConjured>(Symbol)) {
      E.ReturnVerb = LIEN_BORROWED;
      E.ReturnKind = O->K;
    } else if (const VarRegion *VR = dyn_cast_or_null<VarRegion>(V.getAsRegion()); VR && Book.isImmortal(VR->getDecl())) {
      E.ReturnVerb = Anything;
    } else if (const auto *Conjured = dyn_cast_or_null<SymbolConjured>(Symbol);
               Conjured && !O && callsItself(Conjured->getStmt(), Current)) {
      E.ReturnVerb = Anything; /* what the other ways return */
    } else {
      E.Unclear = true;
      E.Special = V.getAs<loc::ConcreteInt>().has_value(); /* `return (PyObject *)1;`: no object at all */
    }
  } else if (T->isIntegralOrEnumerationType()) {
    E.Value = Result::Any;
    auto Known = V.getAs<nonloc::ConcreteInt>();
    if (Known && Known->getValue()->getSignificantBits() <= 64)
      E.Constant = Known->getValue()->getExtValue();
    if (Known && Known->getValue()->isNegative())
      E.Value = Result::Negative;
    else if (Known)
      E.Value = Known->getValue()->isZero() ? Result::Zero : Result::Positive;
    else
      E.Value = signOf(State, V, T);
  }
  Ends.push_back(std::move(E));
}

/// Set in the verb of an out-parameter that some ways leave NULL.
static const uint8_t MayBeNull = 0x40;

static bool isHandedOut(uint8_t Verb) {
  Verb &= ~MayBeNull;
  return Verb == LIEN_RETAINED || Verb == LIEN_OWNED || Verb == LIEN_BORROWED;
}

/// The verb that two ways agree on.
static uint8_t join(uint8_t A, uint8_t B) {
  if (A == Anything || A == B)
    return B;
  if (B == Anything)
    return A;
  if (A == LIEN_NULL && isHandedOut(B))
    return B | MayBeNull;
  if (B == LIEN_NULL && isHandedOut(A))
    return A | MayBeNull;
  if (isHandedOut(A) && isHandedOut(B) && (A | MayBeNull) == (B | MayBeNull))
    return A | MayBeNull;
  if ((A == LIEN_UNCHANGED && B == LIEN_HELD) || (A == LIEN_HELD && B == LIEN_UNCHANGED))
    return LIEN_HELD;
  if ((A == LIEN_STOLEN && B == LIEN_RELEASED) || (A == LIEN_RELEASED && B == LIEN_STOLEN))
    return LIEN_STOLEN;
  return LIEN_ESCAPED;
}

static lien_place place(unsigned Root) {
  lien_place P = {};
  P.root = uint8_t(Root);
  return P;
}

std::unique_ptr<Contract> SummaryRecorder::finish(bool Complete, const Kind *Believed) {
  const FunctionDecl *FD = Current;
  Current = nullptr;
  if (!Complete || !FD || Ends.empty() || Ends.size() > 400)
    return nullptr;
  /* What is returned, over all ways that return something. */
  uint8_t ReturnVerb = Anything;
  const Kind *ReturnKind = nullptr;
  bool Unclear = false, Any = false;
  std::map<Result, std::vector<uint8_t>> Groups;
  std::map<Result, std::optional<int64_t>> Constants; /* the one number of a group: callers test `== -1` as well as `< 0` */
  for (const End &E : Ends) {
    auto [Same, First] = Constants.try_emplace(E.Value, E.Constant);
    if (!First && Same->second != E.Constant)
      Same->second.reset();
    if (E.Value == Result::NotNull) {
      Unclear |= E.Unclear;
      bool Both = (ReturnVerb == LIEN_OWNED && E.ReturnVerb == LIEN_RETAINED) ||
                  (ReturnVerb == LIEN_RETAINED && E.ReturnVerb == LIEN_OWNED);
      ReturnVerb = Both ? uint8_t(LIEN_RETAINED) : join(ReturnVerb, E.ReturnVerb);
      ReturnKind = E.ReturnKind ? E.ReturnKind : ReturnKind;
    }
    Any |= E.Value == Result::Any;
    std::vector<uint8_t> &Group = Groups[E.Value];
    if (Group.empty())
      Group.assign(E.Params.size(), Anything);
    for (unsigned I = 0; I < E.Params.size(); I++)
      Group[I] = join(Group[I], E.Params[I].first);
  }
  /* When the result does not tell the ways apart, callers cannot tell whether something was put there. */
  if (auto It = Groups.find(Result::Any); It != Groups.end())
    for (uint8_t &Verb : It->second)
      Verb = isHandedOut(Verb) && (Verb & MayBeNull) ? uint8_t(LIEN_ESCAPED) : Verb;
  auto equal = [](const std::vector<uint8_t> &A, const std::vector<uint8_t> &B) {
    for (unsigned I = 0; I < A.size(); I++)
      if (A[I] != B[I] && A[I] != Anything && B[I] != Anything)
        return false;
    return true;
  };
  bool AllEqual = true;
  for (auto &[R, Group] : Groups)
    AllEqual &= equal(Groups.begin()->second, Group);
  if (Any || AllEqual) {
    std::vector<uint8_t> One = Groups.begin()->second;
    for (auto &[R, Group] : Groups)
      for (unsigned I = 0; I < One.size(); I++)
        One[I] = (One[I] == LIEN_NULL) != (Group[I] == LIEN_NULL) ? uint8_t(LIEN_ESCAPED) : join(One[I], Group[I]);
    Groups.clear();
    Groups[Result::Any] = One;
  }

  bool Special = llvm::any_of(Ends, [](const End &E) { return E.Special; });
  if (Believed && !Special && (Unclear || ReturnVerb == Anything)) { /* what the body does not say, its callers do */
    Unclear = false;
    ReturnVerb = LIEN_RETAINED;
    ReturnKind = Believed;
  }
  auto Summary = std::make_unique<Contract>();
  Summary->Name = FD->getNameAsString();
  Summary->Where = Contract::Summary;
  auto kindIndex = [&](const Kind *K) -> uint16_t {
    Summary->SummaryKinds.push_back(K);
    return uint16_t(Summary->SummaryKinds.size() - 1);
  };
  struct Span {
    size_t FirstTest, Tests, FirstEffect, Effects;
  };
  auto kindOf = [&](unsigned I) -> const Kind * {
    const Kind *Any = nullptr;
    for (const End &E : Ends) { /* a way that moved something knows best what it was */
      if (E.Params[I].second && E.Params[I].first != LIEN_UNCHANGED && E.Params[I].first != LIEN_NULL)
        return E.Params[I].second;
      Any = Any ? Any : E.Params[I].second;
    }
    return Any;
  };
  std::vector<Span> Spans;
  for (auto &[R, Group] : Groups) {
    Span S = {Summary->OwnTests.size(), 0, Summary->OwnEffects.size(), 0};
    if (R != Result::Any && R != Result::None) {
      static const lien_op Ops[] = {LIEN_EQ, LIEN_EQ, LIEN_NE, LIEN_LT, LIEN_EQ, LIEN_GT};
      lien_test T = {};
      T.place = place(LIEN_PLACE_RET);
      T.op = Ops[unsigned(R)];
      T.null = R == Result::Null || R == Result::NotNull;
      if (std::optional<int64_t> Constant = Constants[R]) {
        T.op = LIEN_EQ;
        T.value = *Constant;
      }
      Summary->OwnTests.push_back(T);
      S.Tests = 1;
    }
    /* A parameter that was NULL on all ways of this result, and moved on those of another: that is what tells them apart. */
    for (unsigned I = 0; I < FD->getNumParams(); I++) {
      bool Moved = false;
      for (auto &[Other, Verbs] : Groups)
        Moved |= Verbs[I] != LIEN_UNCHANGED && Verbs[I] != Anything;
      if (Group[I] != Anything || !Moved)
        continue;
      lien_test T = {};
      T.place = place(I);
      T.op = LIEN_EQ;
      T.null = 1;
      Summary->OwnTests.push_back(T);
      S.Tests++;
    }
    auto add = [&](unsigned Root, uint8_t Verb, const Kind *K) {
      lien_effect E = {};
      E.place = place(Root);
      E.holder = place(Verb == LIEN_HELD || Verb == LIEN_STOLEN ? LIEN_PLACE_STATIC : LIEN_PLACE_NONE);
      E.verb = Verb;
      E.kind = K ? kindIndex(K) : uint16_t(LIEN_NO_KIND);
      Summary->OwnEffects.push_back(E);
    };
    bool Returns = R == Result::Any || R == Result::NotNull;
    if (Returns && !Unclear && FD->getReturnType()->isPointerType() &&
        (ReturnVerb == LIEN_OWNED || ReturnVerb == LIEN_RETAINED || ReturnVerb == LIEN_BORROWED))
      add(LIEN_PLACE_RET, ReturnVerb, ReturnKind);
    for (unsigned I = 0; I < FD->getNumParams(); I++)
      if (Group[I] != Anything && Group[I] != LIEN_UNCHANGED)
        add(I, Group[I], kindOf(I));
    for (unsigned I = FD->getNumParams(); I < Group.size(); I++)
      if (Group[I] != Anything && Group[I] != LIEN_UNCHANGED && Group[I] != LIEN_ESCAPED) {
        add(I - FD->getNumParams(), Group[I] & ~MayBeNull, kindOf(I));
        Summary->OwnEffects.back().place.deref = 1;
        if (Group[I] & MayBeNull)
          Summary->OwnEffects.back().flags |= LIEN_EFFECT_MAY_NULL;
      }
    S.Effects = Summary->OwnEffects.size() - S.FirstEffect;
    Spans.push_back(S);
  }
  for (const Span &S : Spans) {
    Outcome Row;
    Row.Tests = llvm::ArrayRef(Summary->OwnTests.data() + S.FirstTest, S.Tests);
    Row.Effects = llvm::ArrayRef(Summary->OwnEffects.data() + S.FirstEffect, S.Effects);
    Summary->Rows.push_back(Row);
  }
  return Summary;
}

//===- Checker.cpp - Follows claims along paths ---------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// - A call with a contract does what the contract says; its body is not looked at.
// - A call without one, a store outside of the frame, a return in a structure: the object escapes, nothing is said of it.
// - An object that dies with claims left is leaked; with fewer than none, something was given away that was not owned.
// - A returned claim goes to the caller.
//
// Not here: the movements themselves (Effects.cpp), words (Reports.cpp), bodies as contracts (Summary.cpp).
//===----------------------------------------------------------------------===//
#include "Checker.h"

#include "Alone.h"
#include "Quiet.h"
#include "Unit.h"

#include "clang/AST/ParentMap.h"
#include "clang/StaticAnalyzer/Core/PathSensitive/AnalysisManager.h"

using namespace clang;
using namespace ento;
using namespace lien;

using lien::Object;

void ClaimChecker::checkASTDecl(const TranslationUnitDecl *TU, AnalysisManager &Mgr, BugReporter &BR) const {
  Book.start(Mgr.getASTContext(), Mgr.getPreprocessor());
  Unit TheUnit(Mgr.getASTContext(), Book);
  TheUnit.read();
  bool WantsCaches = Report.UnboundedCache.isEnabled(), WantsCaptures = Report.wantsCaptures();
  if (WantsCaches || WantsCaptures)
    judgeAlone(
        Mgr.getASTContext(), Book, TheUnit, LargeBytes,
        [&](const lien_cache &Cache) {
          if (WantsCaches)
            Report.cache(BR, Cache);
        },
        [&](const lien_candidate &Finding) { Report.capture(BR, Finding); });
}

/// A path through a small body knows more than its summary.
static bool isSmall(const FunctionDecl *FD, CheckerContext &C) {
  const FunctionDecl *Body = nullptr;
  if (!FD || !FD->hasBody(Body))
    return false;
  const CFG *Graph = C.getAnalysisManager().getCFG(Body);
  return Graph && Graph->size() <= C.getAnalysisManager().getAnalyzerOptions().MaxInlinableSize;
}

bool ClaimChecker::evalCall(const CallEvent &Call, CheckerContext &C) const {
  const auto *CE = dyn_cast_or_null<CallExpr>(Call.getOriginExpr());
  const Contract *Own = CE ? Book.of(CE) : nullptr;
  if (!Own)
    return false;
  const auto *FD = dyn_cast_or_null<FunctionDecl>(Call.getDecl());
  /* Small inline helpers that move nothing are better seen through. */
  bool Tells = llvm::any_of(Own->Rows, [](const Outcome &Row) { return Row.Flags & LIEN_TELLS_EXCEPTION; });
  if (!Own->MovesClaims && !Tells && Own->Where != Contract::Summary && isSmall(FD, C))
    return false;
  if (Own->Where == Contract::Summary && isSmall(FD, C))
    return false;
  CallEffects Effects(Book, *Own, Call, C);
  ProgramStateRef State = Effects.evaluate(C.getState());
  for (const Outcome &Row : Own->Rows)
    if ((Row.Flags & LIEN_NO_RETURN) && Own->Rows.size() == 1) {
      C.generateSink(State, C.getPredecessor());
      return true;
    }
  C.addTransition(State);
  return true;
}

bool ClaimChecker::reportUse(SVal Value, const Stmt *Site, CheckerContext &C) const {
  ProgramStateRef State = C.getState();
  SymbolRef Symbol = symbolOf(State, Value);
  const Object *O = Symbol ? objectAt(State, Symbol) : nullptr;
  if (!O || O->Escaped || !(O->Dead || isDangling(State, *O)))
    return false;
  Object Copy = *O;
  if (ExplodedNode *N = C.generateErrorNode(State))
    Report.useAfterRelease(C, N, Symbol, Copy, Site);
  return true;
}

static bool givesAway(const Contract *Own, unsigned Argument) {
  if (!Own)
    return false;
  for (const Outcome &Row : Own->Rows)
    for (const lien_effect &E : Row.Effects)
      if (E.place.root == Argument &&
          (E.verb == LIEN_RELEASED || E.verb == LIEN_STOLEN || E.verb == LIEN_OWNED || E.verb == LIEN_NULL))
        return true;
  return false;
}

/// To give a dead block's address to unknown code (a tracer's hook) need not be to use the block.
static bool isUse(const Contract *Own, ProgramStateRef State, SVal Argument) {
  SymbolRef Symbol = symbolOf(State, Argument);
  const Object *O = Symbol ? objectAt(State, Symbol) : nullptr;
  return O && (Own || !O->K || O->K->Shared);
}

void ClaimChecker::checkPreCall(const CallEvent &Call, CheckerContext &C) const {
  if (!hasObjects(C.getState()))
    return;
  const auto *CE = dyn_cast_or_null<CallExpr>(Call.getOriginExpr());
  const Contract *Own = CE ? Book.of(CE) : nullptr;
  for (unsigned I = 0; I < Call.getNumArgs(); I++)
    if (!givesAway(Own, I) && isUse(Own, C.getState(), Call.getArgSVal(I)) && reportUse(Call.getArgSVal(I), CE, C))
      return;
}

/// The row without what it makes: whether it applies depends on an argument that the path does not know.
static Outcome withoutNew(Outcome Row) {
  while (!Row.Effects.empty() && (Row.Effects.back().verb == LIEN_OWNED || lien_verb_is_of_closures(Row.Effects.back().verb)))
    Row.Effects = Row.Effects.drop_back();
  return Row;
}

void ClaimChecker::applyRow(const CallEvent &Call, const Contract &Own, const Outcome &Row, ProgramStateRef State,
                            CheckerContext &C) const {
  CallEffects Effects(Book, Own, Call, C);
  llvm::SmallVector<Violation, 2> Found;
  State = Effects.apply(State, Row, Found);
  if (Found.empty()) {
    C.addTransition(State);
    return;
  }
  for (const Violation &V : Found)
    if (V.What == Violation::NullRelease) {
      if (ExplodedNode *N = C.generateErrorNode(State)) /* nothing comes after it */
        Report.nullRelease(C, N, V.Before, Call, V.Argument);
      return;
    }
  for (const Violation &V : Found)
    if (ExplodedNode *N = C.generateNonFatalErrorNode(State))
      Report.overRelease(C, N, V.Symbol, V.Before, Call.getOriginExpr());
}

/// "An exception is set" says that a result nobody has tested yet is NULL.
ProgramStateRef ClaimChecker::tellException(const Contract &Own, const CallEvent &Call, CheckerContext &C) const {
  ProgramStateRef State = C.getState();
  llvm::SmallVector<std::pair<SymbolRef, const Kind *>, 4> Untested;
  forEachObject(State, [&](SymbolRef Symbol, const Object &O) {
    if (O.Count > 0 && !O.Escaped && !O.InVariable && isa<SymbolConjured>(Symbol) && !isInvalid(State, Symbol, O.K) &&
        mayBeInvalid(State, Symbol, O.K))
      Untested.push_back({Symbol, O.K});
  });
  auto Result = Call.getReturnValue().getAs<DefinedSVal>();
  if (Untested.empty() || !Result)
    return nullptr;
  auto [Set, Unset] = State->assume(*Result);
  if (!Set || !Unset)
    return nullptr;
  for (auto [Symbol, K] : Untested)
    if (ProgramStateRef Next = assumeInvalid(Set, Symbol, K))
      Set = Next;
  C.addTransition(Unset);
  return Set;
}

/// What escapes into a call without a contract, and the engine's own escape leaves out: a descriptor; a counted object as
/// `const void *`, which is user data that somebody keeps; a parameter whose address is given.
void ClaimChecker::escapeArguments(const CallEvent &Call, CheckerContext &C) const {
  ProgramStateRef State = C.getState();
  const LocationContext *LC = C.getLocationContext();
  const auto *FD = dyn_cast_or_null<FunctionDecl>(Call.getDecl());
  for (unsigned I = 0; I < Call.getNumArgs(); I++) {
    SVal Value = Call.getArgSVal(I);
    SymbolRef Symbol = symbolOf(State, Value);
    const Object *O = Symbol ? objectAt(State, Symbol) : nullptr;
    QualType Param = FD && I < FD->getNumParams() ? FD->getParamDecl(I)->getType() : QualType();
    if (O && (!Value.getAs<Loc>() || (!Param.isNull() && Param->isVoidPointerType() && O->K && O->K->Shared)))
      State = escape(State, Value, LC, Book);
    const auto *Variable = dyn_cast_or_null<VarRegion>(Value.getAsRegion());
    if (Variable && isa<ParmVarDecl>(Variable->getDecl()) && Variable->getValueType()->isPointerType())
      State = escape(State, C.getSValBuilder().getRegionValueSymbolVal(Variable), LC, Book);
  }
  if (State != C.getState())
    C.addTransition(State);
}

/// A row for an argument that is NULL: taken only when the path knows that it is, or it would be a guess.
static bool asksForNull(const Outcome &Row) {
  return llvm::any_of(Row.Tests,
                      [](const lien_test &Test) { return Test.place.root != LIEN_PLACE_RET && Test.null && Test.op == LIEN_EQ; });
}

void ClaimChecker::checkPostCall(const CallEvent &Call, CheckerContext &C) const {
  const auto *CE = dyn_cast_or_null<CallExpr>(Call.getOriginExpr());
  const Contract *Own = CE ? Book.of(CE) : nullptr;
  if (C.wasInlined)
    return;
  if (!Own)
    return escapeArguments(Call, C);
  ProgramStateRef State = C.getState();
  for (const Outcome &Row : Own->Rows)
    if (Row.Flags & LIEN_TELLS_EXCEPTION) {
      if (ProgramStateRef Set = tellException(*Own, Call, C))
        C.addTransition(Set);
      return;
    }
  if (!Own->MovesArguments || Own->Rows.size() == 1) {
    Outcome All;
    for (const Outcome &Row : Own->Rows)
      if (!llvm::all_of(Row.Effects, [](const lien_effect &E) { return lien_verb_is_of_closures(E.verb); }))
        return applyRow(Call, *Own, Row, State, C);
    return;
  }
  CallEffects Effects(Book, *Own, Call, C);
  bool Ignored = !C.getLocationContext()->getParentMap().isConsumedExpr(const_cast<CallExpr *>(CE));
  bool First = true;
  for (const Outcome &Row : Own->Rows) {
    ProgramStateRef Next = Effects.assume(State, Row);
    if (!Next || (asksForNull(Row) && !Effects.isDecided(State, Row)))
      continue;
    if (Ignored && !First) {
      if (hasIgnoredFailure(Next))
        continue;
      Next = setIgnoredFailure(Next);
    }
    First = false;
    applyRow(Call, *Own, Effects.isDecided(State, Row) ? Row : withoutNew(Row), Next, C);
  }
}

void ClaimChecker::checkLocation(SVal Location, bool IsLoad, const Stmt *S, CheckerContext &C) const {
  ProgramStateRef State = C.getState();
  if (!hasObjects(State))
    return;
  const MemRegion *R = Location.getAsRegion();
  if (!R)
    return;
  const auto *Base = dyn_cast<SymbolicRegion>(R->getBaseRegion());
  if (!Base)
    return;
  const Object *O = objectAt(State, Base->getSymbol());
  if (O && (O->Dead || O->Lender))
    reportUse(loc::MemRegionVal(Base), S, C);
}

ProgramStateRef ClaimChecker::checkPointerEscape(ProgramStateRef State, const InvalidatedSymbols &Escaped, const CallEvent *Call,
                                                 PointerEscapeKind Kind) const {
  /* The engine lets the operands of what it cannot evaluate escape; to compare gives nothing away. */
  if (Comparing && Kind == PSK_EscapeOther)
    return State;
  const auto *CE = Call ? dyn_cast_or_null<CallExpr>(Call->getOriginExpr()) : nullptr;
  const Contract *Own = CE ? Book.of(CE) : nullptr;
  if (Own && Own->Where != Contract::Summary)
    return State;
  auto isSummarized = [&](SymbolRef Symbol) {
    const auto *FD = dyn_cast_or_null<FunctionDecl>(Call->getDecl());
    for (unsigned I = 0; FD && I < FD->getNumParams() && I < Call->getNumArgs(); I++)
      if (FD->getParamDecl(I)->getType()->isPointerType() && symbolOf(State, Call->getArgSVal(I)) == Symbol)
        return true;
    return false;
  };
  if (Call && !Own && Call->isInSystemHeader() && !Call->argumentsMayEscape() && isa<FunctionDecl>(Call->getDecl()) &&
      Call->isGlobalCFunction() && Kind == PSK_DirectEscapeOnCall)
    return State;
  for (SymbolRef Symbol : Escaped) {
    if (Own && isSummarized(Symbol))
      continue;
    const Object *Known = objectAt(State, Symbol);
    Object O;
    if (Known) {
      O = *Known;
    } else {
      const MemRegion *R = Symbol->getOriginRegion();
      if (!R || !isa<VarRegion>(R) || !isa<ParmVarDecl>(cast<VarRegion>(R)->getDecl()))
        continue; /* what happens to parameters is asked for at the end */
      O.K = Book.kindOfPointer(Symbol->getType());
      O.From = Origin::Parameter;
    }
    if (O.Escaped && !O.Named)
      continue;
    if (O.Count > 0)
      UnknownCalls += Call != nullptr;
    O.Escaped = true;
    O.Named = false;
    State = setObject(State, Symbol, O);
  }
  return State;
}

void ClaimChecker::checkLiveSymbols(ProgramStateRef State, SymbolReaper &Reaper) const {
  forEachVariableObject(State, [&](const MemRegion *, SymbolRef Symbol) { Reaper.markInUse(Symbol); });
  forEachComparison(State, [&](SymbolRef Symbol) { Reaper.markInUse(Symbol); });
  forEachOutAddress(State, [&](SymbolRef Symbol) { Reaper.markLive(Symbol); });
}

void ClaimChecker::checkDeadSymbols(SymbolReaper &Reaper, CheckerContext &C) const {
  ProgramStateRef State = C.getState();
  llvm::SmallVector<SymbolRef, 4> Answered;
  forEachComparison(State, [&](SymbolRef Symbol) {
    if (Reaper.isDead(Symbol))
      Answered.push_back(Symbol);
  });
  for (SymbolRef Symbol : Answered)
    State = removeComparison(State, Symbol);
  if (!hasObjects(State)) {
    C.addTransition(State);
    return;
  }
  llvm::SmallVector<SymbolRef, 4> Dead;
  llvm::SmallPtrSet<SymbolRef, 4> Lenders;
  forEachObject(State, [&](SymbolRef Symbol, const Object &O) {
    if (Reaper.isDead(Symbol))
      Dead.push_back(Symbol);
    else if (O.Lender)
      Lenders.insert(O.Lender);
  });
  if (Dead.empty()) {
    C.addTransition(State);
    return;
  }
  llvm::SmallVector<std::pair<SymbolRef, Object>, 2> Leaked, Lost;
  for (SymbolRef Symbol : Dead) {
    const Object O = *objectAt(State, Symbol); /* a sibling that died before it may have told of it */
    bool Settled = O.Escaped || O.Dead || O.Count == 0 || isInvalid(State, Symbol, O.K) ||
                   (O.Count > 0 && isTakenForGood(Symbol, O, Book)) || (O.InVariable && isFoundEmpty(State, Symbol)) ||
                   isNullSibling(State, Symbol, O);
    /* A NULL that tells of its siblings is remembered as long as one of them lives. */
    if (O.By && (O.By->flags & LIEN_EFFECT_MAY_NULL) && O.By->place.deref && isInvalid(State, Symbol, O.K))
      forEachObject(State, [&](SymbolRef Other, const Object &Sibling) {
        if (Other == Symbol || Sibling.Begin != O.Begin || Sibling.ByContract != O.ByContract || !Sibling.By ||
            !Sibling.By->place.deref)
          return;
        Object None = Sibling;
        None.Escaped = true;
        State = setObject(State, Other, None);
      });
    if (!Settled && O.Count > 0)
      Leaked.push_back({Symbol, O});
    else if (!Settled && O.Lost && (O.From == Origin::Owned || O.From == Origin::Retained || O.From == Origin::Borrowed))
      Lost.push_back({Symbol, O});
    /* What was done to a parameter is asked for at the end of the function. */
    const MemRegion *R = Symbol->getOriginRegion();
    bool Param = R && isa<VarRegion>(R) && isa<ParmVarDecl>(cast<VarRegion>(R)->getDecl());
    if (!Lenders.count(Symbol) && !Param)
      State = removeObject(State, Symbol);
    else if (O.Count > 0) {
      Object Kept = O;
      Kept.Escaped = true;
      State = setObject(State, Symbol, Kept);
    }
    if (O.InVariable)
      if (const auto *Metadata = dyn_cast<SymbolMetadata>(Symbol))
        State = setVariableObject(State, Metadata->getRegion(), nullptr);
  }
  if (Leaked.empty() && Lost.empty()) {
    C.addTransition(State);
    return;
  }
  ExplodedNode *N = C.generateNonFatalErrorNode(State);
  if (!N)
    return;
  if (!Leaked.empty() && !isCallersWish(N, Book) && !isAskedTwice(N, Book))
    for (auto &[Symbol, O] : Leaked)
      Report.leak(C, N, Symbol, O);
  for (auto &[Symbol, O] : Lost)
    Report.overRelease(C, N, Symbol, O, O.Lost);
}

void ClaimChecker::checkBeginFunction(CheckerContext &C) const {
  const auto *FD = dyn_cast_or_null<FunctionDecl>(C.getLocationContext()->getDecl());
  const Contract *Own = C.inTopFrame() && FD ? Book.ofBody(FD) : nullptr;
  /* What a pack says of a type (a destructor releases) is said to callers; only who wrote the contract for this body is meant. */
  if (!Own || (Own->Where != Contract::Annotation && Own->Where != Contract::User))
    return;
  ProgramStateRef State = C.getState();
  for (const Outcome &Row : Own->Rows)
    for (const lien_effect &E : Row.Effects) {
      if (E.place.root >= FD->getNumParams() || E.place.deref || E.place.field ||
          (E.verb != LIEN_RELEASED && E.verb != LIEN_STOLEN))
        continue;
      Loc Where = State->getLValue(FD->getParamDecl(E.place.root), C.getLocationContext());
      SymbolRef Symbol = State->getSVal(Where).getAsSymbol();
      if (!Symbol || objectAt(State, Symbol))
        continue;
      Object O;
      O.K = Own->kind(E) ? Own->kind(E) : Book.kindOfPointer(Symbol->getType());
      O.From = Origin::Retained;
      O.Count = 1;
      /* Rows that move it only on some results: what this body owes is known at its end only. */
      O.Escaped = Own->Rows.size() > 1;
      State = setObject(State, Symbol, O);
    }
  C.addTransition(State);
}

/// `return &param->member;`: nothing of ours goes with it.
static bool isInsideParameter(ProgramStateRef State, SVal Value, const LocationContext *LC, Contracts &Book) {
  const MemRegion *R = Value.getAsRegion();
  const auto *Base = R ? dyn_cast<SymbolicRegion>(R->getBaseRegion()) : nullptr;
  if (!Base)
    return false;
  Object O = describe(State, Base->getSymbol(), LC, Book);
  return O.From == Origin::Parameter && O.Count == 0;
}

void ClaimChecker::checkPreStmt(const ReturnStmt *RS, CheckerContext &C) const {
  const Expr *Value = RS->getRetValue();
  if (!Value || !C.inTopFrame())
    return;
  ProgramStateRef State = C.getState();
  const LocationContext *LC = C.getLocationContext();
  SVal Returned = C.getSVal(Value);
  SymbolRef Symbol = symbolOf(State, Returned);
  const auto *FD = dyn_cast_or_null<FunctionDecl>(LC->getDecl());
  const Contract *Own = FD ? Book.ofBody(FD) : nullptr;
  const lien_effect *Promise = Own ? Own->firstEffectOn(LIEN_PLACE_RET) : nullptr;
  bool NewClaim = Promise && (Promise->verb == LIEN_OWNED || Promise->verb == LIEN_RETAINED);
  if (!Symbol) {
    const MemRegion *R = Returned.getAsRegion();
    const auto *Variable = R ? dyn_cast<VarRegion>(R->StripCasts()) : nullptr;
    const Kind *K = Variable && NewClaim ? Book.countedVariable(Variable->getDecl()) : nullptr;
    if (K && variableCount(State, Variable) <= 0) {
      Object O;
      O.K = K;
      if (ExplodedNode *N = C.generateNonFatalErrorNode(State))
        Report.contract(C, N, nullptr, O, RS, Variable->getDecl()->getNameAsString());
      return;
    }
    if (isInsideParameter(State, Returned, LC, Book))
      return;
    State = escape(State, Returned, LC, Book);
    C.addTransition(State);
    return;
  }
  const Object *Known = objectAt(State, Symbol);
  Object O = Known ? *Known : describe(State, Symbol, LC, Book);
  if (!O.K || isInvalid(State, Symbol, O.K))
    return;
  if (Known && !O.Escaped && (O.Dead || isDangling(State, O)) && Loc::isLocType(Symbol->getType())) {
    reportUse(Returned, RS, C);
    return;
  }
  if (NewClaim && O.Count <= 0 && !O.Escaped) {
    /* What the contract makes this body take over is its own; what was moved out of a variable may be. */
    const auto *Loaded = dyn_cast<SymbolRegionValue>(Symbol);
    bool StillThere = Loaded && symbolOf(State, State->getSVal(Loaded->getRegion())) == Symbol;
    bool Certain = O.From != Origin::Parameter && (O.From != Origin::Unknown || StillThere);
    if (Certain) {
      if (ExplodedNode *N = C.generateNonFatalErrorNode(State))
        Report.contract(C, N, Symbol, O, RS, "");
      return;
    }
  }
  if (!Known)
    return;
  if (O.Count > 0) {
    O.Count--;
    O.Returned = true;
    C.addTransition(setObject(State, Symbol, O));
  }
}

void ClaimChecker::checkEndFunction(const ReturnStmt *RS, CheckerContext &C) const {
  if (!C.inTopFrame())
    return;
  Recorder.atEnd(RS, C, Book);
  /* All else has died before; what is returned has one claim for the caller, not two. */
  ProgramStateRef State = C.getState();
  llvm::SmallVector<std::pair<SymbolRef, Object>, 2> Left;
  forEachObject(State, [&](SymbolRef Symbol, const Object &O) {
    if (O.Returned && O.Count > 0 && !O.Escaped)
      Left.push_back({Symbol, O});
  });
  llvm::SmallVector<std::pair<const VarDecl *, const Expr *>, 2> GivenAway;
  forEachVariableCount(State, [&](const MemRegion *R, const VariableCount &Count) {
    if (Count.Count < 0 && Count.Lost)
      GivenAway.push_back({cast<VarRegion>(R)->getDecl(), Count.Lost});
  });
  if (Left.empty() && GivenAway.empty())
    return;
  ExplodedNode *N = C.generateNonFatalErrorNode(State);
  if (!N)
    return;
  for (auto &[Symbol, O] : Left)
    Report.leak(C, N, Symbol, O);
  for (auto &[Variable, Site] : GivenAway)
    Report.variableGivenAway(C, N, Variable, Site);
}

//===- State.cpp - Claims on a path ---------------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "State.h"

#include "clang/StaticAnalyzer/Core/PathSensitive/CheckerContext.h"
#include "clang/StaticAnalyzer/Core/PathSensitive/ProgramStateTrait.h"

using namespace clang;
using namespace ento;
using namespace lien;

REGISTER_MAP_WITH_PROGRAMSTATE(Objects, SymbolRef, lien::Object)
REGISTER_MAP_WITH_PROGRAMSTATE(VariableObjects, const MemRegion *, SymbolRef)
REGISTER_MAP_WITH_PROGRAMSTATE(VariableCounts, const MemRegion *, lien::VariableCount)
REGISTER_SET_WITH_PROGRAMSTATE(Comparisons, SymbolRef)
REGISTER_SET_WITH_PROGRAMSTATE(OutAddresses, SymbolRef)
REGISTER_TRAIT_WITH_PROGRAMSTATE(IgnoredFailure, bool)

const lien::Object *lien::objectAt(ProgramStateRef State, SymbolRef Symbol) {
  return State->get<Objects>(Symbol);
}

ProgramStateRef lien::setObject(ProgramStateRef State, SymbolRef Symbol, const Object &O) {
  return State->set<Objects>(Symbol, O);
}

ProgramStateRef lien::removeObject(ProgramStateRef State, SymbolRef Symbol) {
  return State->remove<Objects>(Symbol);
}

bool lien::hasObjects(ProgramStateRef State) {
  return !State->get<Objects>().isEmpty();
}

void lien::forEachObject(ProgramStateRef State, llvm::function_ref<void(SymbolRef, const Object &)> Visit) {
  for (const auto &[Symbol, O] : State->get<Objects>())
    Visit(Symbol, O);
}

SymbolRef lien::symbolOf(ProgramStateRef State, SVal Value) {
  const MemRegion *R = Value.getAsRegion();
  if (!R) {
    SymbolRef Symbol = Value.getAsSymbol();
    while (const auto *Cast = dyn_cast_or_null<SymbolCast>(Symbol))
      Symbol = Cast->getOperand();
    return Symbol && isa<SymbolData>(Symbol) ? Symbol : nullptr;
  }
  for (;;) {
    if (const auto *Symbolic = dyn_cast<SymbolicRegion>(R))
      return Symbolic->getSymbol();
    if (const SymbolRef *Symbol = State->get<VariableObjects>(R))
      return *Symbol;
    const auto *Sub = dyn_cast<SubRegion>(R);
    if (!Sub || isa<VarRegion>(R))
      return nullptr;
    if (const auto *Field = dyn_cast<FieldRegion>(R)) {
      if (Field->getDecl()->getFieldIndex() != 0)
        return nullptr;
    } else if (const auto *Element = dyn_cast<ElementRegion>(R)) {
      if (!Element->getIndex().isZeroConstant())
        return nullptr;
    } else if (!isa<CXXBaseObjectRegion, CXXDerivedObjectRegion>(R)) {
      return nullptr;
    }
    R = Sub->getSuperRegion();
  }
}

ProgramStateRef lien::setVariableObject(ProgramStateRef State, const MemRegion *Variable, SymbolRef Symbol) {
  return Symbol ? State->set<VariableObjects>(Variable, Symbol) : State->remove<VariableObjects>(Variable);
}

void lien::forEachVariableObject(ProgramStateRef State, llvm::function_ref<void(const MemRegion *, SymbolRef)> Visit) {
  for (const auto &[Region, Symbol] : State->get<VariableObjects>())
    Visit(Region, Symbol);
}

static BinaryOperatorKind opcode(lien_op Op) {
  static const BinaryOperatorKind Table[] = {BO_EQ, BO_NE, BO_LT, BO_LE, BO_GT, BO_GE};
  return Table[Op];
}

/// "Symbol is no object", as a condition; unknown when the engine cannot say it.
static SVal invalidCondition(ProgramStateRef State, SymbolRef Symbol, const Kind *K) {
  SValBuilder &SVB = State->getStateManager().getSValBuilder();
  QualType Type = Symbol->getType();
  SVal Value = SVB.makeSymbolVal(Symbol);
  if (Loc::isLocType(Type)) {
    if (!K || K->InvalidValue == 0)
      return SVB.evalBinOp(State, BO_EQ, Value, SVB.makeNullWithType(Type), SVB.getConditionType());
    unsigned Width = SVB.getContext().getTypeSize(SVB.getContext().VoidPtrTy);
    llvm::APSInt Address(llvm::APInt(Width, uint64_t(K->InvalidValue)), /*isUnsigned=*/true);
    return SVB.evalBinOp(State, BO_EQ, Value, SVB.makeIntLocVal(Address), SVB.getConditionType());
  }
  if (!K || !Type->isIntegralOrEnumerationType())
    return UnknownVal();
  return SVB.evalBinOp(State, opcode(K->InvalidOp), Value, SVB.makeIntVal(K->InvalidValue, Type), SVB.getConditionType());
}

ProgramStateRef lien::assumeInvalid(ProgramStateRef State, SymbolRef Symbol, const Kind *K) {
  auto Condition = invalidCondition(State, Symbol, K).getAs<DefinedSVal>();
  return Condition ? State->assume(*Condition, true) : nullptr;
}

bool lien::isInvalid(ProgramStateRef State, SymbolRef Symbol, const Kind *K) {
  const Object *O = objectAt(State, Symbol);
  if (O && O->InVariable)
    return false;
  auto Condition = invalidCondition(State, Symbol, K).getAs<DefinedSVal>();
  return Condition && !State->assume(*Condition, false);
}

bool lien::mayBeInvalid(ProgramStateRef State, SymbolRef Symbol, const Kind *K) {
  const Object *O = objectAt(State, Symbol);
  return !(O && O->InVariable) && assumeInvalid(State, Symbol, K);
}

SymbolRef lien::comparisonOf(ProgramStateRef &State, SVal A, SVal B, const LocationContext *LC) {
  const MemRegion *Pointer = A.getAsRegion(), *Variable = B.getAsRegion();
  if (!Pointer || !Variable)
    return nullptr;
  Pointer = Pointer->StripCasts();
  Variable = Variable->StripCasts();
  if (isa<SymbolicRegion>(Variable))
    std::swap(Pointer, Variable);
  const StackFrameContext *Frame = LC->getStackFrame();
  while (!Frame->inTopFrame())
    Frame = Frame->getParent()->getStackFrame();
  if (!isa<SymbolicRegion>(Pointer) || !isa<VarRegion>(Variable) || !Frame->getDecl()->getBody())
    return nullptr;
  SymbolRef Symbol = State->getSymbolManager().acquire<SymbolMetadata>(
      Pointer, Frame->getDecl()->getBody(), State->getStateManager().getContext().IntTy, Frame, 0u, Variable);
  State = State->add<Comparisons>(Symbol);
  return Symbol;
}

ProgramStateRef lien::addOutAddress(ProgramStateRef State, SymbolRef Address) {
  return State->add<OutAddresses>(Address);
}

void lien::forEachOutAddress(ProgramStateRef State, llvm::function_ref<void(SymbolRef)> Visit) {
  for (SymbolRef Symbol : State->get<OutAddresses>())
    Visit(Symbol);
}

void lien::forEachComparison(ProgramStateRef State, llvm::function_ref<void(SymbolRef)> Visit) {
  for (SymbolRef Symbol : State->get<Comparisons>())
    Visit(Symbol);
}

ProgramStateRef lien::removeComparison(ProgramStateRef State, SymbolRef Symbol) {
  return State->remove<Comparisons>(Symbol);
}

int lien::variableCount(ProgramStateRef State, const MemRegion *Variable) {
  const VariableCount *Known = State->get<VariableCounts>(Variable);
  return Known ? Known->Count : 0;
}

ProgramStateRef lien::addVariableCount(ProgramStateRef State, const MemRegion *Variable, int Change, const Expr *Site) {
  const VariableCount *Known = State->get<VariableCounts>(Variable);
  VariableCount Next = Known ? *Known : VariableCount();
  Next.Count += Change;
  if (Next.Count < 0 && !Next.Lost)
    Next.Lost = Site;
  return State->set<VariableCounts>(Variable, Next);
}

void lien::forEachVariableCount(ProgramStateRef State, llvm::function_ref<void(const MemRegion *, const VariableCount &)> Visit) {
  for (const auto &[Variable, Count] : State->get<VariableCounts>())
    Visit(Variable, Count);
}

bool lien::mayPass(SVal Pointer, const lien_test &Test) {
  std::optional<loc::ConcreteInt> Int = Pointer.getAs<loc::ConcreteInt>();
  const MemRegion *R = Pointer.getAsRegion();
  if ((Test.op != LIEN_EQ && Test.op != LIEN_NE) || (!Int && (!R || R->getSymbolicBase())))
    return true;
  return (Int && Int->getValue()->getZExtValue() == static_cast<uint64_t>(Test.value)) == (Test.op == LIEN_EQ);
}

bool lien::hasIgnoredFailure(ProgramStateRef State) {
  return State->get<IgnoredFailure>();
}
ProgramStateRef lien::setIgnoredFailure(ProgramStateRef State) {
  return State->set<IgnoredFailure>(true);
}

//===- Guards.cpp - What keeps a container from growing -------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Guards.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"

using namespace clang;
using namespace lien;

const char *Guards::of(const Root &Grown, const Body &B, llvm::ArrayRef<Condition> Way) {
  for (const Condition &C : llvm::reverse(Way))
    if (const char *Word = one(Grown, B, C); *Word)
      return Word;
  return "";
}

/// `__builtin_expect(x, 1)` is x.
static const Expr *plain(const Expr *E) {
  E = E->IgnoreParenImpCasts();
  while (const auto *CE = dyn_cast<CallExpr>(E)) {
    const FunctionDecl *FD = CE->getDirectCallee();
    if (!FD || FD->getBuiltinID() == 0 || CE->getNumArgs() != 2 || !CE->getType()->isIntegerType())
      break;
    E = CE->getArg(0)->IgnoreParenCasts();
  }
  return E;
}

const char *Guards::one(const Root &Grown, const Body &B, Condition C) {
  const Expr *E = plain(C.E);
  if (const auto *UO = dyn_cast<UnaryOperator>(E); UO && UO->getOpcode() == UO_LNot)
    return one(Grown, B, {UO->getSubExpr(), !C.Holds});
  if (const auto *BO = dyn_cast<BinaryOperator>(E)) {
    if (BO->getOpcode() == (C.Holds ? BO_LAnd : BO_LOr)) {
      const char *Left = one(Grown, B, {BO->getLHS(), C.Holds});
      return *Left ? Left : one(Grown, B, {BO->getRHS(), C.Holds});
    }
    if (BO->isComparisonOp() && limits(Grown, B, BO, C.Holds))
      return "size";
    if (BO->getOpcode() == (C.Holds ? BO_EQ : BO_NE))
      for (auto [Flag, Null] : {std::pair(BO->getLHS(), BO->getRHS()), std::pair(BO->getRHS(), BO->getLHS())})
        if (isNullOrZero(Ctx, Null) && isOnce(Grown, B, Flag))
          return "once";
    return "";
  }
  if (C.Holds && isa<CallExpr>(E) && E->getType()->isBooleanType() && isSize(Grown, B, E))
    return "size"; /* is it empty? */
  return !C.Holds && isOnce(Grown, B, E) ? "once" : "";
}

/// The truth of the comparison says that the size is below something that stays.
bool Guards::limits(const Root &Grown, const Body &B, const BinaryOperator *BO, bool Holds) {
  BinaryOperatorKind Op = BO->getOpcode();
  if (!Holds)
    Op = BinaryOperator::negateComparisonOp(Op);
  const Expr *Size = BO->getLHS(), *Limit = BO->getRHS();
  if (!isSize(Grown, B, Size)) {
    std::swap(Size, Limit);
    Op = BinaryOperator::reverseComparisonOp(Op);
    if (!isSize(Grown, B, Size))
      return false;
  }
  if (Op == BO_LT || Op == BO_LE)
    return isLimit(B, Limit);
  /* `if (n == MAX) return;`, and `if (n == 0)`: a number, not a capacity that is about to grow. */
  Expr::EvalResult Number;
  return (Op == BO_NE || Op == BO_EQ) && Limit->EvaluateAsInt(Number, Ctx) && (Op == BO_EQ || Number.Val.getInt() != 0);
}

bool Guards::isSize(const Root &Grown, const Body &B, const Expr *E, unsigned Depth) {
  E = plain(E)->IgnoreParenCasts();
  if (MacroCall Call = TheMacros.of(E); Call.C) {
    for (const Outcome &Row : Call.C->Rows)
      for (const lien_effect &Effect : Row.Effects)
        if (Effect.verb == LIEN_SIZE)
          if (const Expr *Of = Call.argument(Effect.holder))
            return TheRoots.of(Of, B).exactly() == &Grown;
  }
  if (const auto *BO = dyn_cast<BinaryOperator>(E); BO && BO->getOpcode() == BO_Comma)
    return isSize(Grown, B, BO->getRHS(), Depth);
  if (const auto *BO = dyn_cast<BinaryOperator>(E); BO && BO->isAdditiveOp())
    return isSize(Grown, B, BO->getLHS(), Depth) || isSize(Grown, B, BO->getRHS(), Depth);
  if (const auto *UO = dyn_cast<UnaryOperator>(E); UO && UO->isIncrementDecrementOp())
    E = UO->getSubExpr()->IgnoreParenCasts();
  if (const auto *CE = dyn_cast<CallExpr>(E)) {
    const Contract *C = Book.anyOf(CE);
    for (const Outcome &Row : C ? C->Rows : decltype(C->Rows)())
      for (const lien_effect &Effect : Row.Effects)
        if (Effect.verb == LIEN_SIZE)
          if (const Expr *Of = argumentOf(CE, Effect.holder))
            return TheRoots.of(Of, B).exactly() == &Grown;
    return false;
  }
  if (!E->getType()->isIntegerType())
    return false;
  if (const VarDecl *VD = variableOf(E); VD && VD->hasLocalStorage()) {
    auto It = B.Values.find(VD);
    return Depth < 4 && It != B.Values.end() &&
           llvm::any_of(It->second, [&](const Expr *Value) { return Value && isSize(Grown, B, Value, Depth + 1); });
  }
  if (const auto *ME = dyn_cast<MemberExpr>(E)) /* a macro that reads a field of the container */
    if (TheRoots.of(ME->getBase(), B).exactly() == &Grown)
      return true;
  /* A counter that this function moves too. */
  const Root *Counter = TheRoots.of(E, B).exactly();
  if (!Counter)
    return false;
  return Counter == &Grown || llvm::any_of(B.Written, [&](const Expr *Left) {
           return Left->getType()->isIntegerType() && TheRoots.of(Left, B).exactly() == Counter;
         });
}

/// Nothing that the unit makes larger: `if (n < capacity)` says only that there is room.
bool Guards::isLimit(const Body &B, const Expr *E) {
  E = E->IgnoreParenCasts();
  if (const auto *BO = dyn_cast<BinaryOperator>(E))
    return isLimit(B, BO->getLHS()) && isLimit(B, BO->getRHS());
  return llvm::none_of(TheRoots.of(E, B).May, [&](const Root *R) { return TheRoots.isRaised(R); });
}

bool Guards::isOnce(const Root &Grown, const Body &B, const Expr *Flag) {
  Flag = plain(Flag)->IgnoreParenCasts();
  if (isa<CallExpr, ArraySubscriptExpr>(Flag))
    return false;
  if (const VarDecl *VD = variableOf(Flag);
      VD && VD->hasLocalStorage() && !VD->getType()->isIntegerType() && TheRoots.of(Flag, B).exactly() != &Grown)
    return false;
  const Root *R = TheRoots.of(Flag, B).exactly();
  if (!R || R->Where == Root::Param || (R->Where == Root::Object && Grown.Where != Root::Object))
    return false;
  return llvm::any_of(B.Written, [&](const Expr *Left) {
    return !isa<ArraySubscriptExpr>(Left->IgnoreParenCasts()) && TheRoots.of(Left, B).exactly() == R;
  });
}

//===- SuccessWays.cpp - What may run after a call, as it went --------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "SuccessWays.h"

#include "clang/AST/ExprCXX.h"

using namespace clang;
using namespace lien;

bool SuccessWays::build() {
  if (Tried)
    return Graph != nullptr;
  Tried = true;
  CFG::BuildOptions Options;
  Options.setAllAlwaysAdd();
  Graph = CFG::buildCFG(FD, FD->getBody(), &Ctx, Options);
  return Graph != nullptr;
}

bool SuccessWays::isResult(const Expr *E, const Expr *Call, const Expr *Taken) const {
  E = bare(E);
  if (const auto *BO = dyn_cast<BinaryOperator>(E); BO && BO->getOpcode() == BO_Assign)
    return bare(BO->getRHS()) == Call;
  if (E == Call || (Taken && isSameExpr(E, Taken)))
    return true;
  const auto *Ref = dyn_cast<DeclRefExpr>(E);
  const auto *VD = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  auto It = VD ? Values.Of.find(VD) : Values.Of.end();
  return It != Values.Of.end() && llvm::any_of(It->second, [&](const Expr *Value) { return Value && bare(Value) == Call; });
}

static lien_op opposite(lien_op Op) {
  static const lien_op Not[] = {LIEN_NE, LIEN_EQ, LIEN_GE, LIEN_GT, LIEN_LE, LIEN_LT};
  return Not[Op];
}

static lien_op mirrored(lien_op Op) {
  static const lien_op Swapped[] = {LIEN_EQ, LIEN_NE, LIEN_GT, LIEN_GE, LIEN_LT, LIEN_LE};
  return Swapped[Op];
}

static std::optional<lien_op> opOf(BinaryOperatorKind Kind) {
  switch (Kind) {
  case BO_EQ:
    return LIEN_EQ;
  case BO_NE:
    return LIEN_NE;
  case BO_LT:
    return LIEN_LT;
  case BO_LE:
    return LIEN_LE;
  case BO_GT:
    return LIEN_GT;
  case BO_GE:
    return LIEN_GE;
  default:
    return std::nullopt;
  }
}

static std::optional<int64_t> constant(const ASTContext &Ctx, const Expr *E) {
  if (isNullPointer(Ctx, E))
    return 0;
  Expr::EvalResult Result;
  if (!E->isValueDependent() && E->getType()->isIntegralOrEnumerationType() && E->EvaluateAsInt(Result, Ctx) &&
      Result.Val.getInt().isRepresentableByInt64())
    return Result.Val.getInt().getExtValue();
  return std::nullopt;
}

bool SuccessWays::contradicts(const Expr *Condition, bool Holds, const Expr *Call, const Expr *Taken, const Tests &OfRow) const {
  const Expr *E = bare(Condition);
  while (const auto *UO = dyn_cast<UnaryOperator>(E)) {
    if (UO->getOpcode() != UO_LNot)
      break;
    Holds = !Holds;
    E = bare(UO->getSubExpr());
  }
  if (const auto *CE = dyn_cast<CallExpr>(E); CE && CE != Call && CE->getNumArgs() == 2 && CE->getBuiltinCallee())
    return contradicts(CE->getArg(0), Holds, Call, Taken, OfRow); /* __builtin_expect(x, 0) */
  Tests All = OfRow;
  const auto *BO = dyn_cast<BinaryOperator>(E);
  std::optional<lien_op> Op = BO ? opOf(BO->getOpcode()) : std::nullopt;
  if (Op) {
    bool Left = isResult(BO->getLHS(), Call, Taken), Right = isResult(BO->getRHS(), Call, Taken);
    std::optional<int64_t> Value = constant(Ctx, Left ? BO->getRHS() : BO->getLHS());
    if (Left == Right || !Value)
      return false;
    lien_op As = Left ? *Op : mirrored(*Op);
    All.push_back({Holds ? As : opposite(As), *Value});
  } else if (isResult(E, Call, Taken)) {
    All.push_back({Holds ? LIEN_NE : LIEN_EQ, 0});
  } else {
    return false;
  }
  return !canHold(All);
}

bool SuccessWays::redefines(const Stmt *S, const VarDecl *Data) const {
  if (!Data)
    return false;
  if (const auto *DS = dyn_cast<DeclStmt>(S))
    return llvm::is_contained(DS->decls(), Data);
  const auto *BO = dyn_cast<BinaryOperator>(S);
  const auto *Ref = BO && BO->getOpcode() == BO_Assign ? dyn_cast<DeclRefExpr>(bare(BO->getLHS())) : nullptr;
  return Ref && Ref->getDecl() == Data;
}

static void addTests(const Outcome &Row, llvm::SmallVectorImpl<std::pair<lien_op, int64_t>> &Out) {
  for (const lien_test &T : Row.Tests)
    if (T.place.root == LIEN_PLACE_RET && !T.place.field && !T.place.deref)
      Out.push_back({lien_op(T.op), T.value});
  for (const lien_effect &E : Row.Effects) {
    bool Given = E.verb == LIEN_OWNED || E.verb == LIEN_RETAINED;
    if (E.place.root == LIEN_PLACE_RET && !E.place.field && Given && !(E.flags & (LIEN_EFFECT_MAY_NULL | LIEN_EFFECT_NOT_NULL)))
      Out.push_back({LIEN_NE, 0});
  }
}

/// Calls EndsAt for every statement of the ways; true: the way ends there. Whether some way leaves the function.
bool SuccessWays::search(const Expr *Call, const Outcome &Row, const Expr *Taken, Look EndsAt) {
  if (!build())
    return false;
  Tests OfRow;
  addTests(Row, OfRow);
  llvm::SmallVector<std::pair<const CFGBlock *, unsigned>, 16> Work;
  for (const CFGBlock *Block : *Graph)
    for (unsigned I = 0; I < Block->size(); I++)
      if (std::optional<CFGStmt> S = (*Block)[I].getAs<CFGStmt>(); S && S->getStmt() == Call)
        Work.push_back({Block, I + 1});
  bool Leaves = false;
  llvm::SmallPtrSet<const CFGBlock *, 32> Seen;
  while (!Work.empty()) {
    auto [Block, From] = Work.pop_back_val();
    bool Ends = false, Throws = false;
    for (unsigned I = From; I < Block->size() && !Ends; I++)
      if (std::optional<CFGStmt> S = (*Block)[I].getAs<CFGStmt>()) {
        Ends = EndsAt(S->getStmt());
        Throws |= isa<CXXThrowExpr>(S->getStmt());
      }
    if (Ends || (Block->hasNoReturnElement() && !Throws))
      continue;
    const Expr *Condition = Block->succ_size() == 2 ? Block->getLastCondition() : nullptr;
    unsigned Way = 0;
    for (const CFGBlock::AdjacentBlock &Next : Block->succs()) {
      bool Holds = Way++ == 0;
      const CFGBlock *To = Next.getReachableBlock();
      if (!To || (Condition && contradicts(Condition, Holds, Call, Taken, OfRow)))
        continue;
      Leaves |= To == &Graph->getExit();
      if (Seen.insert(To).second)
        Work.push_back({To, 0});
    }
  }
  return Leaves;
}

SuccessWays::Set SuccessWays::after(const Expr *Call, const Outcome &Row, const Expr *Taken, const VarDecl *Data) {
  Set Result;
  search(Call, Row, Taken, [&](const Stmt *S) {
    Result.insert(S);
    return redefines(S, Data);
  });
  return Result;
}

bool SuccessWays::leaves(const Expr *Call, const Outcome &Row, const Expr *Taken, llvm::function_ref<bool(const Stmt *)> Stops) {
  return search(Call, Row, Taken, Stops);
}

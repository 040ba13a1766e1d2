//===- WayFacts.cpp - What is known on the ways after a closure -------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "WayFacts.h"

#include "llvm/ADT/SmallPtrSet.h"

using namespace clang;
using namespace lien;

constexpr unsigned MaxFacts = 48, MaxBlocks = 1500, MaxConditions = 64;

WayFacts::WayFacts(const Closure &C, ASTContext &Ctx, const CFG &Graph, const CFGBlock *Block, unsigned Index) : C(C), Ctx(Ctx) {
  readResult(Block, Index);
  if (Graph.getNumBlockIDs() < MaxBlocks)
    readPassed(Graph, Block, Index);
  for (unsigned I = 0; I < Facts.size(); I++)
    First |= Set(!Facts[I].Sets) << I;
  readConstants(Graph);
}

void WayFacts::add(const Expr *What, llvm::ArrayRef<Test> Tests, const Stmt *Sets) {
  if (What && Facts.size() < MaxFacts)
    Facts.push_back({bare(What), llvm::SmallVector<Test, 2>(Tests.begin(), Tests.end()), Sets});
}

std::optional<int64_t> WayFacts::number(const Expr *E) const {
  Expr::EvalResult Result;
  if (E->isValueDependent() || E->isTypeDependent())
    return std::nullopt;
  if (isNullPointer(Ctx, E))
    return 0;
  if (E->getType()->isIntegralOrEnumerationType() && E->EvaluateAsInt(Result, Ctx) &&
      Result.Val.getInt().getBitWidth() <= 64) { /* (unsigned long)-1 is -1 */
    const llvm::APSInt &N = Result.Val.getInt();
    return N.isSigned() ? N.getSExtValue() : static_cast<int64_t>(N.getZExtValue());
  }
  return std::nullopt;
}

static lien_op opposite(lien_op Op) {
  static const lien_op Of[] = {LIEN_NE, LIEN_EQ, LIEN_GE, LIEN_GT, LIEN_LE, LIEN_LT};
  return Of[Op];
}

static std::optional<lien_op> opOf(BinaryOperatorKind Kind, bool Mirrored) {
  switch (Kind) {
  case BO_EQ:
    return LIEN_EQ;
  case BO_NE:
    return LIEN_NE;
  case BO_LT:
    return Mirrored ? LIEN_GT : LIEN_LT;
  case BO_LE:
    return Mirrored ? LIEN_GE : LIEN_LE;
  case BO_GT:
    return Mirrored ? LIEN_LT : LIEN_GT;
  case BO_GE:
    return Mirrored ? LIEN_LE : LIEN_GE;
  default:
    return std::nullopt;
  }
}

/// `!x`, `__builtin_expect(x, 0)`: the x, and whether it must hold.
static const Expr *innermost(const Expr *E, bool &Holds) {
  for (E = bare(E);;) {
    const auto *UO = dyn_cast<UnaryOperator>(E);
    const auto *BO = dyn_cast<BinaryOperator>(E);
    const auto *CE = dyn_cast<CallExpr>(E);
    if (UO && UO->getOpcode() == UO_LNot) {
      Holds = !Holds;
      E = bare(UO->getSubExpr());
    } else if (BO && BO->getOpcode() == BO_Comma) {
      E = bare(BO->getRHS());
    } else if (CE && CE->getNumArgs() >= 2 && CE->getBuiltinCallee() == Builtin::BI__builtin_expect) {
      E = bare(CE->getArg(0));
    } else {
      return E;
    }
  }
}

WayFacts::Atom WayFacts::atomOf(const Expr *Condition, bool Holds) const {
  const Expr *E = innermost(Condition, Holds);
  Atom A;
  if (const auto *BO = dyn_cast<BinaryOperator>(E); BO && BO->isComparisonOp()) {
    for (bool Mirrored : {false, true}) {
      std::optional<int64_t> Value = number(Mirrored ? BO->getLHS() : BO->getRHS());
      std::optional<lien_op> Op = opOf(BO->getOpcode(), Mirrored);
      if (!Value || !Op)
        continue;
      A.What = bare(Mirrored ? BO->getRHS() : BO->getLHS());
      A.Is = {{Holds ? *Op : opposite(*Op), *Value}};
      bool Truth = true;
      const Expr *Inner = innermost(A.What, Truth);
      bool IsTruth = *Value == 0 && (*Op == LIEN_EQ || *Op == LIEN_NE) && Inner != A.What; /* `!x == 0` */
      if (IsTruth)
        return atomOf(Inner, Truth == ((*Op == LIEN_NE) == Holds));
      break;
    }
  }
  if (!A.What) {
    A.What = E;
    A.Is = {{Holds ? LIEN_NE : LIEN_EQ, 0}};
  }
  if (const auto *BO = dyn_cast<BinaryOperator>(A.What); BO && BO->getOpcode() == BO_Assign) {
    A.What = bare(BO->getLHS());
    A.Also = bare(BO->getRHS());
  }
  return A;
}

bool WayFacts::contradicts(const Atom &A, Set Held) const {
  llvm::SmallVector<Test, 8> All(A.Is.begin(), A.Is.end());
  for (unsigned I = 0; I < Facts.size(); I++)
    if ((Held >> I & 1) && (isSameExpr(Facts[I].What, A.What) || (A.Also && isSameExpr(Facts[I].What, A.Also))))
      All.append(Facts[I].Tests.begin(), Facts[I].Tests.end());
  return !canHold(All);
}

bool WayFacts::allowsCase(const SwitchStmt *Switch, const CFGBlock *To, Set Held) const {
  const Stmt *Label = To ? To->getLabel() : nullptr;
  Atom A = atomOf(Switch->getCond(), true);
  if (const auto *Case = dyn_cast_or_null<CaseStmt>(Label)) {
    std::optional<int64_t> Value = Case->getRHS() ? std::nullopt : number(Case->getLHS());
    A.Is = {{LIEN_EQ, Value.value_or(0)}};
    return !Value || !contradicts(A, Held);
  }
  A.Is.clear(); /* none of the others */
  for (const SwitchCase *Other = Switch->getSwitchCaseList(); Other; Other = Other->getNextSwitchCase())
    if (const auto *Case = dyn_cast<CaseStmt>(Other))
      if (std::optional<int64_t> Value = Case->getRHS() ? std::nullopt : number(Case->getLHS()))
        A.Is.push_back({LIEN_NE, *Value});
  return !contradicts(A, Held);
}

bool WayFacts::allows(const CFGBlock *Block, unsigned Index, Set Held) const {
  const Stmt *Terminator = Block->getTerminatorStmt();
  if (!Held || !Terminator || Block->succ_size() < 2)
    return true;
  if (const auto *Switch = dyn_cast<SwitchStmt>(Terminator)) {
    return allowsCase(Switch, *(Block->succ_begin() + Index), Held);
  }
  const Expr *Condition = Block->getLastCondition();
  return !Condition || Block->succ_size() != 2 || !contradicts(atomOf(Condition, Index == 0), Held);
}

/// The row's tests on the result hold of the call, and of what gets its value; its id is there.
void WayFacts::readResult(const CFGBlock *Block, unsigned Index) {
  llvm::SmallVector<Test, 4> Tests;
  for (const lien_test &T : C.Row ? C.Row->Tests : llvm::ArrayRef<lien_test>())
    if (T.place.root == LIEN_PLACE_RET && !T.place.field)
      Tests.push_back({lien_op(T.op), T.value});
  const Expr *Id = C.Id;
  if (Id && !Id->getType()->isScalarType())
    Id = nullptr;
  Test Exists{Id && Id->getType()->isSignedIntegerOrEnumerationType() ? LIEN_GT : LIEN_NE, 0};
  if (!Tests.empty())
    add(C.Stored, Tests);
  bool IsResult = false;
  for (unsigned I = Index + 1; I < Block->size(); I++) {
    std::optional<CFGStmt> S = (*Block)[I].getAs<CFGStmt>();
    const Stmt *Taker = S ? S->getStmt() : nullptr;
    if (const auto *BO = dyn_cast_or_null<BinaryOperator>(Taker); BO && BO->getOpcode() == BO_Assign)
      IsResult |= readTaker(BO->getLHS(), BO->getRHS(), Tests, Id, Exists, BO);
    if (const auto *DS = dyn_cast_or_null<DeclStmt>(Taker))
      for (const Decl *D : DS->decls())
        if (const auto *VD = dyn_cast<VarDecl>(D); VD && VD->getInit())
          IsResult |= readTaker(refTo(Ctx, VD), VD->getInit(), Tests, Id, Exists, DS);
  }
  if (Id && !IsResult)
    add(Id, {Exists}); /* it came out through an address */
}

/// `rc = call()`, `ok = call() == 0`, `id = call()`; true: this is how the id is got.
bool WayFacts::readTaker(const Expr *Left, const Expr *Value, llvm::ArrayRef<Test> Tests, const Expr *Id, Test Exists,
                         const Stmt *By) {
  if (bare(Value) == C.Stored) {
    bool IsId = isSameExpr(Left, Id);
    if (!Tests.empty())
      add(Left, Tests, By);
    else if (IsId)
      add(Left, {Exists}, By);
    return IsId;
  }
  for (bool Holds : {true, false}) {
    Atom A = atomOf(Value, Holds);
    llvm::SmallVector<Test, 4> All(Tests.begin(), Tests.end());
    All.append(A.Is.begin(), A.Is.end());
    if (A.What == C.Stored && !canHold(All))
      add(Left, {{Holds ? LIEN_EQ : LIEN_NE, 0}}, By);
  }
  return false;
}

using Blocks = llvm::SmallPtrSet<const CFGBlock *, 32>;

/// Everything that is reached from From; not through the edge Without of the block Of.
static Blocks reached(const CFGBlock *From, const CFGBlock *Of, unsigned Without) {
  Blocks Seen;
  llvm::SmallVector<const CFGBlock *, 32> Work{From};
  Seen.insert(From);
  while (!Work.empty()) {
    const CFGBlock *Here = Work.pop_back_val();
    for (unsigned I = 0; I < Here->succ_size(); I++) {
      const CFGBlock *To = (Here->succ_begin() + I)->getReachableBlock();
      if (To && !(Here == Of && I == Without) && Seen.insert(To).second)
        Work.push_back(To);
    }
  }
  return Seen;
}

static Blocks reaching(const CFGBlock *To) {
  Blocks Seen;
  llvm::SmallVector<const CFGBlock *, 32> Work{To};
  Seen.insert(To);
  while (!Work.empty())
    for (const CFGBlock *From : Work.pop_back_val()->preds())
      if (From && Seen.insert(From).second)
        Work.push_back(From);
  return Seen;
}

void WayFacts::readPassed(const CFG &Graph, const CFGBlock *Block, unsigned Index) {
  Blocks Before = reaching(Block);
  unsigned Conditions = 0;
  for (const CFGBlock *Asked : Graph) {
    if (!Before.count(Asked) || Asked->succ_size() != 2 || !Asked->getLastCondition() || ++Conditions > MaxConditions)
      continue;
    for (unsigned Edge : {0u, 1u}) {
      const CFGBlock *To = (Asked->succ_begin() + Edge)->getReachableBlock();
      if (!To || !Before.count(To) || reached(&Graph.getEntry(), Asked, Edge).count(Block))
        continue;
      Atom A = atomOf(Asked->getLastCondition(), Edge == 0);
      Fact New{A.What, A.Is, nullptr};
      Blocks Between = reached(To, nullptr, 0);
      bool Written = false;
      for (const CFGBlock *Way : Graph)
        for (unsigned I = 0; Between.count(Way) && Before.count(Way) && I < (Way == Block ? Index : Way->size()); I++)
          if (std::optional<CFGStmt> S = (*Way)[I].getAs<CFGStmt>())
            Written |= writes(S->getStmt(), New);
      if (!Written)
        add(A.What, A.Is);
    }
  }
}

void WayFacts::readConstants(const CFG &Graph) {
  llvm::SmallPtrSet<const Decl *, 8> Asked;
  for (const CFGBlock *Block : Graph)
    if (const Expr *Condition = Block->succ_size() == 2 ? Block->getLastCondition() : nullptr)
      if (const auto *Ref = dyn_cast<DeclRefExpr>(atomOf(Condition, true).What))
        Asked.insert(Ref->getDecl());
  for (const CFGBlock *Block : Graph)
    for (const CFGElement &Element : *Block) {
      std::optional<CFGStmt> S = Element.getAs<CFGStmt>();
      const auto *BO = S ? dyn_cast<BinaryOperator>(S->getStmt()) : nullptr;
      const auto *Ref = BO && BO->getOpcode() == BO_Assign ? dyn_cast<DeclRefExpr>(bare(BO->getLHS())) : nullptr;
      if (!Ref || !Asked.count(Ref->getDecl()) || !isAutomatic(Ref->getDecl()))
        continue;
      if (std::optional<int64_t> Value = number(BO->getRHS()))
        add(Ref, {{LIEN_EQ, *Value}}, BO);
    }
}

/// Some part of the fact is the variable or field that is written.
static bool isAbout(const Expr *What, const Expr *Left) {
  Left = bare(Left);
  if (const auto *ME = dyn_cast<MemberExpr>(Left)) {
    if (const auto *Own = dyn_cast<MemberExpr>(What); Own && Own->getMemberDecl() == ME->getMemberDecl())
      return true;
  } else if (isSameExpr(What, Left)) {
    return true;
  } else if (const VarDecl *Storage = storageOf(Left); Storage && mentionsVar(What, Storage)) {
    return true;
  }
  for (const Stmt *Child : What->children())
    if (const auto *E = dyn_cast_or_null<Expr>(Child); E && isAbout(bare(E), Left))
      return true;
  return false;
}

bool WayFacts::writes(const Stmt *S, const Fact &F) const {
  if (S == C.Stored && mentionsExpr(F.What, C.Stored))
    return true;
  if (const auto *BO = dyn_cast<BinaryOperator>(S))
    return BO->isAssignmentOp() && isAbout(F.What, BO->getLHS());
  if (const auto *UO = dyn_cast<UnaryOperator>(S))
    return UO->isIncrementDecrementOp() && isAbout(F.What, UO->getSubExpr());
  if (const auto *DS = dyn_cast<DeclStmt>(S)) {
    for (const Decl *D : DS->decls())
      if (const auto *VD = dyn_cast<VarDecl>(D); VD && mentionsVar(F.What, VD))
        return true;
    return false;
  }
  const auto *CE = dyn_cast<CallExpr>(S);
  for (unsigned I = 0; CE && I < CE->getNumArgs(); I++) {
    const auto *UO = dyn_cast<UnaryOperator>(bare(CE->getArg(I)));
    if (UO && UO->getOpcode() == UO_AddrOf && isAbout(F.What, UO->getSubExpr()))
      return true;
  }
  return false;
}

WayFacts::Set WayFacts::after(const Stmt *S, Set Held) const {
  for (unsigned I = 0; I < Facts.size(); I++) {
    if (Facts[I].Sets == S)
      Held |= Set(1) << I;
    else if ((Held >> I & 1) && writes(S, Facts[I]))
      Held &= ~(Set(1) << I);
  }
  return Held;
}

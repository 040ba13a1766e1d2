//===- DroppedData.cpp - Registration functions that drop their data --------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// lien.LeakedCapture, in the body of a function that takes data and its destroyer:
// - Some way stores both, or gives both to one call: the function takes the data over.
// - Another way to a return does none of these, and does not call the destroyer.
// - That is a fault when another way calls the destroyer with the data, or when the contract of the function says that it
//   takes the data over whatever it returns. Who never destroys on failure leaves the data to the caller.
// - Ways on which the destroyer or the data is NULL do not count; nor do those of a wrong use: returns that a macro checks
//   arguments with, and what a macro complains of with a text.
//===----------------------------------------------------------------------===//
#include "Leaks.h"

#include "clang/AST/ExprCXX.h"

using namespace clang;
using namespace lien;

namespace {

/// A function's data and destroyer.
struct Pair {
  const ParmVarDecl *Data, *Destroyer;
};

class DropRule {
public:
  DropRule(Captures &All, DataUses &Uses, const FunctionDecl *FD) : All(All), Uses(Uses), FD(FD) {}
  void judge(const Pair &P);

private:
  enum Event { Nothing, Taken, Destroyed };
  Event eventOf(const Stmt *S, const Pair &P);
  bool isUsed(const Expr *E, const ParmVarDecl *Param);
  bool isAbsent(const Expr *Condition, bool Holds, const Pair &P);
  bool saysTaken(const Pair &P);
  const Stmt *drop(const CFG &Graph, const Pair &P);
  llvm::SmallPtrSet<const Stmt *, 8> returnsAfterDestroy(const CFG &Graph, const Pair &P);
  void tell(const Pair &P, const Stmt *Return, const Stmt *Taking);

  Captures &All;
  DataUses &Uses;
  const FunctionDecl *FD;
};

} // namespace

/// `void (*)(void *)`
static bool isDestroyerType(QualType T) {
  const auto *Function = T->isPointerType() ? T->getPointeeType()->getAs<FunctionProtoType>() : nullptr;
  return Function && Function->getNumParams() == 1 && Function->getReturnType()->isVoidType() &&
         Function->getParamType(0)->isVoidPointerType();
}

bool DropRule::isUsed(const Expr *E, const ParmVarDecl *Param) {
  const auto *Ref = dyn_cast<DeclRefExpr>(Uses.origin(E));
  return Ref && Ref->getDecl() == Param;
}

DropRule::Event DropRule::eventOf(const Stmt *S, const Pair &P) {
  if (const auto *BO = dyn_cast<BinaryOperator>(S)) {
    bool Stored = BO->getOpcode() == BO_Assign && (isUsed(BO->getRHS(), P.Data) || isUsed(BO->getRHS(), P.Destroyer));
    return Stored ? Taken : Nothing;
  }
  if (const auto *DS = dyn_cast<DeclStmt>(S)) {
    for (const Decl *D : DS->decls())
      if (const auto *VD = dyn_cast<VarDecl>(D); VD && VD->getInit() && mentionsVar(VD->getInit(), P.Data))
        return Taken;
    return Nothing;
  }
  if (const auto *Return = dyn_cast<ReturnStmt>(S))
    return Return->getRetValue() && mentionsVar(Return->getRetValue(), P.Data) ? Taken : Nothing;
  if (isa<LambdaExpr, BlockExpr, InitListExpr>(S))
    return mentionsVar(S, P.Data) ? Taken : Nothing;
  if (const auto *Construct = dyn_cast<CXXConstructExpr>(S))
    return mentionsVar(Construct, P.Data) ? Taken : Nothing;
  const auto *CE = dyn_cast<CallExpr>(S);
  if (!CE)
    return Nothing;
  bool Data = llvm::any_of(CE->arguments(), [&](const Expr *Arg) { return mentionsVar(Arg, P.Data); });
  if (Data && isUsed(CE->getCallee(), P.Destroyer))
    return Destroyed;
  bool Code = llvm::any_of(CE->arguments(), [&](const Expr *Arg) { return mentionsVar(Arg, P.Destroyer); });
  return Data || Code ? Taken : Nothing;
}

/// A macro writes a message: the caller is wrong.
static bool complains(const Stmt *S) {
  const auto *CE = dyn_cast<CallExpr>(S);
  const FunctionDecl *FD = CE && CE->getBeginLoc().isMacroID() ? CE->getDirectCallee() : nullptr;
  return FD && FD->isVariadic() && llvm::any_of(CE->arguments(), [](const Expr *Arg) { return isa<StringLiteral>(bare(Arg)); });
}

/// On this way there is no data, or nobody to destroy it.
bool DropRule::isAbsent(const Expr *Condition, bool Holds, const Pair &P) {
  const Expr *E = bare(Condition);
  while (const auto *UO = dyn_cast<UnaryOperator>(E)) {
    if (UO->getOpcode() != UO_LNot)
      return false;
    Holds = !Holds;
    E = bare(UO->getSubExpr());
  }
  if (const auto *BO = dyn_cast<BinaryOperator>(E); BO && BO->isEqualityOp()) {
    bool Null = isNullPointer(All.Ctx, BO->getRHS());
    E = bare(Null ? BO->getLHS() : BO->getRHS());
    if (!Null && !isNullPointer(All.Ctx, BO->getLHS()))
      return false;
    Holds = (BO->getOpcode() == BO_NE) == Holds;
  }
  return !Holds && (isUsed(E, P.Data) || isUsed(E, P.Destroyer));
}

/// The contract says that the data is taken over when there is a destroyer, whatever is returned.
bool DropRule::saysTaken(const Pair &P) {
  const Contract *C = All.Book.anyOf(FD);
  unsigned Data = P.Data->getFunctionScopeIndex(), Destroyer = P.Destroyer->getFunctionScopeIndex();
  bool Said = false;
  for (const Outcome &Row : C ? llvm::ArrayRef<Outcome>(C->Rows) : llvm::ArrayRef<Outcome>()) {
    bool Without = llvm::any_of(Row.Tests, [&](const lien_test &T) {
      return (T.place.root == Destroyer || T.place.root == Data) && T.op == LIEN_EQ && T.value == 0;
    });
    bool Takes = llvm::any_of(Row.Effects, [&](const lien_effect &E) {
      return E.place.root == Data && (E.verb == LIEN_STOLEN || E.verb == LIEN_RELEASED || E.verb == LIEN_ESCAPED);
    });
    if (!Without && !Takes)
      return false;
    Said |= Takes;
  }
  return Said;
}

/// Returns behind a call of the destroyer: whether it was called there depends on what the ways have in common.
llvm::SmallPtrSet<const Stmt *, 8> DropRule::returnsAfterDestroy(const CFG &Graph, const Pair &P) {
  llvm::SmallPtrSet<const Stmt *, 8> Result;
  llvm::SmallVector<const CFGBlock *, 16> Work;
  llvm::SmallPtrSet<const CFGBlock *, 32> Seen;
  for (const CFGBlock *Block : Graph)
    for (const CFGElement &Element : *Block)
      if (std::optional<CFGStmt> S = Element.getAs<CFGStmt>(); S && eventOf(S->getStmt(), P) == Destroyed)
        Work.push_back(Block);
  while (!Work.empty()) {
    const CFGBlock *Block = Work.pop_back_val();
    if (!Seen.insert(Block).second)
      continue;
    for (const CFGElement &Element : *Block)
      if (std::optional<CFGStmt> S = Element.getAs<CFGStmt>(); S && isa<ReturnStmt>(S->getStmt()))
        Result.insert(S->getStmt());
    for (const CFGBlock::AdjacentBlock &Next : Block->succs())
      if (const CFGBlock *To = Next.getReachableBlock())
        Work.push_back(To);
  }
  return Result;
}

/// A return that is reached without an event; null: there is none.
const Stmt *DropRule::drop(const CFG &Graph, const Pair &P) {
  llvm::SmallPtrSet<const Stmt *, 8> Shared = returnsAfterDestroy(Graph, P);
  llvm::SmallVector<const CFGBlock *, 16> Work{&Graph.getEntry()};
  llvm::SmallPtrSet<const CFGBlock *, 32> Seen;
  while (!Work.empty()) {
    const CFGBlock *Block = Work.pop_back_val();
    if (!Seen.insert(Block).second)
      continue;
    bool Ends = Block->hasNoReturnElement();
    for (const CFGElement &Element : *Block) {
      std::optional<CFGStmt> S = Element.getAs<CFGStmt>();
      if (!S || Ends)
        continue;
      if (const auto *Return = dyn_cast<ReturnStmt>(S->getStmt())) {
        Ends = true;
        if (!Return->getBeginLoc().isMacroID() && eventOf(Return, P) == Nothing && !Shared.count(Return))
          return Return;
      }
      Ends |= isa<CXXThrowExpr>(S->getStmt()) || complains(S->getStmt()) || eventOf(S->getStmt(), P) != Nothing;
    }
    if (Ends)
      continue;
    const Expr *Condition = Block->succ_size() == 2 ? Block->getLastCondition() : nullptr;
    unsigned Way = 0;
    for (const CFGBlock::AdjacentBlock &Next : Block->succs()) {
      bool Holds = Way++ == 0;
      const CFGBlock *To = Next.getReachableBlock();
      if (To && !(Condition && isAbsent(Condition, Holds, P)))
        Work.push_back(To);
    }
  }
  return nullptr;
}

void DropRule::tell(const Pair &P, const Stmt *Return, const Stmt *Taking) {
  std::string What = "'" + P.Data->getNameAsString() + "'", End = "'" + P.Destroyer->getNameAsString() + "'";
  CaptureFinding F;
  F.Rule = "lien.LeakedCapture";
  F.In = FD;
  F.At = Return->getBeginLoc();
  F.Begin = P.Data->getLocation();
  F.Object = P.Data->getNameAsString();
  F.Message =
      What + " is dropped here: this function takes it over with " + End + ", and on this way neither keeps it nor calls " + End;
  F.Path.push_back({P.Data->getLocation(), What + " comes in here with its destroyer " + End});
  if (Taking)
    F.Path.push_back({Taking->getBeginLoc(), "on other ways the function takes it over here"});
  F.Path.push_back({F.At, "call " + End + " with " + What + " before this return"});
  All.report(std::move(F));
}

void DropRule::judge(const Pair &P) {
  CFG::BuildOptions Options;
  Options.setAllAlwaysAdd();
  std::unique_ptr<CFG> Graph = CFG::buildCFG(FD, FD->getBody(), &All.Ctx, Options);
  if (!Graph)
    return;
  const Stmt *StoresData = nullptr;
  bool StoresDestroyer = false, Destroys = false;
  for (const CFGBlock *Block : *Graph)
    for (const CFGElement &Element : *Block) {
      std::optional<CFGStmt> S = Element.getAs<CFGStmt>();
      Event What = S ? eventOf(S->getStmt(), P) : Nothing;
      Destroys |= What == Destroyed;
      if (What != Taken)
        continue;
      bool Local = isa<DeclStmt>(S->getStmt());
      StoresData = !Local && mentionsVar(S->getStmt(), P.Data) ? S->getStmt() : StoresData;
      StoresDestroyer |= mentionsVar(S->getStmt(), P.Destroyer);
    }
  if (!StoresData || !StoresDestroyer || !(Destroys || saysTaken(P)))
    return;
  if (const Stmt *Return = drop(*Graph, P))
    tell(P, Return, StoresData);
}

void lien::findDroppedData(Captures &All, DataUses &Uses) {
  for (const FunctionDecl *FD : All.TheUnit.bodies()) {
    const ParmVarDecl *Data = nullptr, *Destroyer = nullptr;
    unsigned Datas = 0, Destroyers = 0;
    for (const ParmVarDecl *Param : FD->parameters()) {
      if (isDestroyerType(Param->getType())) {
        Destroyer = Param;
        Destroyers++;
      } else if (Param->getType()->isVoidPointerType() && !Param->getType()->getPointeeType().isConstQualified()) {
        Data = Param;
        Datas++;
      }
    }
    if (Datas == 1 && Destroyers == 1)
      DropRule(All, Uses, FD).judge({Data, Destroyer});
  }
}

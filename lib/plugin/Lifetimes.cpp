//===- Lifetimes.cpp - What ends while a closure lives ----------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Lifetimes.h"

#include "ClosureEnds.h"
#include "WayFacts.h"

#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/DenseSet.h"

using namespace clang;
using namespace lien;

namespace {

constexpr unsigned MaxSteps = 200000; ///< elements that one search looks at; then nothing is said

struct Place {
  const CFGBlock *Block = nullptr;
  unsigned Index = 0;
};

/// Where a way goes on, and what is known there.
struct Step : Place {
  WayFacts::Set Held = 0;
  Step(const CFGBlock *B, unsigned I, WayFacts::Set Held) : Place{B, I}, Held(Held) {}
};

} // namespace

class Lifetimes::Impl {
public:
  enum Asked { Storage, Object, Use }; ///< Use: of the holder, a variable of the frame
  Impl(const FunctionDecl *FD, ASTContext &Ctx, Contracts &Book)
      : FD(FD), Ctx(Ctx), Book(Book), Values(FD->getBody()), Ends(Ctx, Book, Values) {}

  std::optional<End> search(const Closure &C, const Capture &What, Asked For);

private:
  enum Verdict { Goes, Stops, Found };
  struct Query {
    const Closure &C;
    const Capture &What;
    Asked For;
    WayFacts Facts;
  };
  bool build();
  Place placeOf(const Stmt *S);
  std::optional<End> follow(Query &Q, Step Start);
  Verdict block(const Query &Q, Step &Here, End &Result);
  Verdict look(const CFGElement &Element, const Query &Q, End &Result);
  Verdict statement(const Stmt *S, const Query &Q, End &Result);
  Verdict gone(const CFGLifetimeEnds &Ended, const Query &Q, End &Result);
  bool isUse(const Stmt *S, const Closure &C) const;
  bool neverReturns(const Stmt *S);
  bool endsAtLoop(const Stmt *Loop, const Closure &C);
  End functionEnd(const Stmt *Return) const;

  const FunctionDecl *FD;
  ASTContext &Ctx;
  Contracts &Book;
  LocalValues Values;
  ClosureEnds Ends;
  std::unique_ptr<CFG> Graph;
  bool Tried = false;
  unsigned Steps = 0;
  llvm::DenseMap<const Stmt *, Place> Places;
  llvm::DenseMap<const Stmt *, bool> Loops; ///< that end the closure which is looked at
  const Stmt *LastReturn = nullptr;
};

bool Lifetimes::Impl::build() {
  if (Tried)
    return Graph != nullptr;
  Tried = true;
  CFG::BuildOptions Options;
  Options.AddImplicitDtors = Options.AddTemporaryDtors = Options.AddLifetime = Options.AddInitializers = true;
  Options.AddEHEdges = false;
  Options.setAllAlwaysAdd();
  Graph = CFG::buildCFG(FD, FD->getBody(), &Ctx, Options);
  if (!Graph)
    return false;
  for (const CFGBlock *Block : *Graph)
    for (unsigned I = 0; I < Block->size(); I++)
      if (std::optional<CFGStmt> S = (*Block)[I].getAs<CFGStmt>())
        Places.try_emplace(S->getStmt(), Place{Block, I});
  return true;
}

Place Lifetimes::Impl::placeOf(const Stmt *S) {
  while (S) {
    auto It = Places.find(S);
    if (It != Places.end())
      return It->second;
    const auto *E = dyn_cast<Expr>(S);
    const Expr *Inner = E ? bare(E) : nullptr;
    S = Inner == E ? nullptr : Inner;
  }
  return {};
}

End Lifetimes::Impl::functionEnd(const Stmt *Return) const {
  End Result;
  Result.How = End::Function;
  Result.By = Return;
  Result.At = Return ? Return->getBeginLoc() : FD->getBodyRBrace();
  return Result;
}

/// The holder is called, or run, or given to code that may do so.
bool Lifetimes::Impl::isUse(const Stmt *S, const Closure &C) const {
  const auto *CE = dyn_cast<CallExpr>(S);
  return CE && CE != C.Stored && llvm::any_of(CE->children(), [&](const Stmt *Child) { return mentionsVar(Child, C.To.Root); });
}

bool Lifetimes::Impl::neverReturns(const Stmt *S) {
  const auto *CE = dyn_cast<CallExpr>(S);
  const Contract *Said = CE ? Book.anyOf(CE) : nullptr;
  return Said && !Said->Rows.empty() && llvm::all_of(Said->Rows, [](const Outcome &Row) { return Row.Flags & LIEN_NO_RETURN; });
}

Lifetimes::Impl::Verdict Lifetimes::Impl::statement(const Stmt *S, const Query &Q, End &Result) {
  if (isa<ReturnStmt>(S))
    LastReturn = S;
  if (S == Q.C.Stored && Q.For == Use)
    return Stops;
  if (Ends.isEnd(S, Q.C) || neverReturns(S))
    return Stops;
  if (const auto *BO = dyn_cast<BinaryOperator>(S); BO && Q.For == Object && BO->getOpcode() == BO_Assign)
    if (const auto *Ref = dyn_cast<DeclRefExpr>(bare(BO->getLHS())); Ref && Ref->getDecl() == Q.What.Var)
      return Stops; /* another object */
  bool IsIt = Q.For == Object ? Ends.releases(S, Q.What) : Q.For == Use && isUse(S, Q.C);
  if (!IsIt)
    return Goes;
  Result.How = End::Released;
  Result.By = S;
  Result.At = S->getBeginLoc();
  return Found;
}

Lifetimes::Impl::Verdict Lifetimes::Impl::gone(const CFGLifetimeEnds &Ended, const Query &Q, End &Result) {
  const VarDecl *VD = Ended.getVarDecl();
  if (Ends.isEndOf(VD, Q.C) || (Q.For == Object && VD == Q.What.Var))
    return Stops;
  if (Q.For != Storage || VD != Q.What.Var)
    return Goes;
  const Stmt *Trigger = Ended.getTriggerStmt();
  if (LastReturn || Trigger == FD->getBody()) {
    Result = functionEnd(LastReturn);
    return Found;
  }
  Result.How = End::Scope;
  Result.At = Trigger ? Trigger->getEndLoc() : VD->getLocation();
  return Found;
}

Lifetimes::Impl::Verdict Lifetimes::Impl::look(const CFGElement &Element, const Query &Q, End &Result) {
  if (std::optional<CFGStmt> S = Element.getAs<CFGStmt>())
    return statement(S->getStmt(), Q, Result);
  if (std::optional<CFGAutomaticObjDtor> Dtor = Element.getAs<CFGAutomaticObjDtor>())
    return Ends.isEndOf(Dtor->getVarDecl(), Q.C) ? Stops : Goes;
  std::optional<CFGLifetimeEnds> Ended = Element.getAs<CFGLifetimeEnds>();
  return Ended ? gone(*Ended, Q, Result) : Goes;
}

Lifetimes::Impl::Verdict Lifetimes::Impl::block(const Query &Q, Step &Here, End &Result) {
  LastReturn = nullptr;
  for (; Here.Index < Here.Block->size(); Here.Index++) {
    Steps++;
    const CFGElement Element = (*Here.Block)[Here.Index];
    Verdict V = look(Element, Q, Result);
    if (V != Goes)
      return V;
    if (std::optional<CFGStmt> S = Element.getAs<CFGStmt>())
      Here.Held = Q.Facts.after(S->getStmt(), Here.Held);
  }
  return Here.Block->hasNoReturnElement() ? Stops : Goes;
}

bool Lifetimes::Impl::endsAtLoop(const Stmt *Loop, const Closure &C) {
  if (!Loop)
    return false;
  auto [It, New] = Loops.try_emplace(Loop, false);
  if (New)
    It->second = Ends.isEndOfLoop(Loop, C);
  return It->second;
}

std::optional<End> Lifetimes::Impl::follow(Query &Q, Step Start) {
  llvm::SmallVector<Step, 16> Work{Start};
  llvm::DenseSet<std::pair<const CFGBlock *, WayFacts::Set>> Seen;
  while (!Work.empty() && Steps < MaxSteps) {
    Step Here = Work.pop_back_val();
    End Result;
    Verdict V = block(Q, Here, Result);
    if (V == Found && Q.For == Storage && Q.C.To.Where == Sink::Frame) {
      Query After{Q.C, Q.What, Use, Q.Facts};
      std::optional<End> Used = follow(After, Step(Here.Block, Here.Index + 1, Here.Held));
      if (!Used)
        continue;
      Result.Use = Used->By;
    }
    if (V == Found)
      return Result;
    if (V == Stops || endsAtLoop(Here.Block->getTerminatorStmt(), Q.C))
      continue;
    for (unsigned I = 0; I < Here.Block->succ_size(); I++) {
      const CFGBlock *To = (Here.Block->succ_begin() + I)->getReachableBlock();
      if (!To || !Q.Facts.allows(Here.Block, I, Here.Held))
        continue;
      if (To == &Graph->getExit() && Q.For == Storage && Q.C.To.Where != Sink::Frame)
        return functionEnd(LastReturn);
      if (Seen.insert({To, Here.Held}).second)
        Work.push_back({To, 0, Here.Held});
    }
  }
  return std::nullopt;
}

std::optional<End> Lifetimes::Impl::search(const Closure &C, const Capture &What, Asked For) {
  if (!C.Stored || !build())
    return std::nullopt;
  Place Start = placeOf(C.Stored);
  if (!Start.Block)
    return std::nullopt;
  Steps = 0;
  Loops.clear();
  Ends.start();
  Query Q{C, What, For, WayFacts(C, Ctx, *Graph, Start.Block, Start.Index)};
  return follow(Q, Step(Start.Block, Start.Index + 1, Q.Facts.first()));
}

Lifetimes::Lifetimes(const FunctionDecl *FD, ASTContext &Ctx, Contracts &Book) : Own(std::make_unique<Impl>(FD, Ctx, Book)) {}
Lifetimes::~Lifetimes() = default;

std::optional<End> Lifetimes::endOfStorage(const Closure &C, const Capture &What) {
  return isAutomatic(What.Var) || isa<ParmVarDecl>(What.Var) ? Own->search(C, What, Impl::Storage) : std::nullopt;
}

std::optional<End> Lifetimes::endOfObject(const Closure &C, const Capture &What) {
  return Own->search(C, What, Impl::Object);
}

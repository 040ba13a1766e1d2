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
  Impl(const FunctionDecl *FD, ASTContext &Ctx, Contracts &Book)
      : FD(FD), Ctx(Ctx), Values(FD->getBody()), Ends(Ctx, Book, Values) {}

  std::optional<End> search(const Closure &C, const Capture &What, bool Object);

private:
  enum Verdict { Goes, Stops, Found };
  bool build();
  Place placeOf(const Stmt *S);
  Verdict look(const CFGElement &Element, const Closure &C, const Capture &What, bool Object, End &Result);
  Verdict follow(Step &Here, const WayFacts &Facts, const Closure &C, const Capture &What, bool Object, End &Result);
  bool endsAtLoop(const Stmt *Loop, const Closure &C);
  End functionEnd(const Stmt *Return) const;

  const FunctionDecl *FD;
  ASTContext &Ctx;
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

Lifetimes::Impl::Verdict Lifetimes::Impl::look(const CFGElement &Element, const Closure &C, const Capture &What, bool Object,
                                               End &Result) {
  if (std::optional<CFGStmt> S = Element.getAs<CFGStmt>()) {
    if (isa<ReturnStmt>(S->getStmt()))
      LastReturn = S->getStmt();
    if (Ends.isEnd(S->getStmt(), C))
      return Stops;
    if (!Object || !Ends.releases(S->getStmt(), What))
      return Goes;
    Result.How = End::Released;
    Result.By = S->getStmt();
    Result.At = S->getStmt()->getBeginLoc();
    return Found;
  }
  if (std::optional<CFGAutomaticObjDtor> Dtor = Element.getAs<CFGAutomaticObjDtor>())
    return Ends.isEndOf(Dtor->getVarDecl(), C) ? Stops : Goes;
  std::optional<CFGLifetimeEnds> Ended = Element.getAs<CFGLifetimeEnds>();
  if (!Ended)
    return Goes;
  if (Ends.isEndOf(Ended->getVarDecl(), C) || (Object && Ended->getVarDecl() == What.Var))
    return Stops;
  if (Object || Ended->getVarDecl() != What.Var)
    return Goes;
  const Stmt *Trigger = Ended->getTriggerStmt();
  if (LastReturn || Trigger == FD->getBody()) {
    Result = functionEnd(LastReturn);
    return Found;
  }
  Result.How = End::Scope;
  Result.At = Trigger ? Trigger->getEndLoc() : What.Var->getLocation();
  return Found;
}

Lifetimes::Impl::Verdict Lifetimes::Impl::follow(Step &Here, const WayFacts &Facts, const Closure &C, const Capture &What,
                                                 bool Object, End &Result) {
  LastReturn = nullptr;
  for (unsigned I = Here.Index; I < Here.Block->size(); I++) {
    Steps++;
    const CFGElement Element = (*Here.Block)[I];
    Verdict V = look(Element, C, What, Object, Result);
    if (V != Goes)
      return V;
    if (std::optional<CFGStmt> S = Element.getAs<CFGStmt>())
      Here.Held = Facts.after(S->getStmt(), Here.Held);
  }
  return Here.Block->hasNoReturnElement() ? Stops : Goes;
}

bool Lifetimes::Impl::endsAtLoop(const Stmt *Loop, const Closure &C) {
  if (!Loop)
    return false;
  auto [It, New] = Loops.try_emplace(Loop, false);
  if (New)
    It->second = Ends.isEndOfLoop(Loop, C);
  return Loops.lookup(Loop);
}

std::optional<End> Lifetimes::Impl::search(const Closure &C, const Capture &What, bool Object) {
  if (!C.Stored || !build())
    return std::nullopt;
  Place Start = placeOf(C.Stored);
  if (!Start.Block)
    return std::nullopt;
  Steps = 0;
  Loops.clear();
  Ends.start();
  WayFacts Facts(C, Ctx, *Graph, Start.Block, Start.Index);
  llvm::SmallVector<Step, 16> Work{{Start.Block, Start.Index + 1, Facts.first()}};
  llvm::DenseSet<std::pair<const CFGBlock *, WayFacts::Set>> Seen;
  while (!Work.empty() && Steps < MaxSteps) {
    Step Here = Work.pop_back_val();
    End Result;
    Verdict V = follow(Here, Facts, C, What, Object, Result);
    if (V == Found)
      return Result;
    if (V == Stops || endsAtLoop(Here.Block->getTerminatorStmt(), C))
      continue;
    for (unsigned I = 0; I < Here.Block->succ_size(); I++) {
      const CFGBlock *To = (Here.Block->succ_begin() + I)->getReachableBlock();
      if (!To || !Facts.allows(Here.Block, I, Here.Held))
        continue;
      if (To == &Graph->getExit() && !Object)
        return functionEnd(LastReturn);
      if (Seen.insert({To, Here.Held}).second)
        Work.push_back({To, 0, Here.Held});
    }
  }
  return std::nullopt;
}

Lifetimes::Lifetimes(const FunctionDecl *FD, ASTContext &Ctx, Contracts &Book) : Own(std::make_unique<Impl>(FD, Ctx, Book)) {}
Lifetimes::~Lifetimes() = default;

std::optional<End> Lifetimes::endOfStorage(const Closure &C, const Capture &What) {
  return isAutomatic(What.Var) ? Own->search(C, What, false) : std::nullopt;
}

std::optional<End> Lifetimes::endOfObject(const Closure &C, const Capture &What) {
  return Own->search(C, What, true);
}

//===- Lifetimes.cpp - What ends while a closure lives ----------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Lifetimes.h"

#include "ClosureEnds.h"

#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/SmallPtrSet.h"

using namespace clang;
using namespace lien;

namespace {

constexpr unsigned MaxSteps = 200000; ///< elements that one search looks at; then nothing is said

struct Place {
  const CFGBlock *Block = nullptr;
  unsigned Index = 0;
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
  Verdict follow(const CFGBlock *Block, unsigned From, const Closure &C, const Capture &What, bool Object, End &Result);
  End functionEnd(const Stmt *Return) const;

  const FunctionDecl *FD;
  ASTContext &Ctx;
  LocalValues Values;
  ClosureEnds Ends;
  std::unique_ptr<CFG> Graph;
  bool Tried = false;
  unsigned Steps = 0;
  llvm::DenseMap<const Stmt *, Place> Places;
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

Lifetimes::Impl::Verdict Lifetimes::Impl::follow(const CFGBlock *Block, unsigned From, const Closure &C, const Capture &What,
                                                 bool Object, End &Result) {
  LastReturn = nullptr;
  for (unsigned I = From; I < Block->size(); I++) {
    Steps++;
    Verdict V = look((*Block)[I], C, What, Object, Result);
    if (V != Goes)
      return V;
  }
  return Block->hasNoReturnElement() ? Stops : Goes;
}

std::optional<End> Lifetimes::Impl::search(const Closure &C, const Capture &What, bool Object) {
  if (!C.Stored || !build())
    return std::nullopt;
  Place Start = placeOf(C.Stored);
  if (!Start.Block)
    return std::nullopt;
  Steps = 0;
  llvm::SmallVector<Place, 16> Work{{Start.Block, Start.Index + 1}};
  llvm::SmallPtrSet<const CFGBlock *, 32> Seen;
  while (!Work.empty() && Steps < MaxSteps) {
    Place Here = Work.pop_back_val();
    End Result;
    Verdict V = follow(Here.Block, Here.Index, C, What, Object, Result);
    if (V == Found)
      return Result;
    if (V == Stops)
      continue;
    for (const CFGBlock::AdjacentBlock &Next : Here.Block->succs()) {
      const CFGBlock *To = Next.getReachableBlock();
      if (!To)
        continue;
      if (To == &Graph->getExit() && !Object)
        return functionEnd(LastReturn);
      if (Seen.insert(To).second)
        Work.push_back({To, 0});
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

//===- Lambdas.cpp - Closures of C++ and blocks -----------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// - A lambda or block that captures something.
// - A call whose result holds all that it is given, and the first is code: a binder. What the code is bound to is captured.
// - An object that runs the code that it is given, as a thread does: what the code is given with it is captured.
// - Where each goes: Flow.h.
//===----------------------------------------------------------------------===//
#include "Closures.h"

#include "CodeCaptures.h"
#include "Flow.h"

#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"

using namespace clang;
using namespace lien;

namespace {

class Finder {
public:
  Finder(const FunctionDecl *FD, ASTContext &Ctx, Contracts &Book, Sinks &TheSinks, std::vector<Closure> &Out,
         std::vector<const FunctionDecl *> &Frames)
      : FD(FD), Ctx(Ctx), Book(Book), TheSinks(TheSinks), Out(Out), Frames(Frames) {}
  void walk(const Stmt *S);

private:
  void lambda(const LambdaExpr *Lambda);
  void block(const BlockExpr *Block);
  void binder(const Expr *E);
  void coroutine(const CallExpr *CE);
  void frames(const LambdaExpr *Lambda);
  void arrive(const Closure &Made, const Flow &Way);

  const FunctionDecl *FD;
  ASTContext &Ctx;
  Contracts &Book;
  Sinks &TheSinks;
  std::vector<Closure> &Out;
  std::vector<const FunctionDecl *> &Frames;
};

} // namespace

void Finder::arrive(const Closure &Made, const Flow &Way) {
  for (const Arrival &A : Way.Out) {
    if (A.To.Where == Sink::Unknown || A.To.Where == Sink::Call)
      continue;
    Closure C = Made;
    C.To = A.To;
    C.Stored = A.Stored;
    C.Id = A.Id;
    C.IdVar = A.IdVar;
    C.By = A.By;
    C.Row = A.Row;
    C.Once = A.Once;
    Out.push_back(std::move(C));
  }
}

void Finder::lambda(const LambdaExpr *Lambda) {
  if (Lambda->capture_size() == 0)
    return;
  const BodyMap &Body = TheSinks.bodyOf(FD);
  Closure C;
  C.Code = Lambda;
  C.Body = Lambda->getCallOperator();
  C.Made = Lambda->getBeginLoc();
  CodeCaptures(Body, Ctx, Book).ofLambda(Lambda, C);
  Flow Way(Body, Ctx, Book, TheSinks);
  Way.follow(Lambda);
  arrive(C, Way);
}

void Finder::block(const BlockExpr *Block) {
  if (!Block->getBlockDecl()->hasCaptures())
    return;
  const BodyMap &Body = TheSinks.bodyOf(FD);
  Closure C;
  C.Code = Block;
  C.Made = Block->getBeginLoc();
  CodeCaptures(Body, Ctx, Book).ofBlock(Block, C);
  Flow Way(Body, Ctx, Book, TheSinks);
  Way.follow(Block);
  arrive(C, Way);
}

/// A function or method by its name, or something with a call operator.
static bool isCode(const Expr *E) {
  if (functionOf(E))
    return true;
  QualType T = bare(E)->getType().getNonReferenceType();
  if (T->isMemberFunctionPointerType() || T->isFunctionPointerType())
    return true;
  const auto *RD = T->getAsCXXRecordDecl();
  return RD && RD->hasDefinition() &&
         llvm::any_of(RD->methods(), [](const CXXMethodDecl *M) { return M->getOverloadedOperator() == OO_Call; });
}

void Finder::binder(const Expr *E) {
  CallSite Site = siteOf(E);
  const Contract *C = Site.FD && Site.Args.size() >= 2 ? Book.anyOf(Site.FD) : nullptr;
  if (!C)
    return;
  unsigned Code = 0;
  while (Code < Site.Args.size() && !isCode(Site.Args[Code]))
    Code++;
  if (Code + 1 >= Site.Args.size())
    return;
  std::vector<ParamSink> Said, OfData;
  Sinks::read(
      *C, Code, [](const Outcome &) { return true; }, Said);
  Sinks::read(
      *C, Site.Args.size() - 1, [](const Outcome &) { return true; }, OfData);
  ParamSink::Sort Own = Site.isConstruct() ? ParamSink::This : ParamSink::Result;
  if (Said.size() != 1 || OfData.size() != 1 || Said[0].Where != Own || OfData[0].Where != Own || !OfData[0].Row)
    return;
  const BodyMap &Body = TheSinks.bodyOf(FD);
  Closure Made;
  Made.Code = Site.isConstruct() ? Site.Args[Code] : E;
  Made.Body = functionOf(Site.Args[Code]);
  Made.Made = E->getBeginLoc();
  for (unsigned I = Code + 1; I < Site.Args.size(); I++)
    CodeCaptures(Body, Ctx, Book).ofArgument(Site.Args[I], Made);
  if (Made.Captures.empty())
    return;
  Flow Way(Body, Ctx, Book, TheSinks);
  if (Said[0].Runs && isRunner(Book, E->getType()))
    Way.followRunner(E);
  else
    Way.follow(E);
  arrive(Made, Way);
}

/// The bodies of a lambda: of a generic one, those that are used.
void Finder::frames(const LambdaExpr *Lambda) {
  const CXXMethodDecl *Call = Lambda->getCallOperator();
  if (const FunctionTemplateDecl *Template = Call->getDescribedFunctionTemplate()) {
    for (const FunctionDecl *Instance : Template->specializations())
      if (const FunctionDecl *Body = Instance->getDefinition())
        Frames.push_back(Body);
  } else if (Call->getBody()) {
    Frames.push_back(Call);
  }
}

/// A coroutine has references and addresses that it was given, as a closure has; of a lambda that is one it has the lambda
/// itself.
void Finder::coroutine(const CallExpr *CE) {
  const FunctionDecl *Callee = CE->getDirectCallee();
  Callee = Callee ? Callee->getDefinition() : nullptr;
  if (!Callee || !isa_and_nonnull<CoroutineBodyStmt>(Callee->getBody()) || Callee->isDependentContext())
    return;
  const BodyMap &Body = TheSinks.bodyOf(FD);
  Flow Way(Body, Ctx, Book, TheSinks);
  Way.follow(CE);
  Closure C;
  C.Code = CE;
  C.Body = Callee;
  C.Made = CE->getBeginLoc();
  CodeCaptures(Body, Ctx, Book).ofCoroutine(CE, Callee, C);
  if (!C.Captures.empty())
    arrive(C, Way);
  const auto *Operator = dyn_cast<CXXOperatorCallExpr>(CE);
  const Expr *Object = Operator && Operator->getOperator() == OO_Call ? bare(Operator->getArg(0)) : nullptr;
  bool IsTemporary = isa_and_nonnull<LambdaExpr>(Object);
  if (const auto *Ref = dyn_cast_or_null<DeclRefExpr>(Object))
    if (const auto *VD = dyn_cast<VarDecl>(Ref->getDecl()); isAutomatic(VD) && VD->hasInit() && VD->getDeclContext() == FD)
      Object = bare(VD->getInit());
  const auto *Lambda = dyn_cast_or_null<LambdaExpr>(Object);
  if (!Lambda || Lambda->capture_size() == 0)
    return;
  C.Code = Lambda;
  C.Captures.clear();
  C.Coroutine = CE;
  size_t Before = Out.size();
  arrive(C, Way);
  auto IsOfFrame = [&](const Closure &Made) { return Made.To.Where == Sink::Frame && !IsTemporary; };
  Out.erase(std::remove_if(Out.begin() + Before, Out.end(), IsOfFrame), Out.end());
}

void Finder::walk(const Stmt *S) {
  if (!S)
    return;
  if (const auto *Lambda = dyn_cast<LambdaExpr>(S)) {
    lambda(Lambda);
    frames(Lambda);
    for (const Expr *Init : Lambda->capture_inits())
      walk(Init);
    return; /* its body is a frame of its own */
  }
  if (const auto *Block = dyn_cast<BlockExpr>(S))
    block(Block);
  else if (isa<CallExpr, CXXConstructExpr>(S))
    binder(cast<Expr>(S));
  if (const auto *CE = dyn_cast<CallExpr>(S); CE && Ctx.getLangOpts().Coroutines)
    coroutine(CE);
  if (const auto *Default = dyn_cast<CXXDefaultInitExpr>(S))
    walk(Default->getExpr());
  for (const Stmt *Child : S->children())
    walk(Child);
}

void lien::findLambdas(const FunctionDecl *FD, ASTContext &Ctx, Contracts &Book, Sinks &TheSinks, std::vector<Closure> &Out,
                       std::vector<const FunctionDecl *> &Frames) {
  if (!FD->getBody() || FD->isDependentContext())
    return;
  Finder Find(FD, Ctx, Book, TheSinks, Out, Frames);
  Find.walk(FD->getBody());
  if (const auto *Constructor = dyn_cast<CXXConstructorDecl>(FD))
    for (const CXXCtorInitializer *Init : Constructor->inits())
      Find.walk(Init->getInit());
}

//===- Coroutines.cpp - What coroutines have of others --------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// lien.EscapedCapture, of coroutines:
// - A coroutine copies its parameters, but what its reference parameters refer to is its caller's.
// - A lambda that is a coroutine has its captures in the lambda, and not in the coroutine: they end with the lambda.
// - Only what is used when the coroutine may have been suspended counts.
#include "Captures.h"
#include "CodeCaptures.h"

#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;
using namespace lien;

/// `return false;` and nothing else.
static bool isAlwaysFalse(const FunctionDecl *FD) {
  FD = FD ? FD->getDefinition() : nullptr;
  const auto *Body = FD ? dyn_cast_or_null<CompoundStmt>(FD->getBody()) : nullptr;
  const auto *Return = Body && Body->size() == 1 ? dyn_cast<ReturnStmt>(Body->body_front()) : nullptr;
  const auto *Value = Return && Return->getRetValue() ? dyn_cast<CXXBoolLiteralExpr>(bare(Return->getRetValue())) : nullptr;
  return Value && !Value->getValue();
}

/// It is suspended before its first statement.
static bool startsSuspended(const CoroutineBodyStmt *Body) {
  const auto *Init = dyn_cast_or_null<Expr>(Body->getInitSuspendStmt());
  const auto *Await = dyn_cast_or_null<CoroutineSuspendExpr>(Init ? bare(Init) : nullptr);
  const auto *Ready = Await ? dyn_cast<CallExpr>(bare(Await->getReadyExpr())) : nullptr;
  return Ready && isAlwaysFalse(Ready->getDirectCallee());
}

static void firstSuspension(const Stmt *S, const SourceManager &SM, SourceLocation &First) {
  if (!S || isa<LambdaExpr>(S))
    return;
  if (isa<CoawaitExpr, CoyieldExpr>(S) && (First.isInvalid() || SM.isBeforeInTranslationUnit(S->getEndLoc(), First)))
    First = S->getEndLoc();
  for (const Stmt *Child : S->children())
    firstSuspension(Child, SM, First);
}

static bool usesAfter(const Stmt *S, const ValueDecl *VD, SourceLocation First, const SourceManager &SM) {
  if (!S)
    return false;
  const auto *Ref = dyn_cast<DeclRefExpr>(S);
  bool IsIt = VD ? Ref && Ref->getDecl()->getCanonicalDecl() == VD->getCanonicalDecl() : isa<CXXThisExpr>(S);
  if (IsIt && (First.isInvalid() || SM.isBeforeInTranslationUnit(First, S->getBeginLoc())))
    return true;
  return llvm::any_of(S->children(), [&](const Stmt *Child) { return usesAfter(Child, VD, First, SM); });
}

bool lien::isUsedAfterSuspension(const FunctionDecl *Coroutine, const ValueDecl *VD) {
  const auto *Body = cast<CoroutineBodyStmt>(Coroutine->getBody());
  const SourceManager &SM = Coroutine->getASTContext().getSourceManager();
  SourceLocation First;
  if (!startsSuspended(Body)) {
    firstSuspension(Body->getBody(), SM, First);
    if (First.isInvalid())
      return false;
  }
  return usesAfter(Body->getBody(), VD, First, SM);
}

static std::string nameOf(const LambdaCapture &Captured) {
  return Captured.capturesVariable() ? "'" + Captured.getCapturedVar()->getNameAsString() + "'" : "'this'";
}

/// The first capture that the coroutine still needs.
static const LambdaCapture *neededBy(const LambdaExpr *Lambda, const FunctionDecl *Body) {
  for (const LambdaCapture &Captured : Lambda->captures())
    if ((Captured.capturesVariable() || Captured.capturesThis()) &&
        isUsedAfterSuspension(Body, Captured.capturesVariable() ? Captured.getCapturedVar() : nullptr))
      return &Captured;
  return nullptr;
}

static bool outlives(const Closure &C) {
  switch (C.To.Where) {
  case Sink::Frame:
  case Sink::Object:
  case Sink::Static:
  case Sink::Returned:
  case Sink::Thread:
    return true;
  default:
    return false;
  }
}

static void judge(Captures &All, const FunctionDecl *FD, const Closure &C) {
  const auto *Lambda = cast<LambdaExpr>(C.Code);
  const LambdaCapture *Needed = outlives(C) ? neededBy(Lambda, C.Body) : nullptr;
  if (!Needed)
    return;
  std::string Name = nameOf(*Needed);
  CaptureFinding F;
  F.Rule = "lien.EscapedCapture";
  F.In = FD;
  F.At = C.Coroutine->getBeginLoc();
  F.Begin = Needed->getLocation();
  F.Object = Needed->capturesVariable() ? Needed->getCapturedVar()->getNameAsString() : "this";
  F.Message = Name + " is captured by a lambda that is a coroutine; the lambda ends, and the coroutine is " + C.To.Words +
              " and still needs it";
  F.Path.push_back({Needed->getLocation(), Name + " is captured here, by the lambda and not by its coroutine"});
  F.Path.push_back({C.Coroutine->getBeginLoc(), "the coroutine is made here"});
  F.Path.push_back({C.Stored->getBeginLoc(), "the coroutine is " + C.To.Words + " here, and the lambda ends"});
  F.Path.push_back({Lambda->getBeginLoc(), "give the lambda a parameter for it: a coroutine keeps its parameters"});
  All.report(std::move(F));
}

void lien::findCoroutineCaptures(Captures &All) {
  for (const FunctionClosures &Of : All.Functions)
    for (const Closure &C : Of.All)
      if (C.Coroutine)
        judge(All, Of.FD, C);
}

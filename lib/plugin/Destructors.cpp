//===- Destructors.cpp - Functions that end an object -----------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Destructors.h"

#include "Enders.h"
#include "Leaks.h"

#include "clang/AST/ExprCXX.h"

using namespace clang;
using namespace lien;

void Destructors::eachCall(const Stmt *S, llvm::function_ref<void(const CallExpr *)> Do) {
  if (!S)
    return;
  if (const auto *CE = dyn_cast<CallExpr>(S))
    Do(CE);
  if (const auto *Lambda = dyn_cast<LambdaExpr>(S))
    eachCall(Lambda->getBody(), Do);
  for (const Stmt *Child : S->children())
    eachCall(Child, Do);
}

/// The types that a parameter is cast to.
static void castsOf(const Stmt *S, const ParmVarDecl *Param, DataUses &Uses, llvm::SmallPtrSetImpl<const RecordDecl *> &Out) {
  if (!S)
    return;
  if (const auto *E = dyn_cast<Expr>(S))
    if (const RecordDecl *RD = recordOf(E->getType()))
      if (const auto *Ref = dyn_cast<DeclRefExpr>(Uses.origin(E)); Ref && Ref->getDecl() == Param)
        Out.insert(RD);
  for (const Stmt *Child : S->children())
    castsOf(Child, Param, Uses, Out);
}

static bool isShared(const Contract *C) {
  for (const Outcome &Row : C ? llvm::ArrayRef<Outcome>(C->Rows) : llvm::ArrayRef<Outcome>())
    for (const lien_effect &E : Row.Effects)
      if (const Kind *K = E.verb == LIEN_RELEASED ? C->kind(E) : nullptr; K && K->Shared)
        return true;
  return false;
}

bool Destructors::releasesField(const FunctionDecl *FD) {
  bool Found = false;
  for (const FunctionDecl *Body : reach(FD).Bodies) {
    if (!Own.count(Body))
      continue; /* how a library counts is not about this object */
    LocalValues Values(Body->getBody());
    eachCall(Body->getBody(), [&](const CallExpr *CE) {
      const Contract *C = All.Book.anyOf(CE);
      for (const Outcome &Row : C ? llvm::ArrayRef<Outcome>(C->Rows) : llvm::ArrayRef<Outcome>())
        for (const lien_effect &E : Row.Effects)
          if (E.verb == LIEN_RELEASED || E.verb == LIEN_EMPTIED)
            if (const Expr *Arg = argumentOf(CE, E.place))
              Found |= fieldBehind(Values, Arg) != nullptr;
    });
  }
  return Found;
}

/// A shared object ends here when its parts are released, too; else it only loses a reference.
bool Destructors::endsObject(const FunctionDecl *FD, unsigned I) {
  const DataFate &Fate = Uses.ofParam(FD, I);
  if (!Fate.Released)
    return false;
  const auto *CE = dyn_cast<CallExpr>(Fate.By);
  if (CE && isShared(Uses.contractOf(CE)))
    return releasesField(FD);
  return true;
}

void Destructors::add(const RecordDecl *RD, const FunctionDecl *FD, bool Runs) {
  Of[cast<RecordDecl>(RD->getCanonicalDecl())].push_back({FD, Runs});
}

void Destructors::readFunction(const FunctionDecl *FD) {
  if (const auto *Own = dyn_cast<CXXDestructorDecl>(FD))
    return add(Own->getParent(), FD, false);
  bool Runs = All.TheUnit.usesOf(FD) & Unit::Destroy;
  for (unsigned I = 0; I < FD->getNumParams(); I++) {
    const ParmVarDecl *Param = FD->getParamDecl(I);
    if (!Param->getType()->isPointerType())
      continue;
    const DataFate &Fate = Uses.ofParam(FD, I);
    bool ByItself = Runs && I == 0 && !Fate.Released; /* a finalizer: the library releases the object afterwards */
    if (!ByItself && !endsObject(FD, I))
      continue;
    const auto *CE = dyn_cast_or_null<CallExpr>(Fate.By);
    ByItself |= Runs && I == 0 && CE && isShared(Uses.contractOf(CE));
    llvm::SmallPtrSet<const RecordDecl *, 4> Types;
    castsOf(FD->getBody(), Param, Uses, Types);
    if (const RecordDecl *RD = recordOf(Param->getType()))
      Types.insert(RD);
    for (const RecordDecl *RD : Types)
      add(RD, FD, ByItself);
  }
}

void Destructors::read() {
  Read = true;
  for (const FunctionDecl *FD : All.TheUnit.bodies())
    Own.insert(FD);
  for (const FunctionDecl *FD : All.TheUnit.bodies())
    readFunction(FD);
}

llvm::ArrayRef<Destructor> Destructors::of(const RecordDecl *RD) {
  if (!Read)
    read();
  auto It = RD ? Of.find(cast<RecordDecl>(RD->getCanonicalDecl())) : Of.end();
  return It == Of.end() ? llvm::ArrayRef<Destructor>() : llvm::ArrayRef<Destructor>(It->second);
}

static void eachFunctionNamed(const Stmt *S, llvm::function_ref<void(const FunctionDecl *)> Do) {
  if (!S)
    return;
  if (const auto *Ref = dyn_cast<DeclRefExpr>(S))
    if (const auto *FD = dyn_cast<FunctionDecl>(Ref->getDecl()))
      Do(FD);
  if (const auto *ME = dyn_cast<MemberExpr>(S))
    if (const auto *FD = dyn_cast<FunctionDecl>(ME->getMemberDecl()))
      Do(FD);
  if (const auto *Lambda = dyn_cast<LambdaExpr>(S))
    eachFunctionNamed(Lambda->getBody(), Do);
  for (const Stmt *Child : S->children())
    eachFunctionNamed(Child, Do);
}

void Destructors::follow(const FunctionDecl *FD, Reached &To) {
  const FunctionDecl *Body = FD->getDefinition();
  if (!Body || !Body->getBody() || To.Bodies.size() > 200 || !To.Bodies.insert(Body).second)
    return;
  eachFunctionNamed(Body->getBody(), [&](const FunctionDecl *Named) { follow(Named, To); });
  eachCall(Body->getBody(), [&](const CallExpr *CE) {
    const FunctionDecl *Callee = CE->getDirectCallee();
    if ((Callee && (Callee->getDefinition() || Callee->getBuiltinID())) || All.Book.anyOf(CE))
      return;
    for (const Expr *Arg : CE->arguments())
      if (const RecordDecl *RD = recordOf(bare(Arg)->getType()))
        To.Passed.insert(RD);
  });
}

const Destructors::Reached &Destructors::reach(const FunctionDecl *FD) {
  std::unique_ptr<Reached> &Slot = Reaches[FD->getCanonicalDecl()];
  if (!Slot) {
    Slot = std::make_unique<Reached>();
    follow(FD, *Slot);
  }
  return *Slot;
}

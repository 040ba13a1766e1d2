//===- Holders.cpp - Who keeps what a call is given -------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Holders.h"

#include "Roots.h"

#include "clang/AST/ExprCXX.h"

using namespace clang;
using namespace lien;

Holders::Holders(const FunctionDecl *FD, ASTContext &Ctx, Contracts &Book)
    : FD(FD), Ctx(Ctx), Book(Book), Values(FD->getBody()) {}

static Sink make(Sink::Sort Where, const Expr *Holder, const VarDecl *Root) {
  Sink S;
  S.Where = Where;
  S.Holder = Holder;
  S.Root = Root;
  return S;
}

Sink Holders::sinkOf(const CallExpr *CE, const lien_place &Holder) {
  if (Holder.root == LIEN_PLACE_STATIC)
    return make(Sink::Static, nullptr, nullptr);
  if (Holder.root == LIEN_PLACE_RET)
    return ofValue(CE, nullptr, 0);
  const Expr *Arg = argumentOf(CE, {Holder.root, 0, 0, 0});
  return Arg ? sinkOf(Arg) : Sink();
}

Sink Holders::sinkOf(const Expr *Holder, unsigned Depth) {
  const Expr *E = bare(Holder);
  if (!E || Depth > 4)
    return Sink();
  if (const VarDecl *Own = addressedBy(E); Own || !E->getType()->isPointerType()) {
    Own = Own ? Own : storageOf(E);
    if (Own && isAutomatic(Own))
      return make(Sink::Frame, Holder, Own);
    if (Own && !Own->getType()->isReferenceType())
      return make(Sink::Static, Holder, Own);
  }
  if (isa<CXXThisExpr>(E))
    return make(Sink::Object, Holder, nullptr);
  if (const auto *UO = dyn_cast<UnaryOperator>(E); UO && (UO->getOpcode() == UO_Deref || UO->getOpcode() == UO_AddrOf)) {
    Sink S = sinkOf(UO->getSubExpr(), Depth + 1);
    S.Holder = Holder;
    return S;
  }
  if (const auto *Ref = dyn_cast<DeclRefExpr>(E)) {
    const auto *VD = dyn_cast<VarDecl>(Ref->getDecl());
    Sink S = VD ? ofVariable(VD, Depth) : Sink();
    S.Holder = Holder;
    S.Root = VD;
    return S;
  }
  if (isa<MemberExpr, ArraySubscriptExpr>(E)) {
    const VarDecl *Base = rootOf(E);
    Sink S = Base
                 ? sinkOf(isa<MemberExpr>(E) ? cast<MemberExpr>(E)->getBase() : cast<ArraySubscriptExpr>(E)->getBase(), Depth + 1)
                 : make(Sink::Object, nullptr, nullptr);
    if (S.Where == Sink::Frame && E->getType()->isPointerType())
      S.Where = Sink::Unknown; /* what a field of a local struct points to */
    S.Holder = Holder;
    S.Root = Base;
    return S;
  }
  if (isa<CallExpr>(E))
    return ofValue(E, nullptr, Depth + 1);
  return Sink();
}

Sink Holders::ofVariable(const VarDecl *VD, unsigned Depth) {
  if (!VD->hasLocalStorage())
    return make(Sink::Static, nullptr, VD);
  auto It = Values.Of.find(VD);
  if (isa<ParmVarDecl>(VD) && It == Values.Of.end())
    return make(Sink::Object, nullptr, VD);
  if (It == Values.Of.end())
    return fateOf(VD, Depth);
  Sink Result;
  for (const Expr *Value : It->second) {
    if (!Value)
      return fateOf(VD, Depth);
    if (isNullPointer(Ctx, Value))
      continue;
    Sink S = ofValue(Value, VD, Depth + 1);
    if (Result.Where != Sink::Unknown && Result.Where != S.Where)
      return Sink();
    Result = S;
  }
  return Result;
}

/// A pointer's value: what a call gave, or another pointer.
Sink Holders::ofValue(const Expr *Value, const VarDecl *VD, unsigned Depth) {
  const Expr *E = bare(Value);
  if (isa<CXXNewExpr>(E))
    return VD ? fateOf(VD, Depth) : Sink();
  const auto *CE = dyn_cast<CallExpr>(E);
  if (!CE)
    return sinkOf(E, Depth + 1);
  const Contract *C = Book.anyOf(CE);
  for (const Outcome &Row : C ? llvm::ArrayRef<Outcome>(C->Rows) : llvm::ArrayRef<Outcome>())
    for (const lien_effect &Effect : Row.Effects) {
      if (Effect.place.root != LIEN_PLACE_RET || (Effect.verb != LIEN_BORROWED && Effect.verb != LIEN_SAME))
        continue;
      if (Effect.holder.root == LIEN_PLACE_STATIC)
        return make(Sink::Static, E, nullptr);
      const Expr *Arg = argumentOf(CE, {Effect.holder.root, 0, 0, 0});
      return Arg ? sinkOf(Arg, Depth + 1) : make(Sink::Object, E, nullptr);
    }
  return VD ? fateOf(VD, Depth) : Sink();
}

/// Where an object goes that only this variable has.
Sink Holders::fateOf(const VarDecl *VD, unsigned Depth) {
  Sink Fate;
  bool Released = false, Lost = false;
  if (Depth > 4)
    return Fate;
  readFate(FD->getBody(), VD, Fate, Depth, Released, Lost);
  if (Fate.Where == Sink::Unknown && Released && !Lost)
    return make(Sink::Frame, nullptr, VD);
  return Fate;
}

static bool isVar(const Expr *E, const VarDecl *VD) {
  const auto *Ref = dyn_cast_or_null<DeclRefExpr>(E ? bare(E) : nullptr);
  return Ref && Ref->getDecl() == VD;
}

void Holders::readFate(const Stmt *S, const VarDecl *VD, Sink &Fate, unsigned Depth, bool &Released, bool &Lost) {
  if (!S)
    return;
  if (const auto *Return = dyn_cast<ReturnStmt>(S); Return && isVar(Return->getRetValue(), VD))
    Fate.Where = Sink::Returned;
  if (const auto *Delete = dyn_cast<CXXDeleteExpr>(S); Delete && isVar(Delete->getArgument(), VD))
    Released = true;
  if (const auto *BO = dyn_cast<BinaryOperator>(S);
      BO && BO->getOpcode() == BO_Assign && isVar(BO->getRHS(), VD) && !isVar(BO->getLHS(), VD)) {
    const auto *To = dyn_cast<DeclRefExpr>(bare(BO->getLHS()));
    const auto *Var = To ? dyn_cast<VarDecl>(To->getDecl()) : nullptr;
    Sink Stored = Var && Var->hasLocalStorage() ? Sink() : sinkOf(BO->getLHS(), Depth + 1);
    if (Stored.Where == Sink::Object || Stored.Where == Sink::Static)
      Fate.Where = Stored.Where;
    else
      Lost = true;
  }
  if (const auto *CE = dyn_cast<CallExpr>(S))
    argument(CE, VD, Fate, Depth, Released, Lost);
  for (const Stmt *Child : S->children())
    readFate(Child, VD, Fate, Depth, Released, Lost);
}

void Holders::argument(const CallExpr *CE, const VarDecl *VD, Sink &Fate, unsigned Depth, bool &Released, bool &Lost) {
  unsigned Index = 0;
  while (Index < CE->getNumArgs() && !isVar(CE->getArg(Index), VD))
    Index++;
  if (Index == CE->getNumArgs())
    return;
  const Contract *C = Book.anyOf(CE);
  C = C ? C : Book.of(CE);
  if (!C) {
    Lost = true;
    return;
  }
  for (const Outcome &Row : C->Rows)
    for (const lien_effect &E : Row.Effects) {
      if (E.place.root != Index || E.place.field || E.place.deref)
        continue;
      Released |= E.verb == LIEN_RELEASED || E.verb == LIEN_ENDED;
      Lost |= E.verb == LIEN_ESCAPED;
      if (E.verb != LIEN_STOLEN && E.verb != LIEN_HELD && E.verb != LIEN_SUNK)
        continue;
      if (E.holder.root == LIEN_PLACE_STATIC) {
        Fate.Where = Sink::Static;
      } else if (const Expr *Arg = argumentOf(CE, {E.holder.root, 0, 0, 0})) {
        Sink S = sinkOf(Arg, Depth + 1);
        if (S.Where == Sink::Unknown || S.Where == Sink::Frame)
          Lost = true;
        else
          Fate.Where = S.Where;
      } else {
        Lost = true;
      }
    }
}

static bool isStrongResult(const Contract *C) {
  for (const Outcome &Row : C ? llvm::ArrayRef<Outcome>(C->Rows) : llvm::ArrayRef<Outcome>())
    for (const lien_effect &E : Row.Effects)
      if ((E.place.root == LIEN_PLACE_RET && (E.verb == LIEN_OWNED || E.verb == LIEN_RETAINED)) || E.verb == LIEN_RETAINED)
        return true;
  return false;
}

bool Holders::capture(const Expr *Data, Capture &What) const {
  const Expr *E = bare(Data);
  What.Value = Data;
  What.Type = E->getType();
  What.At = Data->getBeginLoc();
  if (isNullPointer(Ctx, E) || functionOf(E) || isa<StringLiteral>(E))
    return false;
  if (isa<CXXThisExpr>(E)) {
    What.By = Capture::This;
    return true;
  }
  const Expr *Single = nullptr;
  if (const auto *Ref = dyn_cast<DeclRefExpr>(E); Ref && E->getType()->isPointerType())
    Single = Values.only(dyn_cast<VarDecl>(Ref->getDecl()));
  const VarDecl *Own = addressedBy(E);
  Own = Own || !Single ? Own : addressedBy(Single);
  if (Own) {
    What.By = Capture::Address;
    What.Var = Own;
    return true;
  }
  if (!E->getType()->isPointerType())
    return false;
  What.By = Capture::Pointer;
  const auto *Ref = dyn_cast<DeclRefExpr>(E);
  What.Var = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  if (const auto *CE = dyn_cast<CallExpr>(E)) {
    const Contract *C = Book.anyOf(CE);
    if (isStrongResult(C ? C : Book.of(CE)))
      What.By = Capture::Strong;
  }
  return true;
}

void Holders::captureFields(const ValueDecl *Pointer, llvm::SmallVectorImpl<Capture> &Out) const {
  for (const BinaryOperator *BO : Values.Fields) {
    const auto *To = cast<MemberExpr>(bare(BO->getLHS()));
    const auto *Ref = To->isArrow() ? dyn_cast<DeclRefExpr>(bare(To->getBase())) : nullptr;
    const VarDecl *Own = addressedBy(BO->getRHS());
    if (!Ref || Ref->getDecl() != Pointer || !Own || !isAutomatic(Own) || !BO->getType()->isPointerType())
      continue;
    Capture What;
    What.By = Capture::Address;
    What.Var = Own;
    What.Value = BO->getRHS();
    What.Type = BO->getType();
    What.At = BO->getRHS()->getBeginLoc();
    Out.push_back(What);
  }
}

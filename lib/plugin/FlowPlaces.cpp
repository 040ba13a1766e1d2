//===- FlowPlaces.cpp - Whose an object is --------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// - A variable by value, and what a variable of this frame made, are of the frame.
// - What a parameter points or refers to, `this`, and what is reached from them, outlives it. So does what a function without
//   arguments gives a reference to.
// - An object that another part of the program gave, by a pointer or a smart pointer, is unknown.
//===----------------------------------------------------------------------===//
#include "Flow.h"

#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;
using namespace lien;

static Sink make(Sink::Sort Where, const VarDecl *Root) {
  Sink S;
  S.Where = Where;
  S.Root = Root;
  return S;
}

/// The last name of it.
static std::string lastName(const Expr *E) {
  for (E = bare(E); E;) {
    if (const auto *Ref = dyn_cast<DeclRefExpr>(E))
      return Ref->getDecl()->getNameAsString();
    if (const auto *ME = dyn_cast<MemberExpr>(E))
      return ME->getMemberDecl()->getNameAsString();
    if (const auto *Element = dyn_cast<ArraySubscriptExpr>(E))
      E = bare(Element->getBase());
    else if (const auto *UO = dyn_cast<UnaryOperator>(E))
      E = bare(UO->getSubExpr());
    else if (const auto *Operator = dyn_cast<CXXOperatorCallExpr>(E); Operator && Operator->getNumArgs())
      E = bare(Operator->getArg(0));
    else if (const auto *Member = dyn_cast<CXXMemberCallExpr>(E))
      E = bare(Member->getImplicitObjectArgument());
    else if (const auto *CE = dyn_cast<CallExpr>(E); CE && CE->getDirectCallee())
      return CE->getDirectCallee()->getNameAsString();
    else
      return isa<CXXThisExpr>(E) ? "this" : "";
  }
  return "";
}

std::string lien::wordsOf(const Expr *Holder) {
  std::string Name = Holder ? lastName(Holder) : "";
  return Name.empty() ? "stored" : Name == "this" ? "stored in the object" : "stored in '" + Name + "'";
}

Sink Flow::placeOf(const Expr *Of, bool &OnThis, unsigned Depth) const {
  const Expr *E = bare(Of);
  if (!E || Depth > 12)
    return Sink();
  if (isa<CXXThisExpr>(E)) {
    OnThis = true;
    return make(Sink::Object, nullptr);
  }
  if (const auto *Ref = dyn_cast<DeclRefExpr>(E)) {
    const auto *VD = dyn_cast<VarDecl>(Ref->getDecl());
    return VD ? placeOfVariable(VD, OnThis, Depth) : Sink();
  }
  if (const auto *ME = dyn_cast<MemberExpr>(E)) {
    if (const auto *VD = dyn_cast<VarDecl>(ME->getMemberDecl()))
      return make(Sink::Static, VD);
    return placeOf(ME->getBase(), OnThis, Depth + 1);
  }
  if (const auto *Element = dyn_cast<ArraySubscriptExpr>(E))
    return placeOf(Element->getBase(), OnThis, Depth + 1);
  if (const auto *UO = dyn_cast<UnaryOperator>(E))
    return placeOf(UO->getSubExpr(), OnThis, Depth + 1);
  if (const auto *CE = dyn_cast<CallExpr>(E))
    return placeOfCall(CE, OnThis, Depth);
  if (const auto *Construct = dyn_cast<CXXConstructExpr>(E); Construct && Construct->getNumArgs() == 1)
    return placeOf(Construct->getArg(0), OnThis, Depth + 1); /* a smart pointer that is copied, an iterator */
  return Sink();
}

Sink Flow::placeOfVariable(const VarDecl *VD, bool &OnThis, unsigned Depth) const {
  if (!VD->hasLocalStorage())
    return make(Sink::Static, VD);
  bool Far = VD->getType()->isReferenceType() || VD->getType()->isPointerType() ||
             isPointerLike(VD->getType()) /* what it is made of matters, and not where it is itself */;
  if (!Far)
    return make(Sink::Frame, VD);
  if (isa<ParmVarDecl>(VD))
    return make(Body.Values.Of.count(VD) ? Sink::Unknown : Sink::Object, VD);
  const Expr *Value = Body.Values.only(VD);
  if (!Value)
    return VD->getType()->isRecordType() && !VD->hasInit() ? make(Sink::Frame, VD) : Sink();
  const Expr *From = bare(Value);
  while (const auto *Construct = dyn_cast<CXXConstructExpr>(From)) {
    if (Construct->getNumArgs() == 0)
      return make(Sink::Frame, VD);
    From = bare(Construct->getArg(0));
  }
  if (isa<CXXNewExpr>(From))
    return make(Sink::Frame, VD);
  const auto *CE = dyn_cast<CallExpr>(From);
  const FunctionDecl *FD = CE && !isa<CXXMemberCallExpr, CXXOperatorCallExpr>(CE) ? CE->getDirectCallee() : nullptr;
  const SourceManager &SM = Ctx.getSourceManager();
  if (FD && VD->getType()->isRecordType() && SM.isInSystemHeader(SM.getExpansionLoc(FD->getLocation())))
    return make(Sink::Frame, VD); /* the library makes it anew */
  return placeOf(From, OnThis, Depth + 1);
}

/// A function whose result is a static variable, or a reference that it cannot have from its caller.
static bool givesStatic(const CallExpr *CE) {
  const FunctionDecl *FD = CE->getDirectCallee();
  if (!FD || CE->getNumArgs() > 0 || (isa<CXXMethodDecl>(FD) && !cast<CXXMethodDecl>(FD)->isStatic()))
    return false;
  return FD->getReturnType()->isReferenceType();
}

Sink Flow::placeOfCall(const CallExpr *CE, bool &OnThis, unsigned Depth) const {
  if (givesStatic(CE))
    return make(Sink::Static, nullptr);
  const CallSite Site = siteOf(CE);
  const SourceManager &SM = Ctx.getSourceManager();
  if (Site.FD && (Site.FD->getBuiltinID() || !Site.Object) && Site.Args.size() == 1 && CE->isGLValue() &&
      SM.isInSystemHeader(SM.getExpansionLoc(Site.FD->getLocation())))
    return placeOf(Site.Args[0], OnThis, Depth + 1); /* a cast */
  if (!Site.Object)
    return Sink();
  Sink S = placeOf(Site.Object, OnThis, Depth + 1);
  bool Library = Site.FD && SM.isInSystemHeader(SM.getExpansionLoc(Site.FD->getLocation()));
  bool Part = Library || isa<CXXOperatorCallExpr>(CE) || S.Where != Sink::Frame;
  return Part ? S : Sink();
}

//===- CodeCaptures.cpp - What lambdas and binders capture ----------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "CodeCaptures.h"

#include "clang/AST/ExprCXX.h"

using namespace clang;
using namespace lien;

/// A variable of this body, and not of a function around it.
bool CodeCaptures::isOwn(const ValueDecl *VD) const {
  return isAutomatic(VD) && VD->getDeclContext() == Body.FD;
}

/// A reference that callers may bind to a temporary, to a value that the closure could copy.
static bool mayBeTemporary(const VarDecl *VD) {
  QualType T = VD->getType().getNonReferenceType();
  if (!isa<ParmVarDecl>(VD) || !(T.isConstQualified() || VD->getType()->isRValueReferenceType()))
    return false;
  if (!T->isRecordType())
    return T->isScalarType();
  const auto *RD = T->getAsCXXRecordDecl();
  return RD && RD->hasDefinition() && !RD->isPolymorphic() && !RD->isLambda() &&
         llvm::any_of(RD->ctors(), [](const CXXConstructorDecl *C) { return C->isCopyConstructor() && !C->isDeleted(); });
}

void CodeCaptures::byReference(const ValueDecl *VD, Capture &What) const {
  What.By = Capture::Reference;
  if (const auto *Binding = dyn_cast<BindingDecl>(VD))
    VD = Binding->getDecomposedDecl();
  const auto *Var = dyn_cast_or_null<VarDecl>(VD);
  for (unsigned Depth = 0; Depth < 4 && Var && Var->getType()->isReferenceType(); Depth++) {
    if (mayBeTemporary(Var)) {
      if (Var->getDeclContext() == Body.FD)
        What.Var = Var;
      return;
    }
    if (isa<ParmVarDecl>(Var) || !Var->getInit())
      return;
    const VarDecl *Next = storageOf(Var->getInit());
    if (!Next && isa<ExprWithCleanups, MaterializeTemporaryExpr>(Var->getInit()->IgnoreParenImpCasts()))
      break; /* a temporary that lives as long as the reference: the rules ask for a variable of its own */
    Var = Next;
  }
  if (isOwn(Var))
    What.Var = Var;
}

bool CodeCaptures::byReference(const Expr *Lvalue, Capture &What) const {
  What.By = Capture::Reference;
  const VarDecl *VD = storageOf(Lvalue);
  if (!VD)
    return false;
  byReference(VD, What);
  return true;
}

static llvm::ArrayRef<Outcome> rowsOf(const Contract *C) {
  return C ? llvm::ArrayRef<Outcome>(C->Rows) : llvm::ArrayRef<Outcome>();
}

/// What a call makes of a variable of the frame, as its contract says: `std::ref(x)`, `s.c_str()`.
bool CodeCaptures::ofBorrowed(const Expr *Value, Capture &What, bool Pointer) const {
  if (!isa<CallExpr, CXXConstructExpr>(Value))
    return false;
  CallSite Site = siteOf(Value);
  for (const Outcome &Row : rowsOf(Site.FD ? Book.anyOf(Site.FD) : nullptr))
    for (const lien_effect &E : Row.Effects) {
      unsigned Result = Site.isConstruct() ? LIEN_PLACE_THIS : LIEN_PLACE_RET;
      bool Borrows = E.verb == LIEN_BORROWED && E.place.root == Result, Lends = E.verb == LIEN_LENT && E.holder.root == Result;
      if (!Borrows && !Lends)
        continue;
      const Expr *Arg = argumentOf(Site, Borrows ? E.holder : E.place);
      const VarDecl *VD = Arg ? storageOf(Arg) : nullptr;
      VD = VD || !Arg ? VD : addressedBy(Arg);
      if (!VD)
        continue;
      byReference(VD, What);
      bool Wraps = !Pointer && isa<CallExpr>(Value);
      if (!Wraps)
        What.By = What.Var ? Capture::Address : Capture::Copy;
      return true;
    }
  return false;
}

/// Something that owns nothing but points somewhere.
static bool isView(QualType T, const ASTContext &Ctx) {
  const auto *RD = T->getAsCXXRecordDecl();
  if (!RD || !RD->hasDefinition() || !RD->hasTrivialDestructor() || !T.isTriviallyCopyableType(Ctx))
    return false;
  return llvm::any_of(RD->fields(), [](const FieldDecl *F) { return F->getType()->isObjectPointerType(); });
}

bool CodeCaptures::ofView(const Expr *Value, Capture &What, unsigned Depth) const {
  const Expr *E = bare(Value);
  if (const auto *Ref = dyn_cast<DeclRefExpr>(E)) {
    const auto *VD = dyn_cast<VarDecl>(Ref->getDecl());
    const Expr *Single = Depth < 4 && VD && VD->hasLocalStorage() ? Body.Values.only(VD) : nullptr;
    return Single && ofView(Single, What, Depth + 1);
  }
  if (const auto *Construct = dyn_cast<CXXConstructExpr>(E);
      Construct && Construct->getConstructor()->isCopyOrMoveConstructor() && Construct->getNumArgs())
    return ofView(Construct->getArg(0), What, Depth + 1);
  if (ofBorrowed(E, What, true))
    return What.Var != nullptr;
  const auto *CE = dyn_cast<CXXMemberCallExpr>(E);
  const auto *Conversion = CE ? dyn_cast_or_null<CXXConversionDecl>(CE->getDirectCallee()) : nullptr;
  const VarDecl *VD = Conversion && isView(CE->getType(), Ctx) ? storageOf(CE->getImplicitObjectArgument()) : nullptr;
  const auto *RD = VD ? VD->getType()->getAsCXXRecordDecl() : nullptr;
  if (!RD || RD->hasTrivialDestructor())
    return false;
  byReference(VD, What);
  What.By = Capture::Address;
  return What.Var != nullptr;
}

void CodeCaptures::ofPointer(const Expr *Value, Capture &What, unsigned Depth) const {
  const Expr *E = bare(Value);
  if (isa<CXXThisExpr>(E)) {
    What.By = Capture::This;
    return;
  }
  const auto *Ref = dyn_cast<DeclRefExpr>(E);
  const auto *VD = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  if (const VarDecl *Own = addressedBy(E)) {
    byReference(Own, What);
    What.By = What.Var ? Capture::Address : Capture::Pointer;
    return;
  }
  What.By = Capture::Pointer;
  if (ofBorrowed(E, What, true) && What.Var)
    return;
  What.By = Capture::Pointer;
  if (!VD)
    return;
  if (const Expr *Single = Depth < 4 && isOwn(VD) ? Body.Values.only(VD) : nullptr) {
    Capture From = What;
    From.Var = nullptr;
    ofPointer(Single, From, Depth + 1);
    if (From.By == Capture::Address && From.Var) {
      What.By = From.By;
      What.Var = From.Var;
      return;
    }
  }
  What.Var = VD;
}

/// What copying an object of this type does with what it has; LIEN_VERB_COUNT: nothing that is said.
static unsigned verbOfCopy(const CXXRecordDecl *RD, Contracts &Book) {
  for (const CXXConstructorDecl *Constructor : RD->ctors()) {
    if (!Constructor->isCopyConstructor())
      continue;
    for (const Outcome &Row : rowsOf(Book.anyOf(Constructor)))
      for (const lien_effect &E : Row.Effects)
        if (E.place.root == 0 && E.holder.root == LIEN_PLACE_THIS && (E.verb == LIEN_HELD || E.verb == LIEN_LENT))
          return E.verb;
  }
  return LIEN_VERB_COUNT;
}

static bool isCallable(const CXXRecordDecl *RD) {
  return RD && RD->hasDefinition() &&
         llvm::any_of(RD->methods(), [](const CXXMethodDecl *M) { return M->getOverloadedOperator() == OO_Call; });
}

void CodeCaptures::ofRecord(const Expr *Value, Capture &What) const {
  const auto *RD = What.Type->getAsCXXRecordDecl();
  const Expr *E = bare(Value);
  const auto *Construct = dyn_cast<CXXConstructExpr>(E);
  bool Moves = Construct && Construct->getConstructor()->isMoveConstructor();
  if (Construct && Construct->getConstructor()->isCopyOrMoveConstructor() && Construct->getNumArgs())
    E = bare(Construct->getArg(0));
  if (const auto *Ref = dyn_cast<DeclRefExpr>(E))
    What.Var = dyn_cast<VarDecl>(Ref->getDecl());
  What.By = Moves ? Capture::Moved : Capture::Copy;
  unsigned Verb = RD && RD->hasDefinition() ? verbOfCopy(RD, Book) : unsigned(LIEN_VERB_COUNT);
  if (Verb == LIEN_HELD && !isCallable(RD)) /* a std::function is copied with what it has */
    What.By = Capture::Strong;
  else if (Verb == LIEN_LENT)
    What.By = Capture::Weak;
}

void CodeCaptures::byCopy(const Expr *Value, Capture &What, unsigned Depth) const {
  if (What.Type->isAnyPointerType()) {
    ofPointer(Value, What, Depth);
    return;
  }
  What.By = Capture::Copy;
  const auto *Ref = dyn_cast<DeclRefExpr>(bare(Value));
  if (Ref)
    What.Var = dyn_cast<VarDecl>(Ref->getDecl());
  if (!What.Type->isRecordType())
    return;
  Capture View = What;
  View.Var = nullptr;
  const auto *RD = What.Type->getAsCXXRecordDecl();
  bool Plain = RD && RD->hasDefinition() && RD->hasTrivialDestructor(); /* a weak pointer borrows from nobody's storage */
  if ((isView(What.Type, Ctx) || (Plain && !isa<DeclRefExpr>(bare(Value)))) && ofBorrowed(bare(Value), View, false) && View.Var)
    What = View;
  else if (isView(What.Type, Ctx) && ofView(Value, View, Depth))
    What = View;
  else
    ofRecord(Value, What);
}

void CodeCaptures::ofLambda(const LambdaExpr *Lambda, Closure &C) const {
  auto Init = Lambda->capture_init_begin();
  for (const LambdaCapture &Captured : Lambda->captures()) {
    const Expr *Value = *Init++;
    Capture What;
    What.At = Captured.getLocation();
    What.Value = Value;
    if (Captured.capturesThis()) {
      What.By = Captured.getCaptureKind() == LCK_StarThis ? Capture::Copy : Capture::This;
      What.Type = Value ? Value->getType() : QualType();
    } else if (Captured.capturesVariable()) {
      const ValueDecl *VD = Captured.getCapturedVar();
      What.Type = VD->getType().getNonReferenceType();
      const auto *Var = dyn_cast<VarDecl>(VD);
      if (Captured.getCaptureKind() != LCK_ByRef && !(Lambda->isInitCapture(&Captured) && VD->getType()->isReferenceType()))
        byCopy(Value, What);
      else if (Lambda->isInitCapture(&Captured))
        byReference(Var && Var->getInit() ? Var->getInit() : Value, What);
      else
        byReference(VD, What);
    } else {
      continue;
    }
    C.Captures.push_back(What);
  }
}

void CodeCaptures::ofBlock(const BlockExpr *Block, Closure &C) const {
  const BlockDecl *BD = Block->getBlockDecl();
  for (const BlockDecl::Capture &Captured : BD->captures()) {
    const VarDecl *VD = Captured.getVariable();
    Capture What;
    What.At = Block->getBeginLoc();
    What.Type = VD->getType().getNonReferenceType();
    if (Captured.isByRef() || VD->getType()->isReferenceType()) {
      What.By = Capture::Copy; /* a __block variable moves to the heap with the block */
      if (VD->getType()->isReferenceType())
        byReference(VD, What);
    } else if (What.Type->isAnyPointerType()) {
      const Expr *Single = isOwn(VD) ? Body.Values.only(VD) : nullptr;
      What.By = Capture::Pointer;
      if (Single)
        ofPointer(Single, What, 0);
      if (What.By != Capture::Address) {
        What.By = Capture::Pointer;
        What.Var = VD;
      }
    } else {
      What.Var = VD;
      unsigned Verb = LIEN_VERB_COUNT;
      if (const auto *RD = What.Type->getAsCXXRecordDecl(); RD && RD->hasDefinition())
        Verb = verbOfCopy(RD, Book);
      What.By = Verb == LIEN_HELD && !isCallable(What.Type->getAsCXXRecordDecl()) ? Capture::Strong
                : Verb == LIEN_LENT                                               ? Capture::Weak
                                                                                  : Capture::Copy;
    }
    C.Captures.push_back(What);
  }
  if (BD->capturesCXXThis()) {
    Capture What;
    What.By = Capture::This;
    What.At = Block->getBeginLoc();
    C.Captures.push_back(What);
  }
}

void CodeCaptures::ofArgument(const Expr *Arg, Closure &C) const {
  Capture What;
  What.Value = Arg;
  What.At = Arg->getBeginLoc();
  const Expr *E = bare(Arg);
  What.Type = E->getType().getNonReferenceType();
  if (What.Type->isArrayType())
    What.Type = Ctx.getArrayDecayedType(What.Type);
  if (isa<StringLiteral>(E) || isNullPointer(Ctx, E) || functionOf(E))
    return;
  byCopy(Arg, What);
  if (E->isXValue() && What.By == Capture::Copy)
    What.By = Capture::Moved;
  C.Captures.push_back(What);
}

void CodeCaptures::ofCoroutine(const CallExpr *CE, const FunctionDecl *Coroutine, Closure &C) const {
  CallSite Site = siteOf(CE);
  for (unsigned I = 0; I < Site.Args.size() && I < Coroutine->getNumParams(); I++) {
    const ParmVarDecl *Param = Coroutine->getParamDecl(I);
    if (!isUsedAfterSuspension(Coroutine, Param))
      continue;
    Capture What;
    What.Value = Site.Args[I];
    What.At = Site.Args[I]->getBeginLoc();
    What.Type = Param->getType().getNonReferenceType();
    if (Param->getType()->isReferenceType())
      byReference(Site.Args[I], What);
    else
      byCopy(Site.Args[I], What);
    if (What.Var && (What.By == Capture::Reference || What.By == Capture::Address))
      C.Captures.push_back(What);
  }
}

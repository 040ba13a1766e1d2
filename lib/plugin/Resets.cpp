//===- Resets.cpp - Where fields that hold closures are emptied -----------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Resets.h"

#include "ClosureExprs.h"
#include "Enders.h"

#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;
using namespace lien;

std::string Resets::keyOf(const FieldDecl *Field) {
  return "reset:" + fieldKey(Field);
}

/// What a reference, an iterator, or a loop's own variable was made of.
static const Expr *madeOf(const VarDecl *VD) {
  QualType T = VD->getType();
  bool Passes = T->isReferenceType() || T->isPointerType() || VD->isImplicit() || isPointerLike(T);
  return VD->hasLocalStorage() && Passes ? VD->getInit() : nullptr;
}

static const Expr *stepIn(const Expr *E) {
  if (const auto *Element = dyn_cast<ArraySubscriptExpr>(E))
    return Element->getBase();
  if (const auto *UO = dyn_cast<UnaryOperator>(E))
    return UO->getOpcode() == UO_Deref ? UO->getSubExpr() : nullptr;
  if (const auto *Construct = dyn_cast<CXXConstructExpr>(E))
    return Construct->getNumArgs() == 1 ? Construct->getArg(0) : nullptr;
  if (const auto *Operator = dyn_cast<CXXOperatorCallExpr>(E)) {
    OverloadedOperatorKind Kind = Operator->getOperator();
    return Kind == OO_Subscript || Kind == OO_Star || Kind == OO_Arrow ? Operator->getArg(0) : nullptr;
  }
  if (const auto *Member = dyn_cast<CXXMemberCallExpr>(E)) /* begin(), find(key), front() */
    return Member->getImplicitObjectArgument();
  const auto *Ref = dyn_cast<DeclRefExpr>(E);
  const auto *VD = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  return VD ? madeOf(VD) : nullptr;
}

/// The field in which the place is; parts of what a library makes are passed over (`it->second`).
static const FieldDecl *fieldIn(const Expr *E, const SourceManager &SM) {
  for (unsigned Depth = 0; E && Depth < 16; Depth++) {
    E = bare(E);
    const auto *ME = dyn_cast<MemberExpr>(E);
    if (!ME) {
      E = stepIn(E);
      continue;
    }
    const auto *Field = dyn_cast<FieldDecl>(ME->getMemberDecl());
    if (!Field || !SM.isInSystemHeader(Field->getLocation()))
      return Field;
    E = ME->getBase();
  }
  return nullptr;
}

static void thisFields(const Stmt *S, llvm::SmallVectorImpl<const FieldDecl *> &Out) {
  if (!S)
    return;
  if (const auto *ME = dyn_cast<MemberExpr>(S))
    if (const auto *Field = dyn_cast<FieldDecl>(ME->getMemberDecl());
        Field && Field->getType()->isRecordType() && isa<CXXThisExpr>(bare(ME->getBase())) && !llvm::is_contained(Out, Field))
      Out.push_back(Field);
  for (const Stmt *Child : S->children())
    thisFields(Child, Out);
}

llvm::SmallVector<const FieldDecl *, 2> Resets::fieldsOf(const Closure &C) const {
  llvm::SmallVector<const FieldDecl *, 2> Fields;
  const auto *CE = dyn_cast<CallExpr>(bare(C.Stored));
  const FunctionDecl *FD = CE && !isa<CXXOperatorCallExpr>(CE) ? CE->getDirectCallee() : nullptr;
  const FunctionDecl *Setter = nullptr;
  if (FD && FD->hasBody(Setter) && !All.Book.anyOf(FD))
    thisFields(Setter->getBody(), Fields);
  else if (const FieldDecl *Field = fieldIn(C.To.Holder, All.Ctx.getSourceManager()))
    Fields.push_back(Field);
  return Fields;
}

static bool hasLambda(const Stmt *S) {
  return S && (isa<LambdaExpr, BlockExpr>(S) || llvm::any_of(S->children(), hasLambda));
}

/// A parameter of FD, also when it is moved.
static bool isParameter(const Expr *E, const FunctionDecl *FD) {
  E = bare(E);
  for (unsigned Depth = 0; Depth < 4; Depth++) {
    if (const auto *Construct = dyn_cast<CXXConstructExpr>(E); Construct && Construct->getNumArgs() == 1)
      E = bare(Construct->getArg(0));
    else if (const auto *CE = dyn_cast<CallExpr>(E); CE && CE->getNumArgs() == 1 && CE->isXValue())
      E = bare(CE->getArg(0)); /* std::move, std::forward */
  }
  const auto *Ref = dyn_cast<DeclRefExpr>(E);
  return Ref && isa<ParmVarDecl>(Ref->getDecl()) && Ref->getDecl()->getDeclContext() == FD;
}

void Resets::add(const Expr *Place, const Stmt *By, const Expr *Value) {
  const auto *Stored = dyn_cast<Expr>(By);
  const FieldDecl *Field = AtEnd || (Stored && Stores.count(Stored)) ? nullptr : fieldIn(Place, All.Ctx.getSourceManager());
  if (!Field)
    return;
  if (Value && isParameter(Value, FD))
    Setters[FD->getCanonicalDecl()] = Field->getCanonicalDecl();
  else
    Found[Field->getCanonicalDecl()].push_back(By);
}

/// What the call does to the object that it is called on, beside emptying it: its contents go elsewhere.
static bool givesAway(const Contract *C) {
  for (const Outcome &Row : C ? C->Rows : decltype(C->Rows)())
    for (const lien_effect &E : Row.Effects)
      if (E.place.root == LIEN_PLACE_THIS && (E.verb == LIEN_HELD || E.verb == LIEN_STOLEN || E.verb == LIEN_ESCAPED))
        return true;
  return false;
}

static bool takesOut(const Contract *C) {
  for (const Outcome &Row : C ? C->Rows : decltype(C->Rows)())
    for (const lien_effect &E : Row.Effects)
      if (E.verb == LIEN_CLEARED || E.verb == LIEN_SHRUNK || E.verb == LIEN_ENDED || E.verb == LIEN_CHANGED ||
          E.verb == LIEN_RELEASED)
        return true;
  return false;
}

void Resets::walkCall(const CallExpr *CE) {
  const FunctionDecl *FD = CE->getDirectCallee();
  if (const auto *Operator = dyn_cast<CXXOperatorCallExpr>(CE)) {
    if (Operator->getOperator() == OO_Equal && Operator->getNumArgs() == 2 && !hasLambda(Operator->getArg(1)))
      add(Operator->getArg(0), CE, Operator->getArg(1));
    return;
  }
  const Contract *Own = All.Book.anyOf(CE);
  if (isa<CXXMemberCallExpr>(CE) && CE->getNumArgs() == 1 && CE->getArg(0)->getType()->isRecordType() &&
      !hasLambda(CE->getArg(0)))
    Calls.push_back(CE);
  if (const auto *Member = dyn_cast<CXXMemberCallExpr>(CE)) {
    const CXXMethodDecl *Method = Member->getMethodDecl();
    bool Empties = Method && !Method->isConst() && Method->getNumParams() == 0 && Method->getReturnType()->isVoidType();
    if (Own ? takesOut(Own) || givesAway(Own) : Empties)
      add(Member->getImplicitObjectArgument(), CE);
  }
  for (unsigned I = 0; FD && I < CE->getNumArgs() && I < FD->getNumParams(); I++) {
    QualType Type = FD->getParamDecl(I)->getType();
    if (Type->isReferenceType() && !Type->getPointeeType().isConstQualified())
      add(CE->getArg(I), CE);
  }
  if (takesOut(Own))
    for (const Expr *Arg : CE->arguments())
      add(Arg, CE);
  for (const Outcome &Row : Own ? Own->Rows : decltype(Own->Rows)())
    for (const lien_effect &E : Row.Effects) {
      const Expr *Arg = E.verb == LIEN_RELEASED ? argumentOf(CE, E.place) : nullptr;
      if (const FieldDecl *Field = Arg ? fieldOf(Arg) : nullptr)
        Released.insert(Field->getCanonicalDecl());
    }
}

void Resets::walk(const Stmt *S) {
  if (!S)
    return;
  if (const auto *CE = dyn_cast<CallExpr>(S))
    walkCall(CE);
  else if (const auto *BO = dyn_cast<BinaryOperator>(S); BO && BO->isAssignmentOp() && !hasLambda(BO->getRHS()))
    add(BO->getLHS(), S, BO->getRHS());
  else if (const auto *UO = dyn_cast<UnaryOperator>(S); UO && UO->getOpcode() == UO_AddrOf)
    add(UO->getSubExpr(), S);
  if (const auto *Delete = dyn_cast<CXXDeleteExpr>(S))
    if (const FieldDecl *Field = fieldOf(Delete->getArgument()))
      Released.insert(Field->getCanonicalDecl());
  if (const auto *Block = dyn_cast<BlockExpr>(S))
    walk(Block->getBody());
  for (const Stmt *Child : S->children())
    walk(Child);
}

void Resets::read() {
  if (Read)
    return;
  Read = true;
  for (const FunctionClosures &Of : All.Functions)
    for (const Closure &C : Of.All)
      if (C.Stored)
        Stores.insert(C.Stored);
  for (const FunctionDecl *Each : All.TheUnit.bodies()) {
    FD = Each;
    AtEnd = isa<CXXDestructorDecl>(FD) || (All.TheUnit.usesOf(FD) & Unit::Destroy);
    walk(FD->getBody());
  }
  for (const CallExpr *CE : Calls)
    if (auto It = Setters.find(CE->getDirectCallee()->getCanonicalDecl()); It != Setters.end())
      Found[It->second].push_back(CE);
}

static bool contains(const Stmt *S, const Stmt *Part) {
  return S && (S == Part || llvm::any_of(S->children(), [&](const Stmt *Child) { return contains(Child, Part); }));
}

bool Resets::isReset(const FieldDecl *Field, const Closure &C) {
  read();
  auto It = Found.find(Field->getCanonicalDecl());
  return It != Found.end() && llvm::any_of(It->second, [&](const Stmt *By) {
           const auto *Lambda = dyn_cast_or_null<LambdaExpr>(C.Code); /* it may reset itself when it runs */
           bool Inside = contains(C.Stored, By) && !(Lambda && contains(Lambda->getBody(), By));
           return !contains(By, C.Stored) && !contains(By, C.Code) && !Inside;
         });
}

bool Resets::isReleased(const FieldDecl *Field) {
  read();
  return Released.count(Field->getCanonicalDecl());
}

bool Resets::isResetOutside(const FieldDecl *Field, const FunctionDecl *Storing) {
  read();
  auto It = Found.find(Field->getCanonicalDecl());
  return It != Found.end() && llvm::any_of(It->second, [&](const Stmt *By) { return !contains(Storing->getBody(), By); });
}

static bool resets(const Stmt *S, const Closure &C) {
  if (!S)
    return false;
  const auto *Operator = dyn_cast<CXXOperatorCallExpr>(S);
  if (Operator && Operator->getOperator() == OO_Equal && Operator->getNumArgs() == 2 && !contains(S, C.Stored) &&
      isSameExpr(Operator->getArg(0), C.To.Holder))
    return true;
  return llvm::any_of(S->children(), [&](const Stmt *Child) { return resets(Child, C); });
}

bool Resets::isResetHere(const FunctionDecl *FD, const Closure &C) const {
  return resets(FD->getBody(), C);
}

void Resets::addSetters(const FieldDecl *Field, std::vector<std::string> &Keys) const {
  for (auto &[Setter, Of] : Setters)
    if (Of == Field->getCanonicalDecl())
      Keys.push_back("reset:" + All.Ids.functionId(Setter));
}

void Resets::say() {
  read();
  for (const CallExpr *CE : Calls) {
    const FunctionDecl *Callee = CE->getDirectCallee();
    const auto *RD = CE->getArg(0)->getType()->getAsCXXRecordDecl();
    bool Code = RD && RD->hasDefinition() &&
                llvm::any_of(RD->methods(), [](const CXXMethodDecl *M) { return M->getOverloadedOperator() == OO_Call; });
    if (Code && !Callee->hasBody())
      All.say({"reset:" + All.Ids.functionId(Callee), {}, {}, ""});
  }
  const SourceManager &SM = All.Ctx.getSourceManager();
  for (auto &[Field, By] : Found) {
    const auto *RD = Field->getType()->getAsCXXRecordDecl();
    if (!RD || SM.isInMainFile(SM.getExpansionLoc(Field->getLocation())) || SM.isInSystemHeader(Field->getLocation()))
      continue;
    if (std::string Key = fieldKey(Field); !Key.empty())
      All.say({"reset:" + Key, {}, {}, ""});
  }
}

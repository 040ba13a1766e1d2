//===- Sites.cpp - What happens to roots ----------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Sites.h"

#include "Handmade.h"
#include "Held.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Basic/SourceManager.h"

#include <utility>

using namespace clang;
using namespace lien;

Sites::Sites(ASTContext &Ctx, Contracts &Book, const Unit &TheUnit)
    : Ctx(Ctx), Book(Book), TheUnit(TheUnit), TheRoots(Ctx, Book), TheMacros(Ctx, Book),
      TheGuards(Ctx, Book, TheRoots, TheMacros), TheOrigins(Ctx, Book, TheRoots),
      Own(std::make_unique<Handmade>(Ctx, Book, TheRoots, TheGuards, TheOrigins)),
      Claims(std::make_unique<Held>(Ctx, Book, TheRoots, Found)) {}

Sites::~Sites() = default;

//===-- The walk -----------------------------------------------------------===//

void Sites::under(const Expr *Condition, bool Holds, const Stmt *S) {
  if (!S)
    return;
  Way.push_back({Condition, Holds});
  walk(S);
  Way.pop_back();
}

bool Sites::neverFallsThrough(const Stmt *S) {
  if (!S)
    return false;
  if (isa<ReturnStmt, GotoStmt, BreakStmt, ContinueStmt, CXXThrowExpr>(S))
    return true;
  if (const auto *CS = dyn_cast<CompoundStmt>(S))
    return !CS->body_empty() && neverFallsThrough(CS->body_back());
  if (const auto *If = dyn_cast<IfStmt>(S))
    return If->getElse() && neverFallsThrough(If->getThen()) && neverFallsThrough(If->getElse());
  if (const auto *CE = dyn_cast<CallExpr>(S)) {
    const FunctionDecl *FD = CE->getDirectCallee();
    return FD && FD->isNoReturn();
  }
  return false;
}

void Sites::walkIf(const IfStmt *If) {
  walk(If->getInit());
  walk(If->getConditionVariableDeclStmt());
  walk(If->getCond());
  under(If->getCond(), true, If->getThen());
  under(If->getCond(), false, If->getElse());
}

/// `if (full) return;` guards what follows it.
void Sites::walkSequence(const CompoundStmt *CS) {
  size_t Before = Way.size();
  for (const Stmt *S : CS->body()) {
    walk(S);
    while (const auto *Label = dyn_cast<LabelStmt>(S))
      S = Label->getSubStmt();
    const auto *If = dyn_cast<IfStmt>(S);
    if (If && neverFallsThrough(If->getThen()))
      Way.push_back({If->getCond(), false});
    else if (If && neverFallsThrough(If->getElse()))
      Way.push_back({If->getCond(), true});
  }
  Way.resize(Before, Condition{nullptr, false});
}

void Sites::walkLoop(const Expr *Condition, llvm::ArrayRef<const Stmt *> Parts) {
  LoopDepth++;
  walk(Condition);
  for (const Stmt *Part : Parts) {
    if (Condition)
      under(Condition, true, Part);
    else
      walk(Part);
  }
  LoopDepth--;
}

void Sites::walkBinary(const BinaryOperator *BO) {
  walk(BO->getLHS());
  if (BO->isLogicalOp())
    return under(BO->getLHS(), BO->getOpcode() == BO_LAnd, BO->getRHS());
  walk(BO->getRHS());
  if (BO->getOpcode() == BO_Assign) {
    assign(BO->getLHS(), BO->getRHS(), BO->getOperatorLoc());
    Claims->store(BO->getLHS(), BO->getRHS(), here(BO->getOperatorLoc()));
  }
  if (BO->isAssignmentOp())
    Own->assign(BO, here(BO->getOperatorLoc()), Way);
}

/// The initialiser of a static variable runs once.
void Sites::walkOnce(const Expr *Init) {
  unsigned Depth = std::exchange(LoopDepth, 0);
  bool Before = std::exchange(RunsOnce, true);
  walk(Init);
  RunsOnce = Before;
  LoopDepth = Depth;
}

const char *Sites::guardOf(const Root &R) {
  return RunsOnce && LoopDepth == 0 ? "once" : TheGuards.of(R, *B, Way);
}

void Sites::walk(const Stmt *S) {
  if (!S || macro(S))
    return;
  if (const auto *If = dyn_cast<IfStmt>(S))
    return walkIf(If);
  if (const auto *CS = dyn_cast<CompoundStmt>(S))
    return walkSequence(CS);
  if (const auto *While = dyn_cast<WhileStmt>(S))
    return walkLoop(While->getCond(), {While->getBody()});
  if (const auto *For = dyn_cast<ForStmt>(S)) {
    walk(For->getInit());
    return walkLoop(For->getCond(), {For->getBody(), For->getInc()});
  }
  if (const auto *For = dyn_cast<CXXForRangeStmt>(S)) {
    LoopDepth++;
    walk(For->getBody());
    LoopDepth--;
    return;
  }
  if (const auto *Do = dyn_cast<DoStmt>(S)) { /* do { } while (0) is how macros are written */
    bool Once = isNullOrZero(Ctx, Do->getCond());
    LoopDepth += !Once;
    walk(Do->getBody());
    LoopDepth -= !Once;
    return;
  }
  if (const auto *CO = dyn_cast<ConditionalOperator>(S)) {
    walk(CO->getCond());
    under(CO->getCond(), true, CO->getTrueExpr());
    return under(CO->getCond(), false, CO->getFalseExpr());
  }
  if (const auto *BO = dyn_cast<BinaryOperator>(S))
    return walkBinary(BO);
  if (isa<UnaryExprOrTypeTraitExpr>(S))
    return;
  if (const auto *DS = dyn_cast<DeclStmt>(S)) {
    const auto *VD = DS->isSingleDecl() ? dyn_cast<VarDecl>(DS->getSingleDecl()) : nullptr;
    if (VD && VD->isStaticLocal()) {
      Claims->begin(VD, here(VD->getLocation()));
      return walkOnce(VD->getInit());
    }
  }
  for (const Stmt *Child : S->children())
    walk(Child);
  if (const auto *DS = dyn_cast<DeclStmt>(S)) {
    for (const Decl *D : DS->decls())
      if (const auto *VD = dyn_cast<VarDecl>(D))
        Claims->begin(VD, here(VD->getLocation()));
    return;
  }
  if (const auto *CE = dyn_cast<CallExpr>(S))
    call(CE);
  else if (const auto *UO = dyn_cast<UnaryOperator>(S); UO && UO->isIncrementDecrementOp())
    Own->step(UO, here(UO->getOperatorLoc()), Way);
  else if (const auto *Return = dyn_cast<ReturnStmt>(S); Return && Return->getRetValue() && B->External)
    escape(Return->getRetValue(), Return->getBeginLoc());
  else if (const auto *List = dyn_cast<InitListExpr>(S))
    for (const Expr *E : List->inits())
      escape(E, E->getBeginLoc());
  else if (const auto *Construct = dyn_cast<CXXConstructExpr>(S))
    construct(Construct);
}

//===-- What happens -------------------------------------------------------===//

/// Could it be a container? Constants, numbers, text and static types are none.
bool Sites::isPlausible(const Root &R) {
  if (!R.D || Ctx.getSourceManager().isInSystemHeader(Ctx.getSourceManager().getExpansionLoc(R.D->getLocation())))
    return false;
  QualType T = R.D->getType();
  bool Pointer = false;
  while (T->isPointerType() || T->isReferenceType() || T->isArrayType()) {
    Pointer |= !T->isArrayType();
    T = T->isArrayType() ? Ctx.getBaseElementType(T) : T->getPointeeType();
    if (T.isConstQualified())
      return false;
  }
  const auto *Record = T->getAsRecordDecl();
  if (!Record)
    return false;
  if (const auto *VD = dyn_cast<VarDecl>(R.D);
      VD && !Pointer && VD->hasGlobalStorage() && Book.kindOfPointer(Ctx.getPointerType(T)))
    return false;
  /* Of the fields of objects only those that some library knows: every parser has a tree. */
  return R.Where != Root::Object || Book.kindOfPointer(Ctx.getPointerType(T)) || isa<ClassTemplateSpecializationDecl>(Record);
}

void Sites::add(Root &R, const char *Sort, SourceLocation At, llvm::StringRef Callee) {
  Found.push_back({&R, Sort, here(At), Callee.str(), "", ""});
}

/// The value goes where it is not followed.
void Sites::escape(const Expr *E, SourceLocation At, const Root *Except) {
  QualType T = E->getType();
  if (!T->isPointerType() && !E->isGLValue())
    return;
  if (T->isPointerType() && T->getPointeeType().isConstQualified() && !T->getPointeeType()->isRecordType())
    return;
  Claims->escape(E, here(At));
  for (Root *R : TheRoots.of(E, *B).May)
    if (R != Except && isPlausible(*R))
      add(*R, "escape", At);
}

/// A start of a module, or what only such functions of this unit call.
bool Sites::runsAtStart(const Body &Of, unsigned Depth) const {
  unsigned Uses = TheUnit.usesOf(Of.FD);
  if (Uses & Unit::Init)
    return true;
  auto Callers = TheRoots.callersOf(Of.FD);
  return Depth < 8 && !Of.External && !(Uses & (Unit::Method | Unit::Callback)) && !Callers.empty() &&
         llvm::all_of(Callers, [&](auto &Caller) { return runsAtStart(*Caller.first, Depth + 1); });
}

std::string Sites::calleeName(const CallExpr *CE) const {
  const FunctionDecl *FD = CE->getDirectCallee();
  return FD ? FD->getNameAsString() : "";
}

void Sites::call(const CallExpr *CE) {
  const FunctionDecl *FD = CE->getDirectCallee();
  if (const Contract *C = Book.anyOf(CE))
    return callContract(CE, *C);
  if (FD && FD->getBuiltinID())
    return;
  callUnknown(CE);
}

void Sites::callUnknown(const CallExpr *CE) {
  const FunctionDecl *FD = CE->getDirectCallee();
  const SourceManager &SM = Ctx.getSourceManager();
  bool Ours = FD && !SM.isInSystemHeader(SM.getExpansionLoc(FD->getLocation()));
  if (Ours) {
    Function &F = Functions[B];
    (LoopDepth ? F.Loops : F.Calls).push_back(FD->getCanonicalDecl());
  }
  bool Operator = isMethodOperator(CE);
  if (const auto *Member = dyn_cast<CXXMemberCallExpr>(CE); Member && !Ours) {
    const CXXMethodDecl *MD = Member->getMethodDecl();
    if (!MD || !MD->isConst())
      escape(Member->getImplicitObjectArgument(), CE->getBeginLoc());
  }
  for (unsigned I = 0; I < CE->getNumArgs(); I++) {
    const Expr *Arg = CE->getArg(I);
    unsigned Param = I - (Operator ? 1 : 0);
    if (Operator && I == 0)
      continue;
    if (!Ours || Param >= FD->getNumParams()) {
      escape(Arg, CE->getBeginLoc());
      Claims->lose(Arg, here(CE->getBeginLoc()), calleeName(CE));
      continue;
    }
    bool Value = Claims->isObject(Arg) && !FD->getParamDecl(Param)->getType()->isReferenceType();
    for (Root *R : TheRoots.of(Arg, *B).May) {
      if (!isPlausible(*R) || !(Arg->getType()->isPointerType() || Arg->isGLValue()))
        continue;
      KeyOrigin Worst = KeyOrigin::Literal;
      bool Others = false;
      for (const Expr *Other : CE->arguments())
        if (Other != Arg) {
          Others = true;
          Worst = std::max(Worst, TheOrigins.of(Other, *B, R->Where != Root::Param));
        }
      Passes.push_back({R, FD, Param, here(CE->getBeginLoc()), Others ? Origins::word(Worst) : "", guardOf(*R), Value});
    }
  }
}

void Sites::construct(const CXXConstructExpr *Construct) {
  const CXXConstructorDecl *Constructor = Construct->getConstructor();
  const SourceManager &SM = Ctx.getSourceManager();
  if (!SM.isInSystemHeader(SM.getExpansionLoc(Constructor->getLocation())) && !Constructor->isImplicit())
    (LoopDepth ? Functions[B].Loops : Functions[B].Calls).push_back(cast<FunctionDecl>(Constructor->getCanonicalDecl()));
  if (!Constructor->isCopyOrMoveConstructor())
    for (const Expr *Arg : Construct->arguments())
      escape(Arg, Construct->getBeginLoc());
}

/// What a contract says of the roots in a call; what it does not say, it does not do, unless it runs code on them.
void Sites::callContract(const CallExpr *CE, const Contract &C) {
  bool Makes = false, Runs = false, Variadic = C.Raw && C.Raw->variadic;
  llvm::SmallVector<const Expr *, 4> Told;
  for (const Outcome &Row : C.Rows) {
    Runs |= (Row.Flags & LIEN_RUNS_CODE) != 0;
    for (const lien_effect &E : Row.Effects) {
      Makes |= E.place.root == LIEN_PLACE_RET && (E.verb == LIEN_OWNED || E.verb == LIEN_RETAINED);
      callEffect(CE, C, E);
      if (lien_verb_is_of_closures(E.verb))
        continue;
      if (const Expr *Arg = argumentOf(CE, lien_verb_is_of_containers(E.verb) && E.verb >= LIEN_KEY ? E.holder : E.place);
          Arg && E.verb != LIEN_UNCHANGED)
        Told.push_back(Arg);
    }
  }
  if (Runs && (Makes || Variadic)) /* a method that is called by its name */
    for (const Expr *Arg : CE->arguments())
      if (!llvm::is_contained(Told, Arg))
        escape(Arg, CE->getBeginLoc());
  if (Variadic)
    for (unsigned I = C.Raw->param_count + isMethodOperator(CE); I < CE->getNumArgs(); I++)
      escape(CE->getArg(I), CE->getBeginLoc());
}

void Sites::callEffect(const CallExpr *CE, const Contract &C, const lien_effect &E) {
  if (E.verb == LIEN_SIZE) {
    if (const Expr *Of = argumentOf(CE, E.holder))
      if (Root *R = TheRoots.of(Of, *B).exactly())
        add(*R, "size", CE->getBeginLoc(), C.Name);
    return;
  }
  if (E.verb == LIEN_CALLED) /* that code may put in and take out */
    if (const Expr *Data = argumentOf(CE, E.holder))
      escape(Data, CE->getBeginLoc());
  const Expr *Arg = argumentOf(CE, E.place);
  if (!Arg || lien_verb_is_of_closures(E.verb))
    return;
  Claims->effect(CE, E, Arg, here(CE->getBeginLoc()));
  switch (E.verb) {
  case LIEN_GROWN:
    if (Root *R = TheRoots.of(Arg, *B).exactly())
      grow(CE, C, E, *R);
    break;
  case LIEN_SHRUNK:
  case LIEN_CLEARED:
    for (Root *R : TheRoots.of(Arg, *B).May)
      add(*R, E.verb == LIEN_SHRUNK ? "shrink" : "clear", CE->getBeginLoc(), C.Name);
    break;
  case LIEN_RELEASED:
    release(CE, Arg);
    break;
  case LIEN_REPLACED:
  case LIEN_EMPTIED:
    for (Root *R : TheRoots.of(Arg, *B).May)
      if (isPlausible(*R))
        add(*R, "reset", CE->getBeginLoc(), C.Name);
    break;
  case LIEN_LENT:
    if (isLentHere(CE, E))
      break;
    [[fallthrough]];
  case LIEN_STOLEN:
  case LIEN_HELD: /* made known under a name while the module starts: C code does not reach it by that */
    if (runsAtStart(*B))
      break;
    [[fallthrough]];
  case LIEN_CHANGED:
  case LIEN_ESCAPED:
    escape(Arg, CE->getBeginLoc());
    break;
  default:
    break;
  }
}

/// To an iterator of this function, which is the container from now on (Roots).
bool Sites::isLentHere(const CallExpr *CE, const lien_effect &E) const {
  const Expr *To = argumentOf(CE, E.holder);
  const auto *UO = To ? dyn_cast<UnaryOperator>(To->IgnoreParenCasts()) : nullptr;
  return UO && UO->getOpcode() == UO_AddrOf && isOwnLocal(variableOf(UO->getSubExpr()));
}

const char *Sites::keyOf(const CallExpr *CE, const Contract &C, const lien_effect &Grown, const Root &R) {
  bool Through = R.Where != Root::Param;
  bool Keyed = false;
  KeyOrigin Key = KeyOrigin::Literal, Data = KeyOrigin::Literal;
  llvm::SmallVector<const Expr *, 4> Elements;
  for (const Outcome &Row : C.Rows)
    for (const lien_effect &E : Row.Effects) {
      if (E.holder.root != Grown.place.root)
        continue;
      const Expr *Arg = argumentOf(CE, E.place);
      if (!Arg)
        continue;
      if (E.verb == LIEN_KEY) {
        Keyed = true;
        Key = std::max(Key, TheOrigins.of(Arg, *B, Through));
      }
      if (E.verb == LIEN_STOLEN || E.verb == LIEN_HELD || E.verb == LIEN_LENT)
        Data = std::max(Data, TheOrigins.of(Arg, *B, Through));
    }
  if (Keyed)
    return Origins::word(Key);
  if (Data == KeyOrigin::Literal) /* no contract says which argument it keeps */
    for (const Expr *Arg : CE->arguments())
      if (Arg != argumentOf(CE, Grown.place))
        Data = std::max(Data, TheOrigins.of(Arg, *B, Through));
  return Data >= KeyOrigin::Parameter ? Origins::word(Data) : "none";
}

void Sites::grow(const CallExpr *CE, const Contract &C, const lien_effect &E, Root &R) {
  Found.push_back({&R, "growth", here(CE->getBeginLoc()), C.Name, keyOf(CE, C, E, R), guardOf(R)});
  if (R.Container.empty())
    R.Container = llvm::StringRef(C.Name).contains("::") ? llvm::StringRef(C.Name).rsplit("::").first.str()
                                                         : llvm::StringRef(C.Name).split('_').first.str();
}

/// The end of a container, unless the function had taken a reference of its own.
void Sites::release(const CallExpr *CE, const Expr *Arg) {
  Own->release(Arg, here(CE->getBeginLoc()));
  Root *R = TheRoots.of(Arg, *B).exactly();
  if (!R || !isPlausible(*R))
    return;
  for (auto &[FD, Other] : B->Calls) {
    const Contract *C = Book.anyOf(Other);
    for (const Outcome &Row : C ? C->Rows : decltype(C->Rows)())
      for (const lien_effect &E : Row.Effects)
        if (E.verb == LIEN_RETAINED)
          if (const Expr *Kept = argumentOf(Other, E.place); Kept && TheRoots.of(Kept, *B).exactly() == R)
            return;
  }
  add(*R, "clear", CE->getBeginLoc(), calleeName(CE));
}

bool Sites::releasesHere(const Root &R) {
  for (auto &[FD, CE] : B->Calls) {
    const Contract *C = Book.anyOf(CE);
    for (const Outcome &Row : C ? C->Rows : decltype(C->Rows)())
      for (const lien_effect &E : Row.Effects)
        if (E.verb == LIEN_RELEASED)
          if (const Expr *Arg = argumentOf(CE, E.place); Arg && TheRoots.of(Arg, *B).exactly() == &R)
            return true;
  }
  return false;
}

/// The field of an object that this function itself has just made.
bool Sites::isNewObject(const Expr *Left) {
  const auto *ME = dyn_cast<MemberExpr>(Left->IgnoreParenCasts());
  const VarDecl *VD = ME ? variableOf(ME->getBase()) : nullptr;
  if (!VD || !VD->hasLocalStorage() || isa<ParmVarDecl>(VD))
    return isa<CXXConstructorDecl>(B->FD);
  Candidates Base = TheRoots.of(ME->getBase(), *B);
  return Base.May.empty();
}

void Sites::assign(const Expr *Left, const Expr *Right, SourceLocation At) {
  Left = Left->IgnoreParenCasts();
  const VarDecl *VD = variableOf(Left);
  if (!Left->getType()->isPointerType() || isOwnLocal(VD))
    return;
  bool Itself = isa<DeclRefExpr, MemberExpr>(Left);
  if (const auto *UO = dyn_cast<UnaryOperator>(Left))
    Itself = UO->getOpcode() == UO_Deref;
  Root *L = TheRoots.of(Left, *B).exactly();
  if (!Handmade::isLink(Left, Right))
    escape(Right, At, L);
  if (L && Itself && isPlausible(*L))
    assignOther(*L, Left, Right, At);
}

/// The root gets another value: none (a reset), a new container, or one that others know too.
void Sites::assignOther(Root &L, const Expr *Left, const Expr *Right, SourceLocation At) {
  if (llvm::is_contained(TheRoots.of(Right, *B).May, &L) || isNewObject(Left))
    return;
  if (isNullOrZero(Ctx, Right)) {
    add(L, "reset", At);
    return;
  }
  if (!TheRoots.of(Right, *B).May.empty()) {
    add(L, "escape", At);
    return;
  }
  const auto *CE = dyn_cast<CallExpr>(Right->IgnoreParenCasts());
  if (const VarDecl *VD = variableOf(Right); VD && VD->hasLocalStorage() && B->Values.count(VD))
    for (const Expr *Value : B->Values[VD])
      if (Value && isa<CallExpr>(Value->IgnoreParenCasts()))
        CE = cast<CallExpr>(Value->IgnoreParenCasts());
  const Contract *C = CE ? Book.anyOf(CE) : nullptr;
  for (const Outcome &Row : C ? C->Rows : decltype(C->Rows)())
    for (const lien_effect &E : Row.Effects)
      if (E.place.root == LIEN_PLACE_RET && (E.verb == LIEN_BORROWED || E.verb == LIEN_RETAINED)) {
        add(L, "escape", At);
        return;
      }
  const char *Guard = guardOf(L);
  if (*Guard || releasesHere(L)) /* else it would leak: it is the first one */
    Found.push_back({&L, "reset", here(At), "", "", Guard});
}

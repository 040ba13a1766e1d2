//===- Held.cpp - Claims that variables of the process hold ---------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Held.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;
using namespace lien;

/// How many variables and calls a value is followed through.
static const unsigned DepthLimit = 6;

static bool isSharedObject(Contracts &Book, QualType T) {
  const Kind *K = T->isPointerType() ? Book.kindOfPointer(T) : nullptr;
  return K && K->Shared;
}

bool Held::isObject(const Expr *E) {
  return isSharedObject(Book, E->IgnoreParenCasts()->getType());
}

/// A variable of the process that points to a shared object (or an array of these), or the parameter that stands for one.
bool Held::isHolder(const Root &R) {
  const auto *VD = dyn_cast_or_null<VarDecl>(R.D);
  if (!VD || R.Where == Root::Object || R.Where == Root::ModuleState || R.Where == Root::Thread)
    return false;
  const SourceManager &SM = Ctx.getSourceManager();
  if (SM.isInSystemHeader(SM.getExpansionLoc(VD->getLocation())))
    return false;
  QualType T = VD->getType();
  if (R.Where == Root::Param && (T->isReferenceType() || (T->isPointerType() && T->getPointeeType()->isPointerType())))
    T = T->getPointeeType();
  while (T->isArrayType())
    T = Ctx.getBaseElementType(T);
  return isSharedObject(Book, T);
}

void Held::add(Root &R, const char *Sort, const Spot &Where, llvm::StringRef Callee) {
  Found.push_back({&R, Sort, Where, Callee.str(), "", ""});
}

const Contract *Held::contractOf(const CallExpr *CE) {
  const Contract *C = Book.of(CE);
  C = C ? C : Book.anyOf(CE);
  return C && !C->ClaimsUnknown && !C->Believed ? C : nullptr;
}

/// Calls Do with each effect on an argument.
static void eachEffect(const Contract *C, const CallExpr *CE, llvm::function_ref<void(const lien_effect &, const Expr *)> Do) {
  for (const Outcome &Row : C ? C->Rows : decltype(C->Rows)())
    for (const lien_effect &E : Row.Effects)
      if (const Expr *Arg = argumentOf(CE, E.place))
        Do(E, Arg);
}

//===-- Values --------------------------------------------------------------===//

/// An object that never dies: a claim on it keeps nothing.
bool Held::isImmortal(const Expr *E, const Body &B, unsigned Depth) {
  E = E->IgnoreParenCasts();
  if (const auto *UO = dyn_cast<UnaryOperator>(E))
    return UO->getOpcode() == UO_AddrOf;
  const VarDecl *VD = variableOf(E);
  if (!VD)
    return false;
  if (VD->hasGlobalStorage())
    return Book.isImmortal(VD) || Ctx.getSourceManager().isInSystemHeader(VD->getLocation());
  auto It = B.Values.find(VD);
  return It != B.Values.end() && Depth < DepthLimit && !isa<ParmVarDecl>(VD) &&
         llvm::all_of(It->second, [&](const Expr *V) { return V && (isNullOrZero(Ctx, V) || isImmortal(V, B, Depth + 1)); });
}

/// The result of a call is the caller's to release.
bool Held::callBringsClaim(const CallExpr *CE, const Body &B, unsigned Depth) {
  const Contract *C = contractOf(CE);
  for (const Outcome &Row : C ? C->Rows : decltype(C->Rows)())
    for (const lien_effect &E : Row.Effects) {
      if (E.place.root != LIEN_PLACE_RET || E.place.field || E.place.deref)
        continue;
      if (E.verb == LIEN_OWNED)
        return true;
      if (E.verb == LIEN_RETAINED)
        return llvm::none_of(CE->arguments(), [&](const Expr *Arg) { return isImmortal(Arg, B); });
      const Expr *Same = E.verb == LIEN_SAME ? argumentOf(CE, E.holder) : nullptr;
      bool Retained = false;
      eachEffect(C, CE,
                 [&](const lien_effect &Other, const Expr *Arg) { Retained |= Arg == Same && Other.verb == LIEN_RETAINED; });
      if (Same && (Retained ? !isImmortal(Same, B) : bringsClaim(Same, B, Depth + 1)))
        return true;
    }
  return false;
}

bool Held::bringsClaim(const Expr *E, const Body &B, unsigned Depth) {
  if (Depth > DepthLimit)
    return false;
  E = E->IgnoreParenCasts();
  if (const auto *CO = dyn_cast<AbstractConditionalOperator>(E))
    return bringsClaim(CO->getTrueExpr(), B, Depth + 1) || bringsClaim(CO->getFalseExpr(), B, Depth + 1);
  if (const auto *BO = dyn_cast<BinaryOperator>(E))
    return BO->getOpcode() == BO_Assign && bringsClaim(BO->getRHS(), B, Depth + 1);
  if (const auto *CE = dyn_cast<CallExpr>(E))
    return callBringsClaim(CE, B, Depth);
  const VarDecl *VD = variableOf(E);
  auto It = VD && VD->hasLocalStorage() ? B.Values.find(VD) : B.Values.end();
  return It != B.Values.end() &&
         llvm::any_of(It->second, [&](const Expr *Value) { return Value && bringsClaim(Value, B, Depth + 1); });
}

/// The calls of the function while the variable has the value that is stored at From, in the order of the source.
llvm::SmallVector<const CallExpr *, 16> Held::callsWith(const VarDecl *VD, const Spot &From) {
  const SourceManager &SM = Ctx.getSourceManager();
  auto before = [&](SourceLocation A, SourceLocation B) {
    return SM.isBeforeInTranslationUnit(SM.getExpansionLoc(A), SM.getExpansionLoc(B));
  };
  SourceLocation First, Last;
  auto It = From.B->Values.find(VD);
  for (const Expr *Value : It == From.B->Values.end() ? llvm::ArrayRef<const Expr *>() : llvm::ArrayRef(It->second)) {
    if (!Value)
      continue;
    SourceLocation At = Value->getBeginLoc();
    if (before(At, From.At) && (First.isInvalid() || before(First, At)))
      First = At;
    if (before(From.At, At) && (Last.isInvalid() || before(At, Last)))
      Last = At;
  }
  llvm::SmallVector<const CallExpr *, 16> Result;
  for (auto &[FD, CE] : From.B->Calls)
    if ((First.isInvalid() || !before(CE->getBeginLoc(), First)) && (Last.isInvalid() || before(CE->getBeginLoc(), Last)))
      Result.push_back(CE);
  return Result;
}

/// The function takes a claim of its own on what the root points to.
bool Held::isRetained(const Body &B, const Root &R) {
  bool Retained = false;
  for (auto &[FD, CE] : B.Calls)
    eachEffect(contractOf(CE), CE, [&](const lien_effect &E, const Expr *Arg) {
      Retained |= E.verb == LIEN_RETAINED && llvm::is_contained(TheRoots.of(Arg, B).May, &R);
    });
  return Retained;
}

/// ... on what the variable points to that is stored at From.
bool Held::isRetained(const VarDecl *VD, const Spot &From) {
  bool Retained = false;
  for (const CallExpr *CE : callsWith(VD, From))
    eachEffect(contractOf(CE), CE,
               [&](const lien_effect &E, const Expr *Arg) { Retained |= E.verb == LIEN_RETAINED && variableOf(Arg) == VD; });
  return Retained;
}

/// What the variable points to is released after the store, or goes to somebody else.
bool Held::givesAway(const VarDecl *VD, const Spot &From) {
  const SourceManager &SM = Ctx.getSourceManager();
  bool Gone = llvm::any_of(From.B->Returns, [&](const Expr *Value) { return variableOf(Value) == VD; });
  for (const CallExpr *CE : callsWith(VD, From))
    eachEffect(contractOf(CE), CE, [&](const lien_effect &E, const Expr *Arg) {
      bool After = SM.isBeforeInTranslationUnit(From.At, CE->getBeginLoc());
      Gone |= variableOf(Arg) == VD && (E.verb == LIEN_STOLEN || (E.verb == LIEN_RELEASED && After));
    });
  return Gone;
}

bool Held::isStored(const Body &B, const Root &R) {
  return llvm::any_of(B.Stores, [&](auto &Store) { return TheRoots.of(Store.first, B).exactly() == &R; });
}

//===-- What happens --------------------------------------------------------===//

static llvm::StringRef nameOf(const CallExpr *CE) {
  const FunctionDecl *FD = CE ? CE->getDirectCallee() : nullptr;
  return FD && FD->getIdentifier() ? FD->getName() : "";
}

void Held::claim(Root &R, const Expr *Value, const Spot &Where) {
  const VarDecl *VD = variableOf(Value);
  VD = VD && VD->hasLocalStorage() ? VD : nullptr;
  const auto *CE = dyn_cast<CallExpr>(Value->IgnoreParenCasts());
  bool Brings = bringsClaim(Value, *Where.B);
  bool Retained = isRetained(*Where.B, R) || (VD && isRetained(VD, Where));
  if (!Brings && (!Retained || (!VD && !CE) || isImmortal(Value, *Where.B)))
    return;
  add(R, "claim", Where, nameOf(CE));
  if (Brings && VD && !Retained && givesAway(VD, Where))
    add(R, "moved", Where);
}

void Held::store(const Expr *Left, const Expr *Right, const Spot &Where) {
  const VarDecl *VD = variableOf(Left);
  if ((VD && VD->hasLocalStorage()) || !isObject(Left))
    return;
  Candidates To = TheRoots.of(Left, *Where.B);
  for (Root *R : To.May) {
    if (!isHolder(*R))
      continue;
    if (isNullOrZero(Ctx, Right))
      add(*R, "release", Where);
    else if (To.exactly() && R->Where != Root::Param)
      claim(*R, Right, Where);
  }
}

void Held::begin(const VarDecl *VD, const Spot &Where) {
  Root *R = VD->isStaticLocal() && VD->getInit() ? TheRoots.ofVariable(VD) : nullptr;
  if (R && isHolder(*R) && !isNullOrZero(Ctx, VD->getInit()))
    claim(*R, VD->getInit(), Where);
}

void Held::effect(const CallExpr *CE, const lien_effect &E, const Expr *Arg, const Spot &Where) {
  bool Releases = E.verb == LIEN_RELEASED, Replaces = E.verb == LIEN_REPLACED || E.verb == LIEN_EMPTIED;
  bool Steals = E.verb == LIEN_STOLEN;
  if ((!Releases && !Steals && !Replaces) || isa<CallExpr>(Arg->IgnoreParenCasts()))
    return;
  for (Root *R : TheRoots.of(Arg, *Where.B).May) {
    if (!isHolder(*R))
      continue;
    /* What the function itself has retained it may give away; unless that is for the next object, when it stores one. */
    bool Own = !Replaces && isRetained(*Where.B, *R) && (Steals || !isStored(*Where.B, *R));
    if (!Own)
      add(*R, Steals ? "moved" : "release", Where, nameOf(CE));
  }
}

void Held::lose(const Expr *E, const Spot &Where, llvm::StringRef Callee) {
  for (Root *R : TheRoots.of(E, *Where.B).May)
    if (isHolder(*R))
      add(*R, "moved", Where, Callee);
}

void Held::escape(const Expr *E, const Spot &Where) {
  if (E->getType()->isPointerType() && !isObject(E))
    lose(E, Where, "");
}

//===-- Tables --------------------------------------------------------------===//

void Held::readTable(const Expr *E) {
  E = E->IgnoreParenCasts();
  if (const auto *List = dyn_cast<InitListExpr>(E))
    for (const Expr *Item : List->inits())
      readTable(Item);
  const auto *UO = dyn_cast<UnaryOperator>(E);
  const VarDecl *VD = UO && UO->getOpcode() == UO_AddrOf ? variableOf(UO->getSubExpr()) : nullptr;
  Root *R = VD ? TheRoots.ofVariable(VD) : nullptr;
  if (R && isHolder(*R))
    add(*R, "moved", {nullptr, E->getBeginLoc(), false});
}

void Held::readTables(const DeclContext *DC) {
  const SourceManager &SM = Ctx.getSourceManager();
  for (const Decl *D : DC->decls()) {
    if (SM.isInSystemHeader(D->getLocation()))
      continue;
    if (isa<NamespaceDecl, LinkageSpecDecl>(D))
      readTables(cast<DeclContext>(D));
    const auto *VD = dyn_cast<VarDecl>(D);
    if (!VD || !VD->hasInit() || Ctx.getBaseElementType(VD->getType())->isArithmeticType())
      continue;
    readTable(VD->getInit());
  }
}

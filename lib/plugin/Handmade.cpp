//===- Handmade.cpp - Containers that are no library's --------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Handmade.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;
using namespace lien;

static const RecordDecl *nodeType(QualType T) {
  while (T->isPointerType() || T->isArrayType())
    T = T->isPointerType() ? T->getPointeeType() : QualType(T->getArrayElementTypeNoTypeQual(), 0);
  const RecordDecl *RD = T->getAsRecordDecl();
  return RD ? cast<RecordDecl>(RD->getCanonicalDecl()) : nullptr;
}

bool Handmade::isLink(const Expr *Left, const Expr *Right) {
  const auto *ME = dyn_cast<MemberExpr>(Left->IgnoreParenCasts());
  const RecordDecl *Node = nodeType(Right->getType());
  return ME && Node && nodeType(ME->getBase()->getType()) == Node;
}

/// `n = n + 1`, or a capacity that is doubled.
static bool growsItself(const Expr *Right) {
  const auto *BO = dyn_cast<BinaryOperator>(Right->IgnoreParenCasts());
  return BO && (BO->getOpcode() == BO_Add || BO->getOpcode() == BO_Mul || BO->getOpcode() == BO_Shl);
}

/// A call that releases the array and gives back another: a reallocation, whoever does it.
bool Handmade::isReallocated(const Expr *Value, const Body &B, const Root &Array, const CallExpr *&Call) {
  Value = Value->IgnoreParenCasts();
  if (const VarDecl *VD = variableOf(Value); VD && VD->hasLocalStorage()) {
    auto It = B.Values.find(VD);
    return It != B.Values.end() && llvm::any_of(It->second, [&](const Expr *Other) {
             return Other && !variableOf(Other) && isReallocated(Other, B, Array, Call);
           });
  }
  Call = dyn_cast<CallExpr>(Value);
  const Contract *C = Call ? Book.anyOf(Call) : nullptr;
  bool Releases = false, Owns = false;
  for (const Outcome &Row : C ? C->Rows : decltype(C->Rows)())
    for (const lien_effect &E : Row.Effects) {
      Owns |= E.verb == LIEN_OWNED && E.place.root == LIEN_PLACE_RET;
      if (E.verb == LIEN_RELEASED)
        if (const Expr *Arg = argumentOf(Call, E.place))
          Releases |= TheRoots.of(Arg, B).exactly() == &Array;
    }
  return Releases && Owns;
}

/// The integer roots in an expression, through local variables.
void Handmade::counters(const Expr *E, const Body &B, llvm::SmallVectorImpl<Root *> &Out) {
  llvm::SmallVector<const Stmt *, 16> Todo = {E};
  llvm::SmallPtrSet<const VarDecl *, 8> Seen;
  while (!Todo.empty()) {
    const Stmt *S = Todo.pop_back_val();
    if (const auto *Part = dyn_cast_or_null<Expr>(S); Part && Part->getType()->isIntegerType()) {
      const VarDecl *VD = variableOf(Part);
      if (VD && VD->hasLocalStorage()) {
        auto It = B.Values.find(VD);
        if (It != B.Values.end() && Seen.insert(VD).second)
          Todo.append(It->second.begin(), It->second.end());
      } else if (isa<MemberExpr>(Part->IgnoreParenCasts()) || VD) {
        if (Root *R = TheRoots.of(Part, B).exactly())
          Out.push_back(R);
        continue;
      }
    }
    if (S)
      Todo.append(S->child_begin(), S->child_end());
  }
}

bool Handmade::isNewNode(const Expr *E, const Body &B) {
  E = E->IgnoreParenCasts();
  if (isa<CXXNewExpr>(E))
    return true;
  if (const auto *CE = dyn_cast<CallExpr>(E)) {
    const Contract *C = Book.of(CE);
    const lien_effect *Result = C ? C->firstEffectOn(LIEN_PLACE_RET) : nullptr;
    return Result && Result->verb == LIEN_OWNED;
  }
  const VarDecl *VD = variableOf(E);
  if (!VD || !VD->hasLocalStorage() || isa<ParmVarDecl>(VD))
    return false;
  auto It = B.Values.find(VD);
  bool Any = false;
  for (const Expr *Value : It == B.Values.end() ? llvm::ArrayRef<const Expr *>() : llvm::ArrayRef<const Expr *>(It->second)) {
    if (!Value || variableOf(Value))
      return false;
    bool New = isNewNode(Value, B);
    Any |= New;
    if (!New && !isNullOrZero(Ctx, Value))
      return false;
  }
  return Any;
}

/// `node->next = head` in this function.
bool Handmade::linksNode(const VarDecl *Node, const Root &Head, const Body &B) {
  for (auto &[Left, Right] : B.Stores) {
    const auto *ME = dyn_cast<MemberExpr>(Left->IgnoreParenCasts());
    if (ME && variableOf(ME->getBase()) == Node && llvm::is_contained(TheRoots.of(Right, B).May, &Head))
      return true;
  }
  return false;
}

const char *Handmade::dataOf(const Body &B) {
  KeyOrigin Worst = KeyOrigin::Literal;
  for (auto &[Left, Right] : B.Stores)
    Worst = std::max(Worst, TheOrigins.of(Right, B, true));
  return Worst >= KeyOrigin::Parsed ? Origins::word(Worst) : "none";
}

void Handmade::assign(const BinaryOperator *BO, const Spot &Where, llvm::ArrayRef<Condition> Way) {
  const Body &B = *Where.B;
  const Expr *Left = BO->getLHS(), *Right = BO->getRHS();
  if (Left->getType()->isIntegerType()) {
    Root *R = TheRoots.of(Left, B).exactly();
    const VarDecl *VD = variableOf(Left);
    if (!R || (VD && VD->hasLocalStorage()))
      return;
    if (BO->getOpcode() == BO_AddAssign || (BO->getOpcode() == BO_Assign && growsItself(Right)))
      Ups.push_back({R, Where, TheGuards.of(*R, B, Way), ""});
    else if (BO->getOpcode() == BO_SubAssign || BO->getOpcode() == BO_Assign)
      Downs.push_back({R, Where, "", ""});
    return;
  }
  if (BO->getOpcode() != BO_Assign || !Left->getType()->isPointerType())
    return;
  const VarDecl *LeftVar = variableOf(Left);
  if (isOwnLocal(LeftVar))
    return;
  Root *R = TheRoots.of(Left, B).exactly();
  const CallExpr *Call = nullptr;
  if (R && isReallocated(Right, B, *R, Call)) {
    Array A{R, {}};
    for (const Expr *Arg : Call->arguments())
      if (Arg->getType()->isIntegerType())
        counters(Arg, B, A.Counters);
    for (const Condition &C : Way)
      counters(C.E, B, A.Counters);
    Arrays.push_back(std::move(A));
    return;
  }
  const RecordDecl *Node = nodeType(Left->getType());
  if (!Node)
    return;
  const VarDecl *Made = variableOf(Right);
  if (R && R->Where > Root::ModuleState && Made && isNewNode(Right, B) && linksNode(Made, *R, B)) {
    Links.push_back({R, Where, TheGuards.of(*R, B, Way), dataOf(B)});
    return;
  }
  if (R && R->Where > Root::ModuleState)
    Heads.push_back({R, Where, "", ""});
  /* previous->next = node->next, *link = node->next */
  if (const auto *ME = dyn_cast<MemberExpr>(Right->IgnoreParenCasts()))
    if (nodeType(ME->getBase()->getType()) == Node)
      Unlinks[Node].push_back(Where);
}

void Handmade::step(const UnaryOperator *UO, const Spot &Where, llvm::ArrayRef<Condition> Way) {
  const VarDecl *VD = variableOf(UO->getSubExpr());
  if (!UO->getType()->isIntegerType() || (VD && VD->hasLocalStorage()))
    return;
  Root *R = TheRoots.of(UO->getSubExpr(), *Where.B).exactly();
  if (!R)
    return;
  if (UO->isIncrementOp())
    Ups.push_back({R, Where, TheGuards.of(*R, *Where.B, Way), "", true});
  else
    Downs.push_back({R, Where, "", ""});
}

void Handmade::release(const Expr *Arg, const Spot &Where) {
  const RecordDecl *Node = nodeType(Arg->IgnoreParenCasts()->getType());
  if (Node && !isNewNode(Arg, *Where.B))
    Unlinks[Node].push_back(Where);
}

void Handmade::putIn(Root &R, const Expr *Element) {
  if (const RecordDecl *Node = nodeType(Element->getType()))
    Linked.push_back({&R, Node});
}

void Handmade::takeOut(const Expr *Element, const Spot &Where) {
  if (const RecordDecl *Node = nodeType(Element->getType()))
    Taken[Node].push_back(Where);
}

bool Handmade::isOwn(const Root &R) const {
  const SourceManager &SM = Ctx.getSourceManager();
  if (isa<FieldDecl>(R.D))
    return SM.isInMainFile(SM.getExpansionLoc(R.D->getLocation()));
  return !R.D->isExternallyVisible();
}

void Handmade::finish(std::vector<Site> &Found, llvm::ArrayRef<Pass> Passes) {
  llvm::SmallPtrSet<const Root *, 8> Done;
  auto add = [&](Root *R, const char *Sort, const Event &E) { Found.push_back({R, Sort, E.Where, "", E.Key, E.Guard}); };
  for (const Array &A : Arrays) {
    if (A.R->Where <= Root::Object || !isOwn(*A.R) || !Done.insert(A.R).second)
      continue;
    llvm::SmallPtrSet<const Root *, 8> Counters;
    for (const Array &Other : Arrays)
      if (Other.R == A.R)
        Counters.insert(Other.Counters.begin(), Other.Counters.end());
    if (!llvm::all_of(Counters, [&](const Root *R) { return R->D && isOwn(*R); }))
      continue;
    llvm::SmallPtrSet<const Root *, 8> Counting; /* not capacities, which are only assigned */
    for (const Event &E : Ups)
      if (Counters.count(E.R))
        Counting.insert(E.R);
    A.R->Container = "array";
    bool Steps = llvm::any_of(Ups, [&](const Event &E) { return E.Step && Counters.count(E.R); });
    for (const Event &E : Ups)
      if (Counters.count(E.R) && E.Step == Steps) /* what makes the capacity larger puts nothing in */
        add(A.R, "growth", {E.R, E.Where, E.Guard, dataOf(*E.Where.B)});
    for (const Event &E : Downs)
      if (Counting.count(E.R))
        add(A.R, "shrink", E);
  }
  for (const Event &E : Links)
    if (isOwn(*E.R))
      add(E.R, "growth", E);
  for (const Event &E : Links) {
    if (!isOwn(*E.R) || !Done.insert(E.R).second)
      continue;
    E.R->Container = "list";
    for (const Event &Other : Heads)
      if (Other.R == E.R)
        add(E.R, "shrink", Other);
    for (const Spot &Where : Unlinks[nodeType(E.R->D->getType())])
      add(E.R, "shrink", {E.R, Where, "", ""});
  }
  for (auto &[R, Node] : Linked)
    for (const Spot &Where : Taken[Node])
      add(R, "shrink", {R, Where, "", ""});
  for (const Pass &P : Passes)
    if (Done.count(P.R) && !TheRoots.body(P.To))
      add(P.R, "escape", {P.R, P.Where, "", ""});
}

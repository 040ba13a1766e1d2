//===- LastUse.cpp - Whether a capture could have been a move -------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "LastUse.h"

#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"

using namespace clang;
using namespace lien;

static bool isIn(const Stmt *S, const Stmt *Part) {
  return S && (S == Part || llvm::any_of(S->children(), [&](const Stmt *Child) { return isIn(Child, Part); }));
}

static const DeclRefExpr *refIn(const Stmt *S, const VarDecl *VD) {
  if (!S)
    return nullptr;
  if (const auto *Ref = dyn_cast<DeclRefExpr>(S); Ref && Ref->getDecl() == VD)
    return Ref;
  for (const Stmt *Child : S->children())
    if (const DeclRefExpr *Found = refIn(Child, VD))
      return Found;
  return nullptr;
}

/// Something through which a variable that it was made of is reached.
static bool pointsAtOthers(QualType T, const ASTContext &Ctx) {
  if (T->isReferenceType() || T->isPointerType() || isPointerLike(T))
    return true;
  const auto *RD = T->getAsCXXRecordDecl();
  return RD && RD->hasDefinition() && (RD->isLambda() || RD->hasTrivialDestructor()) &&
         llvm::any_of(RD->fields(), [&](const FieldDecl *F) { return pointsAtOthers(F->getType(), Ctx); });
}

/// Adds the variable that has the address of, or a reference to, what is used; false: it is not known who has.
bool LastUse::alias(const DeclRefExpr *Use, Vars &Names) const {
  const Stmt *Child = Use;
  for (const Stmt *P = Body.parent(Use); P; Child = P, P = Body.parent(P)) {
    if (isa<LambdaExpr>(P) && Child == Use)
      return false; /* captured by reference */
    if (const auto *BO = dyn_cast<BinaryOperator>(P); BO && BO->isAssignmentOp() && pointsAtOthers(BO->getType(), Ctx))
      return Child != BO->getRHS();
    if (const auto *Construct = dyn_cast<CXXConstructExpr>(P); Construct && Child == Use) {
      QualType T =
          Construct->getConstructor()->getNumParams() ? Construct->getConstructor()->getParamDecl(0)->getType() : QualType();
      if (!T.isNull() && T->isLValueReferenceType() && !T->getPointeeType().isConstQualified())
        return false; /* an object that may use it when it ends */
    }
    if (const auto *DS = dyn_cast<DeclStmt>(P))
      for (const Decl *D : DS->decls())
        if (const auto *VD = dyn_cast<VarDecl>(D); VD && VD->getInit() == Child && pointsAtOthers(VD->getType(), Ctx))
          Names.insert(VD);
    if (!isa<Expr>(P))
      return true;
  }
  return true;
}

bool LastUse::isKnown(const VarDecl *VD, const Expr *Copy, const Expr *Code, Vars &Names) const {
  const Stmt *Whole = Code;
  for (const Stmt *P = Code; P; P = Body.parent(P)) {
    if (isa<CXXTryStmt>(P))
      return false; /* a handler may use it, and nobody sees from where it comes there */
    if (isa<Expr>(P) && (Whole == P || Body.parent(Whole) == P))
      Whole = P;
  }
  const auto *Lambda = dyn_cast<LambdaExpr>(Code);
  for (const DeclRefExpr *Use : Body.usesOf(VD)) {
    if (Lambda && isIn(Lambda->getBody(), Use))
      continue; /* the copy itself */
    if (isIn(Whole, Use) && !isIn(Copy, Use))
      return false; /* in no known order with it */
    if (!isIn(Copy, Use) && !alias(Use, Names))
      return false;
  }
  Vars First = Names;
  for (const VarDecl *Name : First)
    for (const DeclRefExpr *Use : Body.usesOf(Name))
      if (!alias(Use, Names))
        return false;
  return true;
}

/// The use gives it another value, or empties it: what it was before does not matter.
bool LastUse::renews(const DeclRefExpr *Use) const {
  const Stmt *P = Body.parent(Use);
  if (const auto *Operator = dyn_cast_or_null<CXXOperatorCallExpr>(P))
    return Operator->getOperator() == OO_Equal && Operator->getArg(0) == Use;
  const auto *CE = dyn_cast_or_null<CXXMemberCallExpr>(P ? Body.parent(P) : nullptr);
  const Contract *C = CE && isa<MemberExpr>(P) ? Book.anyOf(CE) : nullptr;
  for (const Outcome &Row : C ? llvm::ArrayRef<Outcome>(C->Rows) : llvm::ArrayRef<Outcome>())
    for (const lien_effect &E : Row.Effects)
      if (E.verb == LIEN_CLEARED && E.place.root == LIEN_PLACE_THIS)
        return true;
  return false;
}

/// Forward over the graph from one use: another use before the variable is made anew.
bool LastUse::usedAfter(const DeclRefExpr *From, const VarDecl *VD, const Vars &Names) {
  const CFGBlock *Start = nullptr;
  size_t Index = 0;
  for (const CFGBlock *B : *Graph)
    for (size_t I = 0; I < B->size(); I++)
      if (std::optional<CFGStmt> S = (*B)[I].getAs<CFGStmt>(); S && S->getStmt() == From) {
        Start = B;
        Index = I + 1;
      }
  if (!Start)
    return true;
  llvm::SmallPtrSet<const CFGBlock *, 16> Seen;
  llvm::SmallVector<std::pair<const CFGBlock *, size_t>, 16> Work{{Start, Index}};
  while (!Work.empty()) {
    auto [B, I] = Work.pop_back_val();
    bool Ends = false;
    for (; I < B->size() && !Ends; I++) {
      std::optional<CFGStmt> S = (*B)[I].getAs<CFGStmt>();
      if (!S)
        continue;
      if (const auto *DS = dyn_cast<DeclStmt>(S->getStmt()))
        Ends = llvm::is_contained(DS->decls(), VD);
      const auto *Ref = dyn_cast<DeclRefExpr>(S->getStmt());
      const auto *Used = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
      if (!Used || !Names.count(Used))
        continue;
      if (Used != VD || !renews(Ref))
        return true;
      Ends = true;
    }
    if (Ends)
      continue;
    for (const CFGBlock *Next : B->succs())
      if (Next && Seen.insert(Next).second)
        Work.push_back({Next, 0});
  }
  return false;
}

bool LastUse::isLast(const VarDecl *VD, const Expr *Copy, const Expr *Code) {
  if (!isAutomatic(VD) || VD->getType().isConstQualified() || VD->getDeclContext() != Body.FD || VD->isExceptionVariable())
    return false;
  const DeclRefExpr *From = refIn(Copy, VD);
  Vars Names;
  Names.insert(VD);
  if (!From || !isKnown(VD, Copy, Code, Names))
    return false;
  if (!Built) {
    CFG::BuildOptions Options;
    Options.setAllAlwaysAdd();
    Graph = CFG::buildCFG(Body.FD, Body.FD->getBody(), &Ctx, Options);
    Built = true;
  }
  return Graph && !usedAfter(From, VD, Names);
}

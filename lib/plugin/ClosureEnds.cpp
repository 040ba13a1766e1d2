//===- ClosureEnds.cpp - What ends a closure --------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "ClosureEnds.h"

#include "Roots.h"

#include "clang/AST/ExprCXX.h"

using namespace clang;
using namespace lien;

static bool leavesFrame(const Closure &C) {
  return C.To.Where != Sink::Frame && C.To.Where != Sink::Returned;
}

bool ClosureEnds::isEndOf(const VarDecl *Gone, const Closure &C) const {
  if (C.IdVar == Gone && Gone->getType()->isRecordType() && Gone->needsDestruction(Ctx))
    return true;
  return C.To.Where == Sink::Frame && C.To.Root == Gone;
}

bool ClosureEnds::isEnd(const Stmt *S, const Closure &C) {
  if (S == C.Stored)
    return false;
  if (const auto *BO = dyn_cast<BinaryOperator>(S))
    return BO->isAssignmentOp() && assignEnds(BO->getLHS(), C);
  if (const auto *CE = dyn_cast<CallExpr>(S))
    return callEnds(CE, C);
  if (const auto *Construct = dyn_cast<CXXConstructExpr>(S))
    return constructEnds(Construct, C);
  if (const auto *Delete = dyn_cast<CXXDeleteExpr>(S))
    return C.To.Holder && isSameExpr(Delete->getArgument(), C.To.Holder);
  return false;
}

bool ClosureEnds::assignEnds(const Expr *Left, const Closure &C) {
  return C.To.Holder && isSameExpr(Left, C.To.Holder);
}

/// The place of an `ended` names this closure. Other: it names one of another variable, for sure.
bool ClosureEnds::isNamed(const Expr *Arg, const Closure &C, bool &Other) {
  Other = false;
  if (C.Id && (isSameExpr(Arg, C.Id) || (storageOf(Arg) && storageOf(Arg) == storageOf(C.Id))))
    return true;
  if (C.IdVar && rootOf(Arg) == C.IdVar)
    return true;
  if (C.Data && (isSameExpr(Arg, C.Data) || (addressedBy(Arg) && addressedBy(Arg) == addressedBy(C.Data))))
    return true;
  if (C.Body && functionOf(Arg) && functionOf(Arg)->getCanonicalDecl() == C.Body->getCanonicalDecl())
    return true;
  const VarDecl *Root = rootOf(Arg);
  const Expr *Value = Root ? Values.only(Root) : nullptr;
  if (Value && C.Id && (isSameExpr(Value, C.Id) || (rootOf(Value) && rootOf(Value) == rootOf(C.Id))))
    return true;
  const auto *Field = dyn_cast<MemberExpr>(bare(Arg)), *Own = dyn_cast_or_null<MemberExpr>(C.Id ? bare(C.Id) : nullptr);
  return Field && Own && Field->getMemberDecl() == Own->getMemberDecl();
}

bool ClosureEnds::isDrained(const CallExpr *CE, const lien_effect &E, const Closure &C) {
  if (C.To.Where == Sink::Static || C.To.Where == Sink::Thread || E.place.root == LIEN_PLACE_STATIC)
    return leavesFrame(C);
  const Expr *Arg = argumentOf(CE, {E.place.root, 0, 0, 0});
  if (!Arg || !C.To.Holder)
    return true;
  if (isSameExpr(Arg, C.To.Holder) || Arg->getType().getCanonicalType() != C.To.Holder->getType().getCanonicalType())
    return true;
  return rootOf(Arg) == rootOf(C.To.Holder);
}

bool ClosureEnds::rowEnds(const CallExpr *CE, const Outcome &Row, const Closure &C) {
  bool Named = false, Another = false;
  for (const lien_effect &E : Row.Effects) {
    if (E.verb == LIEN_DRAINED && isDrained(CE, E, C))
      return true;
    const Expr *Arg = argumentOf(CE, {E.place.root, 0, 0, 0});
    if (E.verb == LIEN_RELEASED && Arg && C.To.Holder && !E.place.field && isSameExpr(Arg, C.To.Holder))
      return true;
    if (E.verb != LIEN_ENDED)
      continue;
    if (E.place.root == LIEN_PLACE_STATIC)
      return leavesFrame(C);
    bool Other = false;
    bool Fits = Arg && isNamed(Arg, C, Other);
    Named |= Fits;
    Another |= !Fits;
  }
  return Named && !Another;
}

/// `setopt(handle, OPTION, other)`, `on_event(loop, NULL)`: there is one for each holder and option.
bool ClosureEnds::replaces(const CallExpr *CE, const Closure &C) {
  const auto *Made = dyn_cast<CallExpr>(C.Stored);
  const FunctionDecl *Callee = CE->getDirectCallee();
  if (!Made || !C.By || !Callee || Made->getDirectCallee() != Callee || Made->getNumArgs() != CE->getNumArgs())
    return false;
  for (const Outcome &Row : C.By->Rows)
    for (const lien_effect &E : Row.Effects)
      if (E.verb == LIEN_ID || E.verb == LIEN_GROWN)
        return false; /* one more, and not another */
  for (unsigned I = 0; I < CE->getNumArgs(); I++) {
    const Expr *Arg = CE->getArg(I), *First = Made->getArg(I);
    bool IsWhat = First == C.Data || First == C.Code || First == C.Destroyer;
    bool IsHolder = C.To.Holder == First;
    Expr::EvalResult A, B;
    bool Constant = First->EvaluateAsInt(A, Ctx) && Arg->EvaluateAsInt(B, Ctx);
    if (!IsWhat && ((IsHolder && !isSameExpr(Arg, First)) || (Constant && A.Val.getInt() != B.Val.getInt())))
      return false;
  }
  return true;
}

bool ClosureEnds::callEnds(const CallExpr *CE, const Closure &C) {
  const Contract *Said = Book.anyOf(CE);
  Said = Said ? Said : Book.of(CE);
  if (Said && llvm::any_of(Said->Rows, [&](const Outcome &Row) {
        return rowFits(Ctx, Row, CE) != std::optional<bool>(false) && rowEnds(CE, Row, C);
      }))
    return true;
  if (replaces(CE, C))
    return true;
  if (Said && Said->Where != Contract::Summary)
    return false;
  const FunctionDecl *FD = CE->getDirectCallee();
  if (FD && FD->getDefinition())
    return bodyEnds(FD->getDefinition(), CE, C);
  if (FD && FD->getBuiltinID())
    return false;
  for (unsigned I = 0; I < CE->getNumArgs(); I++)
    if (unseenEnds(CE->getArg(I), FD && I < FD->getNumParams() ? FD->getParamDecl(I)->getType() : QualType(), C))
      return true;
  return false;
}

/// Code that is not seen may end the closure when it knows its id, or may wait for it when it has the address of its data.
bool ClosureEnds::unseenEnds(const Expr *Arg, QualType Param, const Closure &C) {
  const VarDecl *Own = addressedBy(Arg);
  bool Reads = !Param.isNull() && Param->isPointerType() && Param->getPointeeType().isConstQualified();
  for (const Capture &What : C.Captures)
    if (What.Var && Own == What.Var && !Reads)
      return true;
  if (C.Id && mentionsExpr(Arg, C.Id))
    return true;
  if (C.IdVar && rootOf(Arg) == C.IdVar)
    return true;
  if (!C.To.Holder || Reads)
    return false;
  const Expr *Holder = C.To.Holder;
  bool IsLocal = C.To.Root && isAutomatic(C.To.Root) && !isa<ParmVarDecl>(C.To.Root);
  if (IsLocal && isSameExpr(Arg, Holder))
    return true;
  const auto *UO = dyn_cast<UnaryOperator>(bare(Arg));
  return UO && UO->getOpcode() == UO_AddrOf && isSameExpr(UO->getSubExpr(), Holder);
}

bool ClosureEnds::constructEnds(const CXXConstructExpr *, const Closure &) {
  return false;
}

bool ClosureEnds::bodyEnds(const FunctionDecl *, const CallExpr *, const Closure &) {
  return false;
}

bool ClosureEnds::releases(const Stmt *S, const Capture &What) {
  auto isIt = [&](const Expr *E) {
    const auto *Ref = dyn_cast<DeclRefExpr>(bare(E));
    return What.Var ? Ref && Ref->getDecl() == What.Var : isSameExpr(E, What.Value);
  };
  if (const auto *Delete = dyn_cast<CXXDeleteExpr>(S))
    return isIt(Delete->getArgument());
  const auto *CE = dyn_cast<CallExpr>(S);
  const Contract *Said = CE ? Book.anyOf(CE) : nullptr;
  Said = Said || !CE ? Said : Book.of(CE);
  for (const Outcome &Row : Said ? llvm::ArrayRef<Outcome>(Said->Rows) : llvm::ArrayRef<Outcome>())
    for (const lien_effect &E : Row.Effects) {
      const Expr *Arg = E.verb == LIEN_RELEASED && !E.place.field && !E.place.deref ? argumentOf(CE, E.place) : nullptr;
      if (Arg && isIt(Arg) && Row.Tests.empty())
        return true;
    }
  return false;
}

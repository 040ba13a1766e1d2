//===- ClosureEnds.cpp - What ends a closure --------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "ClosureEnds.h"

#include "Flow.h"
#include "Roots.h"

#include "clang/AST/ExprCXX.h"

using namespace clang;
using namespace lien;

constexpr unsigned MaxRead = 20000; ///< statements of loops and callees that are read for one search; then nothing is said

static bool leavesFrame(const Closure &C) {
  return C.To.Where != Sink::Frame && C.To.Where != Sink::Returned;
}

bool ClosureEnds::isEndOf(const VarDecl *Gone, const Closure &C) const {
  if (C.IdVar == Gone && Gone->getType()->isRecordType() && Gone->needsDestruction(Ctx))
    return C.To.Where != Sink::Thread || endsWithObject(Book, Gone->getType()); /* a thread goes on without its object */
  if (C.To.Where == Sink::Frame && C.To.Root == Gone)
    return true;
  return Gone->getType()->isRecordType() && Gone->needsDestruction(Ctx) && destructorEnds(Gone, C);
}

static bool mentionsField(const Stmt *In, const ValueDecl *Field) {
  if (!In)
    return false;
  if (const auto *ME = dyn_cast<MemberExpr>(In); ME && ME->getMemberDecl() == Field)
    return true;
  return llvm::any_of(In->children(), [&](const Stmt *Child) { return mentionsField(Child, Field); });
}

static bool hasLambdaWith(const Stmt *In, const Expr *Holder) {
  if (!In)
    return false;
  if (const auto *Lambda = dyn_cast<LambdaExpr>(In))
    return mentionsExpr(Lambda->getBody(), Holder);
  return llvm::any_of(In->children(), [&](const Stmt *Child) { return hasLambdaWith(Child, Holder); });
}

/// A guard: its destructor has to do with the holder, or runs a lambda that has.
bool ClosureEnds::destructorEnds(const VarDecl *Gone, const Closure &C) const {
  const auto *RD = Gone->getType()->getAsCXXRecordDecl();
  const CXXDestructorDecl *Destructor = RD && RD->hasDefinition() ? RD->getDestructor() : nullptr;
  if (!Destructor || !C.To.Holder || Destructor->isDefaulted() || C.To.Root == Gone || C.Code == Gone->getInit())
    return false;
  if (hasLambdaWith(Gone->getInit(), C.To.Holder))
    return true;
  const auto *Field = dyn_cast<MemberExpr>(bare(C.To.Holder));
  const FunctionDecl *Body = Destructor->getDefinition();
  return Field && Body && mentionsField(Body->getBody(), Field->getMemberDecl());
}

bool ClosureEnds::isEnd(const Stmt *S, const Closure &C, const Inside *In) {
  if (S == C.Stored || S == C.Code)
    return false;
  if (const auto *BO = dyn_cast<BinaryOperator>(S))
    return BO->isAssignmentOp() && C.To.Holder && isSameExpr(outside(BO->getLHS(), In), C.To.Holder);
  if (const auto *CE = dyn_cast<CallExpr>(S))
    return callEnds(CE, C, In);
  if (const auto *Construct = dyn_cast<CXXConstructExpr>(S))
    return constructEnds(Construct, C);
  if (const auto *Delete = dyn_cast<CXXDeleteExpr>(S))
    return C.To.Holder && isSameExpr(outside(Delete->getArgument(), In), C.To.Holder);
  if (const auto *Lambda = dyn_cast<LambdaExpr>(S)) /* a guard, or a task that ends the others */
    return anyEnds(Lambda->getBody(), C, In);
  if (const auto *Block = dyn_cast<BlockExpr>(S))
    return anyEnds(Block->getBody(), C, In);
  return false;
}

bool ClosureEnds::anyEnds(const Stmt *S, const Closure &C, const Inside *In) {
  if (!S)
    return false;
  if (++Read > MaxRead)
    return true;
  if (isEnd(S, C, In))
    return true;
  return llvm::any_of(S->children(), [&](const Stmt *Child) { return anyEnds(Child, C, In); });
}

/// A parameter of a body that is read is what its call gives to it.
const Expr *ClosureEnds::outside(const Expr *E, const Inside *In) const {
  for (; E && In; In = In->From) {
    const Expr *Plain = bare(E);
    const auto *Deref = dyn_cast<UnaryOperator>(Plain);
    bool Points = Deref && Deref->getOpcode() == UO_Deref;
    const auto *Ref = dyn_cast<DeclRefExpr>(Points ? bare(Deref->getSubExpr()) : Plain);
    const auto *Param = Ref ? dyn_cast<ParmVarDecl>(Ref->getDecl()) : nullptr;
    if (!Param || Param->getFunctionScopeIndex() >= In->CE->getNumArgs())
      return E;
    const Expr *Given = In->CE->getArg(Param->getFunctionScopeIndex());
    const auto *Address = dyn_cast<UnaryOperator>(bare(Given));
    if (Points && !(Address && Address->getOpcode() == UO_AddrOf))
      return E;
    E = Points ? Address->getSubExpr() : Given;
  }
  return E;
}

static bool contains(const Stmt *In, const Stmt *What) {
  return In && (In == What || llvm::any_of(In->children(), [&](const Stmt *Child) { return contains(Child, What); }));
}

static bool hasWrite(const Stmt *S, const ValueDecl *Var) {
  if (!S)
    return false;
  const auto *BO = dyn_cast<BinaryOperator>(S);
  const auto *UO = dyn_cast<UnaryOperator>(S);
  const Expr *Left = BO && BO->isAssignmentOp() ? BO->getLHS() : UO && UO->isIncrementDecrementOp() ? UO->getSubExpr() : nullptr;
  if (Left && storageOf(Left) == Var)
    return true;
  return llvm::any_of(S->children(), [&](const Stmt *Child) { return hasWrite(Child, Var); });
}

/// The condition that ends the loop, when it is none that counts.
static const Stmt *waitOf(const Stmt *Loop) {
  if (const auto *While = dyn_cast<WhileStmt>(Loop))
    return isa<IntegerLiteral, CXXBoolLiteralExpr>(bare(While->getCond())) ? While->getBody() : While->getCond();
  if (const auto *Do = dyn_cast<DoStmt>(Loop))
    return isa<IntegerLiteral, CXXBoolLiteralExpr>(bare(Do->getCond())) ? Do->getBody() : Do->getCond();
  const auto *For = dyn_cast<ForStmt>(Loop);
  return !For || For->getInc() ? nullptr : For->getCond() ? For->getCond() : For->getBody();
}

bool ClosureEnds::isEndOfLoop(const Stmt *Loop, const Closure &C) {
  if (!isa<ForStmt, WhileStmt, DoStmt, CXXForRangeStmt>(Loop))
    return false;
  if (const Stmt *Wait = waitOf(Loop))
    for (const Capture &What : C.Captures)
      if ((What.By == Capture::Reference || What.By == Capture::Address) && mentionsVar(Wait, What.Var) &&
          !hasWrite(Loop, What.Var))
        return true;
  if (contains(Loop, C.Stored))
    return false;
  return anyEnds(Loop, C, nullptr);
}

/// What a variable of the frame that has one value stands for: the copies that macros make of ids.
const Expr *ClosureEnds::original(const Expr *E, unsigned Depth) const {
  const Expr *Plain = bare(E);
  const auto *Deref = dyn_cast<UnaryOperator>(Plain);
  bool Points = Deref && Deref->getOpcode() == UO_Deref;
  const auto *Ref = dyn_cast<DeclRefExpr>(Points ? bare(Deref->getSubExpr()) : Plain);
  const Expr *Value = Ref && Depth < 4 ? Values.only(dyn_cast<VarDecl>(Ref->getDecl())) : nullptr;
  if (!Value)
    return E;
  if (!Points)
    return original(Value, Depth + 1);
  const auto *Address = dyn_cast<UnaryOperator>(bare(original(Value, Depth + 1)));
  return Address && Address->getOpcode() == UO_AddrOf ? Address->getSubExpr() : E;
}

/// The place of an `ended` names this closure.
bool ClosureEnds::isNamed(const Expr *Arg, const Closure &C) const {
  const Expr *Id = C.Id;
  if (Id && (isSameExpr(Arg, Id) || (storageOf(Arg) && storageOf(Arg) == storageOf(Id))))
    return true;
  if (C.IdVar && rootOf(Arg) == C.IdVar)
    return true;
  if (C.Data && (isSameExpr(Arg, C.Data) || (addressedBy(Arg) && addressedBy(Arg) == addressedBy(C.Data))))
    return true;
  if (C.Body && functionOf(Arg) && functionOf(Arg)->getCanonicalDecl() == C.Body->getCanonicalDecl())
    return true;
  const VarDecl *Root = rootOf(Arg);
  auto Given = Values.Of.find(Root);
  if (Root && Id && Given != Values.Of.end())
    for (const Expr *Value : Given->second)
      if (Value && (isSameExpr(Value, Id) || (rootOf(Value) && rootOf(Value) == rootOf(Id))))
        return true;
  const auto *Field = dyn_cast<MemberExpr>(bare(Arg)), *Own = dyn_cast_or_null<MemberExpr>(Id ? bare(Id) : nullptr);
  return Field && Own && Field->getMemberDecl() == Own->getMemberDecl();
}

bool ClosureEnds::isDrained(const Expr *Where, const Closure &C) const {
  if (!leavesFrame(C))
    return false;
  if (C.To.Where == Sink::Static || C.To.Where == Sink::Thread || !Where || !C.To.Holder)
    return true;
  if (Where->getType().getCanonicalType() != C.To.Holder->getType().getCanonicalType())
    return true; /* a loop that runs the sources of its context */
  return isSameExpr(Where, C.To.Holder) || rootOf(Where) == rootOf(C.To.Holder);
}

bool ClosureEnds::rowEnds(const CallExpr *CE, const Outcome &Row, const Closure &C, const Inside *In) {
  bool Named = false, Another = false, Owner = false;
  for (const lien_effect &E : Row.Effects) {
    const Expr *Arg = outside(argumentOf(CE, {E.place.root, 0, 0, 0}), In);
    const auto *Address = E.place.deref && Arg ? dyn_cast<UnaryOperator>(bare(Arg)) : nullptr;
    Arg = Address && Address->getOpcode() == UO_AddrOf ? Address->getSubExpr() : Arg;
    bool IsHolder = Arg && C.To.Holder && isSameExpr(Arg, C.To.Holder);
    if (E.verb == LIEN_DRAINED && isDrained(Arg, C))
      return true;
    if (IsHolder && ((E.verb == LIEN_RELEASED && !E.place.field && !isHeldToo(Values.Body, C.To.Root)) ||
                     E.verb == LIEN_CLEARED || E.verb == LIEN_SHRUNK))
      return true;
    if (E.verb != LIEN_ENDED)
      continue;
    if (E.place.root == LIEN_PLACE_STATIC)
      return leavesFrame(C);
    bool Fits = Arg && (isNamed(Arg, C) || isNamed(original(Arg), C));
    Named |= Fits;
    Owner |= !Fits && IsHolder;
    Another |= !Fits && !IsHolder;
  }
  return !Another && Named != Owner; /* an owner ends all that it keeps, when nothing else is named */
}

/// `setopt(handle, OPTION, other)`, `on_event(loop, NULL)`: there is one for each holder and option.
bool ClosureEnds::replaces(const CallExpr *CE, const Closure &C) const {
  const auto *Made = dyn_cast<CallExpr>(C.Stored);
  const FunctionDecl *Callee = CE->getDirectCallee();
  if (CE == Made || !Made || !Callee || Made->getDirectCallee() != Callee || Made->getNumArgs() != CE->getNumArgs())
    return false;
  if (!C.By) { /* what it does with others is not known */
    for (unsigned I = 0; I < CE->getNumArgs(); I++)
      if (C.Data && Made->getArg(I) == C.Data)
        return isNullPointer(Ctx, CE->getArg(I));
    return false;
  }
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

bool ClosureEnds::callEnds(const CallExpr *CE, const Closure &C, const Inside *In) {
  const Contract *Said = Book.anyOf(CE);
  if (Said && llvm::any_of(Said->Rows, [&](const Outcome &Row) {
        return rowFits(Ctx, Row, CE) != std::optional<bool>(false) && rowEnds(CE, Row, C, In);
      }))
    return true;
  const FunctionDecl *FD = CE->getDirectCallee();
  const FunctionDecl *Body = FD ? FD->getDefinition() : nullptr;
  if ((!In && replaces(CE, C)) || methodEnds(CE, C, Said || Body))
    return true;
  if (Said || (FD && FD->getBuiltinID()))
    return false;
  if (Body) {
    Inside Next{CE, In, In ? In->Depth + 1 : 1};
    return Next.Depth <= 2 && anyEnds(Body->getBody(), C, &Next);
  }
  if (waitsUnseen(CE, C))
    return true;
  for (unsigned I = 0; I < CE->getNumArgs(); I++)
    if (unseenEnds(outside(CE->getArg(I), In), FD && I < FD->getNumParams() ? FD->getParamDecl(I)->getType() : QualType(), C))
      return true;
  return false;
}

/// A method of the holder that is not seen, and that may change it.
bool ClosureEnds::methodEnds(const CallExpr *CE, const Closure &C, bool Known) const {
  const auto *Method = dyn_cast_or_null<CXXMethodDecl>(CE->getDirectCallee());
  const Expr *Object = Method ? argumentOf(CE, {LIEN_PLACE_THIS, 0, 0, 0}) : nullptr;
  if (!Object || !C.To.Holder || !isSameExpr(Object, C.To.Holder))
    return false;
  const auto *Stored = dyn_cast<CallExpr>(C.Stored);
  if (Method->getOverloadedOperator() == OO_Equal)
    return true;
  if (Known || Method->isConst() || Method->getOverloadedOperator() != OO_None)
    return false;
  return !(Stored && Stored->getDirectCallee() == Method);
}

/// A method that is not seen, of an object that the closure uses too, may wait for it.
bool ClosureEnds::waitsUnseen(const CallExpr *CE, const Closure &C) const {
  const auto *Method = dyn_cast_or_null<CXXMethodDecl>(CE->getDirectCallee());
  const Expr *Object = Method ? argumentOf(CE, {LIEN_PLACE_THIS, 0, 0, 0}) : nullptr;
  const VarDecl *Own = Object ? storageOf(Object) : nullptr;
  return Own && llvm::any_of(C.Captures, [&](const Capture &What) {
           return What.Var == Own && (What.By == Capture::Reference || What.By == Capture::Address);
         });
}

/// Code that is not seen may end the closure when it knows its id, or may wait for it when it has the address of its data.
bool ClosureEnds::unseenEnds(const Expr *Arg, QualType Param, const Closure &C) const {
  bool Reads = !Param.isNull() && !Param->getPointeeType().isNull() && Param->getPointeeType().isConstQualified();
  const VarDecl *Own = addressedBy(Arg);
  if (!Own && !Param.isNull() && Param->isLValueReferenceType())
    Own = storageOf(Arg);
  for (const Capture &What : C.Captures)
    if (What.Var && Own == What.Var && !Reads)
      return true;
  if (!Param.isNull() && ((C.Id && mentionsExpr(Arg, C.Id)) || (C.IdVar && rootOf(Arg) == C.IdVar)))
    return true; /* variable arguments are only printed */
  if (!C.To.Holder || Reads)
    return false;
  bool IsLocal = C.To.Root && isAutomatic(C.To.Root) && !isa<ParmVarDecl>(C.To.Root);
  bool IsReference = !Param.isNull() && Param->isLValueReferenceType();
  if ((IsLocal || IsReference) && isSameExpr(Arg, C.To.Holder))
    return true;
  const auto *UO = dyn_cast<UnaryOperator>(bare(Arg));
  return UO && UO->getOpcode() == UO_AddrOf && isSameExpr(UO->getSubExpr(), C.To.Holder);
}

/// A guard: an object with a destructor that knows the holder or the id.
bool ClosureEnds::constructEnds(const CXXConstructExpr *Construct, const Closure &C) const {
  const CXXConstructorDecl *Constructor = Construct->getConstructor();
  if (Constructor->getParent()->hasTrivialDestructor() || Constructor->isCopyOrMoveConstructor())
    return false;
  for (unsigned I = 0; I < Construct->getNumArgs() && I < Constructor->getNumParams(); I++) {
    QualType Param = Constructor->getParamDecl(I)->getType();
    const Expr *Arg = Construct->getArg(I);
    if (Param->isLValueReferenceType() && Param->getPointeeType().isConstQualified() && !Arg->getType()->isScalarType())
      continue;
    if ((C.To.Holder && mentionsExpr(Arg, C.To.Holder)) || (C.Id && mentionsExpr(Arg, C.Id)) || mentionsVar(Arg, C.IdVar))
      return true;
  }
  return false;
}

static bool isOwnedResult(const Contract *C) {
  return C && llvm::any_of(C->Rows, [](const Outcome &Row) {
           return llvm::any_of(Row.Effects,
                               [](const lien_effect &E) { return E.place.root == LIEN_PLACE_RET && E.verb == LIEN_OWNED; });
         });
}

/// Something else keeps the object of the variable too: a release of it here is not the last.
bool ClosureEnds::isHeldToo(const Stmt *S, const VarDecl *VD) const {
  if (!S || !VD || isa<ParmVarDecl>(VD) || !VD->hasLocalStorage())
    return false;
  const auto *CE = dyn_cast<CallExpr>(S);
  const Contract *Said = CE ? Book.anyOf(CE) : nullptr;
  for (const Outcome &Row : Said ? llvm::ArrayRef<Outcome>(Said->Rows) : llvm::ArrayRef<Outcome>())
    for (const lien_effect &E : Row.Effects) {
      const Expr *Arg = E.verb == LIEN_HELD || E.verb == LIEN_RETAINED ? argumentOf(CE, E.place) : nullptr;
      const auto *Ref = dyn_cast_or_null<DeclRefExpr>(Arg ? bare(Arg) : nullptr);
      if (Ref && Ref->getDecl() == VD)
        return true;
    }
  return llvm::any_of(S->children(), [&](const Stmt *Child) { return isHeldToo(Child, VD); });
}

/// Somebody else may have a reference to the object of the variable.
bool ClosureEnds::isGivenAway(const Stmt *S, const VarDecl *VD) const {
  if (!S)
    return false;
  const auto *CE = dyn_cast<CallExpr>(S);
  const Contract *Said = CE ? Book.anyOf(CE) : nullptr;
  for (unsigned I = 0; CE && I < CE->getNumArgs(); I++) {
    const auto *Ref = dyn_cast<DeclRefExpr>(bare(CE->getArg(I)));
    if (!Ref || Ref->getDecl() != VD)
      continue;
    if (!Said)
      return true;
    for (const Outcome &Row : Said->Rows)
      for (const lien_effect &E : Row.Effects)
        if (E.place.root == I && (E.verb == LIEN_RETAINED || E.verb == LIEN_HELD || E.verb == LIEN_STOLEN ||
                                  E.verb == LIEN_SUNK || E.verb == LIEN_ESCAPED))
          return true;
  }
  return llvm::any_of(S->children(), [&](const Stmt *Child) { return isGivenAway(Child, VD); });
}

/// This code has the only reference: when it releases it, the object is gone.
bool ClosureEnds::isOnlyOwner(const VarDecl *VD) const {
  auto Given = Values.Of.find(VD);
  if (!VD || isa<ParmVarDecl>(VD) || !VD->hasLocalStorage() || Given == Values.Of.end())
    return false;
  for (const Expr *Value : Given->second) {
    const auto *CE = dyn_cast_or_null<CallExpr>(Value ? bare(Value) : nullptr);
    const Contract *Said = CE ? Book.anyOf(CE) : nullptr;
    if (!Value || (!isNullPointer(Ctx, Value) && !isOwnedResult(Said || !CE ? Said : Book.of(CE))))
      return false;
  }
  return !isGivenAway(Values.Body, VD);
}

bool ClosureEnds::releases(const Stmt *S, const Capture &What) const {
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
      if (!Arg || !isIt(Arg) || rowFits(Ctx, Row, CE) != std::optional<bool>(true))
        continue;
      const Kind *Of = Said->kind(E);
      if ((Of && !Of->Shared) || isOnlyOwner(dyn_cast_or_null<VarDecl>(What.Var)))
        return true;
    }
  return false;
}

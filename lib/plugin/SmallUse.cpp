//===- SmallUse.cpp - Whether code uses only a part of an object ----------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "SmallUse.h"

#include "Roots.h"

#include "clang/AST/ExprCXX.h"
#include "clang/Lex/Lexer.h"

using namespace clang;
using namespace lien;

static bool isNumber(QualType T) {
  T = T.getNonReferenceType();
  return T->isArithmeticType() || T->isEnumeralType();
}

/// A method that only gives back a field that is a number.
static bool isGetter(const CXXMethodDecl *Method) {
  const FunctionDecl *Definition = Method ? Method->getDefinition() : nullptr;
  const auto *Block = Definition ? dyn_cast_or_null<CompoundStmt>(Definition->getBody()) : nullptr;
  if (!Block || Block->size() != 1 || !isNumber(Method->getReturnType()))
    return false;
  const auto *Return = dyn_cast<ReturnStmt>(Block->body_front());
  const auto *ME = Return && Return->getRetValue() ? dyn_cast<MemberExpr>(bare(Return->getRetValue())) : nullptr;
  return ME && isa<CXXThisExpr>(bare(ME->getBase()));
}

bool SmallUse::isSmallCall(const Expr *E, const CallExpr *CE) const {
  const Contract *C = Book.anyOf(CE);
  for (const Outcome &Row : C ? llvm::ArrayRef<Outcome>(C->Rows) : llvm::ArrayRef<Outcome>())
    for (const lien_effect &Effect : Row.Effects) {
      bool Asks = Effect.verb == LIEN_SIZE && Effect.place.root == LIEN_PLACE_RET && argumentOf(CE, Effect.holder);
      bool Lets = Effect.verb == LIEN_RELEASED && argumentOf(CE, Effect.place) == E;
      if (Asks || Lets)
        return true;
    }
  const auto *Member = dyn_cast<CXXMemberCallExpr>(CE);
  return Member &&
         (isa<CXXConversionDecl>(Member->getMethodDecl()) ? isNumber(Member->getType()) : isGetter(Member->getMethodDecl()));
}

/// The same of an operator that a class has.
bool SmallUse::isPartByOperator(const Expr *E, const CXXOperatorCallExpr *Operator, const Expr *&Next) const {
  OverloadedOperatorKind Kind = Operator->getOperator();
  if (Kind == OO_Arrow || Kind == OO_Star)
    Next = Operator;
  else if (Kind == OO_Subscript && Operator->getArg(0) == E && Operator->getNumArgs() == 2)
    Next = isNumber(Operator->getType()) && bare(Operator->getArg(1))->isEvaluatable(Ctx) ? Operator : nullptr;
  return Kind == OO_EqualEqual || Kind == OO_ExclaimEqual ? !E->getType()->isRecordType() || isPointerLike(E->getType()) : false;
}

/// P uses E, which is the object, a pointer to it, or an array in it. True: only a little of it; Next: P is one of these as well.
bool SmallUse::isPart(const Expr *E, const Stmt *P, const Expr *&Next, unsigned Depth) const {
  if (const auto *Cast = dyn_cast<CastExpr>(P)) {
    if (isNumber(Cast->getType()))
      return Cast->getCastKind() == CK_LValueToRValue || Cast->getCastKind() == CK_PointerToBoolean;
    if (Cast->getType()->isVoidType())
      return true;
    Next = Cast;
  } else if (isa<ParenExpr, MaterializeTemporaryExpr>(P)) {
    Next = cast<Expr>(P);
  } else if (const auto *UO = dyn_cast<UnaryOperator>(P)) {
    if (UO->getOpcode() == UO_Deref)
      Next = UO;
    return UO->getOpcode() == UO_LNot;
  } else if (const auto *ME = dyn_cast<MemberExpr>(P)) {
    const Stmt *Call = Body.parent(ME);
    if (isa<CXXMethodDecl>(ME->getMemberDecl()))
      return isa_and_nonnull<CallExpr>(Call) && isSmallCall(E, cast<CallExpr>(Call));
    if (isNumber(ME->getType()) || ME->getType()->isArrayType())
      Next = ME;
  } else if (const auto *Element = dyn_cast<ArraySubscriptExpr>(P)) {
    bool Fixed = bare(Element->getIdx())->isEvaluatable(Ctx) && Element->getIdx() != E;
    if (Fixed && isNumber(Element->getType()))
      Next = Element;
  } else if (const auto *Operator = dyn_cast<CXXOperatorCallExpr>(P)) {
    return isPartByOperator(E, Operator, Next);
  } else if (const auto *BO = dyn_cast<BinaryOperator>(P)) {
    return BO->isComparisonOp();
  } else if (const auto *CE = dyn_cast<CallExpr>(P)) {
    return isSmallCall(E, CE);
  } else if (const auto *DS = dyn_cast<DeclStmt>(P)) {
    for (const Decl *D : DS->decls())
      if (const auto *VD = dyn_cast<VarDecl>(D); VD && VD->getInit() == E)
        return VD->getType()->isPointerType() && areSmall(VD, nullptr, Depth + 1);
  }
  return false;
}

bool SmallUse::isSmall(const DeclRefExpr *Use, unsigned Depth) const {
  const Expr *E = Use;
  while (E) {
    const Stmt *P = Body.parent(E);
    const Expr *Next = nullptr;
    if (!P || isa<CompoundStmt>(P))
      return false;
    if (isPart(E, P, Next, Depth))
      return true;
    E = Next;
  }
  return false;
}

bool SmallUse::isInside(const Stmt *S, const Expr *Code) const {
  for (const Expr *Around = Body.closureAround(S); Around; Around = Body.closureAround(Around))
    if (Around == Code)
      return true;
  return false;
}

bool SmallUse::areSmall(const VarDecl *VD, const Expr *Code, unsigned Depth) const {
  if (Depth > 3)
    return false;
  return llvm::all_of(Body.usesOf(VD), [&](const DeclRefExpr *Use) {
    if (Code && (!isInside(Use, Code) || Body.parent(Use) == Code))
      return true; /* not of the closure */
    return isSmall(Use, Depth);
  });
}

std::string SmallUse::wordsOf(const VarDecl *VD, const Expr *Code) const {
  std::string Words;
  for (const DeclRefExpr *Use : Body.usesOf(VD)) {
    if (Code && (!isInside(Use, Code) || Body.parent(Use) == Code))
      continue;
    const Expr *Part = nullptr;
    for (const auto *E = dyn_cast_or_null<Expr>(Body.parent(Use)); E; E = dyn_cast_or_null<Expr>(Body.parent(E))) {
      const auto *CE = dyn_cast<CXXMemberCallExpr>(E);
      bool Names = isa<MemberExpr, ArraySubscriptExpr>(E) || (CE && CE->getCallee() == Part);
      if (!Names && !isa<ImplicitCastExpr, CXXOperatorCallExpr, MaterializeTemporaryExpr>(E))
        break;
      Part = Names ? E : Part;
    }
    SourceRange Range = Part ? Part->getSourceRange() : SourceRange();
    std::string Text =
        Lexer::getSourceText(CharSourceRange::getTokenRange(Range), Ctx.getSourceManager(), Ctx.getLangOpts()).str();
    if (Text.empty() || Text.size() > 40 || (!Words.empty() && Text != Words))
      return "";
    Words = Text;
  }
  return Words;
}

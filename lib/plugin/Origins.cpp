//===- Origins.cpp - Where a key comes from -------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Origins.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"

using namespace clang;
using namespace lien;

const char *Origins::word(KeyOrigin O) {
  static const char *const Words[] = {"literal", "small", "unknown", "parameter", "parsed", "caller"};
  return Words[static_cast<unsigned>(O)];
}

KeyOrigin Origins::of(const Expr *E, const Body &B, bool ThroughCallers) {
  Seen.clear();
  Through = ThroughCallers;
  return find(E, B);
}

KeyOrigin Origins::join(llvm::ArrayRef<const Expr *> Parts, const Body &B, KeyOrigin Least) {
  KeyOrigin Result = Least;
  for (const Expr *Part : Parts)
    Result = std::max(Result, Part ? find(Part, B) : KeyOrigin::Unknown);
  return Result;
}

static bool isSmall(const ASTContext &Ctx, QualType T) {
  if (T->isReferenceType())
    T = T->getPointeeType();
  if (T->isBooleanType() || T->isEnumeralType())
    return true;
  return T->isIntegerType() && !T->isDependentType() && Ctx.getTypeSize(T) <= 16;
}

KeyOrigin Origins::find(const Expr *E, const Body &B) {
  for (;;) {
    if (isSmall(Ctx, E->getType()) && !E->isTypeDependent())
      return E->isEvaluatable(Ctx) ? KeyOrigin::Literal : KeyOrigin::Small;
    if (const auto *Cast = dyn_cast<CastExpr>(E))
      E = Cast->getSubExpr();
    else if (const auto *Paren = dyn_cast<ParenExpr>(E))
      E = Paren->getSubExpr();
    else if (const auto *Full = dyn_cast<FullExpr>(E))
      E = Full->getSubExpr();
    else if (const auto *Temporary = dyn_cast<MaterializeTemporaryExpr>(E))
      E = Temporary->getSubExpr();
    else if (const auto *Bind = dyn_cast<CXXBindTemporaryExpr>(E))
      E = Bind->getSubExpr();
    else
      break;
  }
  if (isa<IntegerLiteral, StringLiteral, CharacterLiteral, FloatingLiteral, CXXNullPtrLiteralExpr, GNUNullExpr, PredefinedExpr,
          UnaryExprOrTypeTraitExpr, SourceLocExpr, CXXBoolLiteralExpr>(E))
    return KeyOrigin::Literal;
  if (const auto *Ref = dyn_cast<DeclRefExpr>(E)) {
    const auto *VD = dyn_cast<VarDecl>(Ref->getDecl());
    return VD ? findVariable(VD, B) : KeyOrigin::Literal;
  }
  if (const auto *UO = dyn_cast<UnaryOperator>(E)) {
    const VarDecl *VD = variableOf(UO->getSubExpr());
    if (UO->getOpcode() == UO_AddrOf && VD && VD->hasGlobalStorage())
      return KeyOrigin::Literal;
    return find(UO->getSubExpr(), B);
  }
  if (const auto *AS = dyn_cast<ArraySubscriptExpr>(E))
    return find(AS->getBase(), B);
  if (const auto *BO = dyn_cast<BinaryOperator>(E))
    return findOperator(BO, B);
  if (const auto *CO = dyn_cast<AbstractConditionalOperator>(E))
    return join({CO->getTrueExpr(), CO->getFalseExpr()}, B, KeyOrigin::Literal);
  if (const auto *ME = dyn_cast<MemberExpr>(E)) {
    const VarDecl *VD = variableOf(ME->getBase());
    KeyOrigin Base = find(ME->getBase(), B);
    if (VD && VD->hasLocalStorage() && VD->getType()->isRecordType() && !isa<ParmVarDecl>(VD))
      return Base;                             /* options of this call */
    return std::min(Base, KeyOrigin::Unknown); /* what a structure holds need not be new with every call */
  }
  if (const auto *CE = dyn_cast<CallExpr>(E)) {
    llvm::SmallVector<const Expr *, 8> Parts(CE->arguments());
    if (const auto *Member = dyn_cast<CXXMemberCallExpr>(CE))
      Parts.push_back(Member->getImplicitObjectArgument());
    return join(Parts, B, Parts.empty() ? KeyOrigin::Unknown : KeyOrigin::Literal);
  }
  if (const auto *Construct = dyn_cast<CXXConstructExpr>(E)) {
    llvm::SmallVector<const Expr *, 4> Parts(Construct->arguments());
    return join(Parts, B, KeyOrigin::Literal);
  }
  if (isa<CXXDefaultArgExpr>(E))
    return KeyOrigin::Literal;
  if (const auto *List = dyn_cast<InitListExpr>(E)) {
    llvm::SmallVector<const Expr *, 4> Parts(List->inits());
    return join(Parts, B, KeyOrigin::Literal);
  }
  return KeyOrigin::Unknown;
}

KeyOrigin Origins::findOperator(const BinaryOperator *BO, const Body &B) {
  Expr::EvalResult Number;
  bool Constant =
      !BO->getRHS()->isValueDependent() && BO->getRHS()->getType()->isIntegerType() && BO->getRHS()->EvaluateAsInt(Number, Ctx);
  if ((BO->getOpcode() == BO_Rem || BO->getOpcode() == BO_And) && Constant && Number.Val.getInt().getActiveBits() <= 17)
    return KeyOrigin::Small;
  if (BO->getOpcode() == BO_Assign || BO->getOpcode() == BO_Comma)
    return find(BO->getRHS(), B);
  return join({BO->getLHS(), BO->getRHS()}, B, KeyOrigin::Literal);
}

KeyOrigin Origins::findVariable(const VarDecl *VD, const Body &B) {
  if (llvm::is_contained(Seen, VD) || Seen.size() > 32)
    return KeyOrigin::Literal; /* it adds nothing to what is looked at already */
  Seen.push_back(VD);
  if (VD->hasGlobalStorage()) {
    QualType T = VD->getType();
    bool Table = VD->getAnyInitializer() && T->isArrayType() && isa<InitListExpr>(VD->getAnyInitializer()->IgnoreParenCasts());
    return Table || Ctx.getBaseElementType(T).isConstQualified() ? KeyOrigin::Literal : KeyOrigin::Unknown;
  }
  KeyOrigin Result = KeyOrigin::Literal;
  auto Values = B.Values.find(VD);
  auto Fills = B.Fills.find(VD);
  if (const auto *Param = dyn_cast<ParmVarDecl>(VD))
    Result = findParameter(Param, B);
  else if (Values == B.Values.end() && Fills == B.Fills.end())
    return KeyOrigin::Unknown;
  if (Values != B.Values.end())
    Result = std::max(Result, join(llvm::ArrayRef<const Expr *>(Values->second), B, KeyOrigin::Literal));
  if (Fills != B.Fills.end())
    for (const Body::Fill &Fill : Fills->second)
      Result = std::max(Result, findFill(Fill, B));
  return Result;
}

/// A parameter of a function that only this unit calls is what its callers give.
KeyOrigin Origins::findParameter(const ParmVarDecl *Param, const Body &B) {
  if (B.ForCallers || Param->getDeclContext() != B.FD)
    return KeyOrigin::Caller;
  if (!Through)
    return KeyOrigin::Parameter;
  KeyOrigin Result = KeyOrigin::Literal;
  unsigned Index = Param->getFunctionScopeIndex();
  llvm::ArrayRef<std::pair<Body *, const CallExpr *>> Callers = TheRoots.callersOf(B.FD);
  for (auto &[Caller, CE] : Callers)
    Result = std::max(Result, Index < CE->getNumArgs() ? find(CE->getArg(Index), *Caller) : KeyOrigin::Unknown);
  return Callers.empty() ? KeyOrigin::Unknown : Result;
}

/// A call wrote the variable: it parses arguments, or makes the value from the others.
KeyOrigin Origins::findFill(const Body::Fill &Fill, const Body &B) {
  const Contract *C = Book.anyOf(Fill.Call);
  for (const Outcome &Row : C ? C->Rows : decltype(C->Rows)())
    if (Row.Format && Row.Format->addresses)
      return KeyOrigin::Parsed;
  if (C && C->Raw && C->Raw->variadic == 2 && Fill.Argument >= C->Raw->param_count)
    return KeyOrigin::Parsed;
  const Expr *Filled = Fill.Call->getArg(Fill.Argument)->IgnoreParenCasts();
  if (const auto *UO = dyn_cast<UnaryOperator>(Filled))
    Filled = UO->getSubExpr();
  if (!Filled->IgnoreParenCasts()->getType()->isArrayType() && !Filled->getType()->isRecordType())
    return KeyOrigin::Unknown;
  llvm::SmallVector<const Expr *, 8> Parts;
  for (unsigned I = 0; I < Fill.Call->getNumArgs(); I++)
    if (I != Fill.Argument)
      Parts.push_back(Fill.Call->getArg(I));
  return join(Parts, B, KeyOrigin::Literal);
}

//===- ClosureExprs.cpp - Expressions that closures are about ---------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "ClosureExprs.h"

#include "Roots.h"

#include "clang/AST/ExprCXX.h"

using namespace clang;
using namespace lien;

const Expr *lien::bare(const Expr *E) {
  for (const Expr *Before = nullptr; E && E != Before;) {
    Before = E;
    E = E->IgnoreParenCasts();
    if (const auto *Cleanups = dyn_cast<ExprWithCleanups>(E))
      E = Cleanups->getSubExpr();
    else if (const auto *Temporary = dyn_cast<MaterializeTemporaryExpr>(E))
      E = Temporary->getSubExpr();
    else if (const auto *Bound = dyn_cast<CXXBindTemporaryExpr>(E))
      E = Bound->getSubExpr();
    else if (const auto *Default = dyn_cast<CXXDefaultArgExpr>(E))
      E = Default->getExpr();
    else if (const auto *UO = dyn_cast<UnaryOperator>(E); UO && UO->getOpcode() == UO_Extension)
      E = UO->getSubExpr();
  }
  return E;
}

/// `*&x` and `&*x` are x.
static const Expr *plain(const Expr *E) {
  E = bare(E);
  while (const auto *UO = dyn_cast_or_null<UnaryOperator>(E)) {
    const auto *Inner = dyn_cast<UnaryOperator>(bare(UO->getSubExpr()));
    bool Undone = Inner && ((UO->getOpcode() == UO_Deref && Inner->getOpcode() == UO_AddrOf) ||
                            (UO->getOpcode() == UO_AddrOf && Inner->getOpcode() == UO_Deref));
    if (!Undone)
      break;
    E = bare(Inner->getSubExpr());
  }
  return E;
}

static bool isSameNode(const Expr *A, const Expr *B) {
  if (const auto *L = dyn_cast<DeclRefExpr>(A))
    return L->getDecl()->getCanonicalDecl() == cast<DeclRefExpr>(B)->getDecl()->getCanonicalDecl();
  if (const auto *L = dyn_cast<MemberExpr>(A))
    return L->getMemberDecl()->getCanonicalDecl() == cast<MemberExpr>(B)->getMemberDecl()->getCanonicalDecl();
  if (const auto *L = dyn_cast<UnaryOperator>(A))
    return L->getOpcode() == cast<UnaryOperator>(B)->getOpcode() && !L->isIncrementDecrementOp();
  if (const auto *L = dyn_cast<BinaryOperator>(A))
    return L->getOpcode() == cast<BinaryOperator>(B)->getOpcode() && !L->isAssignmentOp();
  if (const auto *L = dyn_cast<IntegerLiteral>(A))
    return llvm::APInt::isSameValue(L->getValue(), cast<IntegerLiteral>(B)->getValue());
  if (const auto *L = dyn_cast<StringLiteral>(A))
    return L->getBytes() == cast<StringLiteral>(B)->getBytes();
  if (const auto *L = dyn_cast<CXXBoolLiteralExpr>(A))
    return L->getValue() == cast<CXXBoolLiteralExpr>(B)->getValue();
  if (const auto *L = dyn_cast<CharacterLiteral>(A))
    return L->getValue() == cast<CharacterLiteral>(B)->getValue();
  return isa<ArraySubscriptExpr, CallExpr, CXXThisExpr, CXXNullPtrLiteralExpr, GNUNullExpr, ConditionalOperator>(A);
}

bool lien::isSameExpr(const Expr *A, const Expr *B) {
  if (!A || !B)
    return false;
  A = plain(A), B = plain(B);
  if (A == B)
    return true;
  if (A->getStmtClass() != B->getStmtClass() || !isSameNode(A, B))
    return false;
  auto I = A->child_begin(), J = B->child_begin();
  for (; I != A->child_end() && J != B->child_end(); ++I, ++J) {
    const auto *L = dyn_cast_or_null<Expr>(*I), *R = dyn_cast_or_null<Expr>(*J);
    if (!L || !R || !isSameExpr(L, R))
      return false;
  }
  return I == A->child_end() && J == B->child_end();
}

bool lien::mentionsExpr(const Stmt *In, const Expr *What) {
  if (!In || !What)
    return false;
  const auto *E = dyn_cast<Expr>(In);
  if (E && isSameExpr(E, What))
    return true;
  return llvm::any_of(In->children(), [&](const Stmt *Child) { return mentionsExpr(Child, What); });
}

bool lien::mentionsVar(const Stmt *In, const ValueDecl *Var) {
  if (!In || !Var)
    return false;
  if (const auto *Ref = dyn_cast<DeclRefExpr>(In); Ref && Ref->getDecl()->getCanonicalDecl() == Var->getCanonicalDecl())
    return true;
  if (const auto *Block = dyn_cast<BlockExpr>(In))
    return mentionsVar(Block->getBody(), Var);
  if (const auto *Lambda = dyn_cast<LambdaExpr>(In); Lambda && mentionsVar(Lambda->getBody(), Var))
    return true;
  return llvm::any_of(In->children(), [&](const Stmt *Child) { return mentionsVar(Child, Var); });
}

static bool hasArrow(const CXXRecordDecl *RD) {
  if (!RD || !RD->hasDefinition())
    return false;
  return llvm::any_of(RD->methods(), [](const CXXMethodDecl *M) { return M->getOverloadedOperator() == OO_Arrow; }) ||
         llvm::any_of(RD->bases(), [](const CXXBaseSpecifier &Base) { return hasArrow(Base.getType()->getAsCXXRecordDecl()); });
}

bool lien::isPointerLike(QualType T) {
  return hasArrow(T->getAsCXXRecordDecl());
}

const VarDecl *lien::storageOf(const Expr *E) {
  for (E = bare(E); E;) {
    if (const auto *Ref = dyn_cast<DeclRefExpr>(E))
      return dyn_cast<VarDecl>(Ref->getDecl());
    if (const auto *ME = dyn_cast<MemberExpr>(E); ME && !ME->isArrow())
      E = bare(ME->getBase());
    else if (const auto *Element = dyn_cast<ArraySubscriptExpr>(E); Element && bare(Element->getBase())->getType()->isArrayType())
      E = bare(Element->getBase());
    else if (const auto *UO = dyn_cast<UnaryOperator>(E); UO && UO->getOpcode() == UO_Deref)
      return addressedBy(UO->getSubExpr());
    else
      return nullptr;
  }
  return nullptr;
}

const VarDecl *lien::addressedBy(const Expr *Pointer) {
  const Expr *E = bare(Pointer);
  if (!E)
    return nullptr;
  if (const auto *UO = dyn_cast<UnaryOperator>(E); UO && UO->getOpcode() == UO_AddrOf)
    return storageOf(UO->getSubExpr());
  if (const auto *BO = dyn_cast<BinaryOperator>(E); BO && BO->isAdditiveOp())
    return addressedBy(BO->getLHS());
  return E->getType()->isArrayType() ? storageOf(E) : nullptr;
}

const VarDecl *lien::rootOf(const Expr *E) {
  for (E = bare(E); E;) {
    if (const auto *Ref = dyn_cast<DeclRefExpr>(E))
      return dyn_cast<VarDecl>(Ref->getDecl());
    if (const auto *ME = dyn_cast<MemberExpr>(E))
      E = bare(ME->getBase());
    else if (const auto *Element = dyn_cast<ArraySubscriptExpr>(E))
      E = bare(Element->getBase());
    else if (const auto *UO = dyn_cast<UnaryOperator>(E); UO && (UO->getOpcode() == UO_Deref || UO->getOpcode() == UO_AddrOf))
      E = bare(UO->getSubExpr());
    else if (const auto *Operator = dyn_cast<CXXOperatorCallExpr>(E); Operator && Operator->getNumArgs())
      E = bare(Operator->getArg(0)); /* smart->field, list[i] */
    else
      return nullptr;
  }
  return nullptr;
}

const FunctionDecl *lien::functionOf(const Expr *E) {
  E = bare(E);
  if (const auto *UO = dyn_cast_or_null<UnaryOperator>(E); UO && (UO->getOpcode() == UO_AddrOf || UO->getOpcode() == UO_Deref))
    E = bare(UO->getSubExpr());
  const auto *Ref = dyn_cast_or_null<DeclRefExpr>(E);
  return Ref ? dyn_cast<FunctionDecl>(Ref->getDecl()) : nullptr;
}

bool lien::isNullPointer(const ASTContext &Ctx, const Expr *E) {
  return isNullOrZero(Ctx, bare(E));
}

bool lien::isAutomatic(const ValueDecl *D) {
  const auto *VD = dyn_cast_or_null<VarDecl>(D);
  return VD && VD->hasLocalStorage() && !VD->getType()->isReferenceType();
}

const Expr *lien::refTo(ASTContext &Ctx, const VarDecl *VD) {
  return DeclRefExpr::Create(Ctx, NestedNameSpecifierLoc(), SourceLocation(), const_cast<VarDecl *>(VD), false, VD->getLocation(),
                             VD->getType().getNonReferenceType(), VK_LValue);
}

/// A value that is known here: a constant, also one that a macro keeps in a variable of its own.
static std::optional<int64_t> valueOf(const ASTContext &Ctx, const Expr *E, unsigned Depth = 0) {
  if (isNullPointer(Ctx, E))
    return 0;
  if (E->isValueDependent() || E->isTypeDependent())
    return std::nullopt;
  Expr::EvalResult Result;
  const Expr *Number = E->getType()->isPointerType() ? bare(E) : E; /* `(destructor)-1` */
  if (Number->getType()->isIntegralOrEnumerationType() && Number->EvaluateAsInt(Result, Ctx) &&
      Result.Val.getInt().isRepresentableByInt64())
    return Result.Val.getInt().getExtValue();
  const auto *Ref = dyn_cast<DeclRefExpr>(bare(E));
  const auto *VD = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  if (Depth < 2 && VD && VD->hasLocalStorage() && VD->getInit() && VD->getLocation().isMacroID())
    return valueOf(Ctx, VD->getInit(), Depth + 1);
  return std::nullopt;
}

static bool isNeverNull(const Expr *E) {
  E = bare(E);
  const auto *UO = dyn_cast<UnaryOperator>(E);
  return functionOf(E) || isa<StringLiteral, LambdaExpr, BlockExpr, CXXThisExpr>(E) || (UO && UO->getOpcode() == UO_AddrOf) ||
         E->getType()->isArrayType();
}

static bool passes(lien_op Op, int64_t Left, int64_t Right) {
  switch (Op) {
  case LIEN_EQ:
    return Left == Right;
  case LIEN_NE:
    return Left != Right;
  case LIEN_LT:
    return Left < Right;
  case LIEN_LE:
    return Left <= Right;
  case LIEN_GT:
    return Left > Right;
  case LIEN_GE:
    return Left >= Right;
  }
  return true;
}

std::optional<bool> lien::holdsFor(const ASTContext &Ctx, const lien_test &T, const CallExpr *CE) {
  const Expr *Arg = T.place.deref ? nullptr : argumentOf(CE, T.place);
  if (!Arg)
    return std::nullopt;
  if (std::optional<int64_t> Value = valueOf(Ctx, Arg))
    return passes(lien_op(T.op), *Value, T.value);
  bool Equality = T.op == LIEN_EQ || T.op == LIEN_NE; /* with NULL, or with a number that no address is */
  if (Equality && isNeverNull(Arg))
    return T.op == LIEN_NE;
  return std::nullopt;
}

std::optional<bool> lien::rowFits(const ASTContext &Ctx, const Outcome &Row, const CallExpr *CE) {
  bool Depends = false;
  for (const lien_test &T : Row.Tests) {
    if (T.place.root == LIEN_PLACE_RET)
      continue;
    std::optional<bool> Holds = holdsFor(Ctx, T, CE);
    if (Holds && !*Holds)
      return false;
    Depends |= !Holds;
  }
  return Depends ? std::nullopt : std::optional<bool>(true);
}

bool lien::canHold(llvm::ArrayRef<std::pair<lien_op, int64_t>> Tests) {
  if (Tests.empty())
    return true;
  for (auto &[Ignored, Around] : Tests)
    for (int64_t Step : {-1, 0, 1}) {
      int64_t Value = Around + Step;
      if (llvm::all_of(Tests, [&](const std::pair<lien_op, int64_t> &T) { return passes(T.first, Value, T.second); }))
        return true;
    }
  return false;
}

LocalValues::LocalValues(const Stmt *Body) : Body(Body) {
  read(Body);
}

void LocalValues::read(const Stmt *S) {
  if (!S)
    return;
  if (const auto *DS = dyn_cast<DeclStmt>(S)) {
    for (const Decl *D : DS->decls())
      if (const auto *VD = dyn_cast<VarDecl>(D); VD && VD->hasInit())
        Of[VD].push_back(VD->getInit());
  } else if (const auto *BO = dyn_cast<BinaryOperator>(S); BO && BO->isAssignmentOp()) {
    if (const auto *Ref = dyn_cast<DeclRefExpr>(bare(BO->getLHS())))
      if (const auto *VD = dyn_cast<VarDecl>(Ref->getDecl()))
        Of[VD].push_back(BO->getOpcode() == BO_Assign ? BO->getRHS() : nullptr);
    if (BO->getOpcode() == BO_Assign && isa<MemberExpr>(bare(BO->getLHS())))
      Fields.push_back(BO);
  } else if (const auto *UO = dyn_cast<UnaryOperator>(S)) {
    const auto *Ref = dyn_cast<DeclRefExpr>(bare(UO->getSubExpr()));
    const auto *VD = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
    if (VD && (UO->isIncrementDecrementOp() || (UO->getOpcode() == UO_AddrOf && VD->getType()->isPointerType())))
      Of[VD].push_back(nullptr);
  }
  for (const Stmt *Child : S->children())
    read(Child);
}

const Expr *LocalValues::only(const VarDecl *VD) const {
  auto It = Of.find(VD);
  if (!VD || isa<ParmVarDecl>(VD) || It == Of.end())
    return nullptr;
  const Expr *Single = nullptr;
  for (const Expr *Value : It->second) {
    const Expr *Plain = Value ? bare(Value) : nullptr;
    const auto *Number = dyn_cast_or_null<IntegerLiteral>(Plain);
    if (Plain && (isa<CXXNullPtrLiteralExpr, GNUNullExpr>(Plain) || (Number && Number->getValue() == 0)))
      continue;
    if (!Value || (Single && !isSameExpr(Single, Value)))
      return nullptr;
    Single = Value;
  }
  return Single;
}

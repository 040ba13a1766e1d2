//===- Extents.cpp - How much an object keeps -----------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Extents.h"

#include "Roots.h"

#include "clang/AST/Attr.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;
using namespace lien;

std::optional<uint64_t> Extents::sizeOf(QualType T) const {
  if (T.isNull() || T->isDependentType() || T->isReferenceType() || T->isFunctionType() || T->isVoidType() ||
      T->isIncompleteType() || T->isVariablyModifiedType() || T->isSizelessType())
    return std::nullopt;
  return Ctx.getTypeSizeInChars(T).getQuantity();
}

//===-- What a copy copies -------------------------------------------------===//

static bool lendsText(const CXXMethodDecl *M, const lien_effect &E) {
  QualType T = M->getReturnType();
  return E.verb == LIEN_BORROWED && E.place.root == LIEN_PLACE_RET && E.holder.root == LIEN_PLACE_THIS && T->isPointerType() &&
         T->getPointeeType()->isAnyCharacterType();
}

/// The methods by which the language itself goes through it: `for (x : range)`.
static bool isRange(const CXXRecordDecl *RD) {
  bool Begins = false, Ends = false;
  for (const CXXMethodDecl *M : RD->methods()) {
    const IdentifierInfo *Name = M->getNumParams() ? nullptr : M->getIdentifier();
    Begins |= Name && Name->isStr("begin");
    Ends |= Name && Name->isStr("end");
  }
  return Begins && Ends && !RD->hasTrivialDestructor();
}

Extents::Bulk Extents::ownBulk(const CXXRecordDecl *RD) {
  auto [It, New] = Known.try_emplace(RD, Plain);
  if (!New)
    return It->second;
  Bulk Result = Plain;
  for (const CXXMethodDecl *M : RD->methods()) {
    const Contract *C = isa<CXXConstructorDecl, CXXDestructorDecl>(M) ? nullptr : Book.anyOf(M);
    for (const Outcome &Row : C ? llvm::ArrayRef<Outcome>(C->Rows) : llvm::ArrayRef<Outcome>())
      for (const lien_effect &E : Row.Effects) {
        if (E.verb == LIEN_GROWN && E.place.root == LIEN_PLACE_THIS)
          Result = Elements;
        else if (lendsText(M, E))
          Result = std::max(Result, Text);
      }
  }
  if (Result == Plain && isRange(RD))
    Result = Range;
  return Known[RD] = Result;
}

Extents::Bulk Extents::bulkOf(QualType T, unsigned Depth) {
  const CXXRecordDecl *RD = T.isNull() ? nullptr : T->getAsCXXRecordDecl();
  if (!RD || !RD->hasDefinition() || RD->isLambda() || Depth > 3 || RD->hasTrivialCopyConstructor())
    return Plain;
  if (!RD->hasMoveConstructor() || RD->hasTrivialMoveConstructor() || isPointerLike(T))
    return Plain;
  Bulk Result = ownBulk(RD);
  for (const CXXBaseSpecifier &Base : RD->bases())
    Result = std::max(Result, bulkOf(Base.getType(), Depth + 1));
  for (const FieldDecl *Field : RD->fields())
    Result = std::max(Result, bulkOf(Field->getType(), Depth + 1));
  return Result;
}

//===-- What is kept reachable ---------------------------------------------===//

static const CXXMethodDecl *operatorOf(const CXXRecordDecl *RD, OverloadedOperatorKind Kind) {
  if (!RD || !RD->hasDefinition())
    return nullptr;
  for (const CXXMethodDecl *M : RD->methods())
    if (M->getOverloadedOperator() == Kind)
      return M;
  for (const CXXBaseSpecifier &Base : RD->bases())
    if (const CXXMethodDecl *M = operatorOf(Base.getType()->getAsCXXRecordDecl(), Kind))
      return M;
  return nullptr;
}

static bool isUndeduced(QualType T) {
  const auto *Auto = T->getContainedAutoType();
  return Auto && !Auto->isDeduced();
}

QualType lien::pointeeOf(QualType T) {
  if (T.isNull())
    return QualType();
  if (T->isPointerType())
    return T->getPointeeType();
  const CXXRecordDecl *RD = T->getAsCXXRecordDecl();
  for (OverloadedOperatorKind Kind : {OO_Arrow, OO_Subscript})
    if (const CXXMethodDecl *M = operatorOf(RD, Kind)) {
      QualType Result = M->getReturnType();
      if (isUndeduced(Result))
        continue;
      return Result->isPointerType() || Result->isReferenceType() ? Result->getPointeeType() : QualType();
    }
  return QualType();
}

/// The bytes of the largest array that an object of the type has in itself.
uint64_t Extents::arrayIn(QualType T, unsigned Depth) const {
  if (Ctx.getAsConstantArrayType(T))
    return sizeOf(T).value_or(0);
  const RecordDecl *RD = T->getAsRecordDecl();
  if (!RD || !RD->isCompleteDefinition() || Depth > 4)
    return 0;
  uint64_t Most = 0;
  for (const FieldDecl *Field : RD->fields())
    Most = std::max(Most, arrayIn(Field->getType(), Depth + 1));
  return Most;
}

std::optional<uint64_t> Extents::count(const Expr *E) const {
  Expr::EvalResult Result;
  if (!E || E->isValueDependent() || !E->getType()->isIntegerType() || E->getType()->isBooleanType() ||
      !E->EvaluateAsInt(Result, Ctx))
    return std::nullopt;
  int64_t Value = Result.Val.getInt().isRepresentableByInt64() ? Result.Val.getInt().getExtValue() : -1;
  return Value >= 0 && Value < (int64_t(1) << 40) ? std::optional<uint64_t>(Value) : std::nullopt;
}

static const VarDecl *localOf(const Expr *E) {
  const auto *Ref = dyn_cast<DeclRefExpr>(E);
  const auto *VD = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  return VD && VD->hasLocalStorage() ? VD : nullptr;
}

/// A function template of a library, that passes its arguments on: `make_shared<T>(arguments)`. What others make of a number is
/// theirs.
static bool isMaker(const ASTContext &Ctx, const FunctionDecl *FD) {
  const SourceManager &SM = Ctx.getSourceManager();
  return FD && FD->getPrimaryTemplate() && SM.isInSystemHeader(SM.getExpansionLoc(FD->getLocation()));
}

/// The bytes of so many elements as the first argument of what makes them says: `v(65536)`, `make_shared<vector<char>>(65536)`.
std::optional<uint64_t> Extents::madeBy(const Expr *Value, QualType Element, const LocalValues &Values, unsigned Depth) const {
  const Expr *E = Value ? bare(Value) : nullptr;
  if (!E || Depth > 6)
    return std::nullopt;
  if (const VarDecl *VD = localOf(E))
    return madeBy(Values.only(VD), Element, Values, Depth + 1);
  const Expr *First = nullptr;
  if (const auto *CE = dyn_cast<CallExpr>(E))
    First = CE->getNumArgs() && isMaker(Ctx, CE->getDirectCallee()) ? CE->getArg(0) : nullptr;
  else if (const auto *Construct = dyn_cast<CXXConstructExpr>(E))
    First = Construct->getNumArgs() ? Construct->getArg(0) : nullptr;
  else if (const auto *New = dyn_cast<CXXNewExpr>(E); New && New->isArray())
    First = New->getArraySize().value_or(nullptr);
  if (!First)
    return std::nullopt;
  if (isa<CXXConstructExpr, CXXNewExpr>(bare(First)) || localOf(bare(First)) || isa<CallExpr>(bare(First)))
    if (!First->getType()->isIntegerType())
      return madeBy(First, Element, Values, Depth + 1); /* moved or copied, or an owner of what `new` makes */
  std::optional<uint64_t> Number = count(First), Size = sizeOf(Element);
  return Number && Size ? std::optional<uint64_t>(*Number * *Size) : std::nullopt;
}

/// The bytes that a call allocates. Makes: it hands something out, and a parameter may be how much.
std::optional<uint64_t> Extents::saidBy(const CallExpr *CE, const FunctionDecl *FD, bool Makes) const {
  if (const auto *Attr = FD->getAttr<AllocSizeAttr>()) {
    std::optional<uint64_t> Bytes = 1;
    for (ParamIdx Index : {Attr->getElemSizeParam(), Attr->getNumElemsParam()}) {
      if (!Index.isValid())
        continue;
      std::optional<uint64_t> Factor =
          Index.getASTIndex() < CE->getNumArgs() ? count(CE->getArg(Index.getASTIndex())) : std::nullopt;
      Bytes = Bytes && Factor ? std::optional<uint64_t>(*Bytes * *Factor) : std::nullopt;
    }
    return Bytes;
  }
  for (unsigned I = 0; Makes && I < FD->getNumParams() && I < CE->getNumArgs(); I++) {
    llvm::StringRef Name = FD->getParamDecl(I)->getName();
    if (Name.contains("size") || Name.contains("len"))
      return count(CE->getArg(I));
  }
  return std::nullopt;
}

/// ... as the function's own declaration (`alloc_size`), a parameter that is named so, or `new` says.
std::optional<uint64_t> Extents::allocatedBy(const Expr *Value, const LocalValues &Values, unsigned Depth) {
  const Expr *E = Value ? bare(Value) : nullptr;
  if (!E || Depth > 6)
    return std::nullopt;
  if (const VarDecl *VD = localOf(E))
    return allocatedBy(Values.only(VD), Values, Depth + 1);
  if (const auto *New = dyn_cast<CXXNewExpr>(E)) {
    std::optional<uint64_t> Size = sizeOf(New->getAllocatedType());
    std::optional<uint64_t> Number = New->isArray() ? count(New->getArraySize().value_or(nullptr)) : 1;
    return Size && Number ? std::optional<uint64_t>(*Size * *Number) : std::nullopt;
  }
  const auto *CE = dyn_cast<CallExpr>(E);
  const FunctionDecl *FD = CE ? CE->getDirectCallee() : nullptr;
  if (!FD)
    return std::nullopt;
  const Contract *C = Book.anyOf(CE);
  bool Makes = false;
  for (const Outcome &Row : C ? llvm::ArrayRef<Outcome>(C->Rows) : llvm::ArrayRef<Outcome>())
    for (const lien_effect &Effect : Row.Effects) {
      Makes |= Effect.verb == LIEN_OWNED && Effect.place.root == LIEN_PLACE_RET;
      bool Same = Effect.verb == LIEN_SAME && Effect.place.root == LIEN_PLACE_RET;
      if (const Expr *Of = Same ? argumentOf(CE, Effect.holder) : nullptr)
        return allocatedBy(Of, Values, Depth + 1); /* another reference to it */
    }
  return saidBy(CE, FD, Makes);
}

std::optional<uint64_t> Extents::reachedBy(const Capture &What, const LocalValues &Values) {
  QualType T = What.Type;
  const Expr *Value = What.Value;
  const auto *VD = dyn_cast_or_null<VarDecl>(What.Var);
  if (VD && VD->hasLocalStorage() && Values.only(VD))
    Value = Values.only(VD);
  if (T.isNull())
    return std::nullopt;
  if (T->isPointerType())
    return allocatedBy(Value, Values);
  QualType Inner = pointeeOf(T);
  if (Inner.isNull())
    return std::nullopt;
  if (bulkOf(T) == Elements)
    return madeBy(Value, Inner, Values);
  if (bulkOf(T) == Text) /* a call may make a text of a number */
    return isa_and_nonnull<CXXConstructExpr>(Value ? bare(Value) : nullptr) ? madeBy(Value, Inner, Values) : std::nullopt;
  if (What.By != Capture::Strong && What.By != Capture::Moved)
    return std::nullopt;
  if (bulkOf(Inner) == Elements)
    return madeBy(Value, pointeeOf(Inner), Values);
  if (!isPointerLike(T))
    return madeBy(Value, Inner, Values);
  std::optional<uint64_t> Size = sizeOf(Inner);
  return Size && arrayIn(Inner) * 2 >= *Size ? Size : std::nullopt; /* most of it is an array */
}

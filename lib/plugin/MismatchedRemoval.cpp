//===- MismatchedRemoval.cpp - Removals that name other data ----------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// lien.MismatchedRemoval:
// - A call ends registrations by code and data together. The code is a function that only this unit can register, and every use
//   of it is such a registration or such a call.
// - The data is another thing than the data of every registration: NULL and not NULL; structures of types that have nothing to do
//   with each other; two fields; two variables of one function.
// - What may be equal is equal: the rule is silent. Closure objects are never compared.
//===----------------------------------------------------------------------===//
#include "Destructors.h"
#include "Enders.h"
#include "Leaks.h"

#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"

using namespace clang;
using namespace lien;

namespace {

/// A registration of the code with its data.
struct Registered {
  const FunctionDecl *In;
  const Closure *C;
};

class RemovalRule {
public:
  explicit RemovalRule(Captures &All) : All(All), Uses(All.Ctx, All.Book), Stops(All) {}
  void run();

private:
  void judge(const Ender &E);
  bool onlyRegistered(const FunctionDecl *Code, unsigned Registrations, unsigned Removals);
  const Expr *resolve(const FunctionDecl *In, const Expr *E);
  bool differ(const FunctionDecl *InA, const Expr *A, const FunctionDecl *InB, const Expr *B);
  std::string describe(const Expr *E) const;

  Captures &All;
  DataUses Uses;
  Enders Stops;
};

} // namespace

static unsigned countUses(const Stmt *S, const FunctionDecl *Code) {
  if (!S)
    return 0;
  const auto *Ref = dyn_cast<DeclRefExpr>(S);
  unsigned Count = Ref && Ref->getDecl()->getCanonicalDecl() == Code;
  if (const auto *Lambda = dyn_cast<LambdaExpr>(S))
    Count += countUses(Lambda->getBody(), Code);
  for (const Stmt *Child : S->children())
    Count += countUses(Child, Code);
  return Count;
}

static unsigned countUses(const DeclContext *DC, const FunctionDecl *Code) {
  unsigned Count = 0;
  for (const Decl *D : DC->decls()) {
    if (const auto *VD = dyn_cast<VarDecl>(D); VD && VD->getInit())
      Count += countUses(VD->getInit(), Code);
    else if (const auto *Inner = dyn_cast<DeclContext>(D); Inner && isa<NamespaceDecl, LinkageSpecDecl, RecordDecl>(D))
      Count += countUses(Inner, Code);
  }
  return Count;
}

bool RemovalRule::onlyRegistered(const FunctionDecl *Code, unsigned Registrations, unsigned Removals) {
  unsigned Count = countUses(All.Ctx.getTranslationUnitDecl(), Code);
  for (const FunctionDecl *FD : All.TheUnit.bodies())
    Count += countUses(FD->getBody(), Code);
  return Count == Registrations + Removals;
}

/// A local variable that has one value only is that value.
const Expr *RemovalRule::resolve(const FunctionDecl *In, const Expr *E) {
  LocalValues Values(In->getBody());
  for (unsigned Depth = 0; Depth < 6; Depth++) {
    E = Uses.origin(E);
    const VarDecl *VD = variableOf(E);
    const Expr *Value = VD && VD->hasLocalStorage() ? Values.only(VD) : nullptr;
    const Expr *Plain = Value ? Uses.origin(Value) : nullptr;
    if (!Plain || !isa<DeclRefExpr, CXXThisExpr, MemberExpr, UnaryOperator>(Plain))
      return E;
    E = Plain;
  }
  return E;
}

/// One may be a part at the beginning of the other, or its base.
static bool areRelated(const RecordDecl *A, const RecordDecl *B) {
  A = A->getDefinition(), B = B->getDefinition();
  if (!A || !B)
    return true;
  for (auto [Outer, Inner] : {std::pair(A, B), std::pair(B, A)}) {
    if (const auto *Class = dyn_cast<CXXRecordDecl>(Outer))
      if (const auto *Base = dyn_cast<CXXRecordDecl>(Inner); Base && Class->isDerivedFrom(Base))
        return true;
    const RecordDecl *RD = Outer;
    for (unsigned Depth = 0; RD && Depth < 16; Depth++) {
      if (RD == Inner || RD->isUnion())
        return true;
      const FieldDecl *First = RD->field_empty() ? nullptr : *RD->field_begin();
      RD = First ? First->getType()->getAsRecordDecl() : nullptr;
      RD = RD ? RD->getDefinition() : nullptr;
    }
  }
  return false;
}

/// `&x->field`: the field.
static const FieldDecl *addressedField(const Expr *E) {
  const auto *UO = dyn_cast<UnaryOperator>(E);
  return UO && UO->getOpcode() == UO_AddrOf ? fieldOf(UO->getSubExpr()) : nullptr;
}

/// `data` of a callback, and not `&x`, `self->x`, or a variable of the function's own.
static bool isParameter(const FunctionDecl *In, const Expr *E) {
  const auto *Ref = dyn_cast<DeclRefExpr>(bare(E));
  return Ref && isa<ParmVarDecl>(Ref->getDecl()) && Ref->getDecl()->getDeclContext() == In && Ref->getType()->isVoidPointerType();
}

/// For sure, these are two different things.
bool RemovalRule::differ(const FunctionDecl *InA, const Expr *A, const FunctionDecl *InB, const Expr *B) {
  A = resolve(InA, A), B = resolve(InB, B);
  bool NullA = isNullPointer(All.Ctx, A), NullB = isNullPointer(All.Ctx, B);
  if (NullA || NullB) /* what a caller gives may be NULL */
    return NullA != NullB && !isParameter(InA, NullA ? B : A) && !isParameter(InB, NullA ? B : A);
  if (isSameExpr(A, B))
    return false;
  const RecordDecl *TypeA = recordOf(A->getType()), *TypeB = recordOf(B->getType());
  if (TypeA && TypeB && TypeA != TypeB)
    return !areRelated(TypeA, TypeB);
  if (const FieldDecl *FieldA = addressedField(A), *FieldB = addressedField(B); FieldA && FieldB)
    return FieldA->getCanonicalDecl() != FieldB->getCanonicalDecl() && FieldA->getParent() == FieldB->getParent() &&
           !FieldA->getParent()->isUnion();
  const auto *MemberA = dyn_cast<MemberExpr>(A), *MemberB = dyn_cast<MemberExpr>(B);
  if (MemberA && MemberB && fieldOf(MemberA) && fieldOf(MemberB))
    return fieldOf(MemberA)->getCanonicalDecl() != fieldOf(MemberB)->getCanonicalDecl() &&
           fieldOf(MemberA)->getParent() == fieldOf(MemberB)->getParent() && !fieldOf(MemberA)->getParent()->isUnion();
  const VarDecl *OwnA = addressedBy(A), *OwnB = addressedBy(B);
  if (OwnA && OwnB)
    return OwnA != OwnB && !OwnA->getType()->isReferenceType() && !OwnB->getType()->isReferenceType();
  if (InA != InB)
    return false;
  const VarDecl *VarA = variableOf(A), *VarB = variableOf(B);
  return VarA && VarB && VarA != VarB && VarA->hasLocalStorage() && VarB->hasLocalStorage();
}

std::string RemovalRule::describe(const Expr *E) const {
  if (isNullPointer(All.Ctx, E))
    return "NULL";
  std::string Text;
  llvm::raw_string_ostream OS(Text);
  bare(E)->printPretty(OS, nullptr, PrintingPolicy(All.Ctx.getLangOpts()));
  return "'" + Text + "'";
}

void RemovalRule::judge(const Ender &E) {
  const FunctionDecl *Code = nullptr;
  const Expr *Data = nullptr;
  for (const Expr *Arg : E.Names) {
    if (const FunctionDecl *FD = functionOf(Arg))
      Code = Code ? nullptr : cast<FunctionDecl>(FD->getCanonicalDecl());
    else if (!Arg->getType()->isPointerType() && !Arg->getType()->isNullPtrType() && !isNullPointer(All.Ctx, Arg))
      return;
    else if (Data)
      return;
    else
      Data = Arg;
  }
  if (!E.Surely || !Code || !Data || Code->isExternallyVisible() || E.Names.size() != 2)
    return;
  llvm::SmallVector<Registered, 4> Made;
  llvm::SmallPtrSet<const Expr *, 4> Calls;
  for (const FunctionClosures &Of : All.Functions)
    for (const Closure &C : Of.All)
      if (C.Body && C.Body->getCanonicalDecl() == Code && C.Data && Calls.insert(C.Stored).second)
        Made.push_back({Of.FD, &C});
  llvm::SmallPtrSet<const CallExpr *, 8> Removals;
  for (const Ender &Other : Stops.all())
    if (llvm::any_of(Other.Names,
                     [&](const Expr *Arg) { return functionOf(Arg) && functionOf(Arg)->getCanonicalDecl() == Code; }))
      Removals.insert(Other.Call);
  if (Made.empty() || !onlyRegistered(Code, Made.size(), Removals.size()))
    return;
  for (const Registered &R : Made)
    if (!differ(E.In, Data, R.In, R.C->Data))
      return;
  const Registered &First = Made.front();
  std::string Name = "'" + Code->getNameAsString() + "'", Then = describe(First.C->Data), Now = describe(Data);
  CaptureFinding F;
  F.Rule = "lien.MismatchedRemoval";
  F.In = E.In;
  F.At = E.Call->getBeginLoc();
  F.Begin = First.C->Stored->getBeginLoc();
  F.Object = Code->getNameAsString();
  F.Message = Name + " was registered with " + Then + ", and this removal names " + Now + ": it removes nothing";
  F.Path.push_back({F.Begin, Name + " is registered with " + Then + " here"});
  F.Path.push_back({F.At, "this removes " + Name + " with " + Now + ", which is never registered"});
  F.Path.push_back({F.At, "name the same data as the registration does"});
  All.report(std::move(F));
}

void RemovalRule::run() {
  for (const Ender &E : Stops.all())
    judge(E);
}

void lien::findMismatchedRemovals(Captures &All) {
  if (!All.Functions.empty())
    RemovalRule(All).run();
}

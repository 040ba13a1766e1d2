//===- Roots.cpp - Containers that outlive a call -------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Roots.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/Support/Path.h"

using namespace clang;
using namespace lien;

const VarDecl *lien::variableOf(const Expr *E) {
  const auto *Ref = dyn_cast<DeclRefExpr>(E->IgnoreParenCasts());
  return Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
}

bool lien::isOwnLocal(const VarDecl *VD) {
  return VD && VD->hasLocalStorage() && !VD->getType()->isReferenceType();
}

std::string lien::realFile(const ASTContext &Ctx, SourceLocation Loc) {
  const SourceManager &SM = Ctx.getSourceManager();
  OptionalFileEntryRef Entry = SM.getFileEntryRefForID(SM.getFileID(SM.getExpansionLoc(Loc)));
  if (!Entry)
    return "";
  llvm::SmallString<256> Path(Entry->getFileEntry().tryGetRealPathName());
  if (Path.empty())
    Path = Entry->getName();
  SM.getFileManager().makeAbsolutePath(Path);
  return std::string(Path);
}

bool lien::isNullOrZero(const ASTContext &Ctx, const Expr *E) {
  E = E->IgnoreParenCasts();
  if (isa<CXXNullPtrLiteralExpr, GNUNullExpr>(E))
    return true;
  const auto *Number = dyn_cast<IntegerLiteral>(E);
  return Number && Number->getValue() == 0;
}

bool lien::isMethodOperator(const CallExpr *CE) {
  return isa<CXXOperatorCallExpr>(CE) && isa_and_nonnull<CXXMethodDecl>(CE->getDirectCallee());
}

const Expr *lien::argumentOf(const CallExpr *CE, const lien_place &Place) {
  if (Place.field)
    return nullptr;
  bool Operator = isMethodOperator(CE);
  if (Place.root == LIEN_PLACE_THIS) {
    if (const auto *Member = dyn_cast<CXXMemberCallExpr>(CE))
      return Member->getImplicitObjectArgument();
    return Operator ? CE->getArg(0) : nullptr;
  }
  unsigned Index = Place.root + (Operator ? 1 : 0);
  return Place.root < LIEN_PLACE_MAX_PARAM && Index < CE->getNumArgs() ? CE->getArg(Index) : nullptr;
}

static std::string tagOf(const RecordDecl *RD) {
  if (const TypedefNameDecl *Typedef = RD->getTypedefNameForAnonDecl())
    return Typedef->getQualifiedNameAsString();
  return RD->getIdentifier() ? RD->getQualifiedNameAsString() : "";
}

std::string Roots::functionId(const FunctionDecl *FD) const {
  if (FD->isExternallyVisible())
    return FD->getQualifiedNameAsString();
  const FunctionDecl *Definition = FD->getDefinition();
  return realFile(Ctx, (Definition ? Definition : FD)->getLocation()) + ":" + FD->getQualifiedNameAsString();
}

Root &Roots::get(std::string Id, const ValueDecl *D, Root::Storage Where, std::string Name) {
  Root *&Slot = ById[Id];
  if (!Slot) {
    All.push_back(std::make_unique<Root>());
    Slot = All.back().get();
    Slot->Id = std::move(Id);
    Slot->D = D;
    Slot->Where = Where;
    Slot->Name = std::move(Name);
  } else if (Where > Slot->Where) {
    Slot->Where = Where;
    Slot->Name = std::move(Name);
  }
  return *Slot;
}

Body *Roots::body(const FunctionDecl *FD) const {
  return ByDecl.lookup(FD->getCanonicalDecl());
}

llvm::ArrayRef<std::pair<Body *, const CallExpr *>> Roots::callersOf(const FunctionDecl *FD) const {
  auto It = Callers.find(FD->getCanonicalDecl());
  if (It == Callers.end())
    return {};
  return It->second;
}

//===-- Reading bodies -----------------------------------------------------===//

/// Hidden, or private by its name: who calls it is the project itself, and what it passes is looked at there.
static bool isForOthers(const FunctionDecl *FD) {
  bool Private = FD->getIdentifier() && FD->getName().starts_with("_");
  return !Private && FD->getVisibility() != HiddenVisibility;
}

Body &Roots::read(const FunctionDecl *FD) {
  Bodies.push_back(std::make_unique<Body>());
  Body &B = *Bodies.back();
  B.FD = FD;
  B.Id = functionId(FD);
  B.External = FD->isExternallyVisible();
  B.ForCallers = B.External && isForOthers(FD);
  ByDecl[FD->getCanonicalDecl()] = &B;
  readStmt(FD->getBody(), B);
  if (const auto *Constructor = dyn_cast<CXXConstructorDecl>(FD))
    for (const CXXCtorInitializer *Init : Constructor->inits())
      readStmt(Init->getInit(), B);
  return B;
}

void Roots::readAssignment(const BinaryOperator *BO, Body &B) {
  const VarDecl *VD = variableOf(BO->getLHS());
  bool Local = isOwnLocal(VD);
  bool Plain = BO->getOpcode() == BO_Assign;
  if (Local)
    B.Values[VD].push_back(Plain ? BO->getRHS() : nullptr);
  else
    B.Written.push_back(BO->getLHS());
  if (!Local && Plain)
    B.Stores.push_back({BO->getLHS(), BO->getRHS()});
  if (Local)
    return;
  bool Raises = BO->getOpcode() == BO_AddAssign || BO->getOpcode() == BO_MulAssign || BO->getOpcode() == BO_ShlAssign;
  /* n = n * 2, cap = new_cap: what comes from a computation is no fixed limit either. */
  const Expr *Value = BO->getRHS()->IgnoreParenCasts();
  if (const VarDecl *From = variableOf(Value); From && From->hasLocalStorage() && !isa<ParmVarDecl>(From))
    Raises |= Plain;
  if (const auto *Sum = dyn_cast<BinaryOperator>(Value))
    Raises |= Plain && (Sum->getOpcode() == BO_Add || Sum->getOpcode() == BO_Mul || Sum->getOpcode() == BO_Shl);
  if (Raises && BO->getLHS()->getType()->isIntegerType())
    this->Raises.push_back({&B, BO->getLHS()});
}

void Roots::readArguments(const CallExpr *CE, Body &B) {
  if (const FunctionDecl *FD = CE->getDirectCallee())
    B.Calls.push_back({FD->getCanonicalDecl(), CE});
  for (unsigned I = 0; I < CE->getNumArgs(); I++) {
    const Expr *Arg = CE->getArg(I)->IgnoreParenCasts();
    const VarDecl *VD = nullptr;
    if (const auto *UO = dyn_cast<UnaryOperator>(Arg); UO && UO->getOpcode() == UO_AddrOf)
      VD = variableOf(UO->getSubExpr());
    else if (VD = variableOf(Arg); VD && !VD->getType()->isArrayType())
      VD = nullptr;
    if (VD && VD->hasLocalStorage())
      B.Fills[VD].push_back({CE, I});
  }
}

void Roots::readStmt(const Stmt *S, Body &B) {
  if (!S)
    return;
  if (const auto *DS = dyn_cast<DeclStmt>(S)) {
    for (const Decl *D : DS->decls()) {
      const auto *VD = dyn_cast<VarDecl>(D);
      if (VD && VD->isStaticLocal())
        readObject(VD);
      if (!VD || !VD->hasLocalStorage())
        continue;
      if (VD->getInit())
        B.Values[VD].push_back(VD->getInit());
      if (const RecordDecl *RD = VD->getType()->getAsRecordDecl())
        OnStack.insert(RD->getCanonicalDecl());
    }
  } else if (const auto *BO = dyn_cast<BinaryOperator>(S)) {
    if (BO->isAssignmentOp())
      readAssignment(BO, B);
  } else if (const auto *UO = dyn_cast<UnaryOperator>(S)) {
    if (UO->isIncrementDecrementOp()) {
      const VarDecl *VD = variableOf(UO->getSubExpr());
      if (VD && VD->hasLocalStorage())
        B.Values[VD].push_back(nullptr);
      else
        B.Written.push_back(UO->getSubExpr());
      if (UO->isIncrementOp() && !(VD && VD->hasLocalStorage()))
        Raises.push_back({&B, UO->getSubExpr()});
    }
  } else if (const auto *Return = dyn_cast<ReturnStmt>(S)) {
    if (Return->getRetValue())
      B.Returns.push_back(Return->getRetValue());
  } else if (const auto *CE = dyn_cast<CallExpr>(S)) {
    readArguments(CE, B);
  } else if (const auto *Lambda = dyn_cast<LambdaExpr>(S)) {
    readStmt(Lambda->getBody(), B);
    return;
  }
  for (const Stmt *Child : S->children())
    readStmt(Child, B);
}

/// The one object of a class that nobody else can make.
void Roots::readObject(const VarDecl *VD) {
  QualType T = VD->getType()->isPointerType() ? VD->getType()->getPointeeType() : VD->getType();
  const CXXRecordDecl *RD = T->getAsCXXRecordDecl();
  if (RD && RD->hasDefinition() && RD->hasUserDeclaredConstructor() &&
      llvm::all_of(RD->ctors(), [](const CXXConstructorDecl *Constructor) {
        return Constructor->isImplicit() || Constructor->isDeleted() || Constructor->getAccess() != AS_public;
      }))
    Singletons[RD->getCanonicalDecl()] = VD->getCanonicalDecl();
}

void Roots::finish() {
  for (std::unique_ptr<Body> &B : Bodies) /* frame = this, current = node->next */
    for (auto &[Left, Right] : B->Stores) {
      const Expr *Value = Right->IgnoreParenCasts();
      const VarDecl *VD = variableOf(Value);
      if (Left->getType()->isPointerType() && (isa<CXXThisExpr, MemberExpr>(Value) || isa_and_nonnull<ParmVarDecl>(VD)))
        if (Root *R = of(Left, *B).exactly())
          Lists.insert(R);
    }
  for (std::unique_ptr<Body> &B : Bodies)
    for (auto &[FD, CE] : B->Calls)
      Callers[FD].push_back({B.get(), CE});
  for (auto &[B, E] : Raises)
    if (Root *R = of(E, *B).exactly())
      Raised.insert(R);
}

//===-- Which expression is which root --------------------------------------===//

Candidates Roots::of(const Expr *E, const Body &B) {
  Candidates Result;
  Search S{B, Result, {}};
  find(E, S);
  return Result;
}

Root *Roots::ofVariable(const VarDecl *VD) {
  if (!VD->hasGlobalStorage())
    return nullptr;
  static const Body Nowhere;
  Candidates Result;
  Search S{Nowhere, Result, {}};
  findVariable(VD, S);
  return Result.exactly();
}

static void add(Candidates &Out, Root &R) {
  if (!llvm::is_contained(Out.May, &R))
    Out.May.push_back(&R);
}

void Roots::find(const Expr *E, Search &S) {
  E = E->IgnoreParenCasts();
  if (const auto *Cleanups = dyn_cast<FullExpr>(E))
    return find(Cleanups->getSubExpr(), S);
  if (const auto *Temporary = dyn_cast<MaterializeTemporaryExpr>(E))
    return find(Temporary->getSubExpr(), S);
  if (const auto *UO = dyn_cast<UnaryOperator>(E)) {
    if (UO->getOpcode() == UO_AddrOf || UO->getOpcode() == UO_Deref || UO->getOpcode() == UO_Extension)
      return find(UO->getSubExpr(), S);
  } else if (const auto *AS = dyn_cast<ArraySubscriptExpr>(E)) {
    return find(AS->getBase(), S);
  } else if (const auto *CO = dyn_cast<AbstractConditionalOperator>(E)) {
    find(CO->getTrueExpr(), S);
    return find(CO->getFalseExpr(), S);
  } else if (const auto *BO = dyn_cast<BinaryOperator>(E)) {
    if (BO->getOpcode() == BO_Comma || BO->getOpcode() == BO_Assign)
      return find(BO->getRHS(), S);
  } else if (const auto *Ref = dyn_cast<DeclRefExpr>(E)) {
    if (const auto *VD = dyn_cast<VarDecl>(Ref->getDecl()))
      return findVariable(VD, S);
  } else if (const auto *ME = dyn_cast<MemberExpr>(E)) {
    return findMember(ME, S);
  } else if (const auto *CE = dyn_cast<CallExpr>(E)) {
    return findCall(CE, S);
  }
  S.Out.Other |= !isNullOrZero(Ctx, E);
}

void Roots::findVariable(const VarDecl *VD, Search &S) {
  VD = VD->getCanonicalDecl();
  if (VD->hasGlobalStorage()) {
    QualType T = VD->getType();
    if (T.isConstQualified() || T->isFunctionPointerType()) {
      S.Out.Other = true;
      return;
    }
    std::string Name = VD->getQualifiedNameAsString(), Id = Name;
    Root::Storage Where = Root::Extern;
    if (VD->isStaticLocal()) {
      const auto *In = dyn_cast<FunctionDecl>(VD->getParentFunctionOrMethod());
      Id = realFile(Ctx, VD->getLocation()) + ":" + (In ? In->getQualifiedNameAsString() : "") + ":" + VD->getNameAsString();
      Name = VD->getNameAsString();
      Where = Root::Function;
    } else if (!VD->isExternallyVisible()) {
      Id = realFile(Ctx, VD->getLocation()) + ":" + Name;
      Where = Root::File;
    } else if (VD->isStaticDataMember()) {
      Where = Root::Class;
    }
    if (VD->getTLSKind() != VarDecl::TLS_None && Where != Root::Extern)
      Where = Root::Thread;
    add(S.Out, get(std::move(Id), VD, Where, std::move(Name)));
    return;
  }
  if (llvm::is_contained(S.Seen, VD))
    return;
  S.Seen.push_back(VD);
  auto It = S.B.Values.find(VD);
  if (const auto *Param = dyn_cast<ParmVarDecl>(VD)) {
    unsigned Index = Param->getFunctionScopeIndex();
    if (Param->getDeclContext() == S.B.FD || Param->getDeclContext()->getPrimaryContext() == S.B.FD->getPrimaryContext())
      add(S.Out, get(S.B.Id + "#" + std::to_string(Index), VD, Root::Param, VD->getNameAsString()));
    else
      S.Out.Other = true;
  }
  if (auto Fills = S.B.Fills.find(VD); Fills != S.B.Fills.end()) {
    for (const Body::Fill &Fill : Fills->second)
      if (findLender(Fill, S))
        return;
    S.Out.Other |= !VD->getType()->isRecordType();
  }
  S.Out.Other |= It == S.B.Values.end() && !isa<ParmVarDecl>(VD);
  if (It == S.B.Values.end())
    return;
  for (const Expr *Value : It->second) {
    if (Value)
      find(Value, S);
    else
      S.Out.Other = true;
  }
}

/// An iterator is the container that a contract lent to it.
bool Roots::findLender(const Body::Fill &Fill, Search &S) {
  const Contract *C = Book.anyOf(Fill.Call);
  for (const Outcome &Row : C ? C->Rows : decltype(C->Rows)())
    for (const lien_effect &E : Row.Effects)
      if (E.verb == LIEN_LENT && E.holder.root == Fill.Argument)
        if (const Expr *Lent = argumentOf(Fill.Call, E.place)) {
          find(Lent, S);
          return true;
        }
  return false;
}

/// A parameter of a function that only this unit calls, and always with what lives as long as the process.
Root::Storage Roots::storageOfParameter(const Expr *Base, const Body &B) {
  const auto *Param = dyn_cast_or_null<ParmVarDecl>(variableOf(Base));
  if (!Param || B.External || B.ForCallers || Param->getDeclContext() != B.FD || CallerDepth > 3)
    return Root::Object;
  Root::Storage Least = Root::Extern;
  llvm::ArrayRef<std::pair<Body *, const CallExpr *>> Calling = callersOf(B.FD);
  for (auto &[Caller, CE] : Calling) {
    unsigned Index = Param->getFunctionScopeIndex();
    CallerDepth++;
    const Root *R = Index < CE->getNumArgs() && CE->getArg(Index)->getType()->isPointerType()
                        ? of(CE->getArg(Index), *Caller).exactly()
                        : nullptr;
    CallerDepth--;
    if (!R || !isa_and_nonnull<VarDecl>(R->D) || R->D->getType()->isPointerType() || R->Where <= Root::Object)
      return Root::Object;
    Least = std::min(Least, R->Where);
  }
  return Calling.empty() ? Root::Object : Least;
}

/// What hangs on a pointer to one object after another lives as long as each of these.
Root::Storage Roots::storageFrom(const MemberExpr *ME, const Root *From, const Body &B) {
  if (From && From->Where > Root::Object)
    return ME->isArrow() && Lists.count(From) ? Root::Object : From->Where;
  const Expr *Base = ME->getBase()->IgnoreParenCasts();
  if (From && From->Where == Root::Param)
    return storageOfParameter(Base, B);
  const CXXRecordDecl *RD = isa<CXXThisExpr>(Base) ? Base->getType()->getPointeeCXXRecordDecl() : nullptr;
  return RD && Singletons.count(RD->getCanonicalDecl()) ? Root::Function : Root::Object;
}

/// A field is known by its type; what it is reached from says how long it lives.
void Roots::findMember(const MemberExpr *ME, Search &S) {
  if (const auto *Static = dyn_cast<VarDecl>(ME->getMemberDecl()))
    return findVariable(Static, S);
  const auto *Field = dyn_cast<FieldDecl>(ME->getMemberDecl());
  if (!Field) {
    S.Out.Other = true;
    return;
  }
  Candidates Base;
  Search Inner{S.B, Base, S.Seen};
  find(ME->getBase(), Inner);
  const Root *From = Base.exactly();
  Root::Storage Where = storageFrom(ME, From, S.B);
  std::string Tag = tagOf(Field->getParent());
  std::string Name = (From && From->Where > Root::ModuleState ? From->Name : Tag) + "." + Field->getNameAsString();
  if (!Tag.empty()) {
    add(S.Out, get("struct " + Tag + "." + Field->getNameAsString(), Field, Where, std::move(Name)));
  } else if (From && From->Where > Root::Param) {
    add(S.Out, get(From->Id + "." + Field->getNameAsString(), Field, Where, std::move(Name)));
  } else {
    S.Out.Other = true;
  }
}

/// A getter of the unit is what it returns. What a contract lends from an object as `void *` is the state of a module:
/// only its fields are roots.
void Roots::findCall(const CallExpr *CE, Search &S) {
  const FunctionDecl *FD = CE->getDirectCallee();
  const Contract *C = Book.anyOf(CE);
  if (C && C->Where != Contract::Summary) {
    for (const Outcome &Row : C->Rows)
      for (const lien_effect &E : Row.Effects)
        if (E.place.root == LIEN_PLACE_RET && !E.place.field) {
          if (E.verb == LIEN_SAME)
            if (const Expr *Same = argumentOf(CE, E.holder))
              return find(Same, S);
          if (E.verb == LIEN_BORROWED && E.holder.root != LIEN_PLACE_NONE && CE->getType()->isVoidPointerType()) {
            add(S.Out, get("state", nullptr, Root::ModuleState, ""));
            return;
          }
        }
    S.Out.Other = true;
    return;
  }
  const Body *Callee = FD ? body(FD) : nullptr;
  if (!Callee || Callee->Returns.empty() || llvm::is_contained(S.Seen, FD->getCanonicalDecl()) || S.Seen.size() > 16) {
    S.Out.Other = true;
    return;
  }
  Candidates Result;
  Search Inner{*Callee, Result, S.Seen};
  Inner.Seen.push_back(FD->getCanonicalDecl());
  for (const Expr *Value : Callee->Returns)
    find(Value, Inner);
  for (Root *R : Result.May) {
    if (R->Where == Root::Param)
      S.Out.Other = true;
    else
      add(S.Out, *R);
  }
  S.Out.Other |= Result.Other;
}

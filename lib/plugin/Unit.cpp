//===- Unit.cpp - One walk over a translation unit ------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// - User's files: the main file, and what it includes that is not a header (`#include "part.c"`).
// - A function that is only declared, and whose result callers release without having retained it, hands out a claim.
// - A function touches a claim when it makes a call that moves one, or calls a function of the unit that does.
//===----------------------------------------------------------------------===//
#include "Unit.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/Support/Path.h"

using namespace clang;
using namespace lien;

bool Unit::isUsers(SourceLocation Loc) {
  const SourceManager &SM = Ctx.getSourceManager();
  FileID File = SM.getFileID(SM.getExpansionLoc(Loc));
  auto [It, New] = UserFile.try_emplace(File.getHashValue(), false);
  if (!New)
    return It->second;
  if (File == SM.getMainFileID())
    return It->second = true;
  if (SM.isInSystemHeader(SM.getExpansionLoc(Loc)))
    return false;
  OptionalFileEntryRef Entry = SM.getFileEntryRefForID(File);
  llvm::StringRef Extension = Entry ? llvm::sys::path::extension(Entry->getName()) : "";
  bool Header = Extension.empty() || Extension.starts_with_insensitive(".h") || Extension == ".inl" || Extension == ".ipp";
  if (!Header)
    return It->second = true;
  /* A header that lies with the main file (or below) is a part of it, as far as it is used. */
  OptionalFileEntryRef Main = SM.getFileEntryRefForID(SM.getMainFileID());
  llvm::SmallString<256> Here(Entry ? Entry->getName() : ""), There(Main ? Main->getName() : "");
  for (llvm::SmallString<256> *Path : {&Here, &There}) {
    SM.getFileManager().makeAbsolutePath(*Path);
    llvm::sys::path::remove_dots(*Path, true);
    llvm::sys::path::remove_filename(*Path);
  }
  return It->second = Entry && Main && Here.str().starts_with(There.str());
}

void Unit::readAnnotations(const DeclContext *DC) {
  for (const Decl *D : DC->decls()) {
    if (const auto *FD = dyn_cast<FunctionDecl>(D))
      Annotated.collect(FD);
    else if (isa<LinkageSpecDecl, NamespaceDecl>(D) || (isa<CXXRecordDecl>(D) && !cast<CXXRecordDecl>(D)->isDependentContext()))
      readAnnotations(cast<DeclContext>(D));
  }
}

void Unit::read() {
  readAnnotations(Ctx.getTranslationUnitDecl());
  Annotated.finish();
  readContext(Ctx.getTranslationUnitDecl());
  for (auto &[Callee, Count] : Votes) {
    if (!handsOut(Callee))
      continue;
    const auto *FD = dyn_cast<FunctionDecl>(Callee);
    if (!FD)
      Book.addBelief(cast<FieldDecl>(Callee));
    else if (!ByDecl.count(FD))
      Book.addBelief(FD);
  }
  for (std::unique_ptr<Function> &F : Functions)
    visit(*F);
}

std::vector<const FunctionDecl *> Unit::bodies() const {
  std::vector<const FunctionDecl *> Result;
  for (const std::unique_ptr<Function> &F : Functions)
    Result.push_back(F->FD);
  return Result;
}

std::vector<const FunctionDecl *> Unit::registeredElsewhere() const {
  std::vector<const FunctionDecl *> Result;
  const SourceManager &SM = Ctx.getSourceManager();
  for (auto &[D, Use] : Uses)
    if (const auto *FD = dyn_cast<FunctionDecl>(D);
        FD && !FD->hasBody() && FD->isExternallyVisible() && !SM.isInSystemHeader(SM.getExpansionLoc(FD->getLocation())))
      Result.push_back(FD);
  llvm::sort(Result, [&](const FunctionDecl *A, const FunctionDecl *B) {
    return SM.isBeforeInTranslationUnit(A->getLocation(), B->getLocation());
  });
  return Result;
}

static unsigned useOfRoles(unsigned Roles) {
  switch (Roles & LIEN_ROLES) {
  case LIEN_ROLE_INIT:
    return Unit::Init;
  case LIEN_ROLE_EXIT:
    return Unit::Exit;
  case LIEN_ROLE_END:
    return Unit::Destroy;
  default:
    return 0;
  }
}

/// What the declaration itself says of when it runs.
void Unit::readOwnUse(const FunctionDecl *FD) {
  unsigned Use = FD->isMain() ? Main : 0;
  if (FD->hasAttr<ConstructorAttr>())
    Use |= Init;
  if (FD->hasAttr<DestructorAttr>())
    Use |= Exit;
  if (isa<CXXDestructorDecl>(FD))
    Use |= Destroy;
  if (const Contract *Macro = Book.ofMacro(FD->getBeginLoc()))
    Use |= useOfRoles(Macro->role());
  if (Use)
    Uses[FD->getCanonicalDecl()] |= Use;
}

/// The initialiser of a variable that lives as long as the process: what it calls runs at the start.
void Unit::readStart(const Stmt *S) {
  if (const auto *CE = dyn_cast_or_null<CallExpr>(S))
    if (const FunctionDecl *FD = CE->getDirectCallee())
      Uses[FD->getCanonicalDecl()] |= Init;
  if (S && !isa<LambdaExpr>(S))
    for (const Stmt *Child : S->children())
      readStart(Child);
}

bool Unit::handsOut(const ValueDecl *Callee) const {
  auto It = Votes.find(cast<ValueDecl>(Callee->getCanonicalDecl()));
  return It != Votes.end() && It->second.first && !It->second.second;
}

static const VarDecl *localOf(const Expr *E) {
  const auto *Ref = dyn_cast<DeclRefExpr>(E->IgnoreParenCasts());
  const auto *VD = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  return VD && VD->hasLocalStorage() && !isa<ParmVarDecl>(VD) ? VD : nullptr;
}

/// The function, or the field that the function is called through; null for other calls.
static const ValueDecl *calleeOf(const CallExpr *CE) {
  if (const FunctionDecl *FD = CE->getDirectCallee())
    return FD->getCanonicalDecl();
  const auto *ME = dyn_cast<MemberExpr>(CE->getCallee()->IgnoreParenImpCasts());
  const auto *Field = ME ? dyn_cast<FieldDecl>(ME->getMemberDecl()) : nullptr;
  return Field ? Field->getCanonicalDecl() : nullptr;
}

/// A value goes to a local variable.
void Unit::readValue(const VarDecl *VD, const Expr *Value) {
  Local &L = Locals[VD];
  Value = Value->IgnoreParenCasts();
  if (const auto *BO = dyn_cast<BinaryOperator>(Value); BO && BO->getOpcode() == BO_Assign)
    Value = BO->getRHS()->IgnoreParenCasts();
  if (Value->isNullPointerConstant(Ctx, Expr::NPC_ValueDependentIsNotNull))
    return;
  const auto *CE = dyn_cast<CallExpr>(Value);
  const ValueDecl *Callee = CE ? calleeOf(CE) : nullptr;
  if (const VarDecl *Other = localOf(Value))
    L.Alias = Other;
  if (!Callee || Book.of(CE) || (L.From && L.From != Callee))
    L.Mixed = true;
  else
    L.From = Callee;
}

void Unit::vote() {
  for (auto &[VD, L] : Locals)
    if (L.Alias && (L.Released || L.Retained)) {
      auto It = Locals.find(L.Alias);
      if (It != Locals.end()) {
        It->second.Released |= L.Released;
        It->second.Retained |= L.Retained;
      }
    }
  for (auto &[VD, L] : Locals)
    if (L.From && !L.Mixed) {
      Votes[L.From].first += L.Released && !L.Retained;
      Votes[L.From].second += L.Retained;
    }
  Locals.clear();
}

void Unit::readContext(const DeclContext *DC) {
  for (const Decl *D : DC->decls()) {
    if (isa<LinkageSpecDecl, NamespaceDecl>(D)) {
      readContext(cast<DeclContext>(D));
      continue;
    }
    if (D->isImplicit() || !isUsers(D->getLocation()))
      continue;
    if (const auto *FD = dyn_cast<FunctionDecl>(D)) {
      if (FD->doesThisDeclarationHaveABody() && !FD->isDependentContext())
        readFunction(FD);
    } else if (const auto *VD = dyn_cast<VarDecl>(D)) {
      if (VD->getInit() && !VD->getDeclContext()->isDependentContext()) {
        bind(VD->getInit(), VD->getType(), nullptr);
        readInit(VD->getInit());
        if (VD->hasGlobalStorage() && Ctx.getLangOpts().CPlusPlus)
          readStart(VD->getInit());
      }
    } else if (const auto *RD = dyn_cast<CXXRecordDecl>(D)) {
      if (!RD->isDependentContext())
        readContext(RD);
    } else if (const auto *CD = dyn_cast<ClassTemplateDecl>(D)) {
      for (const ClassTemplateSpecializationDecl *Instance : CD->specializations())
        if (Instance->getSpecializationKind() != TSK_ExplicitSpecialization) /* that one is read where it stands */
          readContext(Instance);
    } else if (const auto *TD = dyn_cast<FunctionTemplateDecl>(D)) {
      for (const FunctionDecl *Instance : TD->specializations())
        if (const FunctionDecl *Body = Instance->getDefinition())
          readFunction(Body);
    }
  }
}

void Unit::readFunction(const FunctionDecl *FD) {
  if (ByDecl.count(FD->getCanonicalDecl()))
    return;
  Functions.push_back(std::make_unique<Function>());
  Function &F = *Functions.back();
  F.FD = FD;
  ByDecl[FD->getCanonicalDecl()] = &F;
  readStmt(FD->getBody(), F);
  if (const auto *Constructor = dyn_cast<CXXConstructorDecl>(FD))
    for (const CXXCtorInitializer *Init : Constructor->inits())
      readStmt(Init->getInit(), F);
  vote();
  Book.bindByNames(FD);
  readOwnUse(FD);
}

void Unit::readStmt(const Stmt *S, Function &F) {
  if (!S)
    return;
  if (const auto *CE = dyn_cast<CallExpr>(S)) {
    readCall(CE, F);
  } else if (const auto *DS = dyn_cast<DeclStmt>(S)) {
    for (const Decl *D : DS->decls())
      if (const auto *VD = dyn_cast<VarDecl>(D))
        if (VD->getInit()) {
          bind(VD->getInit(), VD->getType(), nullptr);
          readInit(VD->getInit());
          if (VD->hasLocalStorage() && VD->getType()->isPointerType())
            readValue(VD, VD->getInit());
        }
  } else if (const auto *BO = dyn_cast<BinaryOperator>(S)) {
    if (BO->getOpcode() == BO_Assign) {
      const auto *ME = dyn_cast<MemberExpr>(BO->getLHS()->IgnoreParens());
      if (const VarDecl *VD = localOf(BO->getLHS()); VD && VD->getType()->isPointerType())
        readValue(VD, BO->getRHS());
      bind(BO->getRHS(), BO->getLHS()->getType(), ME ? dyn_cast<FieldDecl>(ME->getMemberDecl()) : nullptr);
    }
  } else if (const auto *Lambda = dyn_cast<LambdaExpr>(S)) {
    readStmt(Lambda->getBody(), F);
    return;
  }
  for (const Stmt *Child : S->children())
    readStmt(Child, F);
}

void Unit::readCall(const CallExpr *CE, Function &F) {
  const FunctionDecl *FD = CE->getDirectCallee();
  const Contract *Own = Book.of(CE);
  for (unsigned I = 0; Own && I < CE->getNumArgs(); I++)
    if (const VarDecl *VD = localOf(CE->getArg(I)))
      for (const Outcome &Row : Own->Rows)
        for (const lien_effect &E : Row.Effects)
          if (E.place.root == I && !E.place.deref) {
            Locals[VD].Released |= E.verb == LIEN_RELEASED;
            Locals[VD].Retained |= E.verb == LIEN_RETAINED;
          }
  if (Own)
    F.Touches |= Own->MovesClaims;
  else if (FD)
    F.Callees.push_back(FD->getCanonicalDecl());
  const Contract *Known = Own ? Own : Book.anyOf(CE);
  RoleOfCall = Known ? Known->role() : 0;
  for (unsigned I = 0; FD && I < CE->getNumArgs() && I < FD->getNumParams(); I++)
    bind(CE->getArg(I), FD->getParamDecl(I)->getType(), nullptr);
  RoleOfCall = 0;
}

void Unit::readInit(const Expr *Init) {
  Init = Init->IgnoreParenCasts();
  const auto *List = dyn_cast<InitListExpr>(Init);
  if (!List) {
    if (const auto *Literal = dyn_cast<CompoundLiteralExpr>(Init))
      readInit(Literal->getInitializer());
    return;
  }
  if (List->isSyntacticForm() && List->getSemanticForm())
    List = List->getSemanticForm();
  const RecordDecl *RD = List->getType()->getAsRecordDecl();
  if (!RD || RD->isUnion()) {
    for (const Expr *E : List->inits())
      readInit(E);
    return;
  }
  unsigned I = isa<CXXRecordDecl>(RD) ? cast<CXXRecordDecl>(RD)->getNumBases() : 0;
  for (const FieldDecl *Field : RD->fields()) {
    if (I >= List->getNumInits())
      break;
    const Expr *E = List->getInit(I++);
    bind(E, Field->getType(), Field);
    readInit(E);
  }
}

static llvm::StringRef typedefName(QualType T) {
  if (const auto *Typedef = T->getAs<TypedefType>())
    return Typedef->getDecl()->getName();
  return "";
}

/// A function used as a value: what is its type called there?
void Unit::bind(const Expr *Value, QualType Expected, const FieldDecl *Field) {
  const auto *Ref = dyn_cast<DeclRefExpr>(Value->IgnoreParenCasts());
  if (const auto *UO = dyn_cast<UnaryOperator>(Value->IgnoreParenCasts()))
    if (UO->getOpcode() == UO_AddrOf)
      Ref = dyn_cast<DeclRefExpr>(UO->getSubExpr()->IgnoreParenCasts());
  const auto *FD = Ref ? dyn_cast<FunctionDecl>(Ref->getDecl()) : nullptr;
  if (!FD)
    return;
  unsigned Use = useOfRoles(RoleOfCall);
  bool Known = false;
  auto note = [&](lien_key Key, llvm::StringRef Name) {
    const Contract *C = Book.bindBody(FD, Key, Name);
    Known |= C != nullptr;
    if (C && !Use) /* a slot says it better than its type */
      Use = useOfRoles(C->role());
  };
  if (Field) {
    const RecordDecl *Record = Field->getParent();
    const TypedefNameDecl *Typedef = Record->getTypedefNameForAnonDecl();
    std::string Name = Typedef ? Typedef->getNameAsString() : Record->getNameAsString();
    note(LIEN_KEY_SLOT, Name + "." + Field->getNameAsString());
  }
  note(LIEN_KEY_TYPE, typedefName(Expected));
  for (const Expr *E = Value; const auto *Cast = dyn_cast<CastExpr>(E->IgnoreParens()); E = Cast->getSubExpr())
    if (const auto *Explicit = dyn_cast<ExplicitCastExpr>(Cast))
      note(LIEN_KEY_TYPE, typedefName(Explicit->getTypeAsWritten()));
  Uses[FD->getCanonicalDecl()] |= Use ? Use : unsigned(Known ? Method : Callback);
}

/// A function that moves nothing, but gets an object from one that does: that it moves nothing is worth knowing.
void Unit::want(Function &F) {
  bool TakesObject = false;
  for (const ParmVarDecl *Param : F.FD->parameters())
    TakesObject |= Param->getType()->isPointerType() && Book.kindOfPointer(Param->getType());
  if (F.Touches || F.Wanted || !TakesObject)
    return;
  F.Wanted = true;
  for (const FunctionDecl *Callee : F.Callees)
    if (Function *Other = ByDecl.lookup(Callee))
      want(*Other);
  Order.push_back(F.FD);
}

void Unit::visit(Function &F) {
  if (F.Visited)
    return;
  F.Visited = true;
  for (const FunctionDecl *Callee : F.Callees)
    if (Function *Other = ByDecl.lookup(Callee)) {
      visit(*Other);
      F.Touches |= Other->Touches;
    } else if (const Contract *Belief = Book.of(Callee)) {
      F.Touches |= Belief->MovesClaims;
    }
  /* A body bound by a contract can break it without a call: `return self->item;`. */
  if (const Contract *Own = Book.ofBody(F.FD))
    F.Touches |= Own->MovesClaims && F.FD->getReturnType()->isPointerType();
  if (!F.Touches)
    return;
  for (const FunctionDecl *Callee : F.Callees)
    if (Function *Other = ByDecl.lookup(Callee))
      want(*Other);
  Order.push_back(F.FD);
}

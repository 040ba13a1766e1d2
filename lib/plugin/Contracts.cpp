//===- Contracts.cpp - The contracts of one translation unit --------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Contracts.h"

#include "MacroValue.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Lex/Lexer.h"
#include "clang/Lex/Preprocessor.h"
#include "llvm/Support/Path.h"

#include <dlfcn.h>

using namespace clang;
using namespace lien;

const Kind *Contract::kind(const lien_effect &E) const {
  if (E.kind == LIEN_NO_KIND)
    return nullptr;
  if (From)
    return E.kind < From->Kinds.size() ? From->Kinds[E.kind] : nullptr;
  return E.kind < SummaryKinds.size() ? SummaryKinds[E.kind] : nullptr;
}

const lien_effect *Contract::firstEffectOn(unsigned Root) const {
  for (const Outcome &Row : Rows)
    for (const lien_effect &E : Row.Effects)
      if (E.place.root == Root && !E.place.deref && !E.place.field && !lien_verb_is_of_containers(E.verb) &&
          !lien_verb_is_of_closures(E.verb))
        return &E;
  return nullptr;
}

unsigned Contract::role() const {
  unsigned Flags = 0;
  for (const Outcome &Row : Rows)
    Flags |= Row.Flags;
  return Flags & LIEN_ROLES;
}

static bool movesClaim(uint8_t Verb) {
  switch (Verb) {
  case LIEN_OWNED:
  case LIEN_RETAINED:
  case LIEN_RELEASED:
  case LIEN_STOLEN:
  case LIEN_HELD:
  case LIEN_DROPPED:
  case LIEN_REPLACED:
  case LIEN_EMPTIED:
  case LIEN_FLOATING:
  case LIEN_SUNK:
  case LIEN_ESCAPED:
    return true;
  default:
    return false;
  }
}

static void classify(Contract &C) {
  for (const Outcome &Row : C.Rows) {
    C.MovesClaims |= Row.Format != nullptr;
    for (const lien_effect &E : Row.Effects) {
      C.MovesClaims |= movesClaim(E.verb);
      bool Argument = E.place.root != LIEN_PLACE_RET;
      C.MovesArguments |= !Argument && E.verb == LIEN_SAME && !Row.Tests.empty();
      C.MovesArguments |= Argument && (movesClaim(E.verb) || E.verb == LIEN_NULL || E.verb == LIEN_BORROWED);
    }
    C.MovesArguments |= Row.Format != nullptr;
    for (const lien_test &Test : Row.Tests) /* getcwd(NULL, 0) allocates, getcwd(buffer, n) does not */
      C.MovesArguments |= Test.place.root != LIEN_PLACE_RET;
  }
}

/// Where the plugin's own file is: packs lie beside it.
static std::string pluginDirectory() {
  Dl_info Info;
  static const char Anchor = 0;
  if (!dladdr(&Anchor, &Info) || !Info.dli_fname)
    return ".";
  return llvm::sys::path::parent_path(Info.dli_fname).str();
}

static std::string text(const lien_error &Err) {
  char Buffer[2200];
  return lien_error_text(&Err, Buffer, sizeof Buffer);
}

bool Contracts::load(llvm::ArrayRef<std::string> UserFiles, std::string &Error) {
  lien_error Err;
  std::string Directory = pluginDirectory();
  lien_image *Pack = lien_image_map((Directory.empty() ? "lien.pack" : Directory + "/lien.pack").c_str(), &Err);
  if (!Pack) {
    Error = text(Err);
    return false;
  }
  for (const std::string &File : UserFiles) {
    lien_image *Image = lien_contracts_read(File.c_str(), Pack, &Err);
    if (!Image) {
      Error = text(Err);
      lien_image_free(Pack);
      return false;
    }
    if (!addSource(Image, Error))
      return false;
  }
  UserSources = Sources.size();
  return addSource(Pack, Error);
}

bool Contracts::addSource(lien_image *Image, std::string &Error) {
  auto S = std::make_unique<Source>();
  S->Image = Image;
  for (size_t I = 0; I < lien_image_kind_count(Image); I++) {
    const lien_kind *K = lien_image_kind(Image, I);
    std::unique_ptr<Kind> &Mine = Kinds[lien_image_string(Image, K->name)];
    if (!Mine) {
      Mine = std::make_unique<Kind>();
      Mine->Name = lien_image_string(Image, K->name);
      Mine->Noun = lien_image_string(Image, K->noun);
      Mine->Object = lien_image_string(Image, K->object);
      Mine->Shared = K->shared;
      Mine->InvalidOp = static_cast<lien_op>(K->invalid_op);
      Mine->InvalidValue = K->invalid_value;
      Mine->ImmortalSince = K->immortal_since;
    }
    Mine->HasTypes |= K->type_count > 0;
    for (unsigned T = 0; T < K->type_count; T++)
      KindOfTypeName.try_emplace(lien_kind_type(Image, K, T), Mine.get());
    for (unsigned V = 0; V < K->immortal_count; V++)
      Immortals[lien_kind_immortal(Image, K, V)] = Mine.get();
    S->Kinds.push_back(Mine.get());
  }
  for (size_t I = 0; I < lien_image_contract_count(Image); I++) {
    const lien_contract *C = lien_image_contract(Image, I);
    HasMacroKeys |= C->key == LIEN_KEY_MACRO;
    if (C->key != LIEN_KEY_TYPE || C->param_count < 2)
      continue;
    std::string Names;
    for (unsigned P = 0; P < C->param_count; P++)
      Names += std::string(lien_contract_param(Image, C, P)) + ",";
    TypesByNames.try_emplace(Names, C);
  }
  Sources.push_back(std::move(S));
  return true;
}

void Contracts::start(const ASTContext &Context, const Preprocessor &PP) {
  Ctx = &Context;
  for (const std::unique_ptr<Source> &S : Sources) {
    S->PackVersion.clear();
    for (size_t I = 0; I < lien_image_pack_count(S->Image); I++) {
      const lien_pack *P = lien_image_pack(S->Image, I);
      llvm::StringRef Macro = lien_image_string(S->Image, P->version_macro);
      S->PackVersion.push_back(Macro.empty() ? 0 : unsigned(macroValue(PP, Macro).value_or(0) >> P->version_shift));
    }
  }
}

std::unique_ptr<Contract> Contracts::view(const Source &S, const lien_contract *C, Contract::Origin Where) {
  auto Result = std::make_unique<Contract>();
  Result->Name = lien_contract_name(S.Image, C);
  Result->From = &S;
  Result->Where = Where;
  Result->Raw = C;
  Result->ClaimsUnknown = lien_image_pack(S.Image, C->pack)->claims_unknown;
  unsigned Version = C->pack < S.PackVersion.size() ? S.PackVersion[C->pack] : 0;
  const lien_outcome *Rows = lien_contract_outcomes(S.Image, C);
  for (unsigned I = 0; I < C->outcome_count; I++) {
    const lien_outcome &Row = Rows[I];
    if (Version && ((Row.since && Version < Row.since) || (Row.until && Version > Row.until)))
      continue;
    Outcome O;
    O.Tests = llvm::ArrayRef(lien_outcome_tests(S.Image, &Row), Row.test_count);
    O.Effects = llvm::ArrayRef(lien_outcome_effects(S.Image, &Row), Row.effect_count);
    O.Flags = Row.flags;
    if (Row.format) {
      O.Format = lien_image_format(S.Image, Row.format - 1);
      O.FormatParam = Row.format_param;
    }
    Result->Rows.push_back(O);
  }
  classify(*Result);
  return Result;
}

/// The overload that a declaration is: as many parameters, the same of which are references; `...` is any number of any.
static const lien_contract *overloadOf(const lien_image *Image, const lien_contract *C, const FunctionDecl *FD) {
  for (; C; C = lien_contract_overload(Image, C)) {
    unsigned Count = FD->getNumParams(), Named = C->param_count;
    bool Fits = C->reason || (C->variadic ? Count >= Named : Count == Named);
    for (unsigned I = 0; Fits && I < Named && I < 32; I++)
      Fits = FD->getParamDecl(I)->getType()->isReferenceType() == bool(C->references >> I & 1);
    if (Fits)
      return C;
  }
  return nullptr;
}

/// `std::map::insert`: without template arguments and inline namespaces.
static std::string qualifiedName(const FunctionDecl *FD) {
  const auto *Method = dyn_cast<CXXMethodDecl>(FD);
  bool Named = !isa<CXXConstructorDecl, CXXDestructorDecl>(FD);
  std::string Name =
      Named ? FD->getNameAsString() : (isa<CXXDestructorDecl>(FD) ? "~" : "") + Method->getParent()->getNameAsString();
  for (const DeclContext *DC = FD->getDeclContext(); DC && !DC->isTranslationUnit(); DC = DC->getParent()) {
    const auto *Outer = dyn_cast<NamedDecl>(DC);
    const auto *Namespace = dyn_cast<NamespaceDecl>(DC);
    if (Outer && Outer->getIdentifier() && !(Namespace && Namespace->isInline()))
      Name = (Outer->getName() + "::" + Name).str();
  }
  return Name;
}

const Contract *Contracts::lookup(lien_key Key, llvm::StringRef Name, const FunctionDecl *FD) {
  std::string Full = (llvm::Twine(unsigned(Key)) + Name).str();
  for (unsigned I = 0; FD && I <= FD->getNumParams(); I++)
    Full += I == FD->getNumParams() ? ')' : FD->getParamDecl(I)->getType()->isReferenceType() ? '&' : ',';
  auto [It, New] = ByName.try_emplace(Full, nullptr);
  if (!New)
    return It->second.get();
  for (unsigned I = 0; I < Sources.size(); I++) {
    const lien_contract *C = lien_contract_of(Sources[I]->Image, Key, Name.data(), Name.size());
    if (FD)
      C = overloadOf(Sources[I]->Image, C, FD);
    if (C && C->reason)
      return nullptr;
    unsigned Version = C && C->pack < Sources[I]->PackVersion.size() ? Sources[I]->PackVersion[C->pack] : 0;
    if (C && Version && ((C->since && Version < C->since) || (C->until && Version > C->until)))
      continue; /* a function of that name is the project's own */
    if (C) {
      It->second = view(*Sources[I], C, I < UserSources ? Contract::User : Contract::Pack);
      return It->second.get();
    }
  }
  return nullptr;
}

const Kind *Contracts::kindNamed(llvm::StringRef Name) const {
  auto It = Kinds.find(Name);
  return It == Kinds.end() ? nullptr : It->second.get();
}

const Contract *Contracts::of(const FunctionDecl *FD) {
  FD = FD->getCanonicalDecl();
  auto [It, New] = ByDecl.try_emplace(FD, nullptr);
  if (!New)
    return It->second;
  const Contract *Found = find(FD);
  if (Found && Found->ClaimsUnknown) {
    Containers[FD] = Found;
    Found = nullptr;
  }
  return ByDecl[FD] = Found;
}

const Contract *Contracts::find(const FunctionDecl *FD) {
  const Contract *Found = nullptr;
  if (isa<CXXMethodDecl>(FD) || !FD->getDeclContext()->getRedeclContext()->isTranslationUnit())
    Found = lookup(LIEN_KEY_METHOD, qualifiedName(FD), FD);
  if (!Found && FD->getIdentifier() && !isa<CXXMethodDecl>(FD))
    Found = lookup(LIEN_KEY_FUNCTION, FD->getName());
  return Found;
}

const Contract *Contracts::anyOf(const FunctionDecl *FD) {
  const Contract *Own = of(FD);
  return Own && Own->Where != Contract::Summary ? Own : Containers.lookup(FD->getCanonicalDecl());
}

const Contract *Contracts::anyOf(const CallExpr *CE) {
  const FunctionDecl *FD = CE->getDirectCallee();
  return FD ? anyOf(FD) : findIndirect(CE);
}

const Contract *Contracts::ofPointer(const Expr *Callee) {
  Callee = Callee->IgnoreParenImpCasts();
  while (const auto *UO = dyn_cast<UnaryOperator>(Callee)) {
    if (UO->getOpcode() != UO_Deref)
      break;
    Callee = UO->getSubExpr()->IgnoreParenImpCasts();
  }
  if (const auto *ME = dyn_cast<MemberExpr>(Callee))
    if (const auto *Field = dyn_cast<FieldDecl>(ME->getMemberDecl())) {
      const RecordDecl *Record = Field->getParent();
      std::string Name = Record->getNameAsString();
      if (const TypedefNameDecl *Typedef = Record->getTypedefNameForAnonDecl())
        Name = Typedef->getNameAsString();
      if (const Contract *Found = lookup(LIEN_KEY_SLOT, Name + "." + Field->getNameAsString()))
        return Found;
      /* A struct is known by its tag or by the typedef that users write: `struct _typeobject` is PyTypeObject. */
      QualType Base = ME->getBase()->getType();
      if (ME->isArrow())
        Base = Base->getPointeeType();
      if (const auto *Typedef = Base->getAs<TypedefType>())
        if (const Contract *Found = lookup(LIEN_KEY_SLOT, Typedef->getDecl()->getNameAsString() + "." + Field->getNameAsString()))
          return Found;
    }
  if (const auto *Typedef = Callee->getType()->getAs<TypedefType>())
    return lookup(LIEN_KEY_TYPE, Typedef->getDecl()->getName());
  return nullptr;
}

const Contract *Contracts::ofMacro(SourceLocation Loc) {
  if (!HasMacroKeys || !Loc.isMacroID())
    return nullptr;
  const SourceManager &SM = Ctx->getSourceManager();
  while (Loc.isMacroID()) {
    llvm::StringRef Name = Lexer::getImmediateMacroName(Loc, SM, Ctx->getLangOpts());
    if (const Contract *Found = lookup(LIEN_KEY_MACRO, Name))
      return Found;
    Loc = SM.getImmediateMacroCallerLoc(Loc);
  }
  return nullptr;
}

const Contract *Contracts::findIndirect(const CallExpr *CE) {
  const Contract *Found = ofMacro(CE->getBeginLoc());
  return Found ? Found : ofPointer(CE->getCallee());
}

const Contract *Contracts::of(const CallExpr *CE) {
  if (const FunctionDecl *FD = CE->getDirectCallee())
    return of(FD);
  auto [It, New] = ByCall.try_emplace(CE, nullptr);
  const Contract *Found = It->second;
  if (New) {
    Found = findIndirect(CE);
    if (Found && Found->ClaimsUnknown)
      Found = nullptr;
    ByCall[CE] = Found;
  }
  if (!Found && !ByField.empty()) /* beliefs come when all calls have been looked at */
    if (const auto *ME = dyn_cast<MemberExpr>(CE->getCallee()->IgnoreParenImpCasts()))
      if (const auto *Field = dyn_cast<FieldDecl>(ME->getMemberDecl()))
        return ByField.lookup(Field->getCanonicalDecl());
  return Found;
}

const Contract *Contracts::ofBody(const FunctionDecl *FD) {
  const Contract *Own = of(FD);
  if (Own && Own->Where != Contract::Summary)
    return Own;
  return Bound.lookup(FD->getCanonicalDecl());
}

const Contract *Contracts::bindBody(const FunctionDecl *FD, lien_key Key, llvm::StringRef Name) {
  const Contract *Found = lookup(Key, Name);
  if (!Found)
    return nullptr;
  FD = FD->getCanonicalDecl();
  /* A slot says it, and the type of the slot says nothing or the same. */
  if (unsigned Role = Found->role(); Role && !Bound.count(FD))
    if (auto [It, New] = Roles.try_emplace(FD, Role); !New && It->second != Role)
      It->second = 1;
  if (!Found->ClaimsUnknown)
    Bound.try_emplace(FD, Found);
  return Found;
}

unsigned Contracts::roleOf(const FunctionDecl *FD) {
  const FunctionDecl *Body = nullptr;
  const Contract *Macro = FD->hasBody(Body) ? ofMacro(Body->getBeginLoc()) : nullptr;
  if (unsigned Role = Macro ? Macro->role() : 0)
    return Role;
  return Roles.lookup(FD->getCanonicalDecl()) & LIEN_ROLES;
}

void Contracts::addSummary(const FunctionDecl *FD, std::unique_ptr<Contract> Summary) {
  classify(*Summary);
  const Contract *&Slot = ByDecl[FD->getCanonicalDecl()];
  if (Slot && !Slot->Believed)
    return;
  Slot = Summary.get();
  Owned.push_back(std::move(Summary));
}

bool Contracts::addAnnotations(llvm::StringRef Text, llvm::ArrayRef<const FunctionDecl *> Functions,
                               llvm::ArrayRef<std::string> Names, std::string &Error) {
  lien_error Err;
  lien_image *Image = lien_contracts_read_text("annotations", Text.data(), Text.size(), packs()->Image, &Err);
  if (!Image) {
    Error = Err.text;
    return false;
  }
  std::vector<std::unique_ptr<Source>> Before = std::move(Sources);
  Sources.clear();
  addSource(Image, Error);
  Annotated.push_back(std::move(Sources.back()));
  Sources = std::move(Before);
  const Source &S = *Annotated.back();
  for (unsigned I = 0; I < Functions.size(); I++) {
    const lien_contract *C = lien_contract_of(S.Image, LIEN_KEY_FUNCTION, Names[I].data(), Names[I].size());
    if (!C)
      continue;
    Owned.push_back(view(S, C, Contract::Annotation));
    Owned.back()->Name = Functions[I]->getNameAsString();
    ByDecl[Functions[I]->getCanonicalDecl()] = Owned.back().get();
  }
  return true;
}

const Kind *Contracts::kindOfPointer(QualType Pointer) {
  if (!Pointer->isPointerType())
    return nullptr;
  QualType T = Pointer->getPointeeType();
  while (const auto *Typedef = T->getAs<TypedefType>()) {
    auto It = KindOfTypeName.find(Typedef->getDecl()->getName());
    if (It != KindOfTypeName.end())
      return It->second;
    T = Typedef->desugar();
  }
  const RecordDecl *RD = T->getAsRecordDecl();
  if (!RD)
    return nullptr;
  RD = cast<RecordDecl>(RD->getCanonicalDecl());
  auto [It, New] = KindOfRecord.try_emplace(RD, nullptr);
  if (!New)
    return It->second;
  const Kind *Found = nullptr;
  auto Named = KindOfTypeName.find(RD->getName());
  if (Named == KindOfTypeName.end())
    if (const TypedefNameDecl *Typedef = RD->getTypedefNameForAnonDecl())
      Named = KindOfTypeName.find(Typedef->getName());
  if (Named != KindOfTypeName.end())
    Found = Named->second;
  else if (const RecordDecl *Definition = RD->getDefinition()) {
    /* A subclass in C: a record whose first member is one. */
    const auto *CXX = dyn_cast<CXXRecordDecl>(Definition);
    if (CXX && CXX->getNumBases())
      Found = kindOfPointer(Ctx->getPointerType(CXX->bases_begin()->getType()));
    else if (!Definition->field_empty() && Definition->field_begin()->getType()->isRecordType())
      Found = kindOfPointer(Ctx->getPointerType(Definition->field_begin()->getType()));
    if (Found && !Found->Shared)
      Found = nullptr;
  }
  return KindOfRecord[RD] = Found;
}

bool Contracts::isImmortal(const VarDecl *VD) {
  return VD->getIdentifier() && Immortals.count(VD->getName());
}

const Kind *Contracts::countedVariable(const VarDecl *VD) {
  if (!VD->getIdentifier() || !VD->hasGlobalStorage() || !VD->getType()->isRecordType())
    return nullptr;
  const Kind *Listed = Immortals.lookup(VD->getName());
  const Kind *K = Listed ? Listed : kindOfPointer(Ctx->getPointerType(VD->getType()));
  if (!K || !K->Shared)
    return nullptr;
  if (!K->ImmortalSince)
    return Listed ? nullptr : K;
  for (const std::unique_ptr<Source> &S : Sources)
    for (size_t I = 0; I < S->PackVersion.size(); I++) {
      const lien_pack *P = lien_image_pack(S->Image, I);
      if (S->PackVersion[I] && P->default_kind < S->Kinds.size() && S->Kinds[P->default_kind] == K)
        return S->PackVersion[I] < K->ImmortalSince ? K : nullptr;
    }
  return Listed ? nullptr : K;
}

void Contracts::bindByNames(const FunctionDecl *FD) {
  if (FD->getNumParams() < 2 || !kindOfPointer(FD->getReturnType()) || hasBinding(FD))
    return;
  std::string Names;
  for (const ParmVarDecl *Param : FD->parameters())
    Names += Param->getNameAsString() + ",";
  const lien_contract *C = TypesByNames.lookup(Names);
  if (!C || !kindOfPointer(FD->getParamDecl(0)->getType()) || !kindOfPointer(FD->getParamDecl(1)->getType()))
    return;
  bindBody(FD, LIEN_KEY_TYPE, lien_contract_name(packs()->Image, C));
}

const Contract *Contracts::believe(llvm::StringRef Name, QualType Result, llvm::ArrayRef<QualType> Params) {
  const Kind *K = kindOfPointer(Result);
  if (!K)
    return nullptr;
  auto Belief = std::make_unique<Contract>();
  Belief->Name = Name.str();
  Belief->Where = Contract::Summary;
  Belief->Believed = true;
  Belief->SummaryKinds.push_back(K);
  auto add = [&](unsigned Root, lien_verb Verb, uint16_t Kind) {
    lien_effect E = {};
    E.place.root = uint8_t(Root);
    E.holder.root = LIEN_PLACE_NONE;
    E.verb = Verb;
    E.kind = Kind;
    Belief->OwnEffects.push_back(E);
  };
  add(LIEN_PLACE_RET, K->Shared ? LIEN_RETAINED : LIEN_OWNED, 0);
  for (unsigned I = 0; I < Params.size() && I < LIEN_PLACE_MAX_PARAM; I++)
    if (Params[I]->isPointerType())
      add(I, LIEN_ESCAPED, LIEN_NO_KIND);
  Belief->Rows.emplace_back();
  Belief->Rows[0].Effects = Belief->OwnEffects;
  classify(*Belief);
  Belief->MovesArguments = false;
  Owned.push_back(std::move(Belief));
  return Owned.back().get();
}

void Contracts::addBelief(const FunctionDecl *FD) {
  const Contract *&Slot = ByDecl[FD->getCanonicalDecl()];
  llvm::SmallVector<QualType, 8> Params;
  for (const ParmVarDecl *Param : FD->parameters())
    Params.push_back(Param->getType());
  if (!Slot)
    Slot = believe(FD->getNameAsString(), FD->getReturnType(), Params);
}

void Contracts::addBelief(const FieldDecl *Field) {
  QualType T = Field->getType();
  const auto *Type = T->isPointerType() ? T->getPointeeType()->getAs<FunctionProtoType>() : nullptr;
  if (!Type)
    return;
  if (const Contract *Belief = believe(Field->getNameAsString(), Type->getReturnType(), Type->getParamTypes()))
    ByField[Field->getCanonicalDecl()] = Belief;
}

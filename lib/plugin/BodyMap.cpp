//===- BodyMap.cpp - Where the parts of a body are used -------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "BodyMap.h"

#include "Roots.h"

#include "clang/AST/ExprCXX.h"

using namespace clang;
using namespace lien;

BodyMap::BodyMap(const FunctionDecl *FD) : FD(FD), Values(FD->getBody()) {
  read(FD->getBody());
  const auto *Constructor = dyn_cast<CXXConstructorDecl>(FD);
  for (const CXXCtorInitializer *Init :
       Constructor ? Constructor->inits() : llvm::iterator_range<CXXCtorInitializer *const *>(nullptr, nullptr)) {
    const Expr *E = Init->getInit();
    if (const auto *Default = dyn_cast_or_null<CXXDefaultInitExpr>(E))
      E = Default->getExpr();
    if (!E)
      continue;
    Inits[E] = Init;
    read(E);
  }
}

llvm::ArrayRef<const DeclRefExpr *> BodyMap::usesOf(const VarDecl *VD) const {
  auto It = Uses.find(VD);
  return It == Uses.end() ? llvm::ArrayRef<const DeclRefExpr *>() : llvm::ArrayRef<const DeclRefExpr *>(It->second);
}

const Expr *BodyMap::closureAround(const Stmt *S) const {
  for (const Stmt *P = parent(S), *Below = S; P; Below = P, P = parent(P)) {
    const auto *Lambda = dyn_cast<LambdaExpr>(P);
    if (isa<BlockExpr>(P) || (Lambda && Lambda->getBody() == Below))
      return cast<Expr>(P);
  }
  return nullptr;
}

void BodyMap::read(const Stmt *S) {
  if (!S)
    return;
  if (const auto *Ref = dyn_cast<DeclRefExpr>(S))
    if (const auto *VD = dyn_cast<VarDecl>(Ref->getDecl()); VD && VD->hasLocalStorage())
      Uses[VD].push_back(Ref);
  if (const auto *Block = dyn_cast<BlockExpr>(S); Block && Block->getBody()) {
    Parents[Block->getBody()] = S;
    read(Block->getBody());
  }
  for (const Stmt *Child : S->children())
    if (Child) {
      Parents[Child] = S;
      read(Child);
    }
}

CallSite lien::siteOf(const Expr *E) {
  CallSite Site;
  Site.E = E;
  if (const auto *Construct = dyn_cast<CXXConstructExpr>(E)) {
    Site.FD = Construct->getConstructor();
    Site.Args.append(Construct->arg_begin(), Construct->arg_end());
    return Site;
  }
  const auto *CE = cast<CallExpr>(E);
  Site.FD = CE->getDirectCallee();
  Site.Args.append(CE->arg_begin(), CE->arg_end());
  if (const auto *Member = dyn_cast<CXXMemberCallExpr>(CE)) {
    Site.Object = Member->getImplicitObjectArgument();
  } else if (isMethodOperator(CE)) {
    Site.Object = CE->getArg(0);
    Site.Args.erase(Site.Args.begin());
  }
  return Site;
}

const Expr *lien::argumentOf(const CallSite &Site, const lien_place &Place) {
  if (Place.root == LIEN_PLACE_THIS)
    return Site.Object;
  return Place.root < Site.Args.size() ? Site.Args[Place.root] : nullptr;
}

unsigned lien::placeOfParam(const Contract &C, unsigned I) {
  return C.Raw && C.Raw->variadic && I >= C.Raw->param_count ? unsigned(LIEN_PLACE_VAR) : I;
}

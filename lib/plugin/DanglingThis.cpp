//===- DanglingThis.cpp - `this` in a list of the process -------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// lien.LeakedCapture, C++: a closure that captured `this` is put into a variable of the process that only this file knows.
// - The class has a destructor of its own that does something: its objects end before the process.
// - Nothing in the file takes closures out of the variable, or gives it to code that may: it is only filled, read and asked.
// - A variable or a static member that is an object of the class makes its closures live as long as it does: silence.
//
// Not here: registrations by contract (DanglingOwner.cpp), and what else closures capture (EscapedCapture.cpp).
//===----------------------------------------------------------------------===//
#include "Destructors.h"
#include "Leaks.h"

#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;
using namespace lien;

namespace {

/// What the unit does with one variable of the process.
class VariableUses {
public:
  VariableUses(Captures &All, const VarDecl *Of) : All(All), Of(cast<VarDecl>(Of->getCanonicalDecl())) {}
  bool isOnlyFilled();

private:
  bool isIt(const Expr *E) const;
  bool isHarmless(const CallExpr *CE) const;
  void walk(const Stmt *S);

  Captures &All;
  const VarDecl *Of;
  bool Lost = false;
};

} // namespace

bool VariableUses::isIt(const Expr *E) const {
  const VarDecl *VD = E ? variableOf(bare(E)) : nullptr;
  return VD && VD->getCanonicalDecl() == Of;
}

/// It looks, or puts something in.
bool VariableUses::isHarmless(const CallExpr *CE) const {
  const auto *Method = dyn_cast_or_null<CXXMethodDecl>(CE->getDirectCallee());
  if (Method && Method->isConst())
    return true;
  const Contract *C = All.Book.anyOf(CE);
  bool Grows = false;
  for (const Outcome &Row : C ? llvm::ArrayRef<Outcome>(C->Rows) : llvm::ArrayRef<Outcome>())
    for (const lien_effect &E : Row.Effects) {
      if (E.place.root != LIEN_PLACE_THIS)
        continue;
      Grows |= E.verb == LIEN_GROWN;
      if (E.verb == LIEN_SHRUNK || E.verb == LIEN_CLEARED || E.verb == LIEN_CHANGED || E.verb == LIEN_ENDED)
        return false;
    }
  return Grows;
}

void VariableUses::walk(const Stmt *S) {
  if (!S || Lost)
    return;
  if (const auto *Call = dyn_cast<CXXMemberCallExpr>(S); Call && isIt(Call->getImplicitObjectArgument())) {
    Lost |= !isHarmless(Call);
    for (const Expr *Arg : Call->arguments())
      walk(Arg);
    return;
  }
  if (const auto *For = dyn_cast<CXXForRangeStmt>(S); For && isIt(For->getRangeInit()))
    return walk(For->getBody());
  if (const auto *Lambda = dyn_cast<LambdaExpr>(S))
    return walk(Lambda->getBody());
  if (const auto *E = dyn_cast<Expr>(S); E && isa<DeclRefExpr>(E) && isIt(E))
    Lost = true;
  for (const Stmt *Child : S->children())
    walk(Child);
}

bool VariableUses::isOnlyFilled() {
  for (const FunctionDecl *FD : All.TheUnit.bodies()) {
    walk(FD->getBody());
    if (const auto *Constructor = dyn_cast<CXXConstructorDecl>(FD))
      for (const CXXCtorInitializer *Init : Constructor->inits())
        walk(Init->getInit());
  }
  return !Lost;
}

/// A destructor that somebody wrote, and that does something.
static const CXXDestructorDecl *destructorOf(const CXXRecordDecl *RD) {
  const CXXDestructorDecl *Own = RD ? RD->getDestructor() : nullptr;
  const auto *Definition = Own ? dyn_cast_or_null<CXXDestructorDecl>(Own->getDefinition()) : nullptr;
  const auto *Body = Definition ? dyn_cast_or_null<CompoundStmt>(Definition->getBody()) : nullptr;
  return Body && !Body->body_empty() && Definition->isUserProvided() ? Definition : nullptr;
}

/// Some variable of the process is an object of the class.
static bool hasStaticObject(const DeclContext *DC, const CXXRecordDecl *RD) {
  return llvm::any_of(DC->decls(), [&](const Decl *D) {
    if (const auto *VD = dyn_cast<VarDecl>(D)) {
      QualType T = VD->getType();
      T = T->isPointerType() || T->isReferenceType() ? T->getPointeeType() : T;
      return T->getAsCXXRecordDecl() == RD;
    }
    const auto *Inner = dyn_cast<DeclContext>(D);
    return Inner && isa<NamespaceDecl, LinkageSpecDecl, CXXRecordDecl, FunctionDecl>(D) && !isa<FunctionDecl>(D) &&
           hasStaticObject(Inner, RD);
  });
}

static bool hasStaticLocal(const Stmt *S, const CXXRecordDecl *RD) {
  if (!S)
    return false;
  if (const auto *DS = dyn_cast<DeclStmt>(S))
    for (const Decl *D : DS->decls())
      if (const auto *VD = dyn_cast<VarDecl>(D); VD && VD->isStaticLocal() && VD->getType()->getAsCXXRecordDecl() == RD)
        return true;
  return llvm::any_of(S->children(), [&](const Stmt *Child) { return hasStaticLocal(Child, RD); });
}

static const Capture *thisOf(const Closure &C) {
  for (const Capture &What : C.Captures)
    if (What.By == Capture::This)
      return &What;
  return nullptr;
}

/// Only this file can touch the variable.
static bool isOfFile(const ASTContext &Ctx, const VarDecl *VD) {
  return VD->hasGlobalStorage() && !VD->isExternallyVisible() && Ctx.getSourceManager().isInMainFile(VD->getLocation()) &&
         VD->getType()->isRecordType();
}

static void tell(Captures &All, const FunctionDecl *FD, const Closure &C, const Capture &What, const CXXDestructorDecl *End) {
  std::string List = "'" + C.To.Root->getNameAsString() + "'", Class = "'" + End->getParent()->getNameAsString() + "'";
  CaptureFinding F;
  F.Rule = "lien.LeakedCapture";
  F.In = FD;
  F.At = C.Stored->getBeginLoc();
  F.Begin = What.At.isValid() ? What.At : F.At;
  F.Object = "this";
  F.Message = "a closure with 'this' is stored in " + List + ", and the destructor of " + Class +
              " ends the object while the closure stays";
  F.Path.push_back({F.Begin, "'this' is captured here"});
  F.Path.push_back({F.At, "the closure is stored in " + List + " here, and nothing takes closures out of it"});
  F.Path.push_back({End->getLocation(), "the object ends here, and the closure would run with what is gone"});
  F.Path.push_back({F.At, "take the closure out in the destructor, or capture a weak reference"});
  All.report(std::move(F));
}

void lien::findDanglingThis(Captures &All) {
  if (!All.Ctx.getLangOpts().CPlusPlus)
    return;
  for (const FunctionClosures &Of : All.Functions)
    for (const Closure &C : Of.All) {
      const Capture *What = C.To.Where == Sink::Static && C.To.Root ? thisOf(C) : nullptr;
      const auto *Method = dyn_cast<CXXMethodDecl>(Of.FD);
      if (!What || !Method || !isOfFile(All.Ctx, C.To.Root))
        continue;
      const CXXRecordDecl *RD = Method->getParent();
      const CXXDestructorDecl *End = destructorOf(RD);
      bool Stays = !End || hasStaticObject(All.Ctx.getTranslationUnitDecl(), RD) ||
                   llvm::any_of(All.TheUnit.bodies(), [&](const FunctionDecl *FD) { return hasStaticLocal(FD->getBody(), RD); });
      if (!Stays && VariableUses(All, C.To.Root).isOnlyFilled())
        tell(All, Of.FD, C, *What, End);
    }
}

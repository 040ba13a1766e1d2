//===- FieldCycle.cpp - Objects that hold themselves through a field --------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// lien.RetainCycle, in C without a registration: `self->callback = make(&code, self)`, where the contract of the call says that
// its result holds self.
// - A function that is given a function pointer and knows the field may be what shows the cycle to a collector: nothing is said.
// - Nor is it when somebody but the end of the object resets the field.
//
// Not here: closures that are registered, and those of C++ (RetainCycle.cpp).
//===----------------------------------------------------------------------===//
#include "Captures.h"

#include "ClosureExprs.h"
#include "Enders.h"
#include "Resets.h"

#include "clang/AST/ExprCXX.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;
using namespace lien;

namespace {

class FieldRule {
public:
  FieldRule(Captures &All, Resets &Known, const FunctionDecl *FD) : All(All), Known(Known), FD(FD) {}
  void walk(const Stmt *S);

private:
  void store(const MemberExpr *To, const Expr *Value, const Expr *By);
  bool isShown(const FieldDecl *Field) const;
  void tell(const FieldDecl *Field, const Expr *Self, const CallExpr *Made, const Expr *By);

  Captures &All;
  Resets &Known;
  const FunctionDecl *FD;
  std::unique_ptr<LocalValues> Values;
};

} // namespace

/// The argument of the call that its result holds and that is the same object as Self.
static const Expr *heldSelf(const CallExpr *CE, const Expr *Self, Contracts &Book) {
  const Contract *C = Book.anyOf(CE);
  C = C ? C : Book.of(CE);
  for (const Outcome &Row : C ? llvm::ArrayRef<Outcome>(C->Rows) : llvm::ArrayRef<Outcome>())
    for (const lien_effect &E : Row.Effects) {
      bool Holds = E.verb == LIEN_HELD && E.holder.root == LIEN_PLACE_RET && !E.place.field;
      const Expr *Arg = Holds ? argumentOf(CE, E.place) : nullptr;
      if (Arg && isSameExpr(Arg, Self))
        return Arg;
    }
  return nullptr;
}

static bool namesField(const Stmt *S, const FieldDecl *Field) {
  if (!S)
    return false;
  if (const auto *ME = dyn_cast<MemberExpr>(S); ME && ME->getMemberDecl()->getCanonicalDecl() == Field)
    return true;
  return llvm::any_of(S->children(), [&](const Stmt *Child) { return namesField(Child, Field); });
}

bool FieldRule::isShown(const FieldDecl *Field) const {
  return llvm::any_of(All.TheUnit.bodies(), [&](const FunctionDecl *Other) {
    bool Visits = llvm::any_of(Other->parameters(), [](const ParmVarDecl *P) { return P->getType()->isFunctionPointerType(); });
    return Visits && namesField(Other->getBody(), Field);
  });
}

void FieldRule::tell(const FieldDecl *Field, const Expr *Self, const CallExpr *Made, const Expr *By) {
  const VarDecl *VD = rootOf(Self);
  std::string Name = VD ? VD->getNameAsString() : "the object", In = "'" + Field->getNameAsString() + "'";
  CaptureFinding F;
  F.Rule = "lien.RetainCycle";
  F.In = FD;
  F.At = By->getBeginLoc();
  F.Begin = Made->getBeginLoc();
  F.Object = Name;
  F.Message = "what is stored in " + In + " holds a reference to " + (VD ? "'" + Name + "'" : Name) +
              ", which holds it: neither is ever released";
  F.Path.push_back({Made->getBeginLoc(), "a reference to the object is captured here"});
  F.Path.push_back({F.At, "it is stored in " + In + " here: the object holds it"});
  F.Path.push_back({Field->getLocation(), "nothing resets " + In + " but the end of the object, which does not come"});
  F.Path.push_back({F.At, "let a collector visit " + In + ", or reset it when the object is closed"});
  F.Unless.push_back(Resets::keyOf(Field));
  const SourceManager &SM = All.Ctx.getSourceManager();
  F.Local = SM.isInMainFile(SM.getExpansionLoc(Field->getLocation()));
  if (F.Local) /* other units do not say which fields of C they reset */
    All.report(std::move(F));
}

void FieldRule::store(const MemberExpr *To, const Expr *Value, const Expr *By) {
  const auto *Field = dyn_cast<FieldDecl>(To->getMemberDecl());
  const Expr *From = bare(Value);
  if (const VarDecl *VD = variableOf(From); VD && VD->hasLocalStorage()) {
    if (!Values)
      Values = std::make_unique<LocalValues>(FD->getBody());
    From = Values->only(VD);
    From = From ? bare(From) : nullptr;
  }
  const auto *Made = dyn_cast_or_null<CallExpr>(From);
  if (!Field || !Made || !heldSelf(Made, To->getBase(), All.Book))
    return;
  Field = Field->getCanonicalDecl();
  if (!isShown(Field) && !Known.isResetOutside(Field, FD))
    tell(Field, To->getBase(), Made, By);
}

void FieldRule::walk(const Stmt *S) {
  if (!S)
    return;
  if (const auto *BO = dyn_cast<BinaryOperator>(S); BO && BO->getOpcode() == BO_Assign)
    if (const auto *ME = dyn_cast<MemberExpr>(bare(BO->getLHS())); ME && ME->isArrow() && ME->getType()->isPointerType())
      store(ME, BO->getRHS(), BO);
  for (const Stmt *Child : S->children())
    walk(Child);
}

void lien::findFieldCycles(Captures &All, Resets &Known) {
  if (All.Ctx.getLangOpts().CPlusPlus)
    return;
  for (const FunctionDecl *FD : All.TheUnit.bodies())
    FieldRule(All, Known, FD).walk(FD->getBody());
}

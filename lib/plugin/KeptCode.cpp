//===- KeptCode.cpp - Callbacks that an object never lets go ----------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// lien.LeakedCapture, an object that keeps code:
// - A function stores a shared object in a field with a reference of its own, and some function calls what is in the field.
// - The destructor of the structure is seen, with all that it gives the object to; it releases other fields, but does not know
//   this one. Nor does anybody else release it.
//
// Not here: variables of the process that hold objects (Held.cpp).
//===----------------------------------------------------------------------===//
#include "Destructors.h"
#include "Enders.h"
#include "Leaks.h"

#include "clang/AST/ExprCXX.h"

using namespace clang;
using namespace lien;

namespace {

class KeepRule {
public:
  KeepRule(Captures &All, DataUses &Uses) : All(All), Uses(Uses), Ends(All, Uses) {}
  void run();

private:
  struct Keep {
    const FunctionDecl *In;
    const BinaryOperator *Store;
    const FieldDecl *Field;
  };
  void find(const FunctionDecl *FD, const Stmt *S);
  bool isClaim(const FunctionDecl *FD, const Expr *Value);
  bool isCalled(const FieldDecl *Field);
  bool isReleased(const FieldDecl *Field);
  void judge(const Keep &K);
  void tell(const Keep &K, const Destructor &D);

  Captures &All;
  DataUses &Uses;
  Destructors Ends;
  std::vector<Keep> Keeps;
};

} // namespace

/// The value is what a call hands out, or a variable that the function takes a reference of.
bool KeepRule::isClaim(const FunctionDecl *FD, const Expr *Value) {
  const Expr *E = bare(Value);
  if (const auto *CE = dyn_cast<CallExpr>(E)) {
    const Contract *C = All.Book.anyOf(CE);
    for (const Outcome &Row : C ? llvm::ArrayRef<Outcome>(C->Rows) : llvm::ArrayRef<Outcome>())
      for (const lien_effect &Effect : Row.Effects)
        if (Effect.verb == LIEN_RETAINED && !Effect.place.deref)
          return true;
    return false;
  }
  const VarDecl *VD = variableOf(E);
  return VD && VD->hasLocalStorage() && VD->getType()->isPointerType() && Uses.ofLocal(FD, VD, nullptr, nullptr).Retained;
}

void KeepRule::find(const FunctionDecl *FD, const Stmt *S) {
  if (!S)
    return;
  if (const auto *BO = dyn_cast<BinaryOperator>(S); BO && BO->getOpcode() == BO_Assign) {
    const auto *ME = dyn_cast<MemberExpr>(bare(BO->getLHS()));
    const auto *Field = ME && ME->isArrow() ? dyn_cast<FieldDecl>(ME->getMemberDecl()) : nullptr;
    const Kind *K = Field && Field->getType()->isPointerType() ? All.Book.kindOfPointer(Field->getType()) : nullptr;
    if (K && K->Shared && !isNullPointer(All.Ctx, BO->getRHS()) && isClaim(FD, BO->getRHS()))
      Keeps.push_back({FD, BO, Field->getCanonicalDecl()});
  }
  for (const Stmt *Child : S->children())
    find(FD, Child);
}

static bool namesField(const Stmt *S, const FieldDecl *Field) {
  if (!S)
    return false;
  if (const auto *ME = dyn_cast<MemberExpr>(S); ME && ME->getMemberDecl()->getCanonicalDecl() == Field)
    return true;
  return llvm::any_of(S->children(), [&](const Stmt *Child) { return namesField(Child, Field); });
}

/// Something is called with the field first, which runs code and hands out its result.
bool KeepRule::isCalled(const FieldDecl *Field) {
  bool Called = false;
  for (const FunctionDecl *FD : All.TheUnit.bodies()) {
    if (!namesField(FD->getBody(), Field))
      continue;
    LocalValues Values(FD->getBody());
    Destructors::eachCall(FD->getBody(), [&](const CallExpr *CE) {
      const Contract *C = CE->getNumArgs() ? All.Book.anyOf(CE) : nullptr;
      if (!C || llvm::none_of(C->Rows, [](const Outcome &Row) { return Row.Flags & LIEN_RUNS_CODE; }))
        return;
      Called |= fieldBehind(Values, CE->getArg(0)) == Field && CE->getType()->isPointerType();
    });
  }
  return Called;
}

/// Somebody releases what is in the field, or gives it to code that may.
bool KeepRule::isReleased(const FieldDecl *Field) {
  bool Released = false;
  for (const FunctionDecl *FD : All.TheUnit.bodies()) {
    if (!namesField(FD->getBody(), Field))
      continue;
    LocalValues Values(FD->getBody());
    Destructors::eachCall(FD->getBody(), [&](const CallExpr *CE) {
      const Contract *C = All.Book.anyOf(CE);
      for (const Expr *Arg : CE->arguments()) {
        if (fieldBehind(Values, Arg) != Field)
          continue;
        Released |= !C;
        for (const Outcome &Row : C ? llvm::ArrayRef<Outcome>(C->Rows) : llvm::ArrayRef<Outcome>())
          for (const lien_effect &E : Row.Effects)
            Released |= argumentOf(CE, E.place) == Arg &&
                        (E.verb == LIEN_RELEASED || E.verb == LIEN_EMPTIED || E.verb == LIEN_REPLACED || E.verb == LIEN_STOLEN);
      }
    });
  }
  return Released;
}

void KeepRule::tell(const Keep &K, const Destructor &D) {
  std::string What = "'" + K.Field->getNameAsString() + "'", End = "'" + D.FD->getNameAsString() + "'";
  CaptureFinding F;
  F.Rule = "lien.LeakedCapture";
  F.In = K.In;
  F.At = K.Store->getBeginLoc();
  F.Begin = F.At;
  F.Object = K.Field->getNameAsString();
  F.Message = "the object keeps a callback in " + What + " alive, and " + End + " ends the object without releasing it";
  F.Path.push_back({F.At, "the callback is stored here with a reference of its own"});
  F.Path.push_back({D.FD->getLocation(), End + " releases other fields, and not " + What});
  F.Path.push_back({D.FD->getLocation(), "release " + What + " in " + End + " (and visit it, when the type is collected)"});
  All.report(std::move(F));
}

void KeepRule::judge(const Keep &K) {
  const Destructor *Last = nullptr;
  for (const Destructor &D : Ends.of(K.Field->getParent())) {
    const Destructors::Reached &Reach = Ends.reach(D.FD);
    bool Passed = Reach.Passed.count(cast<RecordDecl>(K.Field->getParent()->getCanonicalDecl()));
    if (Passed || llvm::any_of(Reach.Bodies, [&](const FunctionDecl *FD) { return namesField(FD->getBody(), K.Field); }))
      return;
    Last = !Last && Ends.releasesField(D.FD) ? &D : Last;
  }
  if (Last && !isReleased(K.Field) && isCalled(K.Field))
    tell(K, *Last);
}

void KeepRule::run() {
  if (All.Ctx.getLangOpts().CPlusPlus)
    return;
  for (const FunctionDecl *FD : All.TheUnit.bodies())
    find(FD, FD->getBody());
  llvm::SmallPtrSet<const FieldDecl *, 8> Seen;
  for (const Keep &K : Keeps)
    if (Seen.insert(K.Field).second)
      judge(K);
}

void lien::findKeptCode(Captures &All, DataUses &Uses) {
  KeepRule(All, Uses).run();
}

//===- ReleasedTwice.cpp - Data that its destroyer and its maker release ----===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// lien.OverRelease, as far as the path engine does not follow it:
// - The registration takes the data over with a destroyer, and the function releases it afterwards.
// - The registration failed and has run the destroyer, as a row of its contract says, and the function releases it too.
// - The data is what a local object lends that releases it when it ends (`owner.get()`), and the object is not told to let go.
// - A function that takes a reference of its own on the data is passed over.
//
// Not here: contracts whose claims are known, and data that C functions release: that is the path engine's.
//===----------------------------------------------------------------------===//
#include "Leaks.h"

#include "clang/AST/ExprCXX.h"

using namespace clang;
using namespace lien;

namespace {

class TwiceRule {
public:
  TwiceRule(Captures &All, DataUses &Uses, const FunctionDecl *FD) : All(All), Uses(Uses), FD(FD), Ways(FD, All.Ctx) {}
  void judge(const Closure &C);

private:
  bool mayJudge(const DataFate &Fate, const Closure &C, const VarDecl *VD, const lien_effect *Failure);
  const lien_effect *failureOf(const Outcome &Row, const Closure &C) const;
  bool search(const Closure &C, const Outcome &Row, const VarDecl *VD, bool Failed);
  void judgeVariable(const Closure &C, const VarDecl *VD, bool Stolen);
  const VarDecl *ownerOf(const Expr *Data);
  bool searchOwner(const Closure &C, const Outcome &Row, const VarDecl *Owner, bool Failed);

  Captures &All;
  DataUses &Uses;
  const FunctionDecl *FD;
  SuccessWays Ways;
};

} // namespace

/// The path engine follows what has a kind on both sides, unless nothing is known of the claims of the registration.
bool TwiceRule::mayJudge(const DataFate &Fate, const Closure &C, const VarDecl *VD, const lien_effect *Failure) {
  if (!Fate.Released || Fate.Retained)
    return false;
  const auto *CE = dyn_cast<CallExpr>(Fate.By);
  if (!CE)
    return true;
  const Contract *Releaser = Uses.contractOf(CE);
  const FunctionDecl *Helper = CE->getDirectCallee();
  bool Shared = false, Known = !All.Ctx.getLangOpts().CPlusPlus && Helper && Helper->getDefinition();
  for (const Outcome &Row : Releaser ? llvm::ArrayRef<Outcome>(Releaser->Rows) : llvm::ArrayRef<Outcome>())
    for (const lien_effect &E : Row.Effects)
      if (const Kind *K = E.verb == LIEN_RELEASED ? Releaser->kind(E) : nullptr) {
        Shared |= K->Shared;
        Known |= !Releaser->ClaimsUnknown;
      }
  if (Shared && isa<ParmVarDecl>(VD))
    return false; /* it may have brought a reference of its own */
  return C.By->ClaimsUnknown || !Known || (Failure && !C.By->kind(*Failure));
}

/// The row in which the call itself releases the data: that effect; else null.
const lien_effect *TwiceRule::failureOf(const Outcome &Row, const Closure &C) const {
  const auto *CE = cast<CallExpr>(C.Stored);
  if (rowFits(All.Ctx, Row, CE) == std::optional<bool>(false))
    return nullptr;
  for (const lien_effect &E : Row.Effects)
    if (E.verb == LIEN_RELEASED && argumentOf(CE, E.place) == C.Data)
      return &E;
  return nullptr;
}

static CaptureFinding describe(const FunctionDecl *FD, const Closure &C, const VarDecl *VD, bool Failed, SourceLocation At) {
  std::string What = "'" + VD->getNameAsString() + "'";
  CaptureFinding F;
  F.Rule = "lien.OverRelease";
  F.In = FD;
  F.At = At;
  F.Begin = C.Stored->getBeginLoc();
  F.Object = VD->getNameAsString();
  F.Message = What + " is released twice: " + registrar(C) +
              (Failed ? " has released it when it failed" : " releases it with its destroyer");
  F.Path.push_back({F.Begin, What + " is given to " + registrar(C) + " here, with a destroyer"});
  return F;
}

bool TwiceRule::search(const Closure &C, const Outcome &Row, const VarDecl *VD, bool Failed) {
  SuccessWays::Set After = Ways.after(C.Stored, Row, C.Id, VD);
  DataFate Fate = Uses.ofLocal(FD, VD, C.Stored, [&](const Stmt *S) { return After.count(S) != 0; });
  if (!mayJudge(Fate, C, VD, Failed ? failureOf(Row, C) : nullptr))
    return false;
  CaptureFinding F = describe(FD, C, VD, Failed, Fate.At);
  F.Path.push_back({F.At, "'" + VD->getNameAsString() + "' is released again here"});
  F.Path.push_back({F.At, Failed ? "do not release it when the registration fails: the destroyer has run"
                                 : "leave the release to the destroyer, or register a reference of its own"});
  All.report(std::move(F));
  return true;
}

/// `owner.get()`: a local object that lends what it releases at its end; null for other data.
const VarDecl *TwiceRule::ownerOf(const Expr *Data) {
  const auto *CE = dyn_cast<CXXMemberCallExpr>(bare(Data));
  const Contract *C = CE ? All.Book.anyOf(CE) : nullptr;
  bool Lends = false;
  for (const Outcome &Row : C ? llvm::ArrayRef<Outcome>(C->Rows) : llvm::ArrayRef<Outcome>())
    for (const lien_effect &E : Row.Effects)
      Lends |= E.place.root == LIEN_PLACE_RET && E.verb == LIEN_BORROWED && E.holder.root == LIEN_PLACE_THIS;
  const VarDecl *Owner = Lends ? variableOf(CE->getImplicitObjectArgument()) : nullptr;
  const CXXRecordDecl *RD = Owner ? Owner->getType()->getAsCXXRecordDecl() : nullptr;
  bool OneOwner = RD && RD->hasDefinition() && !RD->hasTrivialDestructor() && !RD->hasNonTrivialCopyConstructor();
  return OneOwner && isAutomatic(Owner) && !isa<ParmVarDecl>(Owner) ? Owner : nullptr;
}

/// The owner is not touched on the way out, so that it releases what it has.
bool TwiceRule::searchOwner(const Closure &C, const Outcome &Row, const VarDecl *Owner, bool Failed) {
  auto touches = [&](const Stmt *S) {
    const auto *Ref = dyn_cast<DeclRefExpr>(S);
    return Ref && Ref->getDecl() == Owner;
  };
  if (!Ways.leaves(C.Stored, Row, C.Id, touches))
    return false;
  CaptureFinding F = describe(FD, C, Owner, Failed, C.Stored->getBeginLoc());
  F.Path.push_back({FD->getBodyRBrace(), "'" + Owner->getNameAsString() + "' releases it again when it ends"});
  F.Path.push_back(
      {F.At, "let '" + Owner->getNameAsString() + "' go of it when it is registered: the registration owns it from then on"});
  All.report(std::move(F));
  return true;
}

void TwiceRule::judgeVariable(const Closure &C, const VarDecl *VD, bool Stolen) {
  if (!VD->hasLocalStorage() || VD->getType()->isReferenceType())
    return;
  auto It = Ways.values().Of.find(VD);
  if (isa<ParmVarDecl>(VD) ? It != Ways.values().Of.end() : !Ways.values().only(VD))
    return;
  if (Stolen && search(C, *C.Row, VD, false))
    return;
  for (const Outcome &Row : C.By->Rows)
    if (failureOf(Row, C) && search(C, Row, VD, true))
      return;
}

void TwiceRule::judge(const Closure &C) {
  const lien_effect *Kept = keptEffect(C);
  if (!Kept || !C.Destroyer)
    return;
  if (const VarDecl *VD = variableOf(Uses.origin(C.Data)))
    return judgeVariable(C, VD, Kept->verb == LIEN_STOLEN);
  const VarDecl *Owner = ownerOf(C.Data);
  if (!Owner || (Kept->verb == LIEN_STOLEN && searchOwner(C, *C.Row, Owner, false)))
    return;
  for (const Outcome &Row : C.By->Rows)
    if (failureOf(Row, C) && searchOwner(C, Row, Owner, true))
      return;
}

void lien::findReleasedTwice(Captures &All, DataUses &Uses) {
  for (const FunctionClosures &Of : All.Functions) {
    TwiceRule Rule(All, Uses, Of.FD);
    for (const Closure &C : Of.All)
      if (C.Destroyer)
        Rule.judge(C);
  }
}

//===- ReleasedTwice.cpp - Data that its destroyer and its maker release ----===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// lien.OverRelease, as far as the path engine does not follow it:
// - The registration takes the data over with a destroyer, and the function releases it afterwards.
// - The registration failed and has run the destroyer, as a row of its contract says, and the function releases it too.
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
  bool mayJudge(const DataFate &Fate, const Closure &C, const VarDecl *VD);
  bool isFailureRow(const Outcome &Row, const Closure &C) const;
  void search(const Closure &C, const Outcome &Row, const VarDecl *VD, bool Failed);

  Captures &All;
  DataUses &Uses;
  const FunctionDecl *FD;
  SuccessWays Ways;
};

} // namespace

/// The path engine reports the rest.
bool TwiceRule::mayJudge(const DataFate &Fate, const Closure &C, const VarDecl *VD) {
  if (!Fate.Released || Fate.Retained)
    return false;
  const auto *CE = dyn_cast<CallExpr>(Fate.By);
  if (!CE)
    return true;
  const Contract *Releaser = Uses.contractOf(CE);
  bool Shared = false;
  for (const Outcome &Row : Releaser ? llvm::ArrayRef<Outcome>(Releaser->Rows) : llvm::ArrayRef<Outcome>())
    for (const lien_effect &E : Row.Effects)
      if (E.verb == LIEN_RELEASED)
        if (const Kind *K = Releaser->kind(E))
          Shared |= K->Shared;
  if (Shared && isa<ParmVarDecl>(VD))
    return false; /* it may have brought a reference of its own */
  return C.By->ClaimsUnknown;
}

bool TwiceRule::isFailureRow(const Outcome &Row, const Closure &C) const {
  const auto *CE = cast<CallExpr>(C.Stored);
  if (rowFits(All.Ctx, Row, CE) == std::optional<bool>(false))
    return false;
  return llvm::any_of(Row.Effects,
                      [&](const lien_effect &E) { return E.verb == LIEN_RELEASED && argumentOf(CE, E.place) == C.Data; });
}

void TwiceRule::search(const Closure &C, const Outcome &Row, const VarDecl *VD, bool Failed) {
  SuccessWays::Set After = Ways.after(C.Stored, Row, C.Id, VD);
  DataFate Fate = Uses.ofLocal(FD, VD, C.Stored, [&](const Stmt *S) { return After.count(S) != 0; });
  if (!mayJudge(Fate, C, VD))
    return;
  std::string What = "'" + VD->getNameAsString() + "'",
              Why = Failed ? " has released it when it failed" : " releases it with its destroyer";
  CaptureFinding F;
  F.Rule = "lien.OverRelease";
  F.In = FD;
  F.At = Fate.At;
  F.Begin = C.Stored->getBeginLoc();
  F.Object = VD->getNameAsString();
  F.Message = What + " is released twice: " + registrar(C) + Why;
  F.Path.push_back({F.Begin, What + " is given to " + registrar(C) + " here, with a destroyer"});
  F.Path.push_back({F.At, What + " is released again here"});
  F.Path.push_back({F.At, Failed ? "do not release it when the registration fails: the destroyer has run"
                                 : "leave the release to the destroyer, or register a reference of its own"});
  All.report(std::move(F));
}

void TwiceRule::judge(const Closure &C) {
  const lien_effect *Kept = keptEffect(C);
  const VarDecl *VD = C.Data ? variableOf(Uses.origin(C.Data)) : nullptr;
  if (!Kept || !C.Destroyer || !VD || !VD->hasLocalStorage() || VD->getType()->isReferenceType())
    return;
  auto It = Ways.values().Of.find(VD);
  if (isa<ParmVarDecl>(VD) ? It != Ways.values().Of.end() : !Ways.values().only(VD))
    return;
  if (Kept->verb == LIEN_STOLEN)
    search(C, *C.Row, VD, false);
  for (const Outcome &Row : C.By->Rows)
    if (isFailureRow(Row, C))
      return search(C, Row, VD, true);
}

void lien::findReleasedTwice(Captures &All, DataUses &Uses) {
  for (const FunctionClosures &Of : All.Functions) {
    TwiceRule Rule(All, Uses, Of.FD);
    for (const Closure &C : Of.All)
      Rule.judge(C);
  }
}

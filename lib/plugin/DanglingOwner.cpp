//===- DanglingOwner.cpp - Registrations that outlive their data ------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// lien.LeakedCapture, a registration that stays when its data ends:
// - The data is a pointer to a structure of which this unit has a destructor (Destructors.h), and nobody keeps it alive: it is
//   only lent, and neither this function retains it nor the callback releases it.
// - What the registration is kept by lives longer: the process, or another object when the id is kept in the structure.
// - A destructor that runs by itself must end it; else somebody in the whole program must: by the field of the id, the code, or
//   data of that type.
// - An id that is dropped is no sign by itself: who emits to its own handlers, or owns the emitter, ends both at once.
//===----------------------------------------------------------------------===//
#include "Destructors.h"
#include "Enders.h"
#include "Leaks.h"

#include "clang/AST/ExprCXX.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;
using namespace lien;

namespace {

class OwnerRule {
public:
  OwnerRule(Captures &All, DataUses &Uses) : All(All), Uses(Uses), Ends(All, Uses), Stops(All) {}
  void run(const ToldOf &Told);

private:
  void judge(const FunctionDecl *FD, const Closure &C);
  const RecordDecl *dataRecord(const Closure &C, const VarDecl *&VD);
  bool outlives(const Closure &C, const RecordDecl *RD, const VarDecl *VD);
  bool isKeptAlive(const FunctionDecl *FD, const Closure &C, const VarDecl *VD);
  const Destructor *culprit(const FunctionDecl *FD, const Closure &C, const RecordDecl *RD, bool &Certain);
  bool isOnlyForMain(const FunctionDecl *FD);
  bool isOwn(const RecordDecl *RD) const;
  bool isOwnMethod(const FunctionDecl *FD) const;
  void tell(const FunctionDecl *FD, const Closure &C, const RecordDecl *RD, const VarDecl *VD, const Destructor &D, bool Certain);

  Captures &All;
  DataUses &Uses;
  Destructors Ends;
  Enders Stops;
  llvm::SmallPtrSet<const FunctionDecl *, 8> Callbacks; ///< what is registered as code
};

} // namespace

/// The record that the data points to: `this`, a parameter or a variable; null for others.
const RecordDecl *OwnerRule::dataRecord(const Closure &C, const VarDecl *&VD) {
  const Expr *Data = C.Data ? Uses.origin(C.Data) : nullptr;
  if (!Data)
    return nullptr;
  if (isa<CXXThisExpr>(Data))
    return recordOf(Data->getType());
  const auto *Ref = dyn_cast<DeclRefExpr>(Data);
  VD = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  return VD && VD->hasLocalStorage() ? recordOf(VD->getType()) : nullptr;
}

bool OwnerRule::outlives(const Closure &C, const RecordDecl *RD, const VarDecl *VD) {
  const FieldDecl *Id = fieldOf(C.Id);
  if (C.Once && !Id)
    return false; /* whoever ends the object may wait for it */
  if (C.To.Where == Sink::Static)
    return true;
  if (C.To.Where != Sink::Object || !C.To.Holder || !Id)
    return false;
  const Expr *Holder = Uses.origin(C.To.Holder);
  const auto *Root = dyn_cast<DeclRefExpr>(Holder);
  return Root && Root->getDecl() != VD && isa<ParmVarDecl>(Root->getDecl()) && recordOf(Holder->getType()) != RD;
}

bool OwnerRule::isKeptAlive(const FunctionDecl *FD, const Closure &C, const VarDecl *VD) {
  if (VD) {
    DataFate Fate = Uses.ofLocal(FD, VD, C.Stored, nullptr);
    if (Fate.Retained || Fate.Released)
      return true;
  }
  llvm::SmallVector<const FunctionDecl *, 2> Bodies;
  if (!bodiesOf(All.Ctx, C, Bodies))
    return true;
  for (const FunctionDecl *Body : Bodies)
    for (unsigned I : dataParams(All.Ctx, Body, bare(C.Data)->getType()))
      if (Uses.ofParam(Body, I).Released)
        return true;
  return false;
}

/// Only main calls it: after its loop nothing runs any more.
bool OwnerRule::isOnlyForMain(const FunctionDecl *FD) {
  bool Called = false, Others = false;
  for (const FunctionDecl *From : All.TheUnit.bodies())
    Destructors::eachCall(From->getBody(), [&](const CallExpr *CE) {
      const FunctionDecl *Callee = CE->getDirectCallee();
      if (!Callee || Callee->getCanonicalDecl() != FD->getCanonicalDecl())
        return;
      Called = true;
      Others |= !From->isMain();
    });
  return Called && !Others;
}

/// The structure is defined in the file itself: no other unit knows its fields.
bool OwnerRule::isOwn(const RecordDecl *RD) const {
  const RecordDecl *Definition = RD->getDefinition();
  return Definition && All.Ctx.getSourceManager().isInMainFile(Definition->getLocation());
}

bool OwnerRule::isOwnMethod(const FunctionDecl *FD) const {
  const auto *Method = dyn_cast<CXXMethodDecl>(FD);
  return Method && isOwn(Method->getParent());
}

/// The destructor that should have ended the registration; null when something ends it.
const Destructor *OwnerRule::culprit(const FunctionDecl *FD, const Closure &C, const RecordDecl *RD, bool &Certain) {
  const Destructor *Worst = nullptr;
  bool Runs = false;
  Certain = true;
  const RecordDecl *Id = fieldOf(C.Id) ? cast<RecordDecl>(fieldOf(C.Id)->getParent()->getCanonicalDecl()) : nullptr;
  Destructors::Set Bodies;
  for (const Destructor &D : Ends.of(RD)) {
    if (Callbacks.count(D.FD->getCanonicalDecl()))
      continue; /* it ends what it is registered with */
    const Destructors::Reached &Reach = Ends.reach(D.FD);
    if (Reach.Bodies.count(FD) || (C.Body && D.FD == C.Body))
      return nullptr;              /* the end itself registers it */
    bool Hidden = Id && isOwn(Id); /* only this file knows where the id is */
    Certain &= Hidden || (!Reach.Passed.count(RD) && !(Id && Reach.Passed.count(Id)));
    Runs |= D.Runs;
    Bodies.insert(Reach.Bodies.begin(), Reach.Bodies.end());
    if (!Worst || (D.Runs && !Worst->Runs))
      Worst = &D;
  }
  if (!Worst || (!Runs && isOnlyForMain(Worst->FD)))
    return nullptr;
  for (const Ender &E : Stops.all())
    if ((!Runs || Bodies.count(E.In)) && Stops.mayEnd(E, C))
      return nullptr;
  Certain &= Runs;
  return Worst;
}

void OwnerRule::tell(const FunctionDecl *FD, const Closure &C, const RecordDecl *RD, const VarDecl *VD, const Destructor &D,
                     bool Certain) {
  std::string What = VD ? "'" + VD->getNameAsString() + "'" : "'this'", End = "'" + D.FD->getNameAsString() + "'";
  std::string Code = C.Body ? "'" + C.Body->getNameAsString() + "'" : "the callback";
  CaptureFinding F;
  F.Rule = "lien.LeakedCapture";
  F.In = FD;
  F.At = C.Stored->getBeginLoc();
  F.Begin = C.Data->getBeginLoc();
  F.Object = VD ? VD->getNameAsString() : "this";
  F.Message = What + " is lent to " + registrar(C) + ", and " + End + " ends it while the registration stays";
  F.Path.push_back({F.At, Code + " is registered here with " + What + ", which the registration does not keep alive"});
  F.Path.push_back({D.FD->getLocation(), End + " ends the object, and nothing that it calls ends the registration"});
  if (C.Body)
    F.Path.push_back({C.Body->getLocation(), Code + " would run with what is gone"});
  F.Path.push_back({F.At, C.Id || C.IdVar ? "end the registration by its id in " + End + ", or give it a reference of its own"
                                          : "keep the id and end the registration in " + End +
                                                ", or give it a reference of its own with a destroyer"});
  if (!Certain) {
    if (std::string Key = fieldOf(C.Id) ? fieldKey(fieldOf(C.Id)) : ""; !Key.empty())
      F.Unless.push_back("ended:" + Key);
    if (C.Body)
      F.Unless.push_back("ended:" + All.Ids.functionId(C.Body));
    F.Unless.push_back("ended:data:struct " + recordName(RD));
    F.Local = isOwn(RD) && C.Body && (!C.Body->isExternallyVisible() || isOwnMethod(C.Body));
  }
  All.report(std::move(F));
}

void OwnerRule::judge(const FunctionDecl *FD, const Closure &C) {
  const lien_effect *Kept = keptEffect(C);
  const VarDecl *VD = nullptr;
  const RecordDecl *RD = Kept && Kept->verb == LIEN_LENT && !C.Destroyer ? dataRecord(C, VD) : nullptr;
  if (!RD || FD->isMain() || codesOf(C).empty() || !outlives(C, RD, VD))
    return;
  bool Certain = true;
  const Destructor *D = culprit(FD, C, RD, Certain);
  if (D && !isKeptAlive(FD, C, VD))
    tell(FD, C, RD, VD, *D, Certain);
}

void OwnerRule::run(const ToldOf &Told) {
  for (const FunctionClosures &Of : All.Functions)
    for (const Closure &C : Of.All)
      for (const Expr *Code : codesOf(C))
        if (const FunctionDecl *Body = functionOf(Code))
          Callbacks.insert(cast<FunctionDecl>(Body->getCanonicalDecl()));
  for (const FunctionClosures &Of : All.Functions)
    for (const Closure &C : Of.All)
      if (!Told.count(C.Stored))
        judge(Of.FD, C);
  Stops.say(All);
}

void lien::findDanglingOwners(Captures &All, DataUses &Uses, const ToldOf &Told) {
  OwnerRule(All, Uses).run(Told);
}

//===- LeakedCapture.cpp - Data that nobody releases ------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// lien.LeakedCapture, data without a destroyer:
// - The data is what a call hands out for release (or `new`): given directly, or through a local variable that this function does
//   not release, return, store or pass to code that nobody sees, once it is registered.
// - There is no destroyer, and the callback, whose body is seen, does not release it either; or there is no code at all.
// - Nothing in the unit fetches such data back to release it.
// - What has no code and is kept by the process itself (the environment) is meant to stay.
// - What main, or the start of a module, registers for as long as the process lives is none.
//
// Not here: the other parts of the rule (Leaks.h).
//===----------------------------------------------------------------------===//
#include "Leaks.h"

#include "clang/AST/ExprCXX.h"

using namespace clang;
using namespace lien;

//===-- What the parts share -----------------------------------------------===//

const lien_effect *lien::keptEffect(const Closure &C) {
  const auto *CE = dyn_cast_or_null<CallExpr>(C.Stored);
  if (!CE || !C.Row || !C.By || !C.Data)
    return nullptr;
  for (const lien_effect &E : C.Row->Effects) {
    if (E.verb != LIEN_LENT && E.verb != LIEN_STOLEN && E.verb != LIEN_HELD)
      continue;
    unsigned Named = C.By->Raw ? C.By->Raw->param_count : 0;
    bool Variable = E.place.root == LIEN_PLACE_VAR && Named < CE->getNumArgs() && CE->getArg(Named) == C.Data;
    if (Variable || argumentOf(CE, E.place) == C.Data)
      return &E;
  }
  return nullptr;
}

llvm::SmallVector<const Expr *, 2> lien::codesOf(const Closure &C) {
  llvm::SmallVector<const Expr *, 2> Result;
  const auto *CE = dyn_cast_or_null<CallExpr>(C.Stored);
  for (const lien_effect &E : CE &&C.Row ? C.Row->Effects : llvm::ArrayRef<lien_effect>())
    if (E.verb == LIEN_CALLED)
      if (const Expr *Arg = argumentOf(CE, E.place); Arg && (C.Data == nullptr || argumentOf(CE, E.holder) == C.Data))
        Result.push_back(Arg);
  return Result;
}

const RecordDecl *lien::recordOf(QualType Pointer) {
  if (Pointer.isNull() || !Pointer->isPointerType())
    return nullptr;
  const RecordDecl *RD = Pointer->getPointeeType()->getAsRecordDecl();
  return RD ? cast<RecordDecl>(RD->getCanonicalDecl()) : nullptr;
}

bool lien::bodiesOf(const ASTContext &Ctx, const Closure &C, llvm::SmallVectorImpl<const FunctionDecl *> &Out) {
  for (const Expr *Code : codesOf(C)) {
    if (isNullPointer(Ctx, Code))
      continue;
    const FunctionDecl *FD = functionOf(Code);
    const FunctionDecl *Body = FD ? FD->getDefinition() : nullptr;
    if (!Body)
      return false;
    Out.push_back(Body);
  }
  return true;
}

llvm::SmallVector<unsigned, 2> lien::dataParams(const ASTContext &, const FunctionDecl *Callback, QualType Data) {
  llvm::SmallVector<unsigned, 2> Result;
  const RecordDecl *RD = recordOf(Data);
  for (unsigned I = 0; I < Callback->getNumParams(); I++) {
    QualType T = Callback->getParamDecl(I)->getType();
    bool Same = T->isPointerType() && (!RD || !recordOf(T) || recordOf(T) == RD);
    if (T->isVoidPointerType() || (Same && !(RD == nullptr && recordOf(T))))
      Result.push_back(I);
  }
  return Result;
}

std::string lien::registrar(const Closure &C) {
  return C.By ? "'" + C.By->Name + "'" : "a registration";
}

//===-- The rule -----------------------------------------------------------===//

namespace {

class DataRule {
public:
  DataRule(Captures &All, DataUses &Uses, ToldOf &Told) : All(All), Uses(Uses), Told(Told) {}
  void judge(const FunctionDecl *FD, const Closure &C, SuccessWays &Ways);

private:
  bool isOwned(const Expr *E);
  bool isHarmlessNew(const CXXNewExpr *New) const;
  bool mayBeForEver(const FunctionDecl *FD, const Closure &C) const;
  bool callbackKeeps(const Closure &C, std::string &Names);
  bool fetchedBack();
  void tell(const FunctionDecl *FD, const Closure &C, const VarDecl *VD, const Expr *Made, const std::string &Names);

  Captures &All;
  DataUses &Uses;
  ToldOf &Told;
  bool Asked = false, Fetched = false;
};

} // namespace

/// A constructor that may give the object to somebody else makes it nobody's leak.
bool DataRule::isHarmlessNew(const CXXNewExpr *New) const {
  if (New->getNumPlacementArgs())
    return false;
  const CXXConstructExpr *Construct = New->getConstructExpr();
  const CXXConstructorDecl *Constructor = Construct ? Construct->getConstructor() : nullptr;
  if (!Constructor || Constructor->isTrivial() || Constructor->isImplicit() || Constructor->isDefaulted())
    return true;
  const FunctionDecl *Body = Constructor->getDefinition();
  const auto *Statements = Body ? dyn_cast_or_null<CompoundStmt>(Body->getBody()) : nullptr;
  return Statements && Statements->body_empty();
}

/// The caller must release what the expression gives.
bool DataRule::isOwned(const Expr *E) {
  E = Uses.origin(E);
  if (const auto *New = dyn_cast<CXXNewExpr>(E))
    return isHarmlessNew(New);
  const auto *CE = dyn_cast<CallExpr>(E);
  const Contract *C = CE ? Uses.contractOf(CE) : nullptr;
  if (!C || C->Believed)
    return false;
  for (const Outcome &Row : C->Rows) {
    if (rowFits(All.Ctx, Row, CE) == std::optional<bool>(false))
      continue;
    for (const lien_effect &Effect : Row.Effects) {
      if (Effect.place.field || Effect.place.deref)
        continue;
      if (Effect.place.root == LIEN_PLACE_RET && (Effect.verb == LIEN_OWNED || Effect.verb == LIEN_RETAINED))
        return true;
      const Expr *Arg = Effect.verb == LIEN_RETAINED ? argumentOf(CE, Effect.place) : nullptr;
      if (Arg && CE->getType()->isPointerType() && !(variableOf(Arg) && variableOf(Arg)->hasGlobalStorage()))
        return true; /* and it is given back */
    }
  }
  return false;
}

bool DataRule::mayBeForEver(const FunctionDecl *FD, const Closure &C) const {
  bool Starts = FD->isMain() || (All.TheUnit.usesOf(FD) & (Unit::Init | Unit::Main));
  return Starts && !C.Once && C.To.Where != Sink::Frame && C.To.Where != Sink::Thread;
}

/// Every code that gets the data is seen, and does nothing with it that ends or keeps it.
bool DataRule::callbackKeeps(const Closure &C, std::string &Names) {
  llvm::SmallVector<const FunctionDecl *, 2> Bodies;
  if (!bodiesOf(All.Ctx, C, Bodies))
    return false;
  for (const FunctionDecl *Body : Bodies) {
    llvm::SmallVector<unsigned, 2> Params = dataParams(All.Ctx, Body, bare(C.Data)->getType());
    for (unsigned I : Params)
      if (!Uses.ofParam(Body, I).stays())
        return false;
    if (Params.empty() && !Uses.ofFetched(Body).stays())
      return false;
    Names += (Names.empty() ? "'" : ", '") + Body->getNameAsString() + "'";
  }
  return true;
}

bool DataRule::fetchedBack() {
  if (!Asked)
    for (const FunctionDecl *FD : All.TheUnit.bodies())
      Fetched = Fetched || Uses.ofFetched(FD).Released;
  Asked = true;
  return Fetched;
}

void DataRule::tell(const FunctionDecl *FD, const Closure &C, const VarDecl *VD, const Expr *Made, const std::string &Names) {
  std::string What = VD ? "'" + VD->getNameAsString() + "'" : "the data";
  CaptureFinding F;
  F.Rule = "lien.LeakedCapture";
  F.In = FD;
  F.At = C.Stored->getBeginLoc();
  F.Begin = Made->getBeginLoc();
  F.Object = VD ? VD->getNameAsString() : "";
  F.Message = What + " is given to " + registrar(C) + " without a destroyer, and nothing releases it" +
              (Names.empty() ? "" : ": neither this function nor " + Names);
  F.Path.push_back({Made->getBeginLoc(), What + " comes from here, and this code must release it"});
  F.Path.push_back({F.At, What + " is registered here without a destroyer; this function does not touch it afterwards"});
  if (const FunctionDecl *Body = C.Body; Body && Body->hasBody())
    F.Path.push_back({Body->getLocation(), "'" + Body->getNameAsString() + "' gets it and does not release it"});
  F.Path.push_back({F.At, Names.empty() ? "give a destroyer, or keep the pointer and release it when the owner ends"
                                        : "give a destroyer, or let the callback release it when it runs for the last time"});
  All.report(std::move(F));
}

void DataRule::judge(const FunctionDecl *FD, const Closure &C, SuccessWays &Ways) {
  const lien_effect *Kept = keptEffect(C);
  if (!Kept || Kept->verb != LIEN_LENT || C.Destroyer || mayBeForEver(FD, C))
    return;
  if (C.To.Where == Sink::Static && codesOf(C).empty())
    return; /* what is lent to the process without code (the environment) is meant to stay */
  const Expr *Data = Uses.origin(C.Data);
  const auto *Ref = dyn_cast<DeclRefExpr>(Data);
  const auto *VD = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  const Expr *Made = VD ? Ways.values().only(VD) : Data;
  if (!Made || (VD && (!VD->hasLocalStorage() || isa<ParmVarDecl>(VD))) || !isOwned(Made))
    return;
  if (VD) {
    SuccessWays::Set After = Ways.after(C.Stored, *C.Row, C.Id, VD);
    if (!Uses.ofLocal(FD, VD, C.Stored, [&](const Stmt *S) { return After.count(S) != 0; }).stays())
      return;
  }
  std::string Names;
  if (!callbackKeeps(C, Names) || fetchedBack())
    return;
  Told.insert(C.Stored);
  tell(FD, C, VD, Made, Names);
}

void lien::findLeakedData(Captures &All, DataUses &Uses, ToldOf &Told) {
  DataRule Rule(All, Uses, Told);
  for (const FunctionClosures &Of : All.Functions) {
    SuccessWays Ways(Of.FD, All.Ctx);
    llvm::SmallPtrSet<const Expr *, 4> Seen;
    for (const Closure &C : Of.All)
      if (C.Data && Seen.insert(C.Data).second)
        Rule.judge(Of.FD, C, Ways);
  }
}

void lien::findLeakedCaptures(Captures &All) {
  DataUses Uses(All.Ctx, All.Book);
  ToldOf Told;
  findLeakedData(All, Uses, Told);
  findReleasedTwice(All, Uses);
  findDanglingOwners(All, Uses, Told);
  findDanglingThis(All);
  findDroppedData(All, Uses);
  findKeptCode(All, Uses);
}

//===- EscapedCapture.cpp - Captures that end before their closure ----------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// lien.EscapedCapture:
// - What is captured by reference, or by its address, is a variable of the frame, and the closure is kept by what outlives it.
// - What is captured by pointer is released by this function while the closure is kept.
// - Where a closure goes through a parameter of a function whose body is in another unit, it waits for what that unit says.
//===----------------------------------------------------------------------===//
#include "Captures.h"

#include "Holders.h"

using namespace clang;
using namespace lien;

namespace {

/// What one closure has of the frame, and how the first of it ends.
struct Escape {
  const Closure *C = nullptr;
  llvm::SmallVector<const Capture *, 2> Of;
  End How;
};

class Rule {
public:
  Rule(Captures &All, const FunctionDecl *FD) : All(All), FD(FD), Times(FD, All.Ctx, All.Book), Known(FD, All.Ctx, All.Book) {}
  void judge(const Closure &C);

private:
  bool outlives(const Closure &C) const;
  std::optional<End> endOf(const Closure &C, const Capture &What);
  void tell(const Escape &E);
  bool outlivesBlock(const Closure &C);
  void tellBlock(const Closure &C);
  CaptureFinding describe(const Escape &E) const;

  Captures &All;
  const FunctionDecl *FD;
  Lifetimes Times;
  Holders Known;
};

} // namespace

bool Rule::outlives(const Closure &C) const {
  switch (C.To.Where) {
  case Sink::Object:
  case Sink::Static:
  case Sink::Returned:
  case Sink::Thread:
  case Sink::Callee:
  case Sink::Frame: /* its holder may be used after what it captured has ended */
    return true;
  default:
    return false;
  }
}

static bool isStolen(const Closure &C) {
  const Contract *By = C.By;
  return By && C.Row && llvm::any_of(C.Row->Effects, [](const lien_effect &E) { return E.verb == LIEN_STOLEN; });
}

/// A reference that the caller bound.
static bool isOfCaller(const Capture &What) {
  return What.Var && What.Var->getType()->isReferenceType();
}

std::optional<End> Rule::endOf(const Closure &C, const Capture &What) {
  std::optional<End> Result;
  const auto *RD = What.Var ? What.Var->getType()->getAsCXXRecordDecl() : nullptr;
  if (RD && RD->hasDefinition() && RD->isEmpty())
    return std::nullopt; /* a lambda without captures: there is nothing to read */
  if (What.By == Capture::Reference || What.By == Capture::Address)
    Result = What.Var && (isAutomatic(What.Var) || isOfCaller(What)) ? Times.endOfStorage(C, What) : std::nullopt;
  else if (What.By == Capture::Pointer && What.Var && C.To.Holder && rootOf(C.To.Holder) == What.Var)
    return std::nullopt; /* the object has the holder: they end together */
  else if (What.By == Capture::Pointer && !isStolen(C) && C.To.Where != Sink::Callee && C.To.Where != Sink::Frame)
    Result = Times.endOfObject(C, What);
  if (Result && isOfCaller(What) && (C.To.Where == Sink::Frame || C.To.Where == Sink::Returned || C.Coroutine))
    return std::nullopt; /* it is the caller's */
  if (Result && Result->How == End::Function && FD->isMain() && C.To.Where != Sink::Thread)
    return std::nullopt; /* the process ends */
  return Result;
}

/// A block literal that captures something lies in the frame until somebody copies it.
static bool isStackBlock(const Closure &C) {
  const auto *Block = dyn_cast_or_null<BlockExpr>(C.Code);
  const Expr *Stored = bare(C.Stored);
  if (const auto *BO = dyn_cast<BinaryOperator>(Stored))
    Stored = bare(BO->getRHS());
  return Block && Block->getBlockDecl()->hasCaptures() && Stored == Block &&
         (C.To.Where == Sink::Object || C.To.Where == Sink::Static);
}

/// The literal ends with its scope, as what it captured there does.
bool Rule::outlivesBlock(const Closure &C) {
  for (const BlockDecl::Capture &Captured : cast<BlockExpr>(C.Code)->getBlockDecl()->captures()) {
    Capture Scope;
    Scope.By = Capture::Reference;
    Scope.Var = Captured.getVariable();
    if (isAutomatic(Scope.Var) && Times.endOfStorage(C, Scope))
      return true;
  }
  return false;
}

void Rule::judge(const Closure &C) {
  if (!outlives(C))
    return;
  if (isStackBlock(C)) {
    if (outlivesBlock(C))
      tellBlock(C);
    return;
  }
  Escape E;
  E.C = &C;
  for (const Capture &What : C.Captures) {
    std::optional<End> How = endOf(C, What);
    if (!How)
      continue;
    if (E.Of.empty())
      E.How = *How;
    E.Of.push_back(&What);
  }
  if (!E.Of.empty())
    tell(E);
}

static std::string nameOf(const Capture &What) {
  if (What.Var)
    return "'" + What.Var->getNameAsString() + "'";
  return "the object";
}

static std::string namesOf(const Escape &E) {
  std::string Names;
  for (unsigned I = 0; I < E.Of.size(); I++)
    Names += (I == 0 ? "" : I + 1 == E.Of.size() ? " and " : ", ") + nameOf(*E.Of[I]);
  return Names;
}

static const char *wayOf(const Capture &What) {
  switch (What.By) {
  case Capture::Reference:
    return "by reference";
  case Capture::Address:
    return "by address";
  default:
    return "by pointer";
  }
}

static std::string where(const Sink &To) {
  return To.Words.empty() ? "kept elsewhere" : To.Words;
}

/// All are references that the caller bound.
static bool areOfCaller(const Escape &E) {
  return llvm::all_of(E.Of, [](const Capture *What) { return isOfCaller(*What); });
}

static std::string remedyOf(const Escape &E) {
  if (!E.C->Body || E.C->Data)
    return "end the registration before that, or give it an object that lives as long as it does";
  return E.Of[0]->By == Capture::Reference
             ? "capture it by value, or end the closure before that"
             : "give the closure an object that lives as long as it does, or end the closure before that";
}

CaptureFinding Rule::describe(const Escape &E) const {
  const Closure &C = *E.C;
  bool Several = E.Of.size() > 1, Code = C.Code != nullptr;
  std::string Names = namesOf(E), Are = Several ? " are" : " is", Words = where(C.To);
  CaptureFinding F;
  F.Rule = "lien.EscapedCapture";
  F.In = FD;
  F.At = C.Stored->getBeginLoc();
  F.Begin = E.Of[0]->At;
  F.Object = E.Of[0]->Var ? E.Of[0]->Var->getNameAsString() : "";
  bool Released = E.How.How == End::Released;
  if (Code)
    F.Message = Names + Are + " captured " + wayOf(*E.Of[0]) + " by a closure that is " + Words +
                (Released         ? " and is still there when " + Names + Are + " released"
                 : areOfCaller(E) ? " and outlives the call: what the caller passed may be a temporary"
                                  : " and outlives " + std::string(Several ? "them" : "it"));
  else if (Released)
    F.Message = Names + Are + " " + Words + ", which still needs it when " + (Several ? "they are" : "it is") + " released";
  else
    F.Message = "the address of " + Names + " is " + Words + " and is kept longer than " + Names + (Several ? " live" : " lives");
  const char *Thing = Code ? "the closure" : "the address";
  F.Path.push_back({E.Of[0]->At, Names + Are + " captured here"});
  F.Path.push_back({C.Stored->getBeginLoc(), std::string(Thing) + " is " + Words + " here"});
  F.Path.push_back(
      {E.How.At, Names +
                     (Released         ? Are + " released here"
                      : areOfCaller(E) ? Are + std::string(" the caller's, who may end it when this function returns")
                      : Several        ? " end here"
                                       : " ends here") +
                     ", and " + Thing + " is still kept"});
  if (E.How.Use)
    F.Path.push_back({E.How.Use->getBeginLoc(), std::string(Code ? "it" : "the holder") + " is used here"});
  F.Path.push_back({F.At, remedyOf(E)});
  return F;
}

/// Something that can keep a closure: what a pointer points to, an object that is given by reference.
static bool isHolder(const Expr *Arg) {
  return (Arg->getType()->isPointerType() || Arg->isGLValue()) && !functionOf(Arg);
}

void Rule::tellBlock(const Closure &C) {
  CaptureFinding F;
  F.Rule = "lien.EscapedCapture";
  F.In = FD;
  F.At = F.Begin = C.Code->getBeginLoc();
  F.Object = "block";
  F.Message = "this block lies in the frame of '" + FD->getNameAsString() + "', is " + where(C.To) +
              ", and is never copied: it ends with its own scope";
  F.Path.push_back({F.At, "the block is made here, in the frame, as it captures something"});
  F.Path.push_back({C.Stored->getBeginLoc(), "it is " + where(C.To) + " here, where it is found when it has ended"});
  F.Path.push_back({F.At, "keep a copy (Block_copy), and release that"});
  All.report(std::move(F));
}

void Rule::tell(const Escape &E) {
  CaptureFinding F = describe(E);
  if (E.C->To.Where != Sink::Callee) {
    All.report(std::move(F));
    return;
  }
  std::vector<std::string> Ways{"static", "thread"};
  const auto *CE = dyn_cast<CallExpr>(E.C->Stored);
  if (!E.C->To.OnLocal && isa<CXXMethodDecl>(E.C->To.To))
    Ways.push_back("this");
  for (unsigned I = 0; CE && CE->getDirectCallee() == E.C->To.To && I < CE->getNumArgs(); I++) {
    Sink::Sort Other = I == E.C->To.Param || !isHolder(CE->getArg(I)) ? Sink::Unknown : Known.sinkOf(CE->getArg(I)).Where;
    if (Other == Sink::Object || Other == Sink::Static)
      Ways.push_back("param:" + std::to_string(I));
  }
  for (const std::string &Way : Ways) {
    CaptureFinding Waits = F;
    Waits.If.push_back(All.sinkKey(E.C->To.To, E.C->To.Param) + Way);
    All.report(std::move(Waits));
  }
}

void lien::findEscapedCaptures(Captures &All) {
  for (const FunctionClosures &Of : All.Functions) {
    Rule Judge(All, Of.FD);
    for (const Closure &C : Of.All)
      Judge.judge(C);
  }
}

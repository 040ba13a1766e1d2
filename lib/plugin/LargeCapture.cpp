//===- LargeCapture.cpp - Closures that hold much ---------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// lien.LargeCapture, of closures that are stored:
// - A copy of an object of many bytes. Many: the limit of the options; a note from a quarter of it on.
// - A copy of a container that a move would have saved, as nobody uses the container afterwards; of a string: a note.
// - Many bytes that it keeps reachable until its holder lets it go, while its code only asks for a size, a field, or nothing.
//
// Not here: handles, views, references, pointers, moved owners that the code uses; what a shared owner could save beside that.
//===----------------------------------------------------------------------===//
#include "Captures.h"

#include "DataUses.h"
#include "Extents.h"
#include "LastUse.h"
#include "Leaks.h"
#include "SmallUse.h"

#include "clang/AST/ExprCXX.h"

#include <set>

using namespace clang;
using namespace lien;

namespace {

/// What is wrong with one capture.
struct Burden {
  bool Note = false;
  std::string Keeps;    ///< "keeps a copy of 'frame' (4096 bytes)"
  std::string Besides;  ///< "and uses only a small part of it"
  std::string Captured; ///< "captured by copy"
  std::string Remedy;
};

class Rule {
public:
  Rule(Captures &All, Extents &Sizes, const FunctionClosures &Of)
      : All(All), Sizes(Sizes), Of(Of), Body(All.TheSinks.bodyOf(Of.FD)), Last(Body, All.Ctx, All.Book) {}
  void run();

private:
  using Found = std::optional<Burden>;
  void judge(const Closure &C);
  Found copied(const Capture &What, const std::string &Name);
  Found movable(const Closure &C, const Capture &What, const std::string &Name);
  Found reachable(const Closure &C, const Capture &What, const std::string &Name);
  bool usesLittle(const Closure &C, const Capture &What, bool &Nothing);
  bool usesLittleData(const Closure &C, const Capture &What, bool &Nothing);
  std::string until(const Closure &C);
  void tell(const Closure &C, const Capture &What, const Burden &B, const std::string &Name);

  Captures &All;
  Extents &Sizes;
  const FunctionClosures &Of;
  const BodyMap &Body;
  LastUse Last;
  std::set<std::pair<const Expr *, unsigned>> Told; ///< by what is captured: a closure may be stored in several places
};

} // namespace

static bool isStored(const Closure &C) {
  switch (C.To.Where) {
  case Sink::Object:
  case Sink::Static:
  case Sink::Returned:
  case Sink::Thread:
  case Sink::Callee:
    return true;
  default:
    return false;
  }
}

/// The variable that the closure's own code knows the capture by.
static const VarDecl *nameIn(const Closure &C, const Capture &What) {
  const auto *Lambda = dyn_cast_or_null<LambdaExpr>(C.Code);
  if (!Lambda)
    return dyn_cast_or_null<VarDecl>(What.Var);
  auto Init = Lambda->capture_init_begin();
  for (const LambdaCapture &Captured : Lambda->captures()) {
    if (*Init++ == What.Value)
      return Captured.capturesVariable() ? dyn_cast<VarDecl>(Captured.getCapturedVar()) : nullptr;
  }
  return nullptr;
}

static std::string bytes(uint64_t Count) {
  return " (" + std::to_string(Count) + " bytes)";
}

//===-- What a capture costs -----------------------------------------------===//

std::optional<Burden> Rule::copied(const Capture &What, const std::string &Name) {
  bool Copies = What.By == Capture::Copy || (What.By == Capture::Moved && What.Type.isTriviallyCopyableType(All.Ctx));
  const CXXRecordDecl *RD = What.Type.isNull() ? nullptr : What.Type->getAsCXXRecordDecl();
  if (!Copies || (!What.Var && !What.Value) || (RD && RD->isLambda()))
    return std::nullopt;
  std::optional<uint64_t> Size = Sizes.sizeOf(What.Type);
  if (!Size || *Size < (All.LargeBytes + 3) / 4)
    return std::nullopt;
  Burden B;
  B.Note = *Size < All.LargeBytes;
  B.Keeps = "keeps a copy of " + Name + bytes(*Size);
  B.Captured = "captured by copy";
  B.Remedy = "capture only the members that the code uses, or a shared owner of the object";
  return B;
}

std::optional<Burden> Rule::movable(const Closure &C, const Capture &What, const std::string &Name) {
  const auto *VD = dyn_cast_or_null<VarDecl>(What.Var);
  if (What.By != Capture::Copy || !VD || !What.Value || !C.Code)
    return std::nullopt;
  Extents::Bulk Bulk = Sizes.bulkOf(VD->getType());
  if (Bulk == Extents::Plain || !Last.isLast(VD, What.Value, C.Code))
    return std::nullopt;
  std::optional<uint64_t> Size = Sizes.reachedBy(What, Body.Values);
  Burden B;
  B.Note = Bulk == Extents::Text;
  B.Keeps = "keeps a copy of " + Name + (Size && *Size ? bytes(*Size) : " and of all that is in it");
  B.Besides = ", though nobody uses " + Name + " afterwards";
  B.Captured = "captured by copy";
  B.Remedy = "move " + Name + " into the closure";
  return B;
}

/// Something else in the closure may point into what is kept.
static bool mayNeed(const Closure &C, const Capture &What) {
  for (const Capture &Other : C.Captures) {
    if (&Other == &What)
      continue;
    if ((Other.By != Capture::Copy && Other.By != Capture::Moved) || Other.Type.isNull() || isPointerLike(Other.Type))
      return true;
    const auto *RD = Other.Type->getAsCXXRecordDecl();
    if (RD && RD->hasDefinition() && RD->hasTrivialDestructor())
      return true;
  }
  return false;
}

bool Rule::usesLittle(const Closure &C, const Capture &What, bool &Nothing) {
  const auto *Lambda = dyn_cast_or_null<LambdaExpr>(C.Code);
  if (!Lambda)
    return C.Data && usesLittleData(C, What, Nothing);
  const VarDecl *Name = nameIn(C, What);
  if (!Name || mayNeed(C, What))
    return false;
  Nothing = !mentionsVar(Lambda->getBody(), Name);
  return SmallUse(Body, All.Ctx, All.Book).areSmall(Name, Lambda);
}

/// C's idiom: the registration alone has the data, and its code gets it as a parameter.
bool Rule::usesLittleData(const Closure &C, const Capture &What, bool &Nothing) {
  const auto *VD = dyn_cast_or_null<VarDecl>(What.Var);
  const FunctionDecl *Code = C.Body ? C.Body->getDefinition() : nullptr;
  if (!VD || !VD->hasLocalStorage() || !C.Destroyer || !Code || !Code->getBody() || codesOf(C).size() != 1)
    return false;
  DataUses Uses(All.Ctx, All.Book);
  if (Uses.ofLocal(Of.FD, VD, C.Stored, nullptr).Lost)
    return false;
  const BodyMap &Runs = All.TheSinks.bodyOf(Code);
  llvm::SmallVector<unsigned, 2> Params = dataParams(All.Ctx, Code, VD->getType());
  Nothing = true;
  for (unsigned I : Params) {
    Nothing &= !mentionsVar(Code->getBody(), Code->getParamDecl(I));
    if (!SmallUse(Runs, All.Ctx, All.Book).areSmall(Code->getParamDecl(I), nullptr))
      return false;
  }
  return !Params.empty();
}

std::optional<Burden> Rule::reachable(const Closure &C, const Capture &What, const std::string &Name) {
  bool Stays = (C.To.Where == Sink::Object || C.To.Where == Sink::Static) && !C.Once;
  bool Owns = What.By == Capture::Strong || What.By == Capture::Moved || What.By == Capture::Copy ||
              (What.By == Capture::Pointer && C.Destroyer);
  std::optional<uint64_t> Size = Stays && Owns ? Sizes.reachedBy(What, Body.Values) : std::nullopt;
  bool Nothing = false;
  if (!Size || *Size < All.LargeBytes || !usesLittle(C, What, Nothing))
    return std::nullopt;
  Burden B;
  B.Keeps = "keeps " + Name + bytes(*Size) + " alive";
  B.Besides = Nothing ? ", and does not use it" : ", and uses only a small part of it";
  B.Captured = "captured with all that it keeps";
  /* Who got it from others shares it with them: it may live on anyway. */
  const auto *VD = dyn_cast_or_null<VarDecl>(What.Var);
  const Expr *Made = VD && !isa<ParmVarDecl>(VD) ? bare(Body.Values.only(VD)) : nullptr;
  while (const auto *Construct = dyn_cast_or_null<CXXConstructExpr>(Made))
    Made = Construct->getNumArgs() ? bare(Construct->getArg(0)) : nullptr;
  B.Note = What.By == Capture::Strong && !isa_and_nonnull<CallExpr, CXXNewExpr>(Made);
  B.Remedy = Nothing ? "do not capture it" : "capture the part that the code uses";
  return B;
}

//===-- Messages -----------------------------------------------------------===//

/// The first name in quotes.
static std::string quoted(llvm::StringRef Words) {
  size_t Begin = Words.find('\''), End = Begin == llvm::StringRef::npos ? Begin : Words.find('\'', Begin + 1);
  return End == llvm::StringRef::npos ? "" : Words.slice(Begin, End + 1).str();
}

std::string Rule::until(const Closure &C) {
  std::string Name = C.To.Words.rfind("stored in ", 0) == 0 ? quoted(C.To.Words) : "";
  switch (C.To.Where) {
  case Sink::Returned:
    return "as long as the caller keeps it";
  case Sink::Thread:
    return "until the thread ends";
  case Sink::Callee:
    return "as long as it is kept there";
  default:
    break;
  }
  if (C.Data || C.To.Words.rfind("registered", 0) == 0)
    return "until it is unregistered";
  if (Name.empty())
    return "until the object lets it go";
  bool Many = C.To.Holder && Sizes.bulkOf(C.To.Holder->getType().getNonReferenceType()) == Extents::Elements;
  return "until " + Name + (Many ? " lets it go" : " is reset");
}

void Rule::tell(const Closure &C, const Capture &What, const Burden &B, const std::string &Name) {
  std::string Words = C.To.Words.empty() ? "kept elsewhere" : C.To.Words;
  CaptureFinding F;
  F.Rule = "lien.LargeCapture";
  F.Note = B.Note;
  F.In = Of.FD;
  F.At = C.Made;
  F.Begin = What.At.isValid() ? What.At : C.Made;
  F.Object = What.Var ? What.Var->getNameAsString() : "";
  F.Message = "this closure, " + Words + ", " + B.Keeps + " " + until(C) + B.Besides;
  F.Path.push_back({F.Begin, Name + " is " + B.Captured + " here"});
  F.Path.push_back({C.Stored->getBeginLoc(), "the closure is " + Words + " here"});
  F.Path.push_back({F.Begin, B.Remedy});
  if (C.To.Where != Sink::Callee) {
    All.report(std::move(F));
    return;
  }
  for (const char *Way : {"static", "thread", "this"}) {
    if (Way == llvm::StringRef("this") && C.To.OnLocal)
      continue;
    CaptureFinding Waits = F;
    Waits.If.push_back(All.sinkKey(C.To.To, C.To.Param) + Way);
    All.report(std::move(Waits));
  }
}

void Rule::judge(const Closure &C) {
  for (unsigned I = 0; I < C.Captures.size(); I++) {
    const Capture &What = C.Captures[I];
    const VarDecl *Own = What.Var ? nullptr : nameIn(C, What);
    std::string Name = What.Var  ? "'" + What.Var->getNameAsString() + "'"
                       : Own     ? "'" + Own->getNameAsString() + "'"
                       : !C.Data ? "the object"
                                 : "the data";
    const Expr *Key = What.Value ? What.Value : C.Code ? C.Code : C.Data;
    if (What.Type.isNull() || Told.count({Key, I}))
      continue;
    std::optional<Burden> Found = copied(What, Name);
    if (!Found || Found->Note)
      if (std::optional<Burden> Moves = movable(C, What, Name); Moves && (!Found || !Moves->Note))
        Found = Moves;
    if (!Found || Found->Note)
      if (std::optional<Burden> Reaches = reachable(C, What, Name))
        Found = Reaches;
    if (!Found)
      continue;
    Told.insert({Key, I});
    tell(C, What, *Found, Name);
  }
}

void Rule::run() {
  for (bool Elsewhere : {false, true})
    for (const Closure &C : Of.All)
      if (isStored(C) && C.Stored && (C.To.Where == Sink::Callee) == Elsewhere)
        judge(C);
}

void lien::findLargeCaptures(Captures &All) {
  Extents Sizes(All.Ctx, All.Book);
  for (const FunctionClosures &Of : All.Functions)
    Rule(All, Sizes, Of).run();
}

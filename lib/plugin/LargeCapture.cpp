//===- LargeCapture.cpp - Closures that hold much ---------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// lien.LargeCapture, of closures that are stored:
// - A copy of an object of many bytes. Many: the limit of the options; a note from a quarter of it on.
// - A copy of a container that a move would have saved, as nobody uses the container afterwards; of a string: a note, unless it
//   is known to be long.
// - Many bytes that it keeps reachable until its holder lets it go, while its code only asks for a size, a field, or nothing.
//   What lives as long as the process and uses the whole: a note. Memory whose size is a number in the code must be much more.
// - One finding for a closure, about the heaviest of its captures; the path names the others.
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

using namespace clang;
using namespace lien;

namespace {

/// What is wrong with one capture.
struct Burden {
  const Capture *What = nullptr;
  std::string Name;
  bool Note = false;
  uint64_t Size = 0;    ///< 0: not known
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
  Found weigh(const Closure &C, const Capture &What, const std::string &Name);
  Found copied(const Capture &What, const std::string &Name);
  Found movable(const Closure &C, const Capture &What, const std::string &Name);
  Found reachable(const Closure &C, const Capture &What, const std::string &Name);
  bool usesLittle(const Closure &C, const Capture &What, std::string &Part);
  bool usesLittleData(const Closure &C, const Capture &What, std::string &Part);
  bool isShared(const Capture &What) const;
  bool isWaitedFor(const Closure &C, const Capture &What);
  uint64_t limitOf(const Capture &What);
  std::string until(const Closure &C);
  void tell(const Closure &C, llvm::ArrayRef<Burden> All);

  Captures &All;
  Extents &Sizes;
  const FunctionClosures &Of;
  const BodyMap &Body;
  LastUse Last;
  std::unique_ptr<Lifetimes> Times;        ///< made when a thread asks for it
  llvm::SmallPtrSet<const Expr *, 8> Told; ///< a closure may be stored in several places
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
  B.Size = *Size;
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
  B.Size = Size.value_or(0);
  B.Note = Bulk == Extents::Text && B.Size < All.LargeBytes;
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

/// Part: what is used of it, as it is written, "nothing", or empty when there is no short word for it.
bool Rule::usesLittle(const Closure &C, const Capture &What, std::string &Part) {
  const auto *Lambda = dyn_cast_or_null<LambdaExpr>(C.Code);
  if (!Lambda)
    return C.Data && usesLittleData(C, What, Part);
  const VarDecl *Name = nameIn(C, What);
  if (!Name || mayNeed(C, What))
    return false;
  SmallUse Uses(Body, All.Ctx, All.Book);
  Part = mentionsVar(Lambda->getBody(), Name) ? Uses.wordsOf(Name, Lambda) : "nothing";
  return Uses.areSmall(Name, Lambda);
}

/// C's idiom: the registration alone has the data, and its code gets it as a parameter.
bool Rule::usesLittleData(const Closure &C, const Capture &What, std::string &Part) {
  const auto *VD = dyn_cast_or_null<VarDecl>(What.Var);
  const FunctionDecl *Code = C.Body ? C.Body->getDefinition() : nullptr;
  if (!VD || !VD->hasLocalStorage() || !C.Destroyer || !Code || !Code->getBody() || codesOf(C).size() != 1)
    return false;
  DataUses Uses(All.Ctx, All.Book);
  if (Uses.ofLocal(Of.FD, VD, C.Stored, nullptr).Lost)
    return false;
  const BodyMap &Runs = All.TheSinks.bodyOf(Code);
  llvm::SmallVector<unsigned, 2> Params = dataParams(All.Ctx, Code, VD->getType());
  Part = "nothing";
  for (unsigned I : Params) {
    const ParmVarDecl *Name = Code->getParamDecl(I);
    SmallUse Inside(Runs, All.Ctx, All.Book);
    if (mentionsVar(Code->getBody(), Name))
      Part = Params.size() == 1 ? Inside.wordsOf(Name, nullptr) : "";
    if (!Inside.areSmall(Name, nullptr))
      return false;
  }
  return !Params.empty();
}

/// Who got it from others shares it with them: it may live on anyway.
bool Rule::isShared(const Capture &What) const {
  const auto *VD = dyn_cast_or_null<VarDecl>(What.Var);
  const Expr *Made = VD && !isa<ParmVarDecl>(VD) ? bare(Body.Values.only(VD)) : nullptr;
  while (const auto *Construct = dyn_cast_or_null<CXXConstructExpr>(Made))
    Made = Construct->getNumArgs() ? bare(Construct->getArg(0)) : nullptr;
  return What.By == Capture::Strong && !isa_and_nonnull<CallExpr, CXXNewExpr>(Made);
}

/// From how many bytes on what is kept reachable is a warning. The size of an object is that of its type; memory that is asked
/// for by a number is meant for many bytes, and some are no wonder.
uint64_t Rule::limitOf(const Capture &What) {
  bool Typed = !What.Type->isPointerType() && Sizes.bulkOf(What.Type) == Extents::Plain;
  return Typed ? All.LargeBytes : uint64_t(All.LargeBytes) * 128;
}

std::optional<Burden> Rule::reachable(const Closure &C, const Capture &What, const std::string &Name) {
  bool Stays = (C.To.Where == Sink::Object || C.To.Where == Sink::Static) && !C.Once;
  bool Owns = What.By == Capture::Strong || What.By == Capture::Moved || What.By == Capture::Copy ||
              (What.By == Capture::Pointer && C.Destroyer);
  std::optional<uint64_t> Size = Stays && Owns ? Sizes.reachedBy(What, Body.Values) : std::nullopt;
  if (!Size || *Size < All.LargeBytes)
    return std::nullopt;
  std::string Part;
  bool Little = usesLittle(C, What, Part), Large = *Size >= limitOf(What);
  bool Container = !What.Type->isPointerType() && Sizes.bulkOf(What.Type) != Extents::Plain;
  if (!Little && (!Large || Container || C.To.Where != Sink::Static))
    return std::nullopt;
  Burden B;
  B.Size = *Size;
  B.Keeps = "keeps " + Name + bytes(*Size) + " alive";
  B.Captured = "captured with all that it keeps";
  B.Note = !Little || !Large || isShared(What);
  B.Remedy = Part == "nothing" ? "do not capture it" : "capture the part that the code uses";
  if (!Little)
    B.Remedy = "end the closure when it is not needed any more, or let it find the object when it runs";
  else
    B.Besides = Part == "nothing" ? ", and does not use it"
                                  : ", and uses only " + (Part.empty() ? "a small part of it" : "'" + Part + "'");
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

/// "'frame' (4100 bytes, 'Frame') is captured by copy here"
static std::string captured(const ASTContext &Ctx, const Burden &B) {
  QualType T = B.What->Type.getUnqualifiedType(); /* as it is written; of an owner, what it points to */
  if (isPointerLike(T))
    T = pointeeOf(T).isNull() ? QualType() : pointeeOf(T).getCanonicalType().getUnqualifiedType();
  std::string Type = T.isNull() || !T->isRecordType() ? "" : T.getAsString(Ctx.getPrintingPolicy());
  std::string Of = B.Size ? std::to_string(B.Size) + " bytes" : "";
  if (!Type.empty() && Type.size() <= 40)
    Of += (Of.empty() ? "'" : ", '") + Type + "'";
  return B.Name + (Of.empty() ? "" : " (" + Of + ")") + " is " + B.Captured + " here";
}

void Rule::tell(const Closure &C, llvm::ArrayRef<Burden> Heavy) {
  std::string Words = C.To.Words.empty() ? "kept elsewhere" : C.To.Words;
  const Burden &B = Heavy.front();
  auto Place = [&](const Burden &One) { return One.What->At.isValid() ? One.What->At : C.Made; };
  CaptureFinding F;
  F.Rule = "lien.LargeCapture";
  F.Note = B.Note;
  F.In = Of.FD;
  F.At = C.Made;
  F.Begin = Place(B);
  F.Object = B.What->Var ? B.What->Var->getNameAsString() : "";
  F.Message = "this closure, " + Words + ", " + B.Keeps + " " + until(C) + B.Besides;
  for (const Burden &One : Heavy)
    F.Path.push_back({Place(One), captured(All.Ctx, One)});
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

/// A thread that ends before this function does, on every way, is not stored: its copies go with the frame.
bool Rule::isWaitedFor(const Closure &C, const Capture &What) {
  if (C.To.Where != Sink::Thread || !What.Var || !isAutomatic(What.Var))
    return false;
  if (!Times)
    Times = std::make_unique<Lifetimes>(Of.FD, All.Ctx, All.Book);
  Capture Lent = What;
  Lent.By = Capture::Reference;
  return !Times->endOfStorage(C, Lent);
}

/// The worst that can be said of one capture.
std::optional<Burden> Rule::weigh(const Closure &C, const Capture &What, const std::string &Name) {
  std::optional<Burden> Worst = copied(What, Name);
  if (!Worst || Worst->Note)
    if (std::optional<Burden> Moves = movable(C, What, Name); Moves && (!Worst || !Moves->Note))
      Worst = Moves;
  if (!Worst || Worst->Note)
    if (std::optional<Burden> Reaches = reachable(C, What, Name); Reaches && (!Worst || !Reaches->Note))
      Worst = Reaches;
  return Worst;
}

void Rule::judge(const Closure &C) {
  const Expr *Key = C.Code ? C.Code : C.Data;
  if (Told.count(Key))
    return;
  llvm::SmallVector<Burden, 4> Heavy;
  for (const Capture &What : C.Captures) {
    if (What.Type.isNull() || isWaitedFor(C, What))
      continue;
    const VarDecl *Own = What.Var ? nullptr : nameIn(C, What);
    std::string Name = What.Var  ? "'" + What.Var->getNameAsString() + "'"
                       : Own     ? "'" + Own->getNameAsString() + "'"
                       : !C.Data ? "the object"
                                 : "the data";
    if (std::optional<Burden> Worst = weigh(C, What, Name)) {
      Worst->What = &What;
      Worst->Name = Name;
      Heavy.push_back(std::move(*Worst));
    }
  }
  if (Heavy.empty())
    return;
  llvm::stable_sort(Heavy, [](const Burden &A, const Burden &B) { return A.Note != B.Note ? B.Note : A.Size > B.Size; });
  Told.insert(Key);
  tell(C, Heavy);
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

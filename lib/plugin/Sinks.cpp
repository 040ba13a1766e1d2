//===- Sinks.cpp - What functions do with closures --------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// - A contract that says `called` and nothing of who keeps it: it is only called.
// - A container that is `grown` by a call has the arguments that nothing else is said of.
// - A body is walked with what it does to its own parameter; a cycle adds nothing.
// - A virtual method is the body that is here.
#include "Sinks.h"

#include "Flow.h"

#include "clang/AST/ExprCXX.h"

using namespace clang;
using namespace lien;

constexpr unsigned MaxDepth = 8; ///< of calls in calls

static bool keeps(unsigned Verb) {
  return Verb == LIEN_HELD || Verb == LIEN_STOLEN || Verb == LIEN_LENT;
}

static ParamSink holderOf(const lien_place &Holder) {
  ParamSink S;
  switch (Holder.root) {
  case LIEN_PLACE_STATIC:
    S.Where = ParamSink::Static;
    break;
  case LIEN_PLACE_THIS:
    S.Where = ParamSink::This;
    break;
  case LIEN_PLACE_RET:
    S.Where = ParamSink::Result;
    break;
  default:
    S.Where = Holder.root < LIEN_PLACE_MAX_PARAM ? ParamSink::Param : ParamSink::Unknown;
    S.Index = Holder.root;
  }
  return S;
}

/// Where one row says that parameter Place goes; false: it says nothing.
static bool readRow(const Outcome &Row, unsigned Place, ParamSink &Result) {
  bool Called = false, Kept = false, Said = false;
  const lien_effect *Grown = nullptr;
  for (const lien_effect &E : Row.Effects) {
    if (E.verb == LIEN_GROWN)
      Grown = &E;
    if (E.place.root != Place || E.place.field)
      continue;
    Said |= E.verb == LIEN_ESCAPED || E.verb == LIEN_UNCHANGED;
    if (E.verb == LIEN_UNCHANGED)
      Result.Where = ParamSink::Call;
    if (E.verb == LIEN_CALLED) {
      Called = true;
      Result.Once = E.flags & LIEN_EFFECT_ONCE;
    }
    if (keeps(E.verb)) {
      bool Once = Result.Once;
      Result = holderOf(E.holder);
      Result.Once = Once;
      Kept = true;
    }
  }
  if (Called && !Kept)
    Result.Where = ParamSink::Call;
  Result.Runs = Called && Kept && (Result.Where == ParamSink::This || Result.Where == ParamSink::Result);
  if (!Called && !Kept && !Said && Grown && Grown->place.root != Place) {
    Result = holderOf(Grown->place);
    Said = true;
  }
  return Called || Kept || Said;
}

void Sinks::read(const Contract &C, unsigned I, llvm::function_ref<bool(const Outcome &)> Fits, std::vector<ParamSink> &Out) {
  unsigned Place = placeOfParam(C, I);
  for (const Outcome &Row : C.Rows) {
    ParamSink S;
    if (!Fits(Row) || !readRow(Row, Place, S))
      continue;
    S.By = &C;
    S.Row = &Row;
    S.Registered =
        llvm::any_of(Row.Effects, [&](const lien_effect &E) { return E.verb == LIEN_CALLED && E.holder.root == Place; });
    Out.push_back(std::move(S));
  }
}

const BodyMap &Sinks::bodyOf(const FunctionDecl *FD) {
  std::unique_ptr<BodyMap> &Slot = Bodies[FD];
  if (!Slot)
    Slot = std::make_unique<BodyMap>(FD);
  return *Slot;
}

static void toParam(ParamSink &S, const VarDecl *Root, const FunctionDecl *FD) {
  const auto *Param = dyn_cast_or_null<ParmVarDecl>(Root);
  S.Where = ParamSink::Unknown;
  if (Param && Param->getFunctionScopeIndex() < FD->getNumParams() && FD->getParamDecl(Param->getFunctionScopeIndex()) == Param) {
    S.Where = ParamSink::Param;
    S.Index = Param->getFunctionScopeIndex();
  }
}

static void toElsewhere(ParamSink &S, const Arrival &A, const FunctionDecl *FD) {
  S.Where = ParamSink::Elsewhere;
  S.To = A.To.To;
  S.Index = A.To.Param;
  if (A.OnThis) {
    S.On = ParamSink::This;
  } else if (A.To.OnLocal) {
    S.On = ParamSink::Call;
  } else if (A.To.Root) {
    ParamSink On;
    toParam(On, A.To.Root, FD);
    S.On = On.Where == ParamSink::Param ? ParamSink::Param : ParamSink::Static;
    S.OnIndex = On.Index;
  }
}

/// What an arrival in the body is to those who call it.
static ParamSink sinkOf(const Arrival &A, const FunctionDecl *FD) {
  ParamSink S;
  S.At = A.Stored ? A.Stored->getBeginLoc() : SourceLocation();
  S.Words = A.To.Words;
  S.Once = A.Once;
  S.Registered = A.Registered;
  switch (A.To.Where) {
  case Sink::Frame:
  case Sink::Call:
    S.Where = ParamSink::Call;
    break;
  case Sink::Object:
    toParam(S, A.To.Root, FD);
    if (A.OnThis)
      S.Where = ParamSink::This;
    break;
  case Sink::Static:
    S.Where = ParamSink::Static;
    break;
  case Sink::Returned:
    S.Where = ParamSink::Result;
    break;
  case Sink::Thread:
    S.Where = ParamSink::Thread;
    break;
  case Sink::Callee:
    toElsewhere(S, A, FD);
    break;
  case Sink::Unknown:
    break;
  }
  return S;
}

static bool hasWait(const Stmt *S, const VarDecl *VD, Contracts &Book) {
  if (!S)
    return false;
  if (const auto *CE = dyn_cast<CXXMemberCallExpr>(S); CE && rootOf(CE->getImplicitObjectArgument()) == VD) {
    const Contract *C = Book.anyOf(CE);
    for (const Outcome &Row : C ? llvm::ArrayRef<Outcome>(C->Rows) : llvm::ArrayRef<Outcome>())
      for (const lien_effect &E : Row.Effects)
        if (E.place.root == LIEN_PLACE_THIS && (E.verb == LIEN_ENDED || E.verb == LIEN_DRAINED))
          return true;
  }
  return llvm::any_of(S->children(), [&](const Stmt *Child) { return hasWait(Child, VD, Book); });
}

std::vector<ParamSink> Sinks::readBody(const FunctionDecl *FD, unsigned I) {
  std::vector<ParamSink> Result;
  Flow Way(bodyOf(FD), Ctx, Book, *this);
  Way.follow(FD->getParamDecl(I));
  for (const Arrival &A : Way.Out) {
    ParamSink S = sinkOf(A, FD);
    if (S.Where == ParamSink::Thread && A.IdVar && hasWait(FD->getBody(), A.IdVar, Book))
      continue;
    if (S.Where != ParamSink::Call)
      Result.push_back(std::move(S));
  }
  if (Result.empty())
    Result.emplace_back().Where = ParamSink::Call;
  return Result;
}

std::vector<ParamSink> Sinks::find(const FunctionDecl *FD, unsigned I) {
  std::vector<ParamSink> Result;
  if (const Contract *C = Book.anyOf(FD))
    read(
        *C, I, [](const Outcome &) { return true; }, Result);
  if (!Result.empty())
    return Result;
  const FunctionDecl *Definition = FD->getDefinition();
  if (Definition && Definition->getBody() && !Definition->isDependentContext() && I < Definition->getNumParams()) {
    if (Depth >= MaxDepth)
      return {ParamSink()};
    Depth++;
    Result = readBody(Definition, I);
    Depth--;
    return Result;
  }
  ParamSink Elsewhere;
  bool Pure = isa<CXXMethodDecl>(FD) && cast<CXXMethodDecl>(FD)->isPureVirtual();
  bool Named = FD->getIdentifier() || isa<CXXConstructorDecl>(FD) || FD->isOverloadedOperator();
  if (Named && !Pure && !FD->getBuiltinID() && FD->isExternallyVisible() && I < FD->getNumParams()) {
    Elsewhere.Where = ParamSink::Elsewhere;
    Elsewhere.To = FD;
    Elsewhere.Index = I;
  }
  return {Elsewhere};
}

llvm::ArrayRef<ParamSink> Sinks::of(const FunctionDecl *FD, unsigned I) {
  auto [It, New] = Known.try_emplace({FD->getCanonicalDecl(), I});
  if (New)
    It->second = find(FD, I);
  return It->second;
}

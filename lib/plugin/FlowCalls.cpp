//===- FlowCalls.cpp - Calls that are given a closure ---------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// - What the compiler itself treats as a cast (moves and the like) gives back what it is given.
// - A copy or move has what it was made of; so has an object whose constructor takes a closure and is not seen to do anything
// else.
// - The contract of the function decides, then its body. Of bodies in system headers only "it is called" is believed: how a
//   library keeps its own things is its own affair.
// - A function without either is asked for in other units.
//===----------------------------------------------------------------------===//
#include "Flow.h"

#include "clang/AST/ExprCXX.h"
#include "clang/Basic/Builtins.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;
using namespace lien;

static bool isCast(const FunctionDecl *FD) {
  switch (FD->getBuiltinID()) {
  case Builtin::BIforward:
  case Builtin::BImove:
  case Builtin::BImove_if_noexcept:
  case Builtin::BIforward_like:
  case Builtin::BIas_const:
    return true;
  default:
    return false;
  }
}

static bool saysOfObject(Contracts &Book, const FunctionDecl *FD, lien_verb Verb) {
  const Contract *C = FD ? Book.anyOf(FD) : nullptr;
  for (const Outcome &Row : C ? llvm::ArrayRef<Outcome>(C->Rows) : llvm::ArrayRef<Outcome>())
    for (const lien_effect &Effect : Row.Effects)
      if (Effect.place.root == LIEN_PLACE_THIS && Effect.verb == Verb)
        return true;
  return false;
}

bool lien::endsWithObject(Contracts &Book, QualType Type) {
  const auto *RD = Type.getNonReferenceType()->getAsCXXRecordDecl();
  const CXXDestructorDecl *Destructor = RD && RD->hasDefinition() ? RD->getDestructor() : nullptr;
  return saysOfObject(Book, Destructor, LIEN_ENDED) || saysOfObject(Book, Destructor, LIEN_DRAINED);
}

bool lien::isRunner(Contracts &Book, QualType Type) {
  const auto *RD = Type.getNonReferenceType()->getAsCXXRecordDecl();
  return RD && RD->hasDefinition() &&
         llvm::any_of(RD->methods(), [&](const CXXMethodDecl *M) { return saysOfObject(Book, M, LIEN_ESCAPED); });
}

static bool isSystem(const ASTContext &Ctx, const FunctionDecl *FD) {
  const SourceManager &SM = Ctx.getSourceManager();
  return SM.isInSystemHeader(SM.getExpansionLoc(FD->getLocation()));
}

static bool isCopy(const FunctionDecl *FD) {
  const auto *Constructor = dyn_cast<CXXConstructorDecl>(FD);
  return Constructor && Constructor->isCopyOrMoveConstructor();
}

/// The expression that has the value after the call; null: it has arrived, or is lost.
const Expr *Flow::call(const CallSite &Site, const Expr *E, bool &Runs) {
  unsigned I = 0;
  while (I < Site.Args.size() && Site.Args[I] != E)
    I++;
  if (I == Site.Args.size())
    return nullptr;
  if (!Site.FD) {
    arrive(Sink::Unknown, Site.E, "");
    return nullptr;
  }
  if (isCast(Site.FD) || isCopy(Site.FD))
    return Site.E;
  std::vector<ParamSink> Said;
  const Contract *C = Book.anyOf(Site.FD);
  const auto *CE = dyn_cast<CallExpr>(Site.E);
  if (C)
    Sinks::read(
        *C, I, [&](const Outcome &Row) { return !CE || rowFits(Ctx, Row, CE) != std::optional<bool>(false); }, Said);
  llvm::ArrayRef<ParamSink> All = Said;
  if (Said.empty())
    All = TheSinks.of(Site.FD, I);
  bool Believed = !Said.empty() || !isSystem(Ctx, Site.FD);
  if (!Believed && Site.isConstruct())
    return Site.E; /* a wrapper of the library */
  const Expr *Next = nullptr;
  for (const ParamSink &What : All) {
    if (!Believed && What.Where != ParamSink::Call && What.Where != ParamSink::Result) {
      arrive(Sink::Unknown, Site.E, "");
      continue;
    }
    bool NextRuns = Runs;
    if (const Expr *Has = take(Site, What, NextRuns)) {
      Next = Has;
      Runs = NextRuns;
    }
  }
  return Next;
}

static std::string nameOf(const FunctionDecl *FD) {
  return "'" + FD->getNameAsString() + "'";
}

/// It is in the parameter's own object, which users know by the argument.
static bool isNamed(const FunctionDecl *FD, const ParamSink &What) {
  return What.Where == ParamSink::Param && What.Index < FD->getNumParams() &&
         What.Words == "stored in '" + FD->getParamDecl(What.Index)->getNameAsString() + "'";
}

/// What a call gives back for what it was given: a variable of the frame that has a destructor ends the registration.
void Flow::token(Arrival &A, const Expr *Call) const {
  const Expr *E = Call;
  for (const Stmt *P = Body.parent(E); P; P = Body.parent(P)) {
    const auto *Assign = dyn_cast<BinaryOperator>(P);
    const auto *Operator = dyn_cast<CXXOperatorCallExpr>(P);
    if (Assign && Assign->getOpcode() == BO_Assign && Assign->getRHS() == E)
      A.Id = Assign->getLHS();
    else if (Operator && Operator->getOperator() == OO_Equal && Operator->getArg(0) != E)
      A.Id = Operator->getArg(0);
    if (const auto *DS = dyn_cast<DeclStmt>(P))
      for (const Decl *D : DS->decls())
        if (const auto *VD = dyn_cast<VarDecl>(D); VD && VD->getInit() == E)
          A.IdVar = VD;
    bool Wraps =
        isa<CastExpr, ExprWithCleanups, MaterializeTemporaryExpr, CXXBindTemporaryExpr, ParenExpr>(P) || isa<CXXConstructExpr>(P);
    if (!Wraps)
      break;
    E = cast<Expr>(P);
  }
  if (const auto *Ref = dyn_cast_or_null<DeclRefExpr>(A.Id ? bare(A.Id) : nullptr))
    if (const auto *VD = dyn_cast<VarDecl>(Ref->getDecl()); VD && VD->hasLocalStorage())
      A.IdVar = VD;
}

void Flow::keepAt(const CallSite &Site, const Expr *Holder, const ParamSink &What, bool Runs) {
  if (!Holder)
    return;
  unsigned Before = Out.size();
  store(Holder, Site.E, Runs);
  for (unsigned I = Before; I < Out.size(); I++) {
    Arrival &A = Out[I];
    if (A.Stored != Site.E)
      continue;
    A.By = What.By;
    A.Row = What.Row;
    A.Once |= What.Once;
    A.Registered = What.Registered;
    if (!What.Words.empty() && (A.To.Where == Sink::Object || A.To.Where == Sink::Static))
      A.To.Words = (isNamed(Site.FD, What) ? A.To.Words : What.Words) + " by " + nameOf(Site.FD);
    token(A, Site.E);
  }
}

/// What is made here goes where it outlives the frame.
bool Flow::leaves(const Expr *E, bool &OnThis) const {
  Flow Way(Body, Ctx, Book, TheSinks);
  Way.Seen = Seen;
  Way.Steps = Steps;
  Way.up(E, false);
  for (const Arrival &A : Way.Out)
    if (A.To.Where == Sink::Object || A.To.Where == Sink::Static || A.To.Where == Sink::Returned) {
      OnThis = A.OnThis;
      return true;
    }
  return false;
}

void Flow::end(Sink::Sort Where, const CallSite &Site, const ParamSink &What, std::string Words) {
  arrive(Where, Site.E, std::move(Words));
  Arrival &A = Out.back();
  A.By = What.By;
  A.Row = What.Row;
  A.Once = What.Once;
  A.Registered = What.Registered;
  token(A, Site.E);
}

void Flow::giveElsewhere(const CallSite &Site, const ParamSink &What) {
  end(Sink::Callee, Site, What, "given to " + nameOf(What.To));
  Arrival &A = Out.back();
  A.To.To = What.To;
  A.To.Param = What.Index;
  const Expr *Object = nullptr;
  if (What.To->getCanonicalDecl() == Site.FD->getCanonicalDecl() || What.On == ParamSink::This)
    Object = Site.Object;
  else if (What.On == ParamSink::Param && What.OnIndex < Site.Args.size())
    Object = Site.Args[What.OnIndex];
  A.To.Holder = Object;
  A.To.OnLocal = What.On == ParamSink::Call || (Site.isConstruct() && !leaves(Site.E, A.OnThis));
  if (!Object)
    return;
  Sink Place = placeOf(Object, A.OnThis);
  A.To.Root = Place.Root;
  A.To.OnLocal |= Place.Where == Sink::Frame || Place.Where == Sink::Unknown;
}

const Expr *Flow::take(const CallSite &Site, const ParamSink &What, bool &Runs) {
  switch (What.Where) {
  case ParamSink::Call:
    break;
  case ParamSink::Unknown:
    end(Sink::Unknown, Site, What, "");
    break;
  case ParamSink::This:
  case ParamSink::Result:
    if (What.Where == ParamSink::Result || Site.isConstruct()) {
      Runs |= What.Runs && isRunner(Book, Site.E->getType());
      return Site.E;
    }
    keepAt(Site, Site.Object, What, Runs);
    break;
  case ParamSink::Param:
    keepAt(Site, What.Index < Site.Args.size() ? Site.Args[What.Index] : nullptr, What, Runs);
    break;
  case ParamSink::Static:
    end(Sink::Static, Site, What, What.By ? "registered with " + nameOf(Site.FD) : What.Words + " by " + nameOf(Site.FD));
    break;
  case ParamSink::Thread:
    end(Sink::Thread, Site, What, What.By ? "run by a thread" : "run by a thread that " + nameOf(Site.FD) + " starts");
    break;
  case ParamSink::Elsewhere:
    giveElsewhere(Site, What);
    break;
  }
  return nullptr;
}

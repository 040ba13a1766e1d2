//===- Reports.cpp - What is said about a claim ---------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Reports.h"

#include "Alone.h"

#include "clang/AST/ParentMap.h"
#include "clang/Lex/Lexer.h"
#include "clang/StaticAnalyzer/Core/BugReporter/BugReporter.h"
#include "clang/StaticAnalyzer/Core/BugReporter/BugReporterVisitors.h"
#include "clang/StaticAnalyzer/Core/PathSensitive/ExplodedGraph.h"
#include "llvm/Support/raw_ostream.h"

using namespace clang;
using namespace ento;
using namespace lien;

using lien::Object;

static std::string sourceText(const Expr *E, const ASTContext &Ctx) {
  std::string Text;
  llvm::raw_string_ostream OS(Text);
  E->printPretty(OS, nullptr, PrintingPolicy(Ctx.getLangOpts()));
  return Text.size() <= 60 && Text.find('\n') == std::string::npos ? Text : std::string();
}

/// The variable that an expression's value goes to first, as it is written; "" when there is none.
static std::string targetOf(const Expr *E, const LocationContext *LC) {
  const ASTContext &Ctx = LC->getAnalysisDeclContext()->getASTContext();
  const ParentMap &Parents = LC->getParentMap();
  const Stmt *Child = E;
  for (const Stmt *S = Parents.getParent(E); S; Child = S, S = Parents.getParent(S)) {
    if (isa<ParenExpr, CastExpr, ConditionalOperator, ExprWithCleanups>(S))
      continue;
    if (const auto *BO = dyn_cast<BinaryOperator>(S)) {
      if (BO->getOpcode() == BO_Assign && BO->getRHS() == Child)
        return sourceText(BO->getLHS()->IgnoreParens(), Ctx);
      return "";
    }
    if (const auto *DS = dyn_cast<DeclStmt>(S)) {
      for (const Decl *D : DS->decls())
        if (const auto *VD = dyn_cast<VarDecl>(D))
          if (VD->getInit() && VD->getInit()->IgnoreParenImpCasts() == E->IgnoreParenImpCasts())
            return VD->getNameAsString();
      return DS->isSingleDecl() && isa<VarDecl>(DS->getSingleDecl()) ? cast<VarDecl>(DS->getSingleDecl())->getNameAsString() : "";
    }
    return "";
  }
  return "";
}

/// What an address argument `&name` or a plain argument names.
static std::string placeName(const Expr *Argument, const ASTContext &Ctx) {
  const Expr *E = Argument->IgnoreParenCasts();
  if (const auto *UO = dyn_cast<UnaryOperator>(E))
    if (UO->getOpcode() == UO_AddrOf)
      E = UO->getSubExpr()->IgnoreParenCasts();
  return isa<DeclRefExpr, MemberExpr, ArraySubscriptExpr>(E) ? sourceText(E, Ctx) : std::string();
}

static std::string regionName(SymbolRef Symbol) {
  const MemRegion *R = Symbol->getOriginRegion();
  if (const auto *Metadata = dyn_cast<SymbolMetadata>(Symbol))
    R = Metadata->getRegion();
  return R ? R->getDescriptiveName(/*UseQuotes=*/false) : std::string();
}

static const CallExpr *beginCall(const Object &O) {
  return dyn_cast_or_null<CallExpr>(O.Begin);
}

static std::string calleeName(const CallExpr *CE, const ASTContext &Ctx) {
  if (const FunctionDecl *FD = CE->getDirectCallee())
    return FD->getNameAsString();
  return sourceText(CE->getCallee()->IgnoreParenImpCasts(), Ctx);
}

std::string lien::objectName(const Object &O, SymbolRef Symbol, const LocationContext *LC) {
  std::string Name = regionName(Symbol);
  const ASTContext &Ctx = LC->getAnalysisDeclContext()->getASTContext();
  const CallExpr *CE = beginCall(O);
  if (Name.empty() && CE) {
    /* The expression may stand in another frame than LC: look in the frame that has it. */
    const auto *Conjured = dyn_cast<SymbolConjured>(Symbol);
    bool Made = Conjured && Conjured->getStmt() == CE; /* else the call took a claim on an argument */
    if (Conjured && Conjured->getTag())                /* what it put into a place is called by that place */
      for (const Expr *Argument : CE->arguments())
        if (Argument == Conjured->getTag())
          Name = placeName(Argument, Ctx);
    for (const LocationContext *Frame = LC; Made && Frame && Name.empty(); Frame = Frame->getParent())
      Name = targetOf(CE, Frame);
    if (!Made && CE->getNumArgs() > 0)
      Name = placeName(CE->getArg(0), Ctx);
  }
  if (!Name.empty())
    return "'" + Name + "'";
  if (CE && !calleeName(CE, Ctx).empty())
    return "the result of '" + calleeName(CE, Ctx) + "'";
  return std::string("this ") + (O.K ? O.K->Object : "object");
}

static unsigned lineOf(const Stmt *S, const SourceManager &SM) {
  return S ? SM.getExpansionLineNumber(S->getBeginLoc()) : 0;
}

static std::string noun(const Object &O) {
  return O.K ? O.K->Noun : "reference";
}

/// What was released when the object died: its last reference, or (an object with one owner) itself.
static std::string lastClaim(const Object &O) {
  return O.K && !O.K->Shared ? "it" : "its last " + noun(O);
}

static std::string where(const Object &O, const SourceManager &SM) {
  const CallExpr *CE = beginCall(O);
  if (!CE)
    return "";
  return " (line " + std::to_string(lineOf(CE, SM)) + ")";
}

namespace {

/// Says each movement of one object's claims in words.
class Movements final : public BugReporterVisitor {
public:
  Movements(SymbolRef Symbol, bool Lender) : Symbol(Symbol), IsLender(Lender) {}

  void Profile(llvm::FoldingSetNodeID &ID) const override {
    static int Tag;
    ID.AddPointer(&Tag);
    ID.AddPointer(Symbol);
  }

  PathDiagnosticPieceRef VisitNode(const ExplodedNode *N, BugReporterContext &BRC, PathSensitiveBugReport &) override {
    const ExplodedNode *Pred = N->getFirstPred();
    const Object *After = objectAt(N->getState(), Symbol);
    if (!Pred || !After)
      return nullptr;
    const Object *Before = objectAt(Pred->getState(), Symbol);
    if (Before && *Before == *After)
      return nullptr;
    const Stmt *S = N->getStmtForDiagnostics();
    std::string Text = say(Before, *After, N);
    if (Text.empty() || !S)
      return nullptr;
    PathDiagnosticLocation Where(S, BRC.getSourceManager(), N->getLocationContext());
    if (!Where.isValid() || !Where.asLocation().isValid())
      return nullptr;
    return std::make_shared<PathDiagnosticEventPiece>(Where, Text, true);
  }

private:
  std::string owes(const Object &O) const {
    std::string Noun = noun(O);
    if (O.Count == 0)
      return "this code owes none any more";
    return "this code now owes " + (O.Count == 1 ? std::string("one release") : std::to_string(O.Count) + " releases");
  }

  std::string say(const Object *Before, const Object &After, const ExplodedNode *N) const {
    std::string Name = objectName(After, Symbol, N->getLocationContext());
    const ASTContext &Ctx = N->getLocationContext()->getAnalysisDeclContext()->getASTContext();
    const auto *CE = dyn_cast_or_null<CallExpr>(After.At);
    std::string Callee = CE ? calleeName(CE, Ctx) : "";
    bool SameEvent = Before && Before->By == After.By && Before->At == After.At && Before->Count == After.Count;
    if (!After.By || SameEvent) {
      if (Before && Before->Count > After.Count)
        return Name + " is returned: the caller takes the " + noun(After) + " over";
      if (After.Escaped && (!Before || !Before->Escaped))
        return Name + " goes where Lien does not follow it";
      return "";
    }
    switch (After.By->verb) {
    case LIEN_OWNED:
      return Name + " is created here: this code now owes one release";
    case LIEN_RETAINED:
      if (After.By->place.root == LIEN_PLACE_RET)
        return Callee + " hands out a new " + noun(After) + " to " + Name + ": " + owes(After);
      return "a " + noun(After) + " is taken on " + Name + ": " + owes(After);
    case LIEN_RELEASED:
      if (After.Dead)
        return (After.K && !After.K->Shared ? Name : "the last " + noun(After) + " to " + Name) +
               " is released here: it must not be used any more";
      return "a " + noun(After) + " to " + Name + " is released here" + (After.Count >= 0 ? ": " + owes(After) : "");
    case LIEN_REPLACED:
      return Before ? "the old " + noun(After) + " is released"
                    : "'" + Callee + "' puts a new object there: this code now owes one release";
    case LIEN_EMPTIED:
      return Callee + " releases " + Name;
    case LIEN_STOLEN:
      return Callee + " takes over the " + noun(After) + " to " + Name + (After.Count >= 0 ? ": " + owes(After) : "");
    case LIEN_HELD:
      return Callee + " takes its own " + noun(After) + " to " + Name +
             (After.Count > 0 ? ": this code still owes " + (After.Count == 1 ? std::string("one") : std::to_string(After.Count))
                              : "");
    case LIEN_BORROWED:
      return Name + " is borrowed here: this code has no " + noun(After) + " of its own";
    default:
      return "";
    }
  }

  SymbolRef Symbol;
  bool IsLender;
};

} // namespace

void Reports::emit(CheckerContext &C, const BugType &Type, const CheckerFrontend &Front, ExplodedNode *N, SymbolRef Symbol,
                   const Object &O, const Stmt *Unique, std::string Text) const {
  if (!Front.isEnabled() || !N)
    return;
  Text[0] = llvm::toUpper(Text[0]);
  std::unique_ptr<PathSensitiveBugReport> R;
  const Decl *D = N->getLocationContext()->getDecl();
  if (Unique)
    R = std::make_unique<PathSensitiveBugReport>(
        Type, Text, N, PathDiagnosticLocation(C.getSourceManager().getExpansionLoc(Unique->getBeginLoc()), C.getSourceManager()),
        D);
  else
    R = std::make_unique<PathSensitiveBugReport>(Type, Text, N);
  if (Symbol) {
    R->markInteresting(Symbol);
    R->addVisitor<Movements>(Symbol, false);
  }
  if (O.Lender)
    R->addVisitor<Movements>(O.Lender, true);
  C.emitReport(std::move(R));
}

void Reports::leak(CheckerContext &C, ExplodedNode *N, SymbolRef Symbol, const Object &O) const {
  std::string Name = objectName(O, Symbol, C.getLocationContext());
  std::string Text = O.From == Origin::Owned || O.From == Origin::Retained
                         ? "leaked " + noun(O) + ": " + Name + where(O, C.getSourceManager()) + " is not released on this path"
                         : "leaked " + noun(O) + ": the " + noun(O) + " taken on " + Name + where(O, C.getSourceManager()) +
                               " is not released on this path";
  emit(C, LeakType, Leak, N, Symbol, O, O.Begin, std::move(Text));
}

void Reports::overRelease(CheckerContext &C, ExplodedNode *N, SymbolRef Symbol, const Object &O, const Stmt *Site) const {
  std::string Name = objectName(O, Symbol, C.getLocationContext());
  const SourceManager &SM = C.getSourceManager();
  std::string Text;
  if (O.Dead)
    Text = Name + " is released a second time: " + lastClaim(O) + " was released on line " + std::to_string(lineOf(O.At, SM));
  else if (O.From == Origin::Borrowed)
    Text = Name + " is borrowed" + where(O, SM) + ": this code releases a " + noun(O) + " that it does not own";
  else
    Text = Name + where(O, SM) + " is released too often: this code releases a " + noun(O) + " that it does not own any more";
  emit(C, OverReleaseType, OverRelease, N, Symbol, O, Site, std::move(Text));
}

void Reports::cache(BugReporter &BR, const lien_cache &Cache) const {
  SourceManager &SM = const_cast<SourceManager &>(BR.getSourceManager());
  auto R =
      std::make_unique<BasicBugReport>(CacheType, Cache.message, PathDiagnosticLocation(locationOf(SM, Cache.growth_at), SM));
  for (size_t I = 0; I < Cache.place_count; I++)
    R->addNote(Cache.places[I].message, PathDiagnosticLocation(locationOf(SM, Cache.places[I]), SM));
  BR.emitReport(std::move(R));
}

bool Reports::wantsCaptures() const {
  return EscapedCapture.isEnabled() || LargeCapture.isEnabled() || RetainCycle.isEnabled() || LeakedCapture.isEnabled() ||
         MismatchedRemoval.isEnabled();
}

void Reports::capture(BugReporter &BR, const lien_candidate &Finding) const {
  const std::pair<const CheckerFrontend *, const BugType *> Rules[] = {
      {&EscapedCapture, &EscapedType}, {&LargeCapture, &LargeType},        {&RetainCycle, &CycleType},
      {&LeakedCapture, &LeakedType},   {&MismatchedRemoval, &RemovalType}, {&OverRelease, &OverReleaseType}};
  SourceManager &SM = const_cast<SourceManager &>(BR.getSourceManager());
  for (auto [Front, Type] : Rules) {
    if (!Front->isEnabled() || StringRef(Front->getName()) != Finding.rule)
      continue;
    auto R =
        std::make_unique<BasicBugReport>(*Type, Finding.message, PathDiagnosticLocation(locationOf(SM, Finding.at.place), SM));
    for (size_t I = 0; I < Finding.path_count; I++)
      R->addNote(Finding.path[I].place.message, PathDiagnosticLocation(locationOf(SM, Finding.path[I].place), SM));
    BR.emitReport(std::move(R));
  }
}

void Reports::nullRelease(CheckerContext &C, ExplodedNode *N, const Object &O, const CallEvent &Call,
                          const Expr *Argument) const {
  if (!NullRelease.isEnabled() || !N)
    return;
  const auto *CE = cast<CallExpr>(Call.getOriginExpr());
  std::string Name = placeName(Argument, C.getASTContext()), Callee = calleeName(CE, C.getASTContext());
  Name = Name.empty() ? "NULL" : "'" + Name + "'";
  auto R =
      std::make_unique<PathSensitiveBugReport>(NullType,
                                               Name + (Name == "NULL" ? " is given" : " is NULL when it is given") + " to '" +
                                                   Callee + "', which releases a " + noun(O) + " and must not be given NULL",
                                               N);
  bugreporter::trackExpressionValue(N, Argument, *R);
  C.emitReport(std::move(R));
}

void Reports::variableGivenAway(CheckerContext &C, ExplodedNode *N, const VarDecl *Variable, const Expr *Site) const {
  Object O;
  O.K = Book.countedVariable(Variable);
  const auto *CE = dyn_cast<CallExpr>(Site);
  std::string Callee = CE ? calleeName(CE, C.getASTContext()) : "";
  emit(C, OverReleaseType, OverRelease, N, nullptr, O, Site,
       "'" + Variable->getNameAsString() + "' is given away on line " + std::to_string(lineOf(Site, C.getSourceManager())) +
           (Callee.empty() ? "" : " (" + Callee + ")") + ": this code releases a " + noun(O) + " that it does not own");
}

void Reports::useAfterRelease(CheckerContext &C, ExplodedNode *N, SymbolRef Symbol, const Object &O, const Stmt *Site) const {
  std::string Name = objectName(O, Symbol, C.getLocationContext());
  const SourceManager &SM = C.getSourceManager();
  std::string Text;
  const Object *Lender = O.Lender ? objectAt(N->getState(), O.Lender) : nullptr;
  if (O.Dead || !Lender)
    Text = Name + " is used after " + lastClaim(O) + " was released on line " + std::to_string(lineOf(O.At, SM));
  else
    Text = Name + " is used after release: it belonged to " + objectName(*Lender, O.Lender, C.getLocationContext()) +
           ", which was released on line " + std::to_string(lineOf(Lender->At, SM));
  emit(C, UseType, UseAfterRelease, N, Symbol, O, Site, std::move(Text));
}

void Reports::contract(CheckerContext &C, ExplodedNode *N, SymbolRef Symbol, const Object &O, const Stmt *Site,
                       llvm::StringRef Variable) const {
  std::string Name =
      Symbol ? objectName(O, Symbol, C.getLocationContext()) + where(O, C.getSourceManager()) : "'" + Variable.str() + "'";
  emit(C, ContractType, ContractCheck, N, Symbol, O, Site,
       Name + " is returned as a borrowed " + noun(O) + " where a new one is due: this code does not own it");
}

//===- Action.cpp - The plugin action -------------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The second door: in any compile, and what the driver uses. It runs the analyzer's engine itself, on the functions that
// touch a claim, callees before callers, so that callers find summaries; with a budget of nodes for each function.
//===----------------------------------------------------------------------===//
#include "Alone.h"
#include "Captures.h"
#include "Checker.h"
#include "Findings.h"
#include "Register.h"
#include "Sites.h"
#include "Unit.h"

#include "clang/Analysis/Analyses/LiveVariables.h"
#include "clang/CrossTU/CrossTranslationUnit.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/FrontendPluginRegistry.h"
#include "clang/StaticAnalyzer/Core/CheckerManager.h"
#include "clang/StaticAnalyzer/Core/PathSensitive/AnalysisManager.h"
#include "clang/StaticAnalyzer/Core/PathSensitive/ExprEngine.h"
#include "clang/StaticAnalyzer/Frontend/CheckerRegistry.h"
#include "llvm/Support/FileSystem.h"

#include <chrono>

using namespace clang;
using namespace ento;
using namespace lien;

namespace {

struct Options {
  std::string Output;    ///< JSON lines go there; empty: warnings
  std::string Contracts; ///< user's files, separated by colons
  unsigned MaxNodes = 10000;
  unsigned InlineBlocks = 8;
  unsigned LargeBytes = 512; ///< of lien.LargeCapture
};

double now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

class Consumer final : public ASTConsumer {
public:
  Consumer(CompilerInstance &CI, Options Opts) : CI(CI), Opts(std::move(Opts)), Started(now()) {}
  void HandleTranslationUnit(ASTContext &Ctx) override;

private:
  /// Nodes for a body of so many blocks: the usual budget is meant for bodies of up to 100.
  unsigned budget(unsigned Blocks) const { return Opts.MaxNodes * std::clamp(Blocks / 100, 1u, 8u); }
  void configure(AnalyzerOptions &Analyzer) const;
  void analyse(ASTContext &Ctx, AnalyzerOptions &Analyzer);
  void warn(SourceManager &SM, const lien_cache &Cache);
  void warn(SourceManager &SM, const lien_candidate &Finding);
  void writeUnit(const std::string &File);

  CompilerInstance &CI;
  Options Opts;
  lien_buf Out = {};
  double Started, Filter = 0, Engine = 0, Facts = 0, Captures = 0, Reports = 0, Parse = 0;
  unsigned Functions = 0, Analysed = 0, Limited = 0, Unknown = 0;
  uint64_t Nodes = 0;
};

} // namespace

void Consumer::configure(AnalyzerOptions &Analyzer) const {
  Analyzer.CheckersAndPackages = {{"core.builtin", true},
                                  {"core.NullDereference", true},
                                  {"core.NonNullParamChecker", true},
                                  {"unix.cstring", true},
                                  {"lien", true}};
  Analyzer.SilencedCheckersAndPackages = {"core", "unix"};
  Analyzer.Config["lien:Contracts"] = Opts.Contracts;
  Analyzer.Config["lien:LargeCaptureBytes"] = std::to_string(Opts.LargeBytes);
  Analyzer.MaxNodesPerTopLevelFunction = Opts.MaxNodes;
  Analyzer.MaxInlinableSize = Opts.InlineBlocks;
  Analyzer.AlwaysInlineSize = 3;
  Analyzer.ShouldAddPopUpNotes = false;
  Analyzer.ShouldTrackConditions = false;
}

void Consumer::analyse(ASTContext &Ctx, AnalyzerOptions &Analyzer) {
  configure(Analyzer);
  CheckerManager Checkers(Ctx, Analyzer, CI.getPreprocessor(), {}, {[](CheckerRegistry &R) { registerCheckers(R); }});
  if (CI.getDiagnostics().hasErrorOccurred())
    return;
  ClaimChecker &Model = *Checkers.getChecker<ClaimChecker>();
  Model.Book.start(Ctx, CI.getPreprocessor());
  double Begin = now();
  Unit TheUnit(Ctx, Model.Book);
  TheUnit.read();
  Functions = TheUnit.functionCount();
  Filter = now() - Begin;
  Begin = now();
  PathDiagnosticConsumers Consumers;
  Consumers.push_back(Opts.Output.empty() ? makeWarningConsumer(CI.getDiagnostics()) : makeJsonConsumer(Out));
  cross_tu::CrossTranslationUnitContext CTU(CI);
  {
    AnalysisManager Manager(Ctx, CI.getPreprocessor(), std::move(Consumers), CreateRegionStoreManager,
                            CreateRangeConstraintManager, &Checkers, Analyzer);
    FunctionSummariesTy Summaries;
    for (const FunctionDecl *FD : TheUnit.order()) {
      if (!Manager.getCFG(FD) || !Manager.getAnalysisDeclContext(FD)->getAnalysis<RelaxedLiveVariables>())
        continue;
      Analysed++;
      Model.Recorder.start(FD);
      ExprEngine TheEngine(CTU, Manager, nullptr, &Summaries, ExprEngine::Inline_Regular);
      bool More = TheEngine.ExecuteWorkList(Manager.getAnalysisDeclContextManager().getStackFrame(FD),
                                            budget(Manager.getCFG(FD)->size()));
      Limited += More;
      Nodes += TheEngine.getGraph().size();
      double Flush = now();
      TheEngine.getBugReporter().FlushReports();
      Reports += now() - Flush;
      if (std::unique_ptr<Contract> Summary =
              Model.Recorder.finish(!More, TheUnit.handsOut(FD) ? Model.Book.kindOfPointer(FD->getReturnType()) : nullptr))
        Model.Book.addSummary(FD, std::move(Summary));
      else if (TheUnit.handsOut(FD))
        Model.Book.addBelief(FD);
    }
    double Flush = now();
    Manager.FlushDiagnostics();
    Reports += now() - Flush;
  }
  Engine = now() - Begin - Reports;
  Begin = now();
  if (Opts.Output.empty()) {
    judgeAlone(
        Ctx, Model.Book, TheUnit, Opts.LargeBytes, [&](const lien_cache &Cache) { warn(Ctx.getSourceManager(), Cache); },
        [&](const lien_candidate &Finding) { warn(Ctx.getSourceManager(), Finding); });
  } else {
    Sites(Ctx, Model.Book, TheUnit).write(Out);
    Facts = now() - Begin;
    Begin = now();
    lien::Captures Closures(Ctx, Model.Book, TheUnit, Opts.LargeBytes);
    Closures.read();
    Closures.write(Out, /*Alone=*/false);
    Captures = now() - Begin;
  }
  Unknown = Model.UnknownCalls;
}

void Consumer::warn(SourceManager &SM, const lien_cache &Cache) {
  DiagnosticsEngine &Diags = CI.getDiagnostics();
  unsigned Warning = Diags.getCustomDiagID(DiagnosticsEngine::Warning, "%0 [%1]");
  unsigned Note = Diags.getCustomDiagID(DiagnosticsEngine::Note, "%0");
  Diags.Report(locationOf(SM, Cache.growth_at), Warning) << Cache.message << Cache.rule;
  for (size_t I = 0; I < Cache.place_count; I++)
    Diags.Report(locationOf(SM, Cache.places[I]), Note) << Cache.places[I].message;
}

void Consumer::warn(SourceManager &SM, const lien_candidate &Finding) {
  DiagnosticsEngine &Diags = CI.getDiagnostics();
  unsigned Note = Diags.getCustomDiagID(DiagnosticsEngine::Note, "%0");
  Diags.Report(locationOf(SM, Finding.at.place), Diags.getCustomDiagID(DiagnosticsEngine::Warning, "%0 [%1]"))
      << Finding.message << Finding.rule;
  for (size_t I = 0; I < Finding.path_count; I++)
    Diags.Report(locationOf(SM, Finding.path[I].place), Note) << Finding.path[I].place.message;
}

void Consumer::writeUnit(const std::string &File) {
  lien_buf_puts(&Out, "{\"type\":\"unit\",\"file\":");
  lien_json_string(&Out, File.data(), File.size());
  lien_buf_printf(
      &Out,
      ",\"functions\":%u,\"analysed\":%u,\"limited\":%u,\"calls_unknown\":%u,\"nodes\":%llu,\"errors\":%u,"
      "\"seconds\":{\"parse\":%.4f,\"filter\":%.4f,\"engine\":%.4f,\"report\":%.4f,\"facts\":%.4f,\"captures\":%.4f}}\n",
      Functions, Analysed, Limited, Unknown, static_cast<unsigned long long>(Nodes),
      CI.getDiagnostics().getClient()->getNumErrors(), Parse, Filter, Engine, Reports, Facts, Captures);
  std::error_code Error;
  llvm::raw_fd_ostream OS(Opts.Output, Error);
  if (!Error) {
    OS << llvm::StringRef(Out.data, Out.size);
    OS.close();
    Error = OS.error();
    OS.clear_error();
  }
  if (Error) {
    DiagnosticsEngine &Diags = CI.getDiagnostics();
    Diags.Report(Diags.getCustomDiagID(DiagnosticsEngine::Error, "lien: %0 cannot be written: %1"))
        << Opts.Output << Error.message();
  }
}

void Consumer::HandleTranslationUnit(ASTContext &Ctx) {
  Parse = now() - Started;
  AnalyzerOptions &Analyzer = CI.getAnalyzerOpts();
  if (!CI.getDiagnostics().hasUncompilableErrorOccurred())
    analyse(Ctx, Analyzer);
  if (Opts.Output.empty())
    return;
  const SourceManager &SM = Ctx.getSourceManager();
  OptionalFileEntryRef Main = SM.getFileEntryRefForID(SM.getMainFileID());
  llvm::SmallString<256> Path(Main ? Main->getName() : "");
  SM.getFileManager().makeAbsolutePath(Path);
  writeUnit(std::string(Path));
  lien_buf_free(&Out);
}

namespace {

class Action final : public PluginASTAction {
protected:
  std::unique_ptr<ASTConsumer> CreateASTConsumer(CompilerInstance &CI, llvm::StringRef) override {
    /* Under the analyzer the checkers run already. */
    frontend::ActionKind Main = CI.getFrontendOpts().ProgramAction;
    if (Main == frontend::RunAnalysis || Main == frontend::PluginAction)
      return std::make_unique<ASTConsumer>();
    return std::make_unique<Consumer>(CI, Opts);
  }

  ActionType getActionType() override { return AddAfterMainAction; }

  bool ParseArgs(const CompilerInstance &CI, const std::vector<std::string> &Args) override {
    for (llvm::StringRef Arg : Args) {
      auto [Key, Value] = Arg.split('=');
      bool Good = true;
      if (Key == "output")
        Opts.Output = Value.str();
      else if (Key == "contracts")
        Opts.Contracts += (Opts.Contracts.empty() ? "" : ":") + Value.str();
      else if (Key == "max-nodes")
        Good = !Value.getAsInteger(10, Opts.MaxNodes);
      else if (Key == "inline-blocks")
        Good = !Value.getAsInteger(10, Opts.InlineBlocks);
      else if (Key == "large-capture")
        Good = !Value.getAsInteger(10, Opts.LargeBytes);
      else
        Good = false;
      if (!Good) {
        DiagnosticsEngine &Diags = CI.getDiagnostics();
        Diags.Report(Diags.getCustomDiagID(
            DiagnosticsEngine::Error,
            "lien: '%0' is not an option; expected output=FILE, contracts=FILE, max-nodes=N, inline-blocks=N or large-capture=N"))
            << Arg;
        return false;
      }
    }
    return true;
  }

private:
  Options Opts;
};

} // namespace

static FrontendPluginRegistry::Add<Action> Registration("lien", "finds reference-count and lifetime bugs");

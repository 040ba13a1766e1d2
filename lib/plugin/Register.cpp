//===- Register.cpp - Lien's checkers for the analyzer --------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The first door: `clang --analyze`, scan-build, analyze-build and CodeChecker find the checkers here.
//===----------------------------------------------------------------------===//
#include "Register.h"

#include "Checker.h"

#include "clang/Frontend/FrontendDiagnostic.h"
#include "clang/StaticAnalyzer/Frontend/CheckerRegistry.h"
#include "llvm/ADT/StringExtras.h"

using namespace clang;
using namespace ento;
using namespace lien;

/// The one model. Loads the contracts when it is made; a pack that is missing or wrong is an error of the compilation.
static ClaimChecker *model(CheckerManager &Mgr) {
  bool New = !Mgr.isRegisteredChecker<ClaimChecker>();
  auto *Checker = Mgr.getChecker<ClaimChecker>();
  if (!New)
    return Checker;
  const AnalyzerOptions &Options = Mgr.getAnalyzerOptions();
  llvm::SmallVector<llvm::StringRef, 2> Files;
  auto It = Options.Config.find("lien:Contracts");
  if (It != Options.Config.end())
    llvm::StringRef(It->second).split(Files, ':', -1, /*KeepEmpty=*/false);
  It = Options.Config.find("lien:LargeCaptureBytes");
  if (It != Options.Config.end())
    (void)llvm::StringRef(It->second).getAsInteger(10, Checker->LargeBytes);
  std::vector<std::string> UserFiles(Files.begin(), Files.end());
  std::string Error;
  if (!Checker->Book.load(UserFiles, Error)) {
    DiagnosticsEngine &Diags = Mgr.getASTContext().getDiagnostics();
    Diags.Report(Diags.getCustomDiagID(DiagnosticsEngine::Error, "lien: %0")) << Error;
  }
  return Checker;
}

void lien::registerCheckers(CheckerRegistry &Registry) {
  Registry.addPackage("lien");
  Registry.addPackageOption("string", "lien", "Contracts", "",
                            "Files of contracts in YAML, separated by colons, that go before those Lien brings", "released");
  Registry.addPackageOption("int", "lien", "LargeCaptureBytes", "512", "Bytes from which on a captured object is large",
                            "released");
  auto Always = [](const CheckerManager &) { return true; };
  Registry.addChecker([](CheckerManager &Mgr) { model(Mgr)->Report.Leak.enable(Mgr); }, Always, "lien.Leak",
                      "Reports references, files and other claims that are never released");
  Registry.addChecker([](CheckerManager &Mgr) { model(Mgr)->Report.OverRelease.enable(Mgr); }, Always, "lien.OverRelease",
                      "Reports releases of what this code does not own");
  Registry.addChecker([](CheckerManager &Mgr) { model(Mgr)->Report.UseAfterRelease.enable(Mgr); }, Always, "lien.UseAfterRelease",
                      "Reports uses of objects after their last claim was released");
  Registry.addChecker([](CheckerManager &Mgr) { model(Mgr)->Report.NullRelease.enable(Mgr); }, Always, "lien.NullRelease",
                      "Reports releases of NULL by functions that must not be given NULL");
  Registry.addChecker([](CheckerManager &Mgr) { model(Mgr)->Report.ContractCheck.enable(Mgr); }, Always, "lien.Contract",
                      "Reports bodies that break the contract of their function");
  Registry.addChecker([](CheckerManager &Mgr) { model(Mgr)->Report.UnboundedCache.enable(Mgr); }, Always, "lien.UnboundedCache",
                      "Reports containers that outlive every call and only grow, as far as one unit can see");
  Registry.addChecker([](CheckerManager &Mgr) { model(Mgr)->Report.EscapedCapture.enable(Mgr); }, Always, "lien.EscapedCapture",
                      "Reports closures that outlive what they captured by reference or by pointer");
  Registry.addChecker([](CheckerManager &Mgr) { model(Mgr)->Report.LargeCapture.enable(Mgr); }, Always, "lien.LargeCapture",
                      "Reports stored closures that hold large objects");
  Registry.addChecker([](CheckerManager &Mgr) { model(Mgr)->Report.RetainCycle.enable(Mgr); }, Always, "lien.RetainCycle",
                      "Reports closures that hold the object that holds them");
  Registry.addChecker([](CheckerManager &Mgr) { model(Mgr)->Report.LeakedCapture.enable(Mgr); }, Always, "lien.LeakedCapture",
                      "Reports data of closures that nobody releases, and closures that nobody unregisters");
  Registry.addChecker([](CheckerManager &Mgr) { model(Mgr)->Report.MismatchedRemoval.enable(Mgr); }, Always,
                      "lien.MismatchedRemoval", "Reports removals of closures that name other data than the registration did");
}

extern "C" __attribute__((visibility("default"))) void clang_registerCheckers(CheckerRegistry &Registry) {
  lien::registerCheckers(Registry);
}

extern "C" __attribute__((visibility("default"))) const char clang_analyzerAPIVersionString[] = CLANG_ANALYZER_API_VERSION_STRING;

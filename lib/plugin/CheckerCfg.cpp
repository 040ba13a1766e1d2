//===- CheckerCfg.cpp - CodeChecker's way of naming plugins ---------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// CodeChecker starts clang with `-plugin checkercfg` and expects a plugin action of that name that runs the analyzer.
//===----------------------------------------------------------------------===//
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/FrontendPluginRegistry.h"
#include "clang/StaticAnalyzer/Frontend/AnalysisConsumer.h"
#include "clang/StaticAnalyzer/Frontend/FrontendActions.h"

using namespace clang;

namespace {

class CheckerCfg final : public PluginASTAction {
protected:
  std::unique_ptr<ASTConsumer> CreateASTConsumer(CompilerInstance &CI, llvm::StringRef) override {
    return ento::CreateAnalysisConsumer(CI);
  }
  bool ParseArgs(const CompilerInstance &, const std::vector<std::string> &) override { return true; }
};

} // namespace

static FrontendPluginRegistry::Add<CheckerCfg> Registration("checkercfg", "runs the analyzer, as CodeChecker asks for it");

//===- Checker.h - Follows claims along paths -----------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef LIEN_PLUGIN_CHECKER_H
#define LIEN_PLUGIN_CHECKER_H

#include "Reports.h"
#include "Summary.h"

#include "clang/StaticAnalyzer/Core/Checker.h"

namespace lien {

/// One model behind all of Lien's reference checkers.
class ClaimChecker final
    : public clang::ento::CheckerFamily<
          clang::ento::eval::Call, clang::ento::check::PreCall, clang::ento::check::PostCall, clang::ento::check::Bind,
          clang::ento::check::Location, clang::ento::check::PointerEscape, clang::ento::check::LiveSymbols,
          clang::ento::check::DeadSymbols, clang::ento::check::BeginFunction, clang::ento::check::EndFunction,
          clang::ento::check::PreStmt<clang::ReturnStmt>, clang::ento::check::PreStmt<clang::BinaryOperator>,
          clang::ento::check::PostStmt<clang::BinaryOperator>, clang::ento::check::ASTDecl<clang::TranslationUnitDecl>> {
public:
  ClaimChecker() : Report(Book) {}
  llvm::StringRef getDebugTag() const override { return "lien::ClaimChecker"; }

  /// Under the analyzer's own consumer: reads the unit before any path is walked.
  void checkASTDecl(const clang::TranslationUnitDecl *TU, clang::ento::AnalysisManager &Mgr, clang::ento::BugReporter &BR) const;
  bool evalCall(const clang::ento::CallEvent &Call, clang::ento::CheckerContext &C) const;
  void checkPreCall(const clang::ento::CallEvent &Call, clang::ento::CheckerContext &C) const;
  void checkPostCall(const clang::ento::CallEvent &Call, clang::ento::CheckerContext &C) const;
  void checkBind(SVal Location, SVal Value, const clang::Stmt *S, bool AtDeclInit, clang::ento::CheckerContext &C) const;
  void checkLocation(SVal Location, bool IsLoad, const clang::Stmt *S, clang::ento::CheckerContext &C) const;
  ProgramStateRef checkPointerEscape(ProgramStateRef State, const clang::ento::InvalidatedSymbols &Escaped,
                                     const clang::ento::CallEvent *Call, clang::ento::PointerEscapeKind Kind) const;
  void checkLiveSymbols(ProgramStateRef State, clang::ento::SymbolReaper &Reaper) const;
  void checkDeadSymbols(clang::ento::SymbolReaper &Reaper, clang::ento::CheckerContext &C) const;
  void checkBeginFunction(clang::ento::CheckerContext &C) const;
  void checkEndFunction(const clang::ReturnStmt *RS, clang::ento::CheckerContext &C) const;
  void checkPreStmt(const clang::ReturnStmt *RS, clang::ento::CheckerContext &C) const;
  void checkPreStmt(const clang::BinaryOperator *B, clang::ento::CheckerContext &C) const;
  void checkPostStmt(const clang::BinaryOperator *B, clang::ento::CheckerContext &C) const;

  mutable Contracts Book;
  Reports Report;
  unsigned LargeBytes = 512; ///< of lien.LargeCapture
  mutable SummaryRecorder Recorder;
  mutable unsigned UnknownCalls = 0; ///< calls without a contract that ended the tracking of an object

private:
  mutable bool Comparing = false; ///< between the two callbacks of one comparison
  bool reportUse(SVal Value, const clang::Stmt *Site, clang::ento::CheckerContext &C) const;
  void applyRow(const clang::ento::CallEvent &Call, const Contract &Own, const Outcome &Row, ProgramStateRef State,
                clang::ento::CheckerContext &C) const;
  void escapeArguments(const clang::ento::CallEvent &Call, clang::ento::CheckerContext &C) const;
  ProgramStateRef tellException(const Contract &Own, const clang::ento::CallEvent &Call, clang::ento::CheckerContext &C) const;
};

} // namespace lien

#endif

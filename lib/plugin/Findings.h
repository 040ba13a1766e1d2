//===- Findings.h - Where the plugin action's findings go -----*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Takes the engine's path diagnostics: as JSON lines for the driver (docs/findings.md), or as warnings of the compiler.
//===----------------------------------------------------------------------===//
#ifndef LIEN_PLUGIN_FINDINGS_H
#define LIEN_PLUGIN_FINDINGS_H

#include "lien/base.h"

#include "clang/Analysis/PathDiagnostic.h"
#include "clang/Basic/Diagnostic.h"
#include "clang/Basic/SourceLocation.h"

namespace lien {

/// The file of Loc as clang knows it, made absolute; "" for none.
std::string absolutePath(const clang::SourceManager &SM, clang::SourceLocation Loc);

/// Findings and the unit's last line, in the form of docs/findings.md.
std::unique_ptr<clang::ento::PathDiagnosticConsumer> makeJsonConsumer(lien_buf &Out);

/// Warnings and notes of an ordinary compile.
std::unique_ptr<clang::ento::PathDiagnosticConsumer> makeWarningConsumer(clang::DiagnosticsEngine &Diags);

} // namespace lien

#endif

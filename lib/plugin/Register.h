//===- Register.h - Lien's checkers for the analyzer ----------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef LIEN_PLUGIN_REGISTER_H
#define LIEN_PLUGIN_REGISTER_H

namespace clang::ento {
class CheckerRegistry;
}

namespace lien {
class ClaimChecker;

void registerCheckers(clang::ento::CheckerRegistry &Registry);
} // namespace lien

#endif

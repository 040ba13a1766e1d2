//===- Quiet.h - Claims that are left on purpose --------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What is not a leak although an object died with a claim: each rule is one idiom of real code.
//===----------------------------------------------------------------------===//
#ifndef LIEN_PLUGIN_QUIET_H
#define LIEN_PLUGIN_QUIET_H

#include "State.h"

#include "clang/StaticAnalyzer/Core/PathSensitive/ExplodedGraph.h"

namespace lien {

/// A claim taken on a parameter by a body that nowhere gives one up: the function is there to take it.
bool isTakenForGood(SymbolRef Symbol, const Object &O, Contracts &Book);

/// `if (!keep) release(x);` where `keep` is the caller's wish: on the other way, which ends at N, the claim is kept on purpose.
bool isCallersWish(const clang::ento::ExplodedNode *N, Contracts &Book);

/// The path that ends at N asked one question about memory twice, with two answers, and the claim was kept on the second one: the
/// code counts on one answer (`if (!FLAGS(a)) save = Save(); ... if (!FLAGS(a)) Restore(save);`).
bool isAskedTwice(const clang::ento::ExplodedNode *N, Contracts &Book);

/// What lies in a variable is not there when the code has found a pointer in it NULL, or a number negative:
/// `if (view.obj) release(&view);`, `if (view.len != -1) release(&view);`.
bool isFoundEmpty(ProgramStateRef State, SymbolRef Symbol);

/// Several results of one call that may be NULL are NULL together: one of them is known to be.
bool isNullSibling(ProgramStateRef State, SymbolRef Symbol, const Object &O);

} // namespace lien

#endif

//===- Alone.h - The verdict on one unit alone ---------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Without the driver nobody links the facts of several units. What only this unit can see is judged here, by the same code.
//===----------------------------------------------------------------------===//
#ifndef LIEN_PLUGIN_ALONE_H
#define LIEN_PLUGIN_ALONE_H

#include "lien/fact.h"

#include "clang/Basic/SourceLocation.h"
#include "llvm/ADT/STLExtras.h"

namespace clang {
class ASTContext;
class SourceManager;
} // namespace clang

namespace lien {

class Contracts;
class Unit;

/// Calls \p TellCache with every root and \p TellCapture with every finding about a closure that deserves a warning; notes are
/// the driver's. A failure to judge is a warning of its own.
void judgeAlone(clang::ASTContext &Ctx, Contracts &Book, const Unit &TheUnit, unsigned LargeBytes,
                llvm::function_ref<void(const lien_cache &)> TellCache,
                llvm::function_ref<void(const lien_candidate &)> TellCapture);

clang::SourceLocation locationOf(clang::SourceManager &SM, const lien_remark &Remark);

} // namespace lien

#endif

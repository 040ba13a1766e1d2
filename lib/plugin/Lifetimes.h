//===- Lifetimes.h - What ends while a closure still lives ----*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// From the place where a closure is stored, forward over the CFG: is there a way on which what it captured ends while the closure
// is still stored? On every way the search stops where the closure ends: it is reset, unregistered, joined, waited for, its
// holder dies. A way is not followed when its conditions contradict the success of the registration, or the conditions under
// which it was made (`if (on) add(...); ... if (on) remove(...);`).
//===----------------------------------------------------------------------===//
#ifndef LIEN_PLUGIN_LIFETIMES_H
#define LIEN_PLUGIN_LIFETIMES_H

#include "Closure.h"

#include "clang/Analysis/CFG.h"

namespace lien {

/// How something captured ends.
struct End {
  enum Sort : uint8_t {
    Scope,    ///< the block of the variable ends
    Function, ///< the function ends
    Released  ///< a call (or delete) releases the object
  };
  Sort How = Function;
  clang::SourceLocation At;
  const clang::Stmt *By = nullptr;  ///< Released: the call; Function: the return, when there is one
  const clang::Stmt *Use = nullptr; ///< the holder is of the frame: where it is used after that
};

class Lifetimes {
public:
  Lifetimes(const clang::FunctionDecl *FD, clang::ASTContext &Ctx, Contracts &Book);
  ~Lifetimes();

  /// The first end of the captured variable's storage that the closure outlives, on some way; none: it never does. When the
  /// holder is of the frame, it must be used after that.
  std::optional<End> endOfStorage(const Closure &C, const Capture &What);
  /// The first release of the captured object (What is a Pointer in a variable, or an expression) while the closure is stored.
  std::optional<End> endOfObject(const Closure &C, const Capture &What);

private:
  class Impl;
  std::unique_ptr<Impl> Own;
};

} // namespace lien

#endif

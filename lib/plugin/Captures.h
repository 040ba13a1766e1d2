//===- Captures.h - The rules about closures ------------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// All closures of a unit, and the rules that judge them. What one unit can say is a finding; what needs a word of other units is
// a candidate (docs/findings.md). Nothing is paid by units that make no closure.
//
// Not here: how closures are found (Closures.h), when what they captured ends (Lifetimes.h).
//===----------------------------------------------------------------------===//
#ifndef LIEN_PLUGIN_CAPTURES_H
#define LIEN_PLUGIN_CAPTURES_H

#include "Lifetimes.h"
#include "Roots.h"
#include "Sinks.h"
#include "Unit.h"

#include "lien/base.h"

namespace lien {

/// A finding about a closure.
struct CaptureFinding {
  struct Step {
    clang::SourceLocation At;
    std::string Message;
  };
  const char *Rule = ""; ///< "lien.EscapedCapture"
  bool Note = false;     ///< its level
  std::string Message;
  clang::SourceLocation At, Begin; ///< Begin: where the duty began (the capture, the registration)
  const clang::FunctionDecl *In = nullptr;
  std::string Object;                  ///< the thing captured, as users call it
  std::vector<Step> Path;              ///< in order of execution; the last is the remedy in words
  std::vector<std::string> If, Unless; ///< keys; both empty: it is certain
  bool Local = false;                  ///< only this unit can say what Unless asks for
};

/// A word to candidates of all units.
struct CaptureFact {
  std::string Key;
  std::vector<std::string> If;
  clang::SourceLocation At; ///< with Message: a note; may be invalid
  std::string Message;
};

/// The closures of one function.
struct FunctionClosures {
  const clang::FunctionDecl *FD = nullptr;
  std::vector<Closure> All;
};

class Captures {
public:
  /// LargeBytes: what lien.LargeCapture calls large.
  Captures(clang::ASTContext &Ctx, Contracts &Book, const Unit &TheUnit, unsigned LargeBytes);
  /// Finds the closures and runs the rules.
  void read();
  /// Appends findings, candidates and facts as JSON lines (docs/findings.md).
  /// Alone: nobody reads the findings but `lien_facts_candidates`, so that all are written as candidates.
  void write(lien_buf &Out, bool Alone) const;

  /// For the rules.
  clang::ASTContext &Ctx;
  Contracts &Book;
  const Unit &TheUnit;
  const unsigned LargeBytes;
  Roots Ids; ///< only for functionId and the like
  Sinks TheSinks;
  std::vector<FunctionClosures> Functions; ///< those with a closure
  void report(CaptureFinding Finding) { Findings.push_back(std::move(Finding)); }
  void say(CaptureFact Fact) { Facts.push_back(std::move(Fact)); }
  /// "sink:FUNCTION#I:"
  std::string sinkKey(const clang::FunctionDecl *FD, unsigned Param) const;

private:
  std::vector<CaptureFinding> Findings;
  std::vector<CaptureFact> Facts;
};

/// The rules, each in its own file. They look at all functions of the unit.
void findEscapedCaptures(Captures &All);    ///< EscapedCapture.cpp
void findCoroutineCaptures(Captures &All);  ///< Coroutines.cpp
void findLargeCaptures(Captures &All);      ///< LargeCapture.cpp
void findRetainCycles(Captures &All);       ///< RetainCycle.cpp
void findLeakedCaptures(Captures &All);     ///< LeakedCapture.cpp
void findMismatchedRemovals(Captures &All); ///< MismatchedRemoval.cpp

/// What the functions of this unit do with closures that other units give them. SinkFacts.cpp.
void sayCaptureSinks(Captures &All);

} // namespace lien

#endif

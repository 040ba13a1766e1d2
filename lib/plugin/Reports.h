//===- Reports.h - What is said about a claim -----------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Bug types, messages and the notes along the path. A message names the object, what happened, and the line where the duty
// began.
//===----------------------------------------------------------------------===//
#ifndef LIEN_PLUGIN_REPORTS_H
#define LIEN_PLUGIN_REPORTS_H

#include "Effects.h"

#include "clang/StaticAnalyzer/Core/BugReporter/BugType.h"

struct lien_cache;
struct lien_candidate;

namespace lien {

/// How a user would call the object: "'item'", or "the result of 'PyLong_FromLong'"; never empty.
std::string objectName(const Object &O, SymbolRef Symbol, const clang::LocationContext *LC);

class Reports {
public:
  explicit Reports(Contracts &Book) : Book(Book) {}

  clang::ento::CheckerFrontend Leak, OverRelease, UseAfterRelease, ContractCheck, NullRelease, UnboundedCache;
  clang::ento::CheckerFrontend EscapedCapture, LargeCapture, RetainCycle, LeakedCapture, MismatchedRemoval;

  void leak(clang::ento::CheckerContext &C, clang::ento::ExplodedNode *N, SymbolRef Symbol, const Object &O) const;
  /// Site: the release, the steal or the return that gives away what this code does not own.
  void overRelease(clang::ento::CheckerContext &C, clang::ento::ExplodedNode *N, SymbolRef Symbol, const Object &O,
                   const clang::Stmt *Site) const;
  /// Argument, which Call releases and which must not be NULL, is NULL.
  void nullRelease(clang::ento::CheckerContext &C, clang::ento::ExplodedNode *N, const Object &O,
                   const clang::ento::CallEvent &Call, const clang::Expr *Argument) const;
  /// A global object's reference that this code never took.
  void variableGivenAway(clang::ento::CheckerContext &C, clang::ento::ExplodedNode *N, const clang::VarDecl *Variable,
                         const clang::Expr *Site) const;
  void useAfterRelease(clang::ento::CheckerContext &C, clang::ento::ExplodedNode *N, SymbolRef Symbol, const Object &O,
                       const clang::Stmt *Site) const;
  /// A container that this unit alone can see, and that only grows.
  void cache(clang::ento::BugReporter &BR, const lien_cache &Cache) const;
  /// A closure, as this unit alone can judge it. Nothing when the checker of its rule is not enabled.
  void capture(clang::ento::BugReporter &BR, const lien_candidate &Finding) const;
  bool wantsCaptures() const;
  /// A body against its own contract: what it returns is not its own. Symbol may be null: then it is the variable Variable.
  void contract(clang::ento::CheckerContext &C, clang::ento::ExplodedNode *N, SymbolRef Symbol, const Object &O,
                const clang::Stmt *Site, llvm::StringRef Variable) const;

private:
  void emit(clang::ento::CheckerContext &C, const clang::ento::BugType &Type, const clang::ento::CheckerFrontend &Front,
            clang::ento::ExplodedNode *N, SymbolRef Symbol, const Object &O, const clang::Stmt *Unique, std::string Text) const;

  Contracts &Book;
  clang::ento::BugType LeakType{&Leak, "Leaked reference", "Lifetime", /*SuppressOnSink=*/true};
  clang::ento::BugType OverReleaseType{&OverRelease, "Released too often", "Lifetime"};
  clang::ento::BugType UseType{&UseAfterRelease, "Used after release", "Lifetime"};
  clang::ento::BugType CacheType{&UnboundedCache, "Container that only grows", "Caches"};
  clang::ento::BugType EscapedType{&EscapedCapture, "Captured object ends first", "Closures"};
  clang::ento::BugType LargeType{&LargeCapture, "Closure holds much", "Closures"};
  clang::ento::BugType CycleType{&RetainCycle, "Closure holds its holder", "Closures"};
  clang::ento::BugType LeakedType{&LeakedCapture, "Data of a closure is not released", "Closures"};
  clang::ento::BugType RemovalType{&MismatchedRemoval, "Removal of what was not registered", "Closures"};
  clang::ento::BugType NullType{&NullRelease, "NULL is released", "Lifetime"};
  clang::ento::BugType ContractType{&ContractCheck, "Body against its contract", "Lifetime"};
};

} // namespace lien

#endif

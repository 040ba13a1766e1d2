//===- Effects.h - Outcomes and effects onto a path -----------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Carries out what a contract says: which results a call can have, what it binds, how claims move. What is wrong with a
// movement is handed back as a Violation; the checker reports it.
//===----------------------------------------------------------------------===//
#ifndef LIEN_PLUGIN_EFFECTS_H
#define LIEN_PLUGIN_EFFECTS_H

#include "State.h"

#include "clang/StaticAnalyzer/Core/PathSensitive/CallEvent.h"
#include "clang/StaticAnalyzer/Core/PathSensitive/CheckerContext.h"

namespace lien {

struct Violation {
  enum Sort { OverRelease, NullRelease } What;
  SymbolRef Symbol;                      ///< null for NullRelease
  Object Before;                         ///< as it was when the movement was tried
  const clang::Expr *Argument = nullptr; ///< NullRelease: what is NULL
};

/// The object behind a symbol: what is known of it, or what its symbol tells (a parameter, a field ...).
Object describe(ProgramStateRef State, SymbolRef Symbol, const clang::LocationContext *LC, Contracts &Book);

/// The object has no claim of ours and whoever held it is gone.
bool isDangling(ProgramStateRef State, const Object &O);

/// Memory that ends with the frames of this analysis: locals and by-value parameters.
bool isOurMemory(ProgramStateRef State, const clang::ento::MemRegion *R);

/// Marks an object, and everything that can be reached from the value, as escaped.
ProgramStateRef escape(ProgramStateRef State, SVal Value, const clang::LocationContext *LC, Contracts &Book);

/// Effects of one call.
class CallEffects {
public:
  CallEffects(Contracts &Book, const Contract &C, const clang::ento::CallEvent &Call, clang::ento::CheckerContext &Ctx);

  /// Binds the result and what the call writes through its arguments, instead of looking at its body.
  ProgramStateRef evaluate(ProgramStateRef State);

  /// The state in which this row's tests hold; null when they cannot.
  ProgramStateRef assume(ProgramStateRef State, const Outcome &Row);

  /// Are the row's tests on arguments known to hold on this path?
  bool isDecided(ProgramStateRef State, const Outcome &Row);

  /// Moves the claims of one row.
  ProgramStateRef apply(ProgramStateRef State, const Outcome &Row, llvm::SmallVectorImpl<Violation> &Found);

private:
  bool isCertain(ProgramStateRef State, const Outcome &Row);
  ProgramStateRef move(ProgramStateRef State, const lien_effect &E, SVal Value);
  ProgramStateRef moveThrough(ProgramStateRef State, const lien_effect &E, SVal Address, clang::QualType Pointee,
                              const clang::Expr *Tag);
  ProgramStateRef moveSymbol(ProgramStateRef State, const lien_effect &E, SymbolRef Symbol);
  bool isTakenBack(ProgramStateRef State, const Kind *K) const;
  ProgramStateRef release(ProgramStateRef State, const lien_effect &E, SymbolRef Symbol, bool Steal);
  ProgramStateRef bindSame(ProgramStateRef State, const Outcome &Row);
  ProgramStateRef applyFormat(ProgramStateRef State, const Outcome &Row);
  ProgramStateRef applyConverter(ProgramStateRef State, unsigned Function, unsigned Result);
  ProgramStateRef bindFresh(ProgramStateRef State, const lien_effect &E, SVal Address, clang::QualType Pointee,
                            const clang::Expr *Tag);
  void setHolder(ProgramStateRef State, const lien_effect &E, Object &O);
  void setEvent(Object &O, const lien_effect &E);
  std::optional<SVal> argument(unsigned Root) const;
  int argumentIndex(unsigned Root) const;
  clang::QualType pointeeOf(unsigned Argument) const;
  SVal placeValue(ProgramStateRef State, const lien_place &Place) const;

  Contracts &Book;
  const Contract &C;
  const clang::ento::CallEvent &Call;
  clang::ento::CheckerContext &Ctx;
  const clang::CallExpr *Site;
  llvm::SmallVectorImpl<Violation> *Found = nullptr;
};

} // namespace lien

#endif

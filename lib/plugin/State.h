//===- State.h - Claims on a path -----------------------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What is known of one object on one path: how many claims this code has, where it came from, who lent it, whether it is
// alive. An object is a symbol: of the pointer (or descriptor) that names it, or, for objects that lie in a variable
// (a buffer struct), a symbol made for that variable.
//
// Not here: what changes it (Effects.cpp), what is reported (Checker.cpp).
//===----------------------------------------------------------------------===//
#ifndef LIEN_PLUGIN_STATE_H
#define LIEN_PLUGIN_STATE_H

#include "Contracts.h"

#include "clang/StaticAnalyzer/Core/PathSensitive/ProgramState.h"

namespace lien {

/// How this code came to know an object.
enum class Origin : uint8_t {
  Owned,     ///< fresh: our claim was the only one
  Retained,  ///< a claim of ours on an object that others hold too
  Borrowed,  ///< a contract said that somebody else holds it
  Parameter, ///< handed in by the caller
  Unknown    ///< a field, an element, the result of a call without a contract
};

/// A value: built anew for each change, never patched.
struct Object {
  const Kind *K = nullptr;
  int Count = 0; ///< claims that this code owes; negative: more given away than it had
  Origin From = Origin::Unknown;
  bool Escaped = false; ///< something that no contract sees may hold or release it
  bool Named = false;   ///< escaped only because a field or an unknown value names it too: a claim on it can still be handed on
  bool Dead = false;    ///< the last claim is gone
  bool HeldElsewhere = false;              ///< a holder that outlives this code has a claim
  bool Returned = false;                   ///< one of its claims went to the caller
  bool InVariable = false;                 ///< the object is a variable of the code, not a pointer
  clang::ento::SymbolRef Lender = nullptr; ///< who holds it, when that is an object of this path
  const clang::Expr *Begin = nullptr;      ///< where the duty began
  const clang::Expr *At = nullptr;         ///< the last event
  const clang::Expr *Lost = nullptr;       ///< where the count first went below zero
  const lien_effect *By = nullptr;         ///< ... and what it was
  const Contract *ByContract = nullptr;

  bool operator==(const Object &O) const {
    return K == O.K && Count == O.Count && From == O.From && Escaped == O.Escaped && Named == O.Named && Dead == O.Dead &&
           HeldElsewhere == O.HeldElsewhere && InVariable == O.InVariable && Returned == O.Returned && Lender == O.Lender &&
           Begin == O.Begin && At == O.At && Lost == O.Lost && By == O.By && ByContract == O.ByContract;
  }
  void Profile(llvm::FoldingSetNodeID &ID) const {
    ID.AddPointer(K);
    ID.AddInteger(Count);
    ID.AddInteger(unsigned(From) | Escaped << 8 | Dead << 9 | HeldElsewhere << 10 | InVariable << 11 | Returned << 12 |
                  Named << 13);
    for (const void *P : {(const void *)Lender, (const void *)Begin, (const void *)At, (const void *)Lost, (const void *)By,
                          (const void *)ByContract})
      ID.AddPointer(P);
  }
};

using clang::ento::ProgramStateRef;
using clang::ento::SVal;
using clang::ento::SymbolRef;

const Object *objectAt(ProgramStateRef State, SymbolRef Symbol);
ProgramStateRef setObject(ProgramStateRef State, SymbolRef Symbol, const Object &O);
ProgramStateRef removeObject(ProgramStateRef State, SymbolRef Symbol);
bool hasObjects(ProgramStateRef State);
void forEachObject(ProgramStateRef State, llvm::function_ref<void(SymbolRef, const Object &)> Visit);

/// The symbol of the object that a value names: through casts and members at offset zero (`&self->base` is self); null when
/// the value names none (a constant, an unknown, the inside of an object).
SymbolRef symbolOf(ProgramStateRef State, SVal Value);
/// The object that lies in a variable.
ProgramStateRef setVariableObject(ProgramStateRef State, const clang::ento::MemRegion *Variable, SymbolRef Symbol);
void forEachVariableObject(ProgramStateRef State, llvm::function_ref<void(const clang::ento::MemRegion *, SymbolRef)> Visit);

/// Is the object known not to exist on this path (a NULL pointer, a negative descriptor)?
bool isInvalid(ProgramStateRef State, SymbolRef Symbol, const Kind *K);
bool mayBeInvalid(ProgramStateRef State, SymbolRef Symbol, const Kind *K);
/// The state in which the object does not exist; null when that cannot be.
ProgramStateRef assumeInvalid(ProgramStateRef State, SymbolRef Symbol, const Kind *K);
/// False when the value, a pointer, cannot pass a test for a number, such as `(destructor)-1`: no address of anything is one.
bool mayPass(clang::ento::SVal Pointer, const lien_test &Test);

/// Addresses that callers handed in and this path wrote through: what lies there is asked for at the end of the function.
ProgramStateRef addOutAddress(ProgramStateRef State, SymbolRef Address);
void forEachOutAddress(ProgramStateRef State, llvm::function_ref<void(SymbolRef)> Visit);

/// Whether a pointer that is only a symbol equals the address of a variable (`Py_TYPE(o) == &Foo_Type`, `x == Py_None`) is
/// unknown to the engine, and asked anew each time. This is one symbol for both, not 0 when they differ; null when the operands
/// are of another sort.
SymbolRef comparisonOf(ProgramStateRef &State, SVal A, SVal B, const clang::LocationContext *LC);
void forEachComparison(ProgramStateRef State, llvm::function_ref<void(SymbolRef)> Visit);
ProgramStateRef removeComparison(ProgramStateRef State, SymbolRef Symbol);

/// References to an object that is a global variable (None, a static type): taken less given away on this path, and where the
/// count first went below zero.
struct VariableCount {
  int Count = 0;
  const clang::Expr *Lost = nullptr;
  bool operator==(const VariableCount &O) const { return Count == O.Count && Lost == O.Lost; }
  void Profile(llvm::FoldingSetNodeID &ID) const {
    ID.AddInteger(Count);
    ID.AddPointer(Lost);
  }
};
int variableCount(ProgramStateRef State, const clang::ento::MemRegion *Variable);
ProgramStateRef addVariableCount(ProgramStateRef State, const clang::ento::MemRegion *Variable, int Change,
                                 const clang::Expr *Site);
void forEachVariableCount(ProgramStateRef State,
                          llvm::function_ref<void(const clang::ento::MemRegion *, const VariableCount &)> Visit);

/// "This path has ignored a failure": N ignored results make N + 1 paths, not 2^N.
bool hasIgnoredFailure(ProgramStateRef State);
ProgramStateRef setIgnoredFailure(ProgramStateRef State);

} // namespace lien

#endif

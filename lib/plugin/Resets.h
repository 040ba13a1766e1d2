//===- Resets.h - Where fields that hold closures are emptied -*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A field is reset where it gets another value (of a parameter: where the setter is called with something that is no lambda), is
// cleared, moved from, swapped, or its address goes to code that may do so. What the destructor of an object does is no reset: it
// does not run while somebody holds the object.
//===----------------------------------------------------------------------===//
#ifndef LIEN_PLUGIN_RESETS_H
#define LIEN_PLUGIN_RESETS_H

#include "Captures.h"

#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/SmallPtrSet.h"

namespace lien {

class Resets {
public:
  explicit Resets(Captures &All) : All(All) {}

  /// The fields in which the closure is kept, or may be when a method keeps it; none when it is kept by no field.
  llvm::SmallVector<const clang::FieldDecl *, 2> fieldsOf(const Closure &C) const;
  /// Somewhere in the unit, beside the store of the closure itself.
  bool isReset(const clang::FieldDecl *Field, const Closure &C);
  /// Somewhere in the unit, beside the function that stores the closure.
  bool isResetOutside(const clang::FieldDecl *Field, const clang::FunctionDecl *Storing);
  /// Some function, also the end of the object, releases what the pointer in the field points to: the object owns it.
  bool isReleased(const clang::FieldDecl *Field);
  /// What holds the closure is given another value in FD.
  bool isResetHere(const clang::FunctionDecl *FD, const Closure &C) const;
  /// Keys of calls, in other units, that give nothing to the setters of the field.
  void addSetters(const clang::FieldDecl *Field, std::vector<std::string> &Keys) const;
  /// Facts for candidates of other units: the fields that others can see.
  void say();
  static std::string keyOf(const clang::FieldDecl *Field);

private:
  void read();
  void walk(const clang::Stmt *S);
  void walkCall(const clang::CallExpr *CE);
  void add(const clang::Expr *Place, const clang::Stmt *By, const clang::Expr *Value = nullptr);

  Captures &All;
  bool Read = false;
  const clang::FunctionDecl *FD = nullptr; ///< the one that is read
  bool AtEnd = false;                      ///< it is the end of an object
  llvm::SmallPtrSet<const clang::FieldDecl *, 8> Released;
  llvm::SmallPtrSet<const clang::Expr *, 16> Stores; ///< that store closures: no resets
  llvm::MapVector<const clang::FunctionDecl *, const clang::FieldDecl *> Setters;
  llvm::SmallVector<const clang::CallExpr *, 16> Calls; ///< of methods, which may be setters
  llvm::MapVector<const clang::FieldDecl *, llvm::SmallVector<const clang::Stmt *, 2>> Found;
};

/// The part of lien.RetainCycle that is about fields in C. FieldCycle.cpp.
void findFieldCycles(Captures &All, Resets &Known);

} // namespace lien

#endif

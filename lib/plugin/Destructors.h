//===- Destructors.h - Functions that end an object -----------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// - A C++ destructor; a function that is used where code runs at the end of an object (the role `end`); a function that
//   releases its own parameter. A reference counted object that is only unreferenced does not end there.
// - The object's type is that of the parameter, and what the parameter is cast to.
// - What a destructor reaches: what it calls in this unit, and the functions that it names.
//===----------------------------------------------------------------------===//
#ifndef LIEN_PLUGIN_DESTRUCTORS_H
#define LIEN_PLUGIN_DESTRUCTORS_H

#include "Captures.h"
#include "DataUses.h"

namespace lien {

struct Destructor {
  const clang::FunctionDecl *FD = nullptr;
  bool Runs = false; ///< it runs by itself when the object ends: nobody can be asked to do something before
};

class Destructors {
public:
  using Set = llvm::SmallPtrSet<const clang::FunctionDecl *, 16>;
  Destructors(Captures &All, DataUses &Uses) : All(All), Uses(Uses) {}

  llvm::ArrayRef<Destructor> of(const clang::RecordDecl *RD);
  struct Reached {
    Set Bodies;                                             ///< FD's own, too
    llvm::SmallPtrSet<const clang::RecordDecl *, 4> Passed; ///< types of structures that code gets that is not seen
  };
  const Reached &reach(const clang::FunctionDecl *FD);
  /// FD, or what it reaches, releases a field of something.
  bool releasesField(const clang::FunctionDecl *FD);
  /// All calls of a body, also inside what it defines.
  static void eachCall(const clang::Stmt *S, llvm::function_ref<void(const clang::CallExpr *)> Do);

private:
  void read();
  void readFunction(const clang::FunctionDecl *FD);
  bool endsObject(const clang::FunctionDecl *FD, unsigned I);
  void add(const clang::RecordDecl *RD, const clang::FunctionDecl *FD, bool Runs);
  void follow(const clang::FunctionDecl *FD, Reached &To);

  Captures &All;
  DataUses &Uses;
  bool Read = false;
  llvm::DenseSet<const clang::FunctionDecl *> Own; ///< the bodies of the user's files
  llvm::DenseMap<const clang::RecordDecl *, llvm::SmallVector<Destructor, 2>> Of;
  llvm::DenseMap<const clang::FunctionDecl *, std::unique_ptr<Reached>> Reaches;
};

} // namespace lien

#endif

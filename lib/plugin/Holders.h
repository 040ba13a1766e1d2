//===- Holders.h - Who keeps what a call is given -------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// - A holder that is a variable's own storage, or an object that this body made and releases, is of the frame.
// - An object that the frame made is wherever it is put: in what another contract says keeps it, in a field, in the result.
// - Parameters, fields, and what the frame only borrowed, outlive it. What goes where nobody sees is unknown.
// - Data is an address of a variable, a reference of its own, or the value of a pointer.
//===----------------------------------------------------------------------===//
#ifndef LIEN_PLUGIN_HOLDERS_H
#define LIEN_PLUGIN_HOLDERS_H

#include "ClosureExprs.h"

namespace lien {

class Holders {
public:
  Holders(const clang::FunctionDecl *FD, clang::ASTContext &Ctx, Contracts &Book);

  /// Who keeps it, when the contract of CE says that Holder does.
  Sink sinkOf(const clang::CallExpr *CE, const lien_place &Holder);
  /// The sink that the expression names: `self->loop`, `&handle`, `g_queue`, a call.
  Sink sinkOf(const clang::Expr *Holder, unsigned Depth = 0);
  /// What a closure has of Data; false: nothing.
  bool capture(const clang::Expr *Data, Capture &What) const;

  /// Addresses of variables that this body puts into what the pointer points to.
  void captureFields(const clang::ValueDecl *Pointer, llvm::SmallVectorImpl<Capture> &Out) const;

private:
  Sink ofVariable(const clang::VarDecl *VD, unsigned Depth);
  Sink ofValue(const clang::Expr *Value, const clang::VarDecl *VD, unsigned Depth);
  Sink fateOf(const clang::VarDecl *VD, unsigned Depth);
  void readFate(const clang::Stmt *S, const clang::VarDecl *VD, Sink &Fate, unsigned Depth, bool &Released, bool &Lost);
  void argument(const clang::CallExpr *CE, const clang::VarDecl *VD, Sink &Fate, unsigned Depth, bool &Released, bool &Lost);

  const clang::FunctionDecl *FD;
  clang::ASTContext &Ctx;
  Contracts &Book;
  LocalValues Values;
};

} // namespace lien

#endif

//===- CodeCaptures.h - What lambdas and binders capture ------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// - By reference: the variable; a reference variable is what it was bound to.
// - A pointer that is only ever the address of a variable, or what a contract says is borrowed from one, is its address; so is a
//   view: what is made of a variable by a call that lends it to its result, or by a conversion to something that owns nothing.
// - What the contract of a type's copy constructor says of the object it copies: held, it is a reference of its own; lent, a weak
// one.
//===----------------------------------------------------------------------===//
#ifndef LIEN_PLUGIN_CODECAPTURES_H
#define LIEN_PLUGIN_CODECAPTURES_H

#include "BodyMap.h"

namespace lien {

class CodeCaptures {
public:
  CodeCaptures(const BodyMap &Body, clang::ASTContext &Ctx, Contracts &Book) : Body(Body), Ctx(Ctx), Book(Book) {}

  void ofLambda(const clang::LambdaExpr *Lambda, Closure &C) const;
  void ofBlock(const clang::BlockExpr *Block, Closure &C) const;
  /// An argument that a binder or a thread copies.
  void ofArgument(const clang::Expr *Arg, Closure &C) const;
  /// What a coroutine has of its caller: arguments for its reference parameters, and addresses.
  void ofCoroutine(const clang::CallExpr *CE, const clang::FunctionDecl *Coroutine, Closure &C) const;

private:
  bool byReference(const clang::Expr *Lvalue, Capture &What) const;
  void byReference(const clang::ValueDecl *VD, Capture &What) const;
  void byCopy(const clang::Expr *Value, Capture &What, unsigned Depth = 0) const;
  void ofPointer(const clang::Expr *Value, Capture &What, unsigned Depth) const;
  bool ofBorrowed(const clang::Expr *Value, Capture &What, bool Pointer) const;
  bool ofView(const clang::Expr *Value, Capture &What, unsigned Depth) const;
  void ofRecord(const clang::Expr *Value, Capture &What) const;
  bool isOwn(const clang::ValueDecl *VD) const;

  const BodyMap &Body;
  clang::ASTContext &Ctx;
  Contracts &Book;
};

/// The body of a coroutine uses the variable (null: `this`) when it may have been suspended. Coroutines.cpp.
bool isUsedAfterSuspension(const clang::FunctionDecl *Coroutine, const clang::ValueDecl *VD);

} // namespace lien

#endif

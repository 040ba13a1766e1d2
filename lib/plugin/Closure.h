//===- Closure.h - What a closure is --------------------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A closure is code with what it keeps of its surroundings: a lambda, a block, a bind expression, a thread's function with its
// arguments; in C a function with its `void *data`, as the contract of the registration says. It is a holder: what it captured
// by value it holds, what it captured by reference or by pointer is only lent to it and must outlive it.
//
// Not here: how closures are found (Registrations.cpp, Lambdas.cpp), what is wrong with one (the rules, see Captures.h).
//===----------------------------------------------------------------------===//
#ifndef LIEN_PLUGIN_CLOSURE_H
#define LIEN_PLUGIN_CLOSURE_H

#include "Contracts.h"

namespace lien {

/// One thing that a closure keeps.
struct Capture {
  enum How : uint8_t {
    Reference, ///< a variable by reference: `[&x]`, `std::ref(x)`
    Address,   ///< a pointer to, or a view of, storage of a variable: `&x`, an array, `s.c_str()`, a span of it
    Pointer,   ///< the value of a pointer: who owns what it points to is another question
    Copy,      ///< a copy of its own
    Moved,     ///< moved into it
    Strong,    ///< a reference of its own to a shared object: a shared_ptr by copy, `g_object_ref(x)`, data that is held by it
    Weak,      ///< a weak reference
    This       ///< `this` of the enclosing method
  };
  How By = Copy;
  const clang::ValueDecl *Var =
      nullptr; ///< the variable (of Address: whose storage it is; of Pointer: that has the value); may be null
  const clang::Expr *Value = nullptr; ///< the expression that is captured, when there is one: `&x`, an init-capture's
  clang::QualType Type;               ///< of what the closure keeps
  clang::SourceLocation At;
};

/// Where a closure goes.
struct Sink {
  enum Sort : uint8_t {
    Unknown,  ///< nothing is known: silence
    Call,     ///< it is only called, or ends with the call
    Frame,    ///< in a variable of this frame (Root), which does not leave it as far as is known
    Object,   ///< in an object that is not this frame's: a field of `this` or of what a pointer points to, a container there
    Static,   ///< in what lives as long as the process: a global variable, the registry of a library, a main loop
    Returned, ///< to the caller
    Thread,   ///< a thread runs it, which nobody need wait for
    Callee    ///< into parameter Param of the function To, whose body is in another unit
  };
  Sort Where = Unknown;
  const clang::Expr *Holder = nullptr;  ///< the expression that names the holder: `self->cb`, `g_handlers`, `loop`; may be null
  const clang::VarDecl *Root = nullptr; ///< the variable that the holder's expression begins with; null: `this`, a call ...
  const clang::FunctionDecl *To = nullptr;
  unsigned Param = 0;
  bool OnLocal = false; ///< Callee: a method that is called on an object of this frame
  std::string Words;    ///< for messages: "stored in 'on_data'", "registered with 'g_timeout_add'", "returned", "run by a thread"
};

/// One closure and one place where it goes.
struct Closure {
  const clang::Expr *Code = nullptr;         ///< LambdaExpr, BlockExpr, the reference to the function, a call of a binder
  const clang::FunctionDecl *Body = nullptr; ///< what runs; null when it is not known
  llvm::SmallVector<Capture, 4> Captures;
  clang::SourceLocation Made;          ///< where it is written
  const clang::Expr *Stored = nullptr; ///< the expression that stores or registers it: an element of the CFG
  Sink To;
  const clang::Expr *Data = nullptr;      ///< C: the data argument
  const clang::Expr *Destroyer = nullptr; ///< C: the destroyer argument, when it is not NULL
  const clang::Expr *Id = nullptr;        ///< what gets the registration's id or token: the left side of the assignment, the
                                          ///< variable of its declaration (a DeclRefExpr or MemberExpr), `&id`; null: dropped
  const clang::VarDecl *IdVar = nullptr;  ///< ... when that is a variable of the frame
  const Contract *By = nullptr;           ///< of the registration; null: a store, or seen from bodies
  const Outcome *Row = nullptr;           ///< the row in which it is registered; its tests on the result say when that is so
  bool Once = false;                      ///< it runs at most once
  const clang::Expr *Coroutine = nullptr; ///< Code is a lambda that is a coroutine, and this call made one, which goes where To
                                          ///< says; the lambda with its captures ends before. Captures is empty then
};

} // namespace lien

#endif

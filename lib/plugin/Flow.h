//===- Flow.h - Where a closure goes --------------------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Follows the value of an expression, or of a variable, through one body: what is made of it, which variables have it, where it
// is stored, what calls are given it. What holds it (a std::function, an aggregate, a lambda that captured it) is followed as
// itself. Flow does not count: a variable has the value wherever it is used.
//
// Not here: which expressions are closures (Lambdas.cpp), what calls do with it (Sinks.h), when things end (Lifetimes.h).
//===----------------------------------------------------------------------===//
#ifndef LIEN_PLUGIN_FLOW_H
#define LIEN_PLUGIN_FLOW_H

#include "Sinks.h"

#include "llvm/ADT/SmallPtrSet.h"

namespace lien {

/// One place where it arrives.
struct Arrival {
  Sink To;
  const clang::Expr *Stored = nullptr;
  const clang::Expr *Id = nullptr;
  const clang::VarDecl *IdVar = nullptr;
  const Contract *By = nullptr;
  const Outcome *Row = nullptr;
  bool Once = false;
  bool Registered = false; ///< as in ParamSink
  bool OnThis = false;     ///< Object: in `this`; Callee: a method called on it
};

class Flow {
public:
  Flow(const BodyMap &Body, clang::ASTContext &Ctx, Contracts &Book, Sinks &TheSinks)
      : Body(Body), Ctx(Ctx), Book(Book), TheSinks(TheSinks) {}

  /// E is, or has, the closure.
  void follow(const clang::Expr *E) { up(E, false); }
  /// An object that runs the closure, as a thread does.
  void followRunner(const clang::Expr *E) { up(E, true); }
  void follow(const clang::VarDecl *VD) { variable(VD, false); }
  /// Gives what is kept by the object that E names.
  void keep(const clang::Expr *Holder, const clang::Expr *Stored) { store(Holder, Stored, false); }
  llvm::SmallVector<Arrival, 4> Out;

  /// Whose an lvalue (or an object behind a pointer) is: Frame, Object, Static or Unknown, with Root.
  Sink placeOf(const clang::Expr *E, bool &OnThis, unsigned Depth = 0) const;

private:
  void up(const clang::Expr *E, bool Runs);
  const clang::Expr *step(const clang::Expr *E, const clang::Stmt *Parent, bool &Runs);
  const clang::Expr *builtinStep(const clang::Expr *E, const clang::Expr *Operator, bool Runs);
  const clang::Expr *operatorStep(const clang::Expr *E, const clang::CXXOperatorCallExpr *CE, bool &Runs);
  const clang::Expr *methodStep(const clang::Expr *E, const clang::MemberExpr *ME, bool Runs);
  const clang::Expr *lambdaStep(const clang::Expr *E, const clang::LambdaExpr *Lambda);
  void variable(const clang::VarDecl *VD, bool Runs);
  void store(const clang::Expr *To, const clang::Expr *By, bool Runs);
  void initialize(const clang::VarDecl *VD, const clang::Expr *Value, bool Runs);
  void initializeMember(const clang::CXXCtorInitializer *Init, const clang::Expr *Value, bool Runs);
  const clang::Expr *call(const CallSite &Site, const clang::Expr *E, bool &Runs);
  const clang::Expr *take(const CallSite &Site, const ParamSink &What, bool &Runs);
  void giveElsewhere(const CallSite &Site, const ParamSink &What);
  void end(Sink::Sort Where, const CallSite &Site, const ParamSink &What, std::string Words);
  void keepAt(const CallSite &Site, const clang::Expr *Holder, const ParamSink &What, bool Runs);
  Sink placeOfVariable(const clang::VarDecl *VD, bool &OnThis, unsigned Depth) const;
  Sink placeOfCall(const clang::CallExpr *CE, bool &OnThis, unsigned Depth) const;
  void arrive(Sink::Sort Where, const clang::Expr *Stored, std::string Words);
  bool leaves(const clang::Expr *E, bool &OnThis) const;
  void token(Arrival &A, const clang::Expr *Call) const;
  bool isFrame(const clang::Stmt *S) const { return !Body.closureAround(S); }

  const BodyMap &Body;
  clang::ASTContext &Ctx;
  Contracts &Book;
  Sinks &TheSinks;
  llvm::SmallPtrSet<const clang::VarDecl *, 8> Seen;
  llvm::SmallPtrSet<const clang::BlockExpr *, 4> Blocks;
  unsigned Steps = 0;
  bool Waited = false; ///< something that may be the runner is waited for
};

/// How users call an lvalue: "'on_data'".
std::string wordsOf(const clang::Expr *Holder);
/// The type's destructor waits for what the object runs.
bool endsWithObject(Contracts &Book, clang::QualType Type);

/// The object runs what it is given, and can be let go: a thread.
bool isRunner(Contracts &Book, clang::QualType Type);

} // namespace lien

#endif

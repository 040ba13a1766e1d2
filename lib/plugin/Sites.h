//===- Sites.h - What happens to roots ------------------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// One walk over the bodies of the user's files: where containers that outlive a call grow, shrink, are cleared, asked for
// their size, passed on, or lost sight of; and which functions there are. Written as the facts of docs/findings.md.
//
// Not here: which expression is which root (Roots), guards (Guards), keys (Origins), containers that are no library's
// (Handmade), claims that variables hold (Held).
//===----------------------------------------------------------------------===//
#ifndef LIEN_PLUGIN_SITES_H
#define LIEN_PLUGIN_SITES_H

#include "Guards.h"
#include "Origins.h"
#include "Unit.h"

namespace lien {

/// Where the walk is.
struct Spot {
  const Body *B;
  clang::SourceLocation At;
  bool Loop;
};

struct Site {
  Root *R;
  const char *Sort;
  Spot Where;
  std::string Callee;
  const char *Key = "";
  const char *Guard = "";
};

struct Pass {
  Root *R;
  const clang::FunctionDecl *To;
  unsigned Param;
  Spot Where;
  const char *Key = "";
  const char *Guard = "";
  bool Value = false; ///< the object that R points to, not R
};

class Handmade;
class Held;

class Sites {
public:
  Sites(clang::ASTContext &Ctx, Contracts &Book, const Unit &TheUnit);
  ~Sites();
  /// Reads the unit and appends its facts.
  void write(lien_buf &Out);

private:
  struct Function {
    llvm::SmallVector<const clang::FunctionDecl *, 8> Calls, Loops;
  };

  void walk(const clang::Stmt *S);
  void walkIf(const clang::IfStmt *If);
  void walkSequence(const clang::CompoundStmt *CS);
  void walkLoop(const clang::Expr *Condition, llvm::ArrayRef<const clang::Stmt *> Parts);
  void walkOnce(const clang::Expr *Init);
  const char *guardOf(const Root &R);
  void walkBinary(const clang::BinaryOperator *BO);
  bool neverFallsThrough(const clang::Stmt *S);
  void under(const clang::Expr *Condition, bool Holds, const clang::Stmt *S);

  void call(const clang::CallExpr *CE);
  void callContract(const clang::CallExpr *CE, const Contract &C);
  void callEffect(const clang::CallExpr *CE, const Contract &C, const lien_effect &E);
  void callUnknown(const clang::CallExpr *CE);
  bool macro(const clang::Stmt *S);
  void macroEffect(const MacroCall &Call, const lien_effect &E);
  void macroGrowth(const MacroCall &Call, const lien_effect &Grown, Root &R);
  bool isLentHere(const clang::CallExpr *CE, const lien_effect &E) const;
  void grow(const clang::CallExpr *CE, const Contract &C, const lien_effect &E, Root &R);
  const char *keyOf(const clang::CallExpr *CE, const Contract &C, const lien_effect &Grown, const Root &R);
  void release(const clang::CallExpr *CE, const clang::Expr *Arg);
  void assign(const clang::Expr *Left, const clang::Expr *Right, clang::SourceLocation At);
  void assignOther(Root &L, const clang::Expr *Left, const clang::Expr *Right, clang::SourceLocation At);
  void escape(const clang::Expr *E, clang::SourceLocation At, const Root *Except = nullptr);
  void add(Root &R, const char *Sort, clang::SourceLocation At, llvm::StringRef Callee = "");
  void construct(const clang::CXXConstructExpr *Construct);

  bool isPlausible(const Root &R);
  bool isNewObject(const clang::Expr *Left);
  bool runsAtStart(const Body &Of, unsigned Depth = 0) const;
  bool releasesHere(const Root &R);
  Spot here(clang::SourceLocation At) const { return {B, At, LoopDepth > 0}; }
  std::string calleeName(const clang::CallExpr *CE) const;

  bool isLocal(const Root &R) const;
  void prune();
  void writeUses(lien_buf &Out, const clang::FunctionDecl *FD);
  void writeFunction(lien_buf &Out, const Body &Of);
  void writeDeclared(lien_buf &Out, const clang::FunctionDecl *FD);
  void writeRoot(lien_buf &Out, const Root &R);
  void writeSpot(lien_buf &Out, const Spot &Where);
  std::string containerOf(const Root &R) const;

  clang::ASTContext &Ctx;
  Contracts &Book;
  const Unit &TheUnit;
  Roots TheRoots;
  Macros TheMacros;
  Guards TheGuards;
  Origins TheOrigins;
  std::unique_ptr<Handmade> Own;
  std::unique_ptr<Held> Claims;
  std::vector<Site> Found;
  std::vector<Pass> Passes;
  llvm::DenseMap<const Body *, Function> Functions;

  Body *B = nullptr; ///< the one that is walked
  llvm::SmallVector<Condition, 8> Way;
  unsigned LoopDepth = 0;
  bool RunsOnce = false;
};

} // namespace lien

#endif

//===- Roots.h - Containers that outlive a call ---------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Which expression is which root (docs/findings.md): a variable that lives as long as the process, a field, or a parameter,
// for which its caller's root stands. Flow does not count: a local variable is whatever was ever assigned to it.
//
// A field is named by its type (`struct TAG.field`), from wherever it is reached: a singleton and the `Cache *` parameter
// that receives its address are one root then.
//===----------------------------------------------------------------------===//
#ifndef LIEN_PLUGIN_ROOTS_H
#define LIEN_PLUGIN_ROOTS_H

#include "Contracts.h"

#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/SmallPtrSet.h"

namespace lien {

struct Root {
  enum Storage { Param, Object, ModuleState, File, Function, Thread, Class, Extern }; ///< the later one wins
  std::string Id, Name;
  Storage Where = Object;
  std::string Container; ///< what users call it; empty: from its type
  const clang::ValueDecl *D = nullptr;
  bool Used = false; ///< some fact is about it
};

/// What a function does with variables, in no order.
struct Body {
  const clang::FunctionDecl *FD = nullptr;
  std::string Id;
  bool External = false;
  bool ForCallers = false; ///< its parameters are callers' data: external, a method, a callback
  struct Fill {
    const clang::CallExpr *Call;
    unsigned Argument;
  };
  /// Everything assigned to a local variable or parameter; null: a value that nothing is known of.
  llvm::DenseMap<const clang::VarDecl *, llvm::SmallVector<const clang::Expr *, 2>> Values;
  llvm::DenseMap<const clang::VarDecl *, llvm::SmallVector<Fill, 1>> Fills; ///< calls that were given its address
  llvm::SmallVector<const clang::Expr *, 2> Returns;
  llvm::SmallVector<std::pair<const clang::FunctionDecl *, const clang::CallExpr *>, 8> Calls;
  llvm::SmallVector<std::pair<const clang::Expr *, const clang::Expr *>, 4> Stores; ///< `*left = right`, `left.x = right`
  llvm::SmallVector<const clang::Expr *, 2> Written; ///< left sides of assignments that are no local variables
};

/// What an expression may be.
struct Candidates {
  llvm::SmallVector<Root *, 2> May;
  bool Other = false; ///< or something else
  Root *exactly() const { return May.size() == 1 && !Other ? May[0] : nullptr; }
};

class Roots {
public:
  Roots(clang::ASTContext &Ctx, Contracts &Book) : Ctx(Ctx), Book(Book) {}

  /// Reads a body; all must be read before the first look-up.
  Body &read(const clang::FunctionDecl *FD);
  Body *body(const clang::FunctionDecl *FD) const;
  const std::vector<std::unique_ptr<Body>> &bodies() const { return Bodies; }
  /// The roots in the order in which they were met.
  const std::vector<std::unique_ptr<Root>> &all() const { return All; }

  Candidates of(const clang::Expr *E, const Body &B);
  /// The root that a variable is; null when it is none.
  Root *ofVariable(const clang::VarDecl *VD);
  /// Some function of the unit makes it larger: it is no limit of anything.
  bool isRaised(const Root *R) const { return Raised.count(R); }
  std::string functionId(const clang::FunctionDecl *FD) const;
  /// Everybody who calls FD in this unit.
  llvm::ArrayRef<std::pair<Body *, const clang::CallExpr *>> callersOf(const clang::FunctionDecl *FD) const;
  /// Some function has an object of this type as a local variable: it ends with the call.
  bool isOfCalls(const clang::RecordDecl *RD) const { return OnStack.count(RD->getCanonicalDecl()); }
  /// After all bodies are read.
  void finish();

private:
  struct Search {
    const Body &B;
    Candidates &Out;
    llvm::SmallVector<const clang::Decl *, 8> Seen;
  };
  void find(const clang::Expr *E, Search &S);
  void findVariable(const clang::VarDecl *VD, Search &S);
  void findCall(const clang::CallExpr *CE, Search &S);
  bool findLender(const Body::Fill &Fill, Search &S);
  Root::Storage storageFrom(const clang::MemberExpr *ME, const Root *From, const Body &B);
  Root::Storage storageOfParameter(const clang::Expr *Base, const Body &B);
  void readObject(const clang::VarDecl *VD);
  void findMember(const clang::MemberExpr *ME, Search &S);
  void readStmt(const clang::Stmt *S, Body &B);
  void readAssignment(const clang::BinaryOperator *BO, Body &B);
  void readArguments(const clang::CallExpr *CE, Body &B);
  Root &get(std::string Id, const clang::ValueDecl *D, Root::Storage Where, std::string Name);

  clang::ASTContext &Ctx;
  Contracts &Book;
  std::vector<std::unique_ptr<Body>> Bodies;
  std::vector<std::unique_ptr<Root>> All;
  llvm::StringMap<Root *> ById;
  llvm::DenseMap<const clang::FunctionDecl *, Body *> ByDecl;
  llvm::DenseMap<const clang::FunctionDecl *, llvm::SmallVector<std::pair<Body *, const clang::CallExpr *>, 4>> Callers;
  llvm::SmallVector<std::pair<Body *, const clang::Expr *>, 16> Raises;
  llvm::DenseSet<const Root *> Raised;
  llvm::DenseSet<const clang::Decl *> OnStack;
  unsigned CallerDepth = 0;
  llvm::DenseSet<const Root *> Lists;                                     ///< pointers to one object after another
  llvm::DenseMap<const clang::Decl *, const clang::VarDecl *> Singletons; ///< by their class
};

/// The variable of an expression without its parentheses and casts, or null.
const clang::VarDecl *variableOf(const clang::Expr *E);
/// A local variable; a reference is what it refers to.
bool isOwnLocal(const clang::VarDecl *VD);
/// The file of a declaration as the system knows it, absolute.
std::string realFile(const clang::ASTContext &Ctx, clang::SourceLocation Loc);
bool isNullOrZero(const clang::ASTContext &Ctx, const clang::Expr *E);
/// `object << x`: the object is the first argument.
bool isMethodOperator(const clang::CallExpr *CE);
/// The place of a contract in a call; null when the call has no such argument.
const clang::Expr *argumentOf(const clang::CallExpr *CE, const lien_place &Place);

} // namespace lien

#endif

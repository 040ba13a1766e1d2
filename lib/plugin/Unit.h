//===- Unit.h - One walk over a translation unit --------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// One walk over the bodies and initialisers of the user's files finds: which functions may touch a claim (the others are
// never given to the engine), who calls whom, and which bodies are used where a contract for their type exists.
//===----------------------------------------------------------------------===//
#ifndef LIEN_PLUGIN_UNIT_H
#define LIEN_PLUGIN_UNIT_H

#include "Annotations.h"

namespace lien {

class Unit {
public:
  /// When a function runs, as far as its use says.
  enum Use { Init = 1, Exit = 2, Destroy = 4, Main = 8, Method = 16, Callback = 32 };

  Unit(clang::ASTContext &Ctx, Contracts &Book) : Ctx(Ctx), Book(Book), Annotated(Ctx, Book) {}
  void read();

  /// Functions that may touch a claim, callees before callers.
  const std::vector<const clang::FunctionDecl *> &order() const { return Order; }
  /// Functions of which callers release the result, and none retains it.
  bool handsOut(const clang::ValueDecl *Callee) const;
  unsigned functionCount() const { return Functions.size(); }
  /// All bodies of the user's files.
  std::vector<const clang::FunctionDecl *> bodies() const;
  /// Functions without a body here that are used beside being called.
  std::vector<const clang::FunctionDecl *> registeredElsewhere() const;
  unsigned usesOf(const clang::FunctionDecl *FD) const { return Uses.lookup(FD->getCanonicalDecl()); }

private:
  struct Function {
    const clang::FunctionDecl *FD;
    llvm::SmallVector<const clang::FunctionDecl *, 8> Callees;
    bool Touches = false, Visited = false, Wanted = false;
  };
  /// How a local variable is treated in one function.
  struct Local {
    const clang::ValueDecl *From = nullptr; ///< all its values come from calls of this function, or through this field
    bool Mixed = false, Released = false, Retained = false;
    const clang::VarDecl *Alias = nullptr; ///< it was made from this other variable
  };

  void readValue(const clang::VarDecl *VD, const clang::Expr *Value);
  void vote();

  void readAnnotations(const clang::DeclContext *DC);
  void readContext(const clang::DeclContext *DC);
  void readFunction(const clang::FunctionDecl *FD);
  void readStmt(const clang::Stmt *S, Function &F);
  void readCall(const clang::CallExpr *CE, Function &F);
  void readInit(const clang::Expr *Init);
  void bind(const clang::Expr *Value, clang::QualType Expected, const clang::FieldDecl *Field);
  void readOwnUse(const clang::FunctionDecl *FD);
  void readStart(const clang::Stmt *S);
  bool isUsers(clang::SourceLocation Loc);
  void visit(Function &F);
  void want(Function &F);

  clang::ASTContext &Ctx;
  Contracts &Book;
  Annotations Annotated;
  std::vector<std::unique_ptr<Function>> Functions;
  llvm::DenseMap<const clang::FunctionDecl *, Function *> ByDecl;
  llvm::DenseMap<const clang::VarDecl *, Local> Locals;                          ///< of the function that is being read
  llvm::DenseMap<const clang::ValueDecl *, std::pair<unsigned, unsigned>> Votes; ///< releases, retains
  llvm::DenseMap<const clang::FunctionDecl *, unsigned> Uses;                    ///< Use, by canonical declaration
  unsigned RoleOfCall = 0; ///< when the functions run that the call being read is given
  std::vector<const clang::FunctionDecl *> Order;
  llvm::DenseMap<unsigned, bool> UserFile;
};

} // namespace lien

#endif

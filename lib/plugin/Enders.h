//===- Enders.h - Calls that end registrations ----------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// All calls of the unit whose contract says `ended`, and which registrations they may be about: by the field in which the id is,
// by the code, by the type of the data. What is not known may be anything.
//===----------------------------------------------------------------------===//
#ifndef LIEN_PLUGIN_ENDERS_H
#define LIEN_PLUGIN_ENDERS_H

#include "Captures.h"
#include "ClosureExprs.h"

namespace lien {

/// One call that ends registrations, as one row of its contract says.
struct Ender {
  const clang::FunctionDecl *In = nullptr;
  const clang::CallExpr *Call = nullptr;
  const Contract *By = nullptr;
  llvm::SmallVector<const clang::Expr *, 2> Names; ///< the arguments that are `ended`
  bool Surely = false;                             ///< the arguments say that it is this row
};

class Enders {
public:
  explicit Enders(Captures &All);
  llvm::ArrayRef<Ender> all() const { return Found; }
  /// It may end C, as far as one can see.
  bool mayEnd(const Ender &E, const Closure &C) const;
  /// Facts for candidates of other units.
  void say(Captures &All) const;

private:
  bool mayName(const clang::FunctionDecl *In, const clang::Expr *Arg, const Closure &C) const;

  const clang::ASTContext &Ctx;
  std::vector<Ender> Found;
};

/// The field of a pointer's or variable's record that the expression names at its end: `self->priv->id`; null for others.
const clang::FieldDecl *fieldOf(const clang::Expr *E);
/// ... also through a local variable that has its value.
const clang::FieldDecl *fieldBehind(const LocalValues &Values, const clang::Expr *E);
/// "struct TAG.field"; "" when the record has no name.
std::string fieldKey(const clang::FieldDecl *Field);
std::string recordName(const clang::RecordDecl *RD);

} // namespace lien

#endif

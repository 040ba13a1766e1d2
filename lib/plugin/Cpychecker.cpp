//===- Cpychecker.cpp - Attributes of cpychecker --------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// clang does not know the attributes that gcc-python-plugin's checker defined, and would drop them. They become `annotate`
// attributes of the same name here; Annotations.cpp reads those.
//===----------------------------------------------------------------------===//
#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/Sema/ParsedAttr.h"
#include "clang/Sema/Sema.h"

using namespace clang;

namespace {

struct Known : ParsedAttrInfo {
  const char *Name;

  Known(const char *Name, const Spelling &S, unsigned Required) : Name(Name) {
    Spellings = llvm::ArrayRef(S);
    NumArgs = Required;
  }

  bool diagAppertainsToDecl(Sema &, const ParsedAttr &, const Decl *D) const override { return isa<FunctionDecl>(D); }

  AttrHandling handleDeclAttribute(Sema &S, Decl *D, const ParsedAttr &Attr) const override {
    llvm::SmallVector<Expr *, 1> Args;
    for (unsigned I = 0; I < Attr.getNumArgs(); I++)
      if (Attr.isArgExpr(I))
        Args.push_back(Attr.getArgAsExpr(I));
    D->addAttr(AnnotateAttr::Create(S.Context, Name, Args.data(), Args.size(), Attr.getRange()));
    return AttributeApplied;
  }
};

#define LIEN_KNOWN(Type, Attribute, Required)                                                                                    \
  constexpr ParsedAttrInfo::Spelling Type##Spelling = {ParsedAttr::AS_GNU, Attribute};                                           \
  struct Type : Known {                                                                                                          \
    Type() : Known(Attribute, Type##Spelling, Required) {}                                                                       \
  };                                                                                                                             \
  ParsedAttrInfoRegistry::Add<Type> Type##Registration(Attribute, "");

LIEN_KNOWN(ReturnsBorrowed, "cpychecker_returns_borrowed_ref", 0)
LIEN_KNOWN(Steals, "cpychecker_steals_reference_to_arg", 1)
LIEN_KNOWN(SetsException, "cpychecker_sets_exception", 0)
LIEN_KNOWN(NegativeSetsException, "cpychecker_negative_result_sets_exception", 0)

} // namespace

//===- Extents.h - How much an object keeps -------------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// - The bytes of a complete type.
// - A container is what some method `grows`, as its contract says; a string is what lends out its characters; a range is what
//   `for` can go through and is no view. A record that has one among its fields is one, when moving it is cheaper than copying
//   it.
// - The bytes that are kept reachable: the pointee of an owner when it has a large array in it, memory and elements whose number
//   is written where they are made.
//===----------------------------------------------------------------------===//
#ifndef LIEN_PLUGIN_EXTENTS_H
#define LIEN_PLUGIN_EXTENTS_H

#include "ClosureExprs.h"

namespace lien {

class Extents {
public:
  Extents(clang::ASTContext &Ctx, Contracts &Book) : Ctx(Ctx), Book(Book) {}

  enum Bulk : uint8_t { Plain, Text, Range, Elements };
  /// What a copy of such an object copies beside its own bytes, and a move does not.
  Bulk bulkOf(clang::QualType T) { return bulkOf(T, 0); }
  /// sizeof; none for what is incomplete or depends on template parameters.
  std::optional<uint64_t> sizeOf(clang::QualType T) const;
  /// The bytes that the captured owner keeps reachable beside its own; none: not known.
  std::optional<uint64_t> reachedBy(const Capture &What, const LocalValues &Values);

private:
  Bulk bulkOf(clang::QualType T, unsigned Depth);
  Bulk ownBulk(const clang::CXXRecordDecl *RD);
  uint64_t arrayIn(clang::QualType T, unsigned Depth = 0) const;
  std::optional<uint64_t> count(const clang::Expr *E) const;
  std::optional<uint64_t> madeBy(const clang::Expr *Value, clang::QualType Element, const LocalValues &Values,
                                 unsigned Depth = 0) const;
  std::optional<uint64_t> saidBy(const clang::CallExpr *CE, const clang::FunctionDecl *FD, bool Makes) const;
  std::optional<uint64_t> allocatedBy(const clang::Expr *Value, const LocalValues &Values, unsigned Depth = 0);

  clang::ASTContext &Ctx;
  Contracts &Book;
  llvm::DenseMap<const clang::CXXRecordDecl *, Bulk> Known;
};

/// What `->` or `*` of an owner gives; for an owner of an array, what `[]` gives; null: it points to nothing.
clang::QualType pointeeOf(clang::QualType T);

} // namespace lien

#endif

//===- Annotations.h - Attributes into contracts --------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef LIEN_PLUGIN_ANNOTATIONS_H
#define LIEN_PLUGIN_ANNOTATIONS_H

#include "Contracts.h"

namespace lien {

/// Collects the annotated functions of a unit, then turns them all into contracts at once.
class Annotations {
public:
  Annotations(clang::ASTContext &Ctx, Contracts &Book) : Ctx(Ctx), Book(Book) {}

  /// Cheap for a function without attributes.
  void collect(const clang::FunctionDecl *FD);
  /// Hands the contracts to the book. What cannot be understood is a warning at the function.
  void finish();

private:
  struct Entry {
    const clang::FunctionDecl *FD;
    std::string Text; ///< its contract in YAML
  };
  bool read(llvm::ArrayRef<Entry> Some, std::string &Error);

  clang::ASTContext &Ctx;
  Contracts &Book;
  std::vector<Entry> Entries;
};

} // namespace lien

#endif

//===- Sinks.h - What functions do with closures they are given -*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A parameter that is a closure (or code, or its data) is only called, is kept by something, or goes where nobody sees. It is
// read from the body when there is one, over calls; the contract of a function goes first.
//===----------------------------------------------------------------------===//
#ifndef LIEN_PLUGIN_SINKS_H
#define LIEN_PLUGIN_SINKS_H

#include "Closure.h"

namespace lien {

/// What becomes of one parameter.
struct ParamSink {
  enum Sort : uint8_t {
    Unknown,  ///< it goes where nobody sees
    Call,     ///< it is called, looked at, or ends with the call
    This,     ///< the object that the method is called on keeps it
    Param,    ///< what parameter Index points or refers to keeps it
    Static,   ///< what lives as long as the process keeps it
    Thread,   ///< a thread runs it, which the function does not wait for
    Result,   ///< it is in what the function returns
    Elsewhere ///< it is given to parameter Index of To, whose body is in another unit
  };
  Sort Where = Unknown;
  unsigned Index = 0;
  const clang::FunctionDecl *To = nullptr;
  clang::SourceLocation At; ///< where it is kept
  std::string Words;        ///< "stored in 'handlers_'"
};

class Sinks {
public:
  Sinks(clang::ASTContext &Ctx, Contracts &Book) : Ctx(Ctx), Book(Book) {}
  /// Everything that may become of parameter I of FD; one entry `Elsewhere` when FD has no body and no contract.
  llvm::ArrayRef<ParamSink> of(const clang::FunctionDecl *FD, unsigned I);

private:
  clang::ASTContext &Ctx;
  Contracts &Book;
  llvm::DenseMap<std::pair<const clang::FunctionDecl *, unsigned>, std::vector<ParamSink>> Known;
};

} // namespace lien

#endif

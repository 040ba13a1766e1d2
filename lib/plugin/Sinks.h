//===- Sinks.h - What functions do with closures they are given -*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A parameter that is a closure (or code, or its data) is only called, is kept by something, or goes where nobody sees. The
// contract of a function says it; else it is read from the body, over calls.
//===----------------------------------------------------------------------===//
#ifndef LIEN_PLUGIN_SINKS_H
#define LIEN_PLUGIN_SINKS_H

#include "BodyMap.h"
#include "Closure.h"

#include <map>

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
  Sort On = Static; ///< Elsewhere: whose method To is: This, Param (number OnIndex), Call: of a local object
  unsigned OnIndex = 0;
  clang::SourceLocation At; ///< where it is kept
  std::string Words;        ///< "stored in 'handlers_'"
  const Contract *By = nullptr;
  const Outcome *Row = nullptr;
  bool Runs = false; ///< This (of a constructor), Result: the object runs it, as a thread does
  bool Once = false;
  bool Registered = false; ///< a contract says so, and that it is the data of code
};

class Sinks {
public:
  Sinks(clang::ASTContext &Ctx, Contracts &Book) : Ctx(Ctx), Book(Book) {}
  /// Everything that may become of parameter I of FD; one entry `Elsewhere` when FD has no body and no contract.
  llvm::ArrayRef<ParamSink> of(const clang::FunctionDecl *FD, unsigned I);
  /// What a contract says of parameter I, in the rows that Fits; nothing: the contract is silent.
  static void read(const Contract &C, unsigned I, llvm::function_ref<bool(const Outcome &)> Fits, std::vector<ParamSink> &Out);
  /// Read once.
  const BodyMap &bodyOf(const clang::FunctionDecl *FD);

private:
  std::vector<ParamSink> find(const clang::FunctionDecl *FD, unsigned I);
  std::vector<ParamSink> readBody(const clang::FunctionDecl *FD, unsigned I);

  clang::ASTContext &Ctx;
  Contracts &Book;
  std::map<std::pair<const clang::FunctionDecl *, unsigned>, std::vector<ParamSink>> Known; ///< answers stay where they are
  llvm::DenseMap<const clang::FunctionDecl *, std::unique_ptr<BodyMap>> Bodies;
  unsigned Depth = 0;
};

} // namespace lien

#endif

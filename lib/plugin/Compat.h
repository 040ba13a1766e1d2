//===- Compat.h - The only place that knows LLVM versions ------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef LIEN_PLUGIN_COMPAT_H
#define LIEN_PLUGIN_COMPAT_H

#include "clang/Basic/Version.h"
#include "clang/StaticAnalyzer/Core/PathSensitive/CallEvent.h"
#include "clang/StaticAnalyzer/Core/PathSensitive/CheckerContext.h"
#include "llvm/Config/llvm-config.h"

#if LLVM_VERSION_MAJOR < 22
#error "this version of Lien is built against clang 22"
#endif

namespace lien {

/// A fresh symbol for something that a call makes: its result, or what it writes through an argument (told apart by Tag).
inline clang::ento::DefinedOrUnknownSVal conjure(clang::ento::CheckerContext &C, const clang::ento::CallEvent &Call,
                                                 clang::QualType Type, const void *Tag) {
  return C.getSValBuilder().conjureSymbolVal(Call, Type, C.blockCount(), Tag);
}

} // namespace lien

#endif

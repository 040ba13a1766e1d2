//===- MacroValue.h - The number that a macro stands for ------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef LIEN_PLUGIN_MACROVALUE_H
#define LIEN_PLUGIN_MACROVALUE_H

#include "llvm/ADT/StringRef.h"

#include <cstdint>
#include <optional>

namespace clang {
class Preprocessor;
}

namespace lien {

/// The value of an object-like macro that is an integer constant expression of literals and other such macros:
/// `((MAJOR << 24) | (MINOR << 16))`. Nothing when it is not defined, or is anything else.
std::optional<uint64_t> macroValue(const clang::Preprocessor &PP, llvm::StringRef Name);

} // namespace lien

#endif

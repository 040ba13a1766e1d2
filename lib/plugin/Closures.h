//===- Closures.h - The closures of a body --------------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Finds every closure that a body makes or registers, what it captures, and each place where it goes. A closure that goes to
// several places is several; one that goes nowhere is none.
//===----------------------------------------------------------------------===//
#ifndef LIEN_PLUGIN_CLOSURES_H
#define LIEN_PLUGIN_CLOSURES_H

#include "Closure.h"

namespace lien {

class Sinks;

/// Appends the closures that calls register, as contracts say (`called with`, `lent to` ...): C's idiom, and C++ calls whose code
/// is a function and not a closure object. Registrations.cpp.
void findRegistrations(const clang::FunctionDecl *FD, clang::ASTContext &Ctx, Contracts &Book, std::vector<Closure> &Out);

/// Appends data of the frame that is handed out with code where no contract says what becomes of it. HandedData.cpp.
void findHandedData(const clang::FunctionDecl *FD, clang::ASTContext &Ctx, Contracts &Book, Sinks &TheSinks,
                    std::vector<Closure> &Out);

/// Appends lambdas, blocks, bind expressions and what threads and tasks are given, followed through variables, std::function,
/// containers and calls to where they end up. Frames: the bodies of its lambdas, which are frames of their own. Lambdas.cpp.
void findLambdas(const clang::FunctionDecl *FD, clang::ASTContext &Ctx, Contracts &Book, Sinks &TheSinks,
                 std::vector<Closure> &Out, std::vector<const clang::FunctionDecl *> &Frames);

} // namespace lien

#endif

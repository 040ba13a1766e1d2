//===- Leaks.h - Parts of lien.LeakedCapture ------------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the parts share. Each part is in a file of its own.
//===----------------------------------------------------------------------===//
#ifndef LIEN_PLUGIN_LEAKS_H
#define LIEN_PLUGIN_LEAKS_H

#include "Captures.h"
#include "DataUses.h"
#include "SuccessWays.h"

namespace lien {

/// The effect of the registration's row on its data; null when it has none.
const lien_effect *keptEffect(const Closure &C);
/// The code arguments of the registration that are given its data.
llvm::SmallVector<const clang::Expr *, 2> codesOf(const Closure &C);
/// The bodies of these; false when one is not seen. NULL is no code.
bool bodiesOf(const clang::ASTContext &Ctx, const Closure &C, llvm::SmallVectorImpl<const clang::FunctionDecl *> &Out);
/// What the callback may get the data in: its parameters of a type that fits.
llvm::SmallVector<unsigned, 2> dataParams(const clang::ASTContext &Ctx, const clang::FunctionDecl *Callback,
                                          clang::QualType Data);
/// 'g_timeout_add'
std::string registrar(const Closure &C);
/// The record that a pointer points to, or null.
const clang::RecordDecl *recordOf(clang::QualType Pointer);

/// Registrations that are told of: one finding for each is enough.
using ToldOf = llvm::SmallPtrSet<const clang::Expr *, 4>;

void findLeakedData(Captures &All, DataUses &Uses, ToldOf &Told); ///< LeakedCapture.cpp: data without a destroyer
void findReleasedTwice(Captures &All, DataUses &Uses);            ///< ReleasedTwice.cpp: by the destroyer and by the caller
void findDanglingOwners(Captures &All, DataUses &Uses,
                        const ToldOf &Told);         ///< DanglingOwner.cpp: the registration stays when its data ends
void findDanglingThis(Captures &All);                ///< DanglingThis.cpp: the same for `this` in a list
void findDroppedData(Captures &All, DataUses &Uses); ///< DroppedData.cpp: a registration function that fails
void findKeptCode(Captures &All, DataUses &Uses);    ///< KeptCode.cpp: callbacks that an object never lets go

} // namespace lien

#endif

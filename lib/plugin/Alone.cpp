//===- Alone.cpp - The verdict on containers of one unit ------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Alone.h"

#include "Captures.h"
#include "Sites.h"

#include "clang/AST/ASTContext.h"
#include "clang/Basic/FileManager.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;
using namespace lien;

void lien::judgeAlone(ASTContext &Ctx, Contracts &Book, const Unit &TheUnit, unsigned LargeBytes,
                      llvm::function_ref<void(const lien_cache &)> TellCache,
                      llvm::function_ref<void(const lien_candidate &)> TellCapture) {
  lien_buf Text = {};
  Sites(Ctx, Book, TheUnit).write(Text);
  Captures Closures(Ctx, Book, TheUnit, LargeBytes);
  Closures.read();
  Closures.write(Text, /*Alone=*/true);
  lien_error Error = {};
  lien_facts *Facts = lien_facts_new();
  if (Facts && !Text.failed && lien_facts_read(Facts, "facts", Text.data, Text.size, &Error) &&
      lien_facts_link(Facts, /*whole=*/false, &Error)) {
    size_t Count = 0;
    const lien_cache *Caches = lien_facts_caches(Facts, &Count);
    for (size_t I = 0; I < Count; I++)
      if (Caches[I].verdict == LIEN_VERDICT_WARNING)
        TellCache(Caches[I]);
    const lien_candidate *Captured = lien_facts_candidates(Facts, &Count);
    for (size_t I = 0; I < Count; I++)
      if (Captured[I].level == LIEN_VERDICT_WARNING)
        TellCapture(Captured[I]);
  } else {
    DiagnosticsEngine &Diags = Ctx.getDiagnostics();
    Diags.Report(
        Diags.getCustomDiagID(DiagnosticsEngine::Warning, "lien: the containers and closures of this unit are not judged: %0"))
        << (Error.text[0] ? Error.text : "out of memory");
  }
  lien_facts_free(Facts);
  lien_buf_free(&Text);
}

SourceLocation lien::locationOf(SourceManager &SM, const lien_remark &Remark) {
  OptionalFileEntryRef File = SM.getFileManager().getOptionalFileRef(Remark.file);
  return File ? SM.translateFileLineCol(&File->getFileEntry(), Remark.line, Remark.column) : SourceLocation();
}

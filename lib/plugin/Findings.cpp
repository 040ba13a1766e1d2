//===- Findings.cpp - Where the plugin action's findings go ---------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Findings.h"

#include "clang/AST/Decl.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

using namespace clang;
using namespace ento;
using namespace lien;

std::string lien::absolutePath(const SourceManager &SM, SourceLocation Loc) {
  OptionalFileEntryRef Entry = SM.getFileEntryRefForID(SM.getFileID(Loc));
  if (!Entry)
    return "";
  llvm::SmallString<256> Path(Entry->getName());
  SM.getFileManager().makeAbsolutePath(Path);
  llvm::sys::path::remove_dots(Path, /*remove_dot_dot=*/false);
  return std::string(Path);
}

static void member(lien_buf &Out, const char *Name, llvm::StringRef Value) {
  lien_buf_printf(&Out, "\"%s\":", Name);
  lien_json_string(&Out, Value.data(), Value.size());
}

/// "file":..., "line":..., "column":... and the end of Range when it has one in the same file.
static void place(lien_buf &Out, const SourceManager &SM, SourceLocation Loc, SourceRange Range) {
  Loc = SM.getExpansionLoc(Loc);
  member(Out, "file", absolutePath(SM, Loc));
  lien_buf_printf(&Out, ",\"line\":%u,\"column\":%u", SM.getExpansionLineNumber(Loc), SM.getExpansionColumnNumber(Loc));
  if (!Range.isValid())
    return;
  SourceLocation End = SM.getExpansionRange(Range.getEnd()).getEnd();
  if (SM.getFileID(End) == SM.getFileID(Loc) && SM.getFileOffset(End) >= SM.getFileOffset(Loc))
    lien_buf_printf(&Out, ",\"end_line\":%u,\"end_column\":%u", SM.getExpansionLineNumber(End),
                    SM.getExpansionColumnNumber(End) + 1);
}

/// The events of a path in the order of execution. The engine's clean-up of redundant notes can leave the end in front.
static std::vector<const PathDiagnosticPiece *> topPieces(const PathDiagnostic &D, const PathPieces &Pieces) {
  std::vector<const PathDiagnosticPiece *> Result;
  for (const PathDiagnosticPieceRef &Piece : Pieces)
    Result.push_back(Piece.get());
  if (Result.size() > 1 && isa<PathDiagnosticEventPiece>(Result.front()) &&
      Result.front()->getString() == D.getShortDescription() && Result.back()->getString() != D.getShortDescription())
    std::rotate(Result.begin(), Result.begin() + 1, Result.end());
  return Result;
}

namespace {

class JsonConsumer final : public PathDiagnosticConsumer {
public:
  explicit JsonConsumer(lien_buf &Out) : Out(Out) {}
  StringRef getName() const override { return "lien-json"; }
  PathGenerationScheme getGenerationScheme() const override { return Minimal; }
  bool supportsCrossFileDiagnostics() const override { return true; }

  void FlushDiagnosticsImpl(std::vector<const PathDiagnostic *> &Diags, FilesMade *) override {
    for (const PathDiagnostic *D : Diags)
      if (D->getCheckerName().starts_with("lien."))
        write(*D);
  }

private:
  void write(const PathDiagnostic &D) {
    FullSourceLoc Where = D.getLocation().asLocation();
    const SourceManager &SM = Where.getManager();
    lien_buf_puts(&Out, "{\"type\":\"finding\",");
    member(Out, "rule", D.getCheckerName());
    lien_buf_puts(&Out, ",");
    member(Out, "message", D.getShortDescription());
    lien_buf_puts(&Out, ",");
    place(Out, SM, Where, D.getLocation().asRange());
    if (const auto *ND = dyn_cast_or_null<NamedDecl>(D.getDeclWithIssue())) {
      lien_buf_puts(&Out, ",");
      member(Out, "function", ND->getQualifiedNameAsString());
    }
    PathDiagnosticLocation Begin = D.getUniqueingLoc();
    if (Begin.isValid()) {
      lien_buf_puts(&Out, ",\"begin\":{");
      place(Out, SM, Begin.asLocation(), SourceRange());
      lien_buf_puts(&Out, "}");
    }
    lien_buf_puts(&Out, ",\"path\":[");
    First = true;
    for (const PathDiagnosticPiece *Piece : topPieces(D, D.path))
      writePiece(*Piece, 0);
    lien_buf_puts(&Out, "]}\n");
  }

  void writePath(const PathPieces &Pieces, unsigned Depth) {
    for (const PathDiagnosticPieceRef &Piece : Pieces)
      writePiece(*Piece, Depth);
  }

  void writePiece(const PathDiagnosticPiece &Piece, unsigned Depth) {
    if (const auto *Call = dyn_cast<PathDiagnosticCallPiece>(&Piece)) {
      if (auto Enter = Call->getCallEnterEvent())
        writeStep(*Enter, Depth);
      writePath(Call->path, Depth + 1);
      if (auto Exit = Call->getCallExitEvent())
        writeStep(*Exit, Depth);
    } else if (const auto *Macro = dyn_cast<PathDiagnosticMacroPiece>(&Piece)) {
      writePath(Macro->subPieces, Depth);
    } else if (isa<PathDiagnosticEventPiece>(Piece)) {
      writeStep(Piece, Depth);
    }
  }

  void writeStep(const PathDiagnosticPiece &Piece, unsigned Depth) {
    PathDiagnosticLocation Where = Piece.getLocation();
    if (!Where.isValid() || !Where.asLocation().isValid())
      return;
    lien_buf_puts(&Out, First ? "{" : ",{");
    First = false;
    SourceRange Range;
    if (!Piece.getRanges().empty())
      Range = Piece.getRanges().front();
    place(Out, Where.getManager(), Where.asLocation(), Range);
    lien_buf_puts(&Out, ",");
    member(Out, "message", Piece.getString());
    lien_buf_printf(&Out, ",\"depth\":%u}", Depth);
  }

  lien_buf &Out;
  bool First = true;
};

class WarningConsumer final : public PathDiagnosticConsumer {
public:
  explicit WarningConsumer(DiagnosticsEngine &Diags) : Diags(Diags) {}
  StringRef getName() const override { return "lien-warnings"; }
  PathGenerationScheme getGenerationScheme() const override { return Minimal; }
  bool supportsCrossFileDiagnostics() const override { return true; }

  void FlushDiagnosticsImpl(std::vector<const PathDiagnostic *> &Found, FilesMade *) override {
    unsigned Warning = Diags.getCustomDiagID(DiagnosticsEngine::Warning, "%0 [%1]");
    unsigned Note = Diags.getCustomDiagID(DiagnosticsEngine::Note, "%0");
    for (const PathDiagnostic *D : Found) {
      if (!D->getCheckerName().starts_with("lien."))
        continue;
      Diags.Report(D->getLocation().asLocation(), Warning) << D->getShortDescription() << D->getCheckerName();
      PathPieces Flat = D->path.flatten(/*ShouldFlattenMacros=*/true);
      std::vector<const PathDiagnosticPiece *> Pieces = topPieces(*D, Flat);
      for (const PathDiagnosticPiece *Piece : Pieces)
        if (isa<PathDiagnosticEventPiece>(Piece) && Piece != Pieces.back())
          Diags.Report(Piece->getLocation().asLocation(), Note) << Piece->getString();
    }
  }

private:
  DiagnosticsEngine &Diags;
};

} // namespace

std::unique_ptr<PathDiagnosticConsumer> lien::makeJsonConsumer(lien_buf &Out) {
  return std::make_unique<JsonConsumer>(Out);
}

std::unique_ptr<PathDiagnosticConsumer> lien::makeWarningConsumer(DiagnosticsEngine &Diags) {
  return std::make_unique<WarningConsumer>(Diags);
}

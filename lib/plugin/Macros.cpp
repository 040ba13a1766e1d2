//===- Macros.cpp - Calls of macros that have a contract ------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Macros.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"

using namespace clang;
using namespace lien;

static bool isOfContainers(const Contract &C) {
  for (const Outcome &Row : C.Rows)
    for (const lien_effect &E : Row.Effects)
      if (lien_verb_is_of_containers(E.verb))
        return true;
  return false;
}

const Contract *Macros::contractAt(SourceLocation At) {
  auto [It, New] = Known.try_emplace(At, nullptr);
  if (!New)
    return It->second;
  const SourceManager &SM = Ctx.getSourceManager();
  llvm::StringRef Name = Lexer::getSourceText(CharSourceRange::getTokenRange(At), SM, Ctx.getLangOpts());
  const Contract *C = Book.ofMacroNamed(Name);
  return Known[At] = C && isOfContainers(*C) ? C : nullptr;
}

/// Where the arguments of a macro's call stand in the text: offsets of their first character, and of what follows the last.
static llvm::SmallVector<std::pair<unsigned, unsigned>, 6> argumentRanges(const ASTContext &Ctx, SourceLocation At) {
  llvm::SmallVector<std::pair<unsigned, unsigned>, 6> Result;
  const SourceManager &SM = Ctx.getSourceManager();
  auto [File, Offset] = SM.getDecomposedLoc(At);
  llvm::StringRef Text = SM.getBufferData(File);
  Lexer Lex(SM.getLocForStartOfFile(File), Ctx.getLangOpts(), Text.begin(), Text.begin() + Offset, Text.end());
  Token Tok;
  unsigned Depth = 0, Begin = 0, End = 0;
  Lex.LexFromRawLexer(Tok); /* the name */
  do {
    Lex.LexFromRawLexer(Tok);
    unsigned Here = SM.getFileOffset(Tok.getLocation());
    bool Closes = Tok.isOneOf(tok::r_paren, tok::r_square, tok::r_brace);
    if (Depth == 1 && ((Closes && Tok.is(tok::r_paren)) || Tok.is(tok::comma))) {
      Result.push_back({Begin, End});
      Begin = 0;
    } else if (Depth && !Begin) {
      Begin = Here;
    }
    End = Here + Tok.getLength();
    Depth += Tok.isOneOf(tok::l_paren, tok::l_square, tok::l_brace);
    Depth -= Closes && Depth;
  } while (Depth && Tok.isNot(tok::eof));
  return Result;
}

void Macros::findArguments(const Stmt *S, llvm::ArrayRef<std::pair<unsigned, unsigned>> Ranges, FileID File, MacroCall &Call) {
  if (!S)
    return;
  const SourceManager &SM = Ctx.getSourceManager();
  if (const auto *E = dyn_cast<Expr>(S); E && E->getBeginLoc().isMacroID() && E->getEndLoc().isMacroID()) {
    auto Begin = SM.getDecomposedLoc(SM.getFileLoc(E->getBeginLoc()));
    auto End = SM.getDecomposedLoc(SM.getFileLoc(E->getEndLoc()));
    for (unsigned I = 0; I < Ranges.size() && Begin.first == File; I++)
      if (!Call.Args[I] && Begin.second == Ranges[I].first && End.first == File && End.second < Ranges[I].second &&
          End.second + Lexer::MeasureTokenLength(SM.getFileLoc(E->getEndLoc()), SM, Ctx.getLangOpts()) == Ranges[I].second)
        Call.Args[I] = E;
  }
  for (const Stmt *Child : S->children())
    findArguments(Child, Ranges, File, Call);
}

MacroCall Macros::of(const Stmt *S) {
  MacroCall Call;
  SourceLocation Begin = S->getBeginLoc();
  if (!Begin.isMacroID())
    return Call;
  const SourceManager &SM = Ctx.getSourceManager();
  SourceLocation At = SM.getExpansionLoc(Begin);
  SourceLocation End = S->getEndLoc();
  if (!End.isMacroID() || SM.getExpansionLoc(End) != At || SM.isMacroArgExpansion(Begin))
    return Call;
  const Contract *C = contractAt(At);
  if (!C)
    return Call;
  auto Ranges = argumentRanges(Ctx, At);
  if (!C->Raw || Ranges.size() != C->Raw->param_count)
    return Call;
  Call.Args.resize(Ranges.size());
  findArguments(S, Ranges, SM.getFileID(At), Call);
  Call.C = C;
  Call.At = At;
  return Call;
}

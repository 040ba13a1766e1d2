//===- MacroValue.cpp - The number that a macro stands for ----------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "MacroValue.h"

#include "clang/Lex/MacroInfo.h"
#include "clang/Lex/Preprocessor.h"
#include "llvm/ADT/SmallString.h"

using namespace clang;
using namespace lien;

namespace {

/// Reads one replacement list by precedence climbing. Depth bounds macros that name each other.
class Evaluator {
public:
  Evaluator(const Preprocessor &PP, const MacroInfo &MI, unsigned Depth) : PP(PP), Tokens(MI.tokens()), Depth(Depth) {}

  std::optional<uint64_t> all() {
    std::optional<uint64_t> Value = binary(0);
    return At == Tokens.size() ? Value : std::nullopt;
  }

  static std::optional<uint64_t> macro(const Preprocessor &PP, const IdentifierInfo *II, unsigned Depth) {
    const MacroInfo *MI = II ? PP.getMacroInfo(II) : nullptr;
    if (!MI || MI->isFunctionLike() || Depth > 16)
      return std::nullopt;
    return Evaluator(PP, *MI, Depth).all();
  }

private:
  static int precedence(tok::TokenKind Kind) {
    switch (Kind) {
    case tok::pipe:
      return 1;
    case tok::caret:
      return 2;
    case tok::amp:
      return 3;
    case tok::lessless:
    case tok::greatergreater:
      return 4;
    case tok::plus:
    case tok::minus:
      return 5;
    case tok::star:
      return 6;
    default:
      return 0;
    }
  }

  static uint64_t apply(tok::TokenKind Kind, uint64_t A, uint64_t B) {
    switch (Kind) {
    case tok::pipe:
      return A | B;
    case tok::caret:
      return A ^ B;
    case tok::amp:
      return A & B;
    case tok::lessless:
      return B < 64 ? A << B : 0;
    case tok::greatergreater:
      return B < 64 ? A >> B : 0;
    case tok::plus:
      return A + B;
    case tok::minus:
      return A - B;
    default:
      return A * B;
    }
  }

  std::optional<uint64_t> binary(int Least) {
    std::optional<uint64_t> Left = primary();
    while (Left && At < Tokens.size()) {
      tok::TokenKind Kind = Tokens[At].getKind();
      int Own = precedence(Kind);
      if (!Own || Own <= Least)
        break;
      At++;
      std::optional<uint64_t> Right = binary(Own);
      Left = Right ? std::optional<uint64_t>(apply(Kind, *Left, *Right)) : std::nullopt;
    }
    return Left;
  }

  std::optional<uint64_t> primary() {
    if (At >= Tokens.size())
      return std::nullopt;
    const Token &T = Tokens[At++];
    if (T.is(tok::l_paren)) {
      std::optional<uint64_t> Inner = binary(0);
      bool Closed = At < Tokens.size() && Tokens[At++].is(tok::r_paren);
      return Closed ? Inner : std::nullopt;
    }
    if (T.is(tok::numeric_constant)) {
      llvm::SmallString<32> Buffer;
      bool Invalid = false;
      uint64_t Value = 0;
      llvm::StringRef Spelling = PP.getSpelling(T, Buffer, &Invalid);
      if (Invalid || Spelling.rtrim("uUlL").getAsInteger(0, Value))
        return std::nullopt;
      return Value;
    }
    return T.getIdentifierInfo() ? macro(PP, T.getIdentifierInfo(), Depth + 1) : std::nullopt;
  }

  const Preprocessor &PP;
  llvm::ArrayRef<Token> Tokens;
  unsigned Depth;
  size_t At = 0;
};

} // namespace

std::optional<uint64_t> lien::macroValue(const Preprocessor &PP, llvm::StringRef Name) {
  return Evaluator::macro(PP, PP.getIdentifierInfo(Name), 0);
}

//===- Captures.cpp - The rules about closures ----------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Captures.h"

#include "Closures.h"
#include "Findings.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;
using namespace lien;

Captures::Captures(ASTContext &Ctx, Contracts &Book, const Unit &TheUnit, unsigned LargeBytes)
    : Ctx(Ctx), Book(Book), TheUnit(TheUnit), LargeBytes(LargeBytes), Ids(Ctx, Book), TheSinks(Ctx, Book) {}

std::string Captures::sinkKey(const FunctionDecl *FD, unsigned Param) const {
  return "sink:" + Ids.functionId(FD) + "/" + std::to_string(FD->getNumParams()) + "#" + std::to_string(Param) + ":";
}

void Captures::read() {
  std::vector<const FunctionDecl *> Frames = TheUnit.bodies();
  for (size_t I = 0; I < Frames.size(); I++) { /* lambdas add their own */
    const FunctionDecl *FD = Frames[I];
    FunctionClosures Of{FD, {}};
    findRegistrations(FD, Ctx, Book, Of.All);
    findHandedData(FD, Ctx, Book, TheSinks, Of.All);
    if (Ctx.getLangOpts().CPlusPlus || Ctx.getLangOpts().Blocks)
      findLambdas(FD, Ctx, Book, TheSinks, Of.All, Frames);
    if (!Of.All.empty())
      Functions.push_back(std::move(Of));
  }
  sayCaptureSinks(*this);
  findEscapedCaptures(*this);
  findCoroutineCaptures(*this);
  findLargeCaptures(*this);
  findRetainCycles(*this);
  findLeakedCaptures(*this);
  findMismatchedRemovals(*this);
}

static void member(lien_buf &Out, const char *Name, llvm::StringRef Value) {
  lien_buf_printf(&Out, ",\"%s\":", Name);
  lien_json_string(&Out, Value.data(), Value.size());
}

static void place(lien_buf &Out, const SourceManager &SM, SourceLocation At) {
  At = SM.getExpansionLoc(At);
  member(Out, "file", absolutePath(SM, At));
  lien_buf_printf(&Out, ",\"line\":%u,\"column\":%u", SM.getExpansionLineNumber(At), SM.getExpansionColumnNumber(At));
}

static void keys(lien_buf &Out, const char *Name, llvm::ArrayRef<std::string> Keys) {
  if (Keys.empty())
    return;
  lien_buf_printf(&Out, ",\"%s\":[", Name);
  for (const std::string &Key : Keys) {
    lien_buf_puts(&Out, &Key == Keys.begin() ? "" : ",");
    lien_json_string(&Out, Key.data(), Key.size());
  }
  lien_buf_puts(&Out, "]");
}

static void write(lien_buf &Out, const SourceManager &SM, const CaptureFinding &F, bool Alone) {
  bool Certain = F.If.empty() && F.Unless.empty() && !Alone;
  lien_buf_puts(&Out, Certain ? "{\"type\":\"finding\"" : "{\"type\":\"candidate\"");
  member(Out, "rule", F.Rule);
  member(Out, "message", F.Message);
  place(Out, SM, F.At);
  member(Out, "level", F.Note ? "note" : "warning");
  if (F.In)
    member(Out, "function", F.In->getQualifiedNameAsString());
  if (!F.Object.empty())
    member(Out, "object", F.Object);
  if (F.Begin.isValid()) {
    lien_buf_puts(&Out, ",\"begin\":{\"file\":");
    std::string File = absolutePath(SM, SM.getExpansionLoc(F.Begin));
    lien_json_string(&Out, File.data(), File.size());
    lien_buf_printf(&Out, ",\"line\":%u,\"column\":%u}", SM.getExpansionLineNumber(F.Begin),
                    SM.getExpansionColumnNumber(F.Begin));
  }
  lien_buf_puts(&Out, ",\"path\":[");
  for (const CaptureFinding::Step &Step : F.Path) {
    lien_buf_puts(&Out, &Step == F.Path.data() ? "{\"depth\":0" : ",{\"depth\":0");
    place(Out, SM, Step.At);
    member(Out, "message", Step.Message);
    lien_buf_puts(&Out, "}");
  }
  lien_buf_puts(&Out, "]");
  keys(Out, "if", F.If);
  keys(Out, "unless", F.Unless);
  lien_buf_puts(&Out, F.Local && !Certain ? ",\"local\":true}\n" : "}\n");
}

void Captures::write(lien_buf &Out, bool Alone) const {
  const SourceManager &SM = Ctx.getSourceManager();
  for (const CaptureFinding &F : Findings)
    ::write(Out, SM, F, Alone);
  for (const CaptureFact &Fact : Facts) {
    lien_buf_puts(&Out, "{\"type\":\"holds\"");
    member(Out, "key", Fact.Key);
    keys(Out, "if", Fact.If);
    if (Fact.At.isValid() && !Fact.Message.empty()) {
      place(Out, SM, Fact.At);
      member(Out, "message", Fact.Message);
    }
    lien_buf_puts(&Out, "}\n");
  }
}

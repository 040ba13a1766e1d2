//===- SinkFacts.cpp - What functions do with closures of other units -----===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// - Of each function that other units can call: what becomes of its parameters that are code, or data beside code.
// - What it gives on to a function of another unit holds when that function keeps it.
//
// Not here: templates, whose bodies each unit has.
//===----------------------------------------------------------------------===//
#include "Captures.h"

#include "clang/AST/DeclTemplate.h"

using namespace clang;
using namespace lien;

static bool isCode(QualType T) {
  T = T.getNonReferenceType();
  if (T->isFunctionPointerType() || T->isMemberFunctionPointerType() || T->isBlockPointerType())
    return true;
  const auto *RD = T->getAsCXXRecordDecl();
  return RD && RD->hasDefinition() &&
         llvm::any_of(RD->methods(), [](const CXXMethodDecl *M) { return M->getOverloadedOperator() == OO_Call; });
}

static bool hasCode(const FunctionDecl *FD) {
  return llvm::any_of(FD->parameters(), [](const ParmVarDecl *P) { return isCode(P->getType()); });
}

static void say(Captures &All, std::string Key, const ParamSink &What, std::string If) {
  CaptureFact Fact;
  Fact.Key = std::move(Key);
  if (!If.empty())
    Fact.If.push_back(std::move(If));
  if (!What.Words.empty() && What.At.isValid()) {
    Fact.At = What.At;
    Fact.Message = "the closure is " + What.Words + " here";
  }
  All.say(std::move(Fact));
}

/// Given on: what keeps it there keeps it here.
static void sayElsewhere(Captures &All, const std::string &Key, const ParamSink &What) {
  std::string Other = All.sinkKey(What.To, What.Index);
  say(All, Key + "static", What, Other + "static");
  say(All, Key + "thread", What, Other + "thread");
  switch (What.On) {
  case ParamSink::This:
    say(All, Key + "this", What, Other + "this");
    break;
  case ParamSink::Param:
    say(All, Key + "param:" + std::to_string(What.OnIndex), What, Other + "this");
    break;
  case ParamSink::Static:
    if (isa<CXXMethodDecl>(What.To) && cast<CXXMethodDecl>(What.To)->isInstance())
      say(All, Key + "static", What, Other + "this");
    break;
  default:
    break;
  }
}

static void sayParameter(Captures &All, const FunctionDecl *FD, unsigned I) {
  std::string Key = All.sinkKey(FD, I);
  for (const ParamSink &What : All.TheSinks.of(FD, I)) {
    switch (What.Where) {
    case ParamSink::This:
      say(All, Key + "this", What, "");
      break;
    case ParamSink::Param:
      say(All, Key + "param:" + std::to_string(What.Index), What, "");
      break;
    case ParamSink::Static:
      say(All, Key + "static", What, "");
      break;
    case ParamSink::Thread:
      say(All, Key + "thread", What, "");
      break;
    case ParamSink::Elsewhere:
      sayElsewhere(All, Key, What);
      break;
    default:
      break;
    }
  }
}

void lien::sayCaptureSinks(Captures &All) {
  for (const FunctionDecl *FD : All.TheUnit.bodies()) {
    if (!FD->isExternallyVisible() || FD->isTemplateInstantiation() || !hasCode(FD))
      continue;
    for (unsigned I = 0; I < FD->getNumParams(); I++) {
      QualType T = FD->getParamDecl(I)->getType();
      if (isCode(T) || T->isVoidPointerType())
        sayParameter(All, FD, I);
    }
  }
}

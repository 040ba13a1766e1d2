//===- Quiet.cpp - Claims that are left on purpose -----------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Quiet.h"

#include "clang/AST/Decl.h"

using namespace clang;
using namespace ento;
using namespace lien;

using lien::Object;

/// Is there a call in S that releases (of Variable, when that is given)?
static bool hasRelease(const Stmt *S, Contracts &Book, const VarDecl *Variable = nullptr) {
  if (const auto *CE = dyn_cast_or_null<CallExpr>(S))
    if (const Contract *Own = Book.of(CE))
      for (const Outcome &Row : Own->Rows)
        for (const lien_effect &E : Row.Effects) {
          if (E.verb != LIEN_RELEASED && !(Variable && E.verb == LIEN_STOLEN))
            continue;
          const Expr *Argument = E.place.root < CE->getNumArgs() ? CE->getArg(E.place.root)->IgnoreParenCasts() : nullptr;
          const auto *Ref = dyn_cast_or_null<DeclRefExpr>(Argument);
          if (!Variable || (Ref && Ref->getDecl() == Variable))
            return true;
        }
  if (S)
    for (const Stmt *Child : S->children())
      if (hasRelease(Child, Book, Variable))
        return true;
  return false;
}

bool lien::isTakenForGood(SymbolRef Symbol, const Object &O, Contracts &Book) {
  if (O.Count != 1 || (O.From != Origin::Parameter && O.From != Origin::Borrowed))
    return false;
  const MemRegion *R = Symbol->getOriginRegion();
  const auto *Param = R && isa<VarRegion>(R) ? dyn_cast<ParmVarDecl>(cast<VarRegion>(R)->getDecl()) : nullptr;
  const auto *FD = Param ? dyn_cast<FunctionDecl>(Param->getDeclContext()) : nullptr;
  return FD && FD->hasBody() && !hasRelease(FD->getBody(), Book, Param);
}

bool lien::isCallersWish(const ExplodedNode *N, Contracts &Book) {
  for (unsigned Steps = 0; N && Steps < 12; N = N->getFirstPred(), Steps++) {
    auto Edge = N->getLocation().getAs<BlockEdge>();
    const Stmt *Terminator = Edge ? Edge->getSrc()->getTerminatorStmt() : nullptr;
    if (!Terminator)
      continue;
    const auto *If = dyn_cast<IfStmt>(Terminator);
    if (!If)
      return false;
    const Expr *Condition = If->getCond()->IgnoreParenImpCasts();
    while (const auto *Not = dyn_cast<UnaryOperator>(Condition)) {
      if (Not->getOpcode() != UO_LNot)
        return false;
      Condition = Not->getSubExpr()->IgnoreParenImpCasts();
    }
    const auto *Ref = dyn_cast<DeclRefExpr>(Condition);
    return Ref && isa<ParmVarDecl>(Ref->getDecl()) && Ref->getType()->isIntegralOrEnumerationType() &&
           (hasRelease(If->getThen(), Book) || hasRelease(If->getElse(), Book));
  }
  return false;
}

bool lien::isFoundEmpty(ProgramStateRef State, SymbolRef Symbol) {
  const auto *Metadata = dyn_cast<SymbolMetadata>(Symbol);
  const auto *R = Metadata ? dyn_cast<TypedValueRegion>(Metadata->getRegion()) : nullptr;
  const RecordDecl *RD = R ? R->getValueType()->getAsRecordDecl() : nullptr;
  if (!RD || !RD->getDefinition())
    return false;
  for (const FieldDecl *Field : RD->getDefinition()->fields())
    if (Field->getType()->isPointerType() &&
        State->isNull(State->getSVal(State->getLValue(Field, loc::MemRegionVal(R)).castAs<Loc>())).isConstrainedTrue())
      return true;
  return false;
}

bool lien::isNullSibling(ProgramStateRef State, SymbolRef Symbol, const Object &O) {
  bool Found = false;
  if (!O.By || !(O.By->flags & LIEN_EFFECT_MAY_NULL) || !O.By->place.deref)
    return false;
  forEachObject(State, [&](SymbolRef Other, const Object &Sibling) {
    Found |= Other != Symbol && Sibling.Begin == O.Begin && Sibling.ByContract == O.ByContract && Sibling.By &&
             Sibling.By->place.deref && isInvalid(State, Other, Sibling.K);
  });
  return Found;
}

//===- Quiet.cpp - Claims that are left on purpose -----------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Quiet.h"

#include "clang/AST/Decl.h"
#include "clang/AST/ParentMap.h"

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

/// `&variable`: nothing is read.
static bool isAddressOfVariable(const Stmt *S) {
  const auto *UO = dyn_cast<UnaryOperator>(S);
  return UO && UO->getOpcode() == UO_AddrOf && isa<DeclRefExpr>(UO->getSubExpr()->IgnoreParens());
}

/// Is this a question about memory, whose answer only a call in between can have changed? Adds the variables that it reads.
static bool readsMemory(const Stmt *S, llvm::SmallVectorImpl<const VarDecl *> &Variables, bool &Memory, unsigned Depth = 0) {
  if (!S)
    return true;
  if (const auto *CE = dyn_cast<CallExpr>(S)) { /* a getter that only reads */
    const FunctionDecl *Body = nullptr;
    if (Depth > 2 || !CE->getDirectCallee() || !CE->getDirectCallee()->hasBody(Body))
      return false;
    const auto *Block = dyn_cast<CompoundStmt>(Body->getBody());
    const auto *Return = Block && Block->size() == 1 ? dyn_cast<ReturnStmt>(Block->body_front()) : nullptr;
    llvm::SmallVector<const VarDecl *, 4> Own;
    if (!Return || !Return->getRetValue() || !readsMemory(Return->getRetValue(), Own, Memory, Depth + 1))
      return false;
  }
  if (isa<StmtExpr>(S))
    return false;
  if (const auto *UO = dyn_cast<UnaryOperator>(S)) {
    if (UO->isIncrementDecrementOp())
      return false;
    Memory |= UO->getOpcode() == UO_Deref;
  }
  if (const auto *BO = dyn_cast<BinaryOperator>(S); BO && BO->isAssignmentOp())
    return false;
  if (const auto *ME = dyn_cast<MemberExpr>(S))
    Memory |= ME->isArrow();
  if (isAddressOfVariable(S))
    return true;
  if (const auto *Ref = dyn_cast<DeclRefExpr>(S))
    if (const auto *VD = dyn_cast<VarDecl>(Ref->getDecl())) {
      Variables.push_back(VD);
      Memory |= VD->hasGlobalStorage();
    }
  for (const Stmt *Child : S->children())
    if (!readsMemory(Child, Variables, Memory, Depth))
      return false;
  return true;
}

/// `*tmp`, of a local pointer that was made as `&place` (Py_CLEAR, Py_SETREF): the place.
static const Expr *pointedAt(const Expr *Target) {
  const auto *Deref = dyn_cast<UnaryOperator>(Target);
  const auto *Ref =
      Deref && Deref->getOpcode() == UO_Deref ? dyn_cast<DeclRefExpr>(Deref->getSubExpr()->IgnoreParenCasts()) : nullptr;
  const auto *VD = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  const Expr *Init = VD && VD->hasLocalStorage() && VD->getInit() ? VD->getInit()->IgnoreParenCasts() : nullptr;
  const auto *Address = dyn_cast_or_null<UnaryOperator>(Init);
  return Address && Address->getOpcode() == UO_AddrOf ? Address->getSubExpr()->IgnoreParenCasts() : Target;
}

/// Does the body itself store to a field or a global that the question reads?
static bool storesToMemory(const Stmt *Body, const llvm::SmallPtrSetImpl<const ValueDecl *> &Places) {
  if (!Body)
    return false;
  const Expr *Target = nullptr;
  if (const auto *BO = dyn_cast<BinaryOperator>(Body); BO && BO->isAssignmentOp())
    Target = BO->getLHS();
  else if (const auto *UO = dyn_cast<UnaryOperator>(Body); UO && (UO->isIncrementDecrementOp() || UO->getOpcode() == UO_AddrOf))
    Target = UO->getSubExpr();
  if (Target) {
    Target = pointedAt(Target->IgnoreParenCasts());
    const auto *ME = dyn_cast<MemberExpr>(Target);
    const auto *Ref = dyn_cast<DeclRefExpr>(Target);
    const ValueDecl *Place = ME ? ME->getMemberDecl() : Ref ? Ref->getDecl() : nullptr;
    if (Place && Places.count(Place))
      return true;
    if (!Place) /* through a pointer: to a value of that type, perhaps */
      for (const ValueDecl *Read : Places)
        if (Read->getType().getCanonicalType().getUnqualifiedType() == Target->getType().getCanonicalType().getUnqualifiedType())
          return true;
  }
  return llvm::any_of(Body->children(), [&](const Stmt *Child) { return storesToMemory(Child, Places); });
}

static void placesOf(const Stmt *S, llvm::SmallPtrSetImpl<const ValueDecl *> &Places) {
  if (!S || isAddressOfVariable(S))
    return;
  if (const auto *ME = dyn_cast<MemberExpr>(S))
    Places.insert(ME->getMemberDecl());
  if (const auto *Ref = dyn_cast<DeclRefExpr>(S))
    if (const auto *VD = dyn_cast<VarDecl>(Ref->getDecl()); VD && VD->hasGlobalStorage())
      Places.insert(VD);
  for (const Stmt *Child : S->children())
    placesOf(Child, Places);
}

static const IfStmt *enclosingIf(const Stmt *Terminator, const LocationContext *LC) {
  while (Terminator && !isa<IfStmt>(Terminator)) {
    const auto *BO = dyn_cast<BinaryOperator>(Terminator);
    if (!isa<ParenExpr, CastExpr>(Terminator) && !(BO && BO->isLogicalOp()))
      return nullptr;
    Terminator = LC->getParentMap().getParent(Terminator);
  }
  return dyn_cast_or_null<IfStmt>(Terminator);
}

bool lien::isAskedTwice(const ExplodedNode *N, Contracts &Book) {
  struct Question {
    llvm::FoldingSetNodeID ID;
    const ExplodedNode *At;
    llvm::SmallVector<const VarDecl *, 4> Variables;
    bool Answer;
  };
  llvm::SmallVector<Question, 4> Later; /* those whose other answer releases something */
  const LocationContext *LC = N->getLocationContext();
  for (; N; N = N->getFirstPred()) {
    auto Edge = N->getLocation().getAs<BlockEdge>();
    const Stmt *Terminator = Edge ? Edge->getSrc()->getTerminatorStmt() : nullptr;
    const auto *Condition = Terminator ? dyn_cast_or_null<Expr>(Edge->getSrc()->getLastCondition()) : nullptr;
    if (!Condition || N->getLocationContext() != LC || Edge->getSrc()->succ_size() != 2)
      continue;
    Question Q;
    Q.At = N;
    Q.Answer = *Edge->getSrc()->succ_begin() == Edge->getDst();
    Condition = Condition->IgnoreParenImpCasts();
    while (const auto *Not = dyn_cast<UnaryOperator>(Condition)) {
      if (Not->getOpcode() != UO_LNot)
        break;
      Q.Answer = !Q.Answer;
      Condition = Not->getSubExpr()->IgnoreParenImpCasts();
    }
    bool Memory = false;
    if (!readsMemory(Condition, Q.Variables, Memory) || !Memory)
      continue;
    Condition->Profile(Q.ID, LC->getAnalysisDeclContext()->getASTContext(), /*Canonical=*/true);
    for (const Question &Then : Later)
      if (Then.ID == Q.ID && Then.Answer != Q.Answer && llvm::all_of(Q.Variables, [&](const VarDecl *VD) {
            auto value = [&](const ExplodedNode *At) {
              return VD->hasGlobalStorage() ? SVal(UnknownVal()) : At->getState()->getSVal(At->getState()->getLValue(VD, LC));
            };
            return value(N) == value(Then.At);
          })) {
        llvm::SmallPtrSet<const ValueDecl *, 4> Places;
        placesOf(Condition, Places);
        return !storesToMemory(LC->getDecl()->getBody(), Places);
      }
    const IfStmt *If = enclosingIf(Terminator, LC);
    if (If && (hasRelease(If->getThen(), Book) || hasRelease(If->getElse(), Book)))
      Later.push_back(std::move(Q));
  }
  return false;
}

bool lien::isFoundEmpty(ProgramStateRef State, SymbolRef Symbol) {
  const auto *Metadata = dyn_cast<SymbolMetadata>(Symbol);
  const auto *R = Metadata ? dyn_cast<TypedValueRegion>(Metadata->getRegion()) : nullptr;
  const RecordDecl *RD = R ? R->getValueType()->getAsRecordDecl() : nullptr;
  if (!RD || !RD->getDefinition())
    return false;
  SValBuilder &SVB = State->getStateManager().getSValBuilder();
  for (const FieldDecl *Field : RD->getDefinition()->fields()) {
    QualType Type = Field->getType();
    if (!Type->isPointerType() && !Type->isSignedIntegerType())
      continue;
    SVal Value = State->getSVal(State->getLValue(Field, loc::MemRegionVal(R)).castAs<Loc>());
    if (Type->isPointerType() && State->isNull(Value).isConstrainedTrue())
      return true;
    if (Type->isPointerType() || Value.isUndef())
      continue;
    const llvm::APSInt *Known = SVB.getKnownValue(State, Value);
    if (Known && Known->isNegative())
      return true;
  }
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

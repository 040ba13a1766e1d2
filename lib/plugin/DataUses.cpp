//===- DataUses.cpp - What a body does with a pointer -----------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "DataUses.h"

#include "Roots.h"

#include "clang/AST/ExprCXX.h"

using namespace clang;
using namespace lien;

namespace lien {

/// One walk over one body.
class UseWalk {
public:
  UseWalk(DataUses &Of, const Expr *Except, llvm::function_ref<bool(const Stmt *)> Counts)
      : Of(Of), Except(Except), Counts(Counts) {}
  void run(const Stmt *Body);

  llvm::SmallPtrSet<const ValueDecl *, 4> Tracked;
  bool Fetched = false; ///< results of calls that fetch data count, too
  DataFate Fate;

private:
  bool isIt(const Expr *E);
  bool isInside(const Expr *E);
  void walk(const Stmt *S);
  bool walkPlain(const Stmt *S);
  void walkBinary(const BinaryOperator *BO);
  void call(const CallExpr *CE);
  void argument(const CallExpr *CE, unsigned I);
  void address(const CallExpr *CE, unsigned I);
  void effects(const CallExpr *CE, const Contract &C, unsigned I, bool Deref, bool &Said);
  void release(const Stmt *S);
  void alias(const ValueDecl *To);

  DataUses &Of;
  const Expr *Except;
  llvm::function_ref<bool(const Stmt *)> Counts;
  bool Grown = false;
};

} // namespace lien

/// The expression has the pointer's value.
bool UseWalk::isIt(const Expr *E) {
  E = Of.origin(E);
  if (const auto *Ref = dyn_cast<DeclRefExpr>(E))
    return Tracked.count(cast<ValueDecl>(Ref->getDecl()->getCanonicalDecl()));
  if (const auto *CO = dyn_cast<AbstractConditionalOperator>(E))
    return isIt(CO->getTrueExpr()) || isIt(CO->getFalseExpr());
  if (const auto *BO = dyn_cast<BinaryOperator>(E); BO && (BO->getOpcode() == BO_Assign || BO->getOpcode() == BO_Comma))
    return isIt(BO->getRHS());
  return Fetched && Of.isFetch(E);
}

/// ... is the address of a part of what it points to: whoever has it may find the whole.
bool UseWalk::isInside(const Expr *E) {
  E = bare(E);
  const auto *UO = dyn_cast<UnaryOperator>(E);
  if (UO && UO->getOpcode() == UO_AddrOf)
    E = bare(UO->getSubExpr());
  else if (!E->getType()->isArrayType())
    return false;
  while (const auto *ME = dyn_cast<MemberExpr>(E))
    E = bare(ME->getBase());
  return isIt(E);
}

void UseWalk::run(const Stmt *Body) {
  for (unsigned Round = 0; Round < 4; Round++) { /* an alias may stand before what it is an alias of, in a loop */
    Grown = false;
    Fate = DataFate();
    walk(Body);
    if (!Grown)
      return;
  }
}

void UseWalk::release(const Stmt *S) {
  if (Counts && !Counts(S))
    return;
  if (!Fate.Released) {
    Fate.At = S->getBeginLoc();
    Fate.By = S;
  }
  Fate.Released = true;
}

void UseWalk::alias(const ValueDecl *To) {
  const auto *VD = dyn_cast<VarDecl>(To);
  if (!VD || !VD->hasLocalStorage() || VD->getType()->isReferenceType())
    Fate.Lost = true;
  else
    Grown |= Tracked.insert(cast<ValueDecl>(To->getCanonicalDecl())).second;
}

void UseWalk::walk(const Stmt *S) {
  if (!S || isa<UnaryExprOrTypeTraitExpr>(S))
    return;
  if (const auto *CE = dyn_cast<CallExpr>(S))
    return call(CE);
  if (const auto *BO = dyn_cast<BinaryOperator>(S))
    return walkBinary(BO);
  if (const auto *DS = dyn_cast<DeclStmt>(S)) {
    for (const Decl *D : DS->decls())
      if (const auto *VD = dyn_cast<VarDecl>(D); VD && VD->getInit()) {
        if (isIt(VD->getInit()))
          alias(VD);
        else
          walk(VD->getInit());
      }
    return;
  }
  if (const auto *Lambda = dyn_cast<LambdaExpr>(S)) {
    for (const LambdaCapture &What : Lambda->captures())
      if (What.capturesVariable() && Tracked.count(cast<ValueDecl>(What.getCapturedVar()->getCanonicalDecl())))
        Fate.Lost = true;
    return;
  }
  if (const auto *Block = dyn_cast<BlockExpr>(S)) {
    for (const BlockDecl::Capture &What : Block->getBlockDecl()->captures())
      Fate.Lost |= Tracked.count(cast<ValueDecl>(What.getVariable()->getCanonicalDecl())) != 0;
    return;
  }
  if (const auto *Delete = dyn_cast<CXXDeleteExpr>(S); Delete && isIt(Delete->getArgument()))
    return release(Delete);
  if (walkPlain(S))
    return;
  if (const auto *Ref = dyn_cast<DeclRefExpr>(S); Ref && isIt(Ref))
    Fate.Lost = true;
  for (const Stmt *Child : S->children())
    walk(Child);
}

/// What reads through the pointer, or asks whether it is NULL.
bool UseWalk::walkPlain(const Stmt *S) {
  if (const auto *ME = dyn_cast<MemberExpr>(S))
    return isIt(ME->getBase());
  if (const auto *Element = dyn_cast<ArraySubscriptExpr>(S); Element && isIt(Element->getBase())) {
    walk(Element->getIdx());
    return true;
  }
  if (const auto *UO = dyn_cast<UnaryOperator>(S))
    return (UO->getOpcode() == UO_Deref || UO->getOpcode() == UO_LNot) && isIt(UO->getSubExpr());
  if (const auto *Cast = dyn_cast<CastExpr>(S))
    return (Cast->getCastKind() == CK_PointerToBoolean || Cast->getCastKind() == CK_ToVoid) && isIt(Cast->getSubExpr());
  const Expr *Condition = nullptr;
  if (const auto *If = dyn_cast<IfStmt>(S)) {
    Condition = If->getCond();
    if (Condition && isIt(Condition)) {
      walk(If->getThen());
      walk(If->getElse());
      return true;
    }
  }
  if (const auto *CO = dyn_cast<ConditionalOperator>(S); CO && isIt(CO->getCond())) {
    walk(CO->getTrueExpr());
    walk(CO->getFalseExpr());
    return true;
  }
  return false;
}

void UseWalk::walkBinary(const BinaryOperator *BO) {
  bool Left = isIt(BO->getLHS()), Right = isIt(BO->getRHS());
  if (BO->isComparisonOp() || BO->isLogicalOp()) {
    if (!Left)
      walk(BO->getLHS());
    if (!Right)
      walk(BO->getRHS());
    return;
  }
  if (BO->getOpcode() != BO_Assign) {
    walk(BO->getLHS());
    walk(BO->getRHS());
    return;
  }
  const auto *To = dyn_cast<DeclRefExpr>(bare(BO->getLHS()));
  if (!To)
    walk(BO->getLHS());
  if (Right && To)
    alias(To->getDecl());
  else if (Right || isInside(BO->getRHS()))
    Fate.Lost = true;
  if (!Right)
    walk(BO->getRHS());
}

void UseWalk::call(const CallExpr *CE) {
  if (CE != Except && !Of.sameAs(CE)) {
    for (unsigned I = 0; I < CE->getNumArgs(); I++) {
      const Expr *Arg = bare(CE->getArg(I));
      const auto *UO = dyn_cast<UnaryOperator>(Arg);
      if (isIt(Arg))
        argument(CE, I);
      else if (isInside(Arg) || (UO && UO->getOpcode() == UO_AddrOf && isIt(UO->getSubExpr())))
        address(CE, I);
      else
        walk(CE->getArg(I));
    }
  }
  walk(CE->getCallee());
}

/// What the contract says of argument I.
void UseWalk::effects(const CallExpr *CE, const Contract &C, unsigned I, bool Deref, bool &Said) {
  for (const Outcome &Row : C.Rows) {
    if (rowFits(Of.Ctx, Row, CE) == std::optional<bool>(false))
      continue;
    for (const lien_effect &E : Row.Effects) {
      bool Here = argumentOf(CE, E.place) == CE->getArg(I) ||
                  (E.place.root == LIEN_PLACE_VAR && C.Raw && I >= C.Raw->param_count && !E.place.field);
      if (!Here || (E.place.deref != 0) != Deref)
        continue;
      Said = true;
      switch (E.verb) {
      case LIEN_RELEASED:
      case LIEN_EMPTIED:
      case LIEN_REPLACED:
        release(CE);
        break;
      case LIEN_RETAINED:
        Fate.Retained = true;
        break;
      case LIEN_STOLEN:
      case LIEN_HELD:
      case LIEN_SUNK:
      case LIEN_LENT:
      case LIEN_ESCAPED:
      case LIEN_CHANGED:
      case LIEN_DROPPED:
        Fate.Lost = true;
        break;
      default:
        break;
      }
    }
  }
}

void UseWalk::argument(const CallExpr *CE, unsigned I) {
  const FunctionDecl *FD = CE->getDirectCallee();
  bool Said = false;
  if (const Contract *C = Of.Book.anyOf(CE)) {
    effects(CE, *C, I, false, Said);
    Fate.Lost |= C->ClaimsUnknown && !Said;
    return;
  }
  unsigned Param = I - (isMethodOperator(CE) ? 1 : 0);
  if (FD && FD->getDefinition() && Param < FD->getNumParams()) {
    const DataFate &Inner = Of.ofParam(FD->getDefinition(), Param);
    if (Inner.Released)
      release(CE);
    Fate.Lost |= Inner.Lost;
    Fate.Retained |= Inner.Retained;
    return;
  }
  if (const Contract *Summary = Of.contractOf(CE); Summary && !Summary->Believed) {
    effects(CE, *Summary, I, false, Said);
    return;
  }
  Fate.Lost |= !FD || !FD->getBuiltinID();
}

/// The address of the variable, or of a part of what it points to.
void UseWalk::address(const CallExpr *CE, unsigned I) {
  const FunctionDecl *FD = CE->getDirectCallee();
  const auto *UO = dyn_cast<UnaryOperator>(bare(CE->getArg(I)));
  bool Said = false, OfVariable = UO && UO->getOpcode() == UO_AddrOf && isIt(UO->getSubExpr());
  if (const Contract *C = Of.Book.anyOf(CE)) {
    effects(CE, *C, I, OfVariable, Said);
    return;
  }
  Fate.Lost |= !FD || !FD->getBuiltinID();
}

//===-- DataUses -----------------------------------------------------------===//

const Contract *DataUses::contractOf(const CallExpr *CE) {
  const Contract *C = Book.anyOf(CE);
  return C ? C : Book.of(CE);
}

/// A function that does nothing but to return its parameter.
static const Expr *passedThrough(const CallExpr *CE) {
  const FunctionDecl *FD = CE->getDirectCallee();
  FD = FD ? FD->getDefinition() : nullptr;
  const auto *Body = FD && !isa<CXXMethodDecl>(FD) ? dyn_cast_or_null<CompoundStmt>(FD->getBody()) : nullptr;
  if (!Body || Body->size() != 1)
    return nullptr;
  const auto *Return = dyn_cast<ReturnStmt>(Body->body_front());
  if (!Return || !Return->getRetValue())
    return nullptr;
  const Expr *Value = bare(Return->getRetValue());
  while (const auto *Inner = dyn_cast<CallExpr>(Value)) {
    if (Inner->getNumArgs() == 0)
      return nullptr;
    Value = bare(Inner->getArg(0)); /* a checked cast: the type is its other argument */
    if (Inner->getNumArgs() == 1)
      return nullptr;
  }
  const auto *Ref = dyn_cast<DeclRefExpr>(Value);
  const auto *Param = Ref ? dyn_cast<ParmVarDecl>(Ref->getDecl()) : nullptr;
  unsigned I = Param ? Param->getFunctionScopeIndex() : CE->getNumArgs();
  return I < CE->getNumArgs() && Param->getType()->isPointerType() && CE->getType()->isPointerType() ? CE->getArg(I) : nullptr;
}

const Expr *DataUses::sameAs(const CallExpr *CE) {
  const Contract *C = Book.anyOf(CE);
  if (!C)
    return passedThrough(CE);
  const Expr *Same = nullptr;
  for (const Outcome &Row : C->Rows)
    for (const lien_effect &E : Row.Effects) {
      if (E.place.root == LIEN_PLACE_RET && !E.place.field && E.verb == LIEN_SAME)
        Same = argumentOf(CE, E.holder);
      else if (E.verb == LIEN_RETAINED || E.verb == LIEN_RELEASED)
        return nullptr; /* it does more than that */
    }
  return Same;
}

const Expr *DataUses::origin(const Expr *E) {
  for (E = bare(E);;) {
    const auto *CE = dyn_cast<CallExpr>(E);
    const Expr *Same = CE ? sameAs(CE) : nullptr;
    if (!Same)
      return E;
    E = bare(Same);
  }
}

bool DataUses::isFetch(const Expr *E) {
  const auto *CE = dyn_cast<CallExpr>(bare(E));
  if (!CE || !CE->getType()->isVoidPointerType())
    return false;
  const Contract *C = Book.anyOf(CE);
  if (!C)
    return !CE->getDirectCallee() || !CE->getDirectCallee()->getDefinition();
  for (const Outcome &Row : C->Rows)
    for (const lien_effect &Effect : Row.Effects)
      if (Effect.place.root == LIEN_PLACE_RET && !Effect.place.field && Effect.verb == LIEN_BORROWED)
        return true;
  return false;
}

const DataFate &DataUses::ofParam(const FunctionDecl *FD, unsigned I) {
  auto [It, New] = Params.try_emplace({FD->getCanonicalDecl(), I});
  if (!New)
    return It->second;
  const FunctionDecl *Body = FD->getDefinition();
  if (!Body || I >= Body->getNumParams() || Depth > 8) {
    It->second.Lost = true;
    return It->second;
  }
  Depth++;
  UseWalk Walk(*this, nullptr, nullptr);
  Walk.Tracked.insert(Body->getParamDecl(I));
  Walk.run(Body->getBody());
  Depth--;
  return Params[{FD->getCanonicalDecl(), I}] = Walk.Fate;
}

DataFate DataUses::ofLocal(const FunctionDecl *FD, const VarDecl *VD, const Expr *Except,
                           llvm::function_ref<bool(const Stmt *)> Counts) {
  UseWalk Walk(*this, Except, Counts);
  Walk.Tracked.insert(cast<ValueDecl>(VD->getCanonicalDecl()));
  Walk.run(FD->getBody());
  return Walk.Fate;
}

DataFate DataUses::ofFetched(const FunctionDecl *FD) {
  UseWalk Walk(*this, nullptr, nullptr);
  Walk.Fetched = true;
  Walk.run(FD->getBody());
  return Walk.Fate;
}

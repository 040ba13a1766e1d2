//===- Flow.cpp - Where a closure goes ------------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Flow.h"

#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"

using namespace clang;
using namespace lien;

constexpr unsigned MaxSteps = 2000; ///< of one closure; then nothing more is looked for

void Flow::arrive(Sink::Sort Where, const Expr *Stored, std::string Words) {
  Arrival A;
  A.To.Where = Where;
  A.To.Words = std::move(Words);
  A.Stored = Stored;
  Out.push_back(std::move(A));
}

void Flow::up(const Expr *E, bool Runs) {
  while (E && ++Steps < MaxSteps) {
    const Stmt *Parent = Body.parent(E);
    if (!Parent) {
      if (const CXXCtorInitializer *Init = Body.initializer(E))
        initializeMember(Init, E, Runs);
      return;
    }
    E = step(E, Parent, Runs);
  }
}

static bool isWrapping(const Stmt *S) {
  return isa<ParenExpr, ExprWithCleanups, MaterializeTemporaryExpr, CXXBindTemporaryExpr, ConstantExpr, CXXDefaultArgExpr,
             CXXStdInitializerListExpr, CXXParenListInitExpr, InitListExpr, DesignatedInitExpr, CompoundLiteralExpr, CXXNewExpr,
             ArrayInitLoopExpr, SubstNonTypeTemplateParmExpr, GenericSelectionExpr, CXXDefaultInitExpr>(S);
}

/// Such a value has no closure in it any more.
static bool isPlain(QualType T) {
  T = T.getNonReferenceType();
  return T->isVoidType() || T->isArithmeticType() || T->isEnumeralType();
}

/// The expression that has the value after one step outward; null: it has arrived, or is lost.
const Expr *Flow::step(const Expr *E, const Stmt *P, bool &Runs) {
  const auto *Outer = dyn_cast<Expr>(P);
  if (isWrapping(P))
    return Outer;
  if (isa<CastExpr>(P))
    return isPlain(Outer->getType()) ? nullptr : Outer;
  if (const auto *If = dyn_cast<AbstractConditionalOperator>(P))
    return If->getCond() == E && !isa<BinaryConditionalOperator>(If) ? nullptr : If;
  if (isa<BinaryOperator, UnaryOperator>(P))
    return builtinStep(E, Outer, Runs);
  if (const auto *Operator = dyn_cast<CXXOperatorCallExpr>(P))
    return operatorStep(E, Operator, Runs);
  if (const auto *ME = dyn_cast<MemberExpr>(P))
    return methodStep(E, ME, Runs);
  if (isa<CallExpr, CXXConstructExpr>(P)) {
    if (const auto *CE = dyn_cast<CallExpr>(P); CE && CE->getCallee() == E)
      return nullptr; /* called */
    return call(siteOf(Outer), E, Runs);
  }
  if (const auto *Lambda = dyn_cast<LambdaExpr>(P))
    return lambdaStep(E, Lambda);
  if (const auto *Element = dyn_cast<ArraySubscriptExpr>(P))
    return Element->getBase() == E ? Element : nullptr;
  if (isa<ReturnStmt, CoreturnStmt>(P)) {
    arrive(isFrame(P) ? Sink::Returned : Sink::Unknown, E, "returned");
  } else if (const auto *DS = dyn_cast<DeclStmt>(P)) {
    for (const Decl *D : DS->decls())
      if (const auto *VD = dyn_cast<VarDecl>(D); VD && VD->getInit() == E)
        initialize(VD, E, Runs);
  } else if (isa<CXXThrowExpr, CoyieldExpr>(P)) {
    arrive(Sink::Unknown, E, "");
  }
  return nullptr;
}

const Expr *Flow::builtinStep(const Expr *E, const Expr *Operator, bool Runs) {
  if (const auto *BO = dyn_cast<BinaryOperator>(Operator)) {
    if (BO->getOpcode() == BO_Assign && BO->getRHS() == E)
      store(BO->getLHS(), BO, Runs);
    bool Passes = (BO->getOpcode() == BO_Comma && BO->getRHS() == E) || BO->isAdditiveOp();
    return Passes ? BO : nullptr;
  }
  const auto *UO = cast<UnaryOperator>(Operator);
  bool IsCode = E->getType()->isFunctionType();
  if (UO->getOpcode() == UO_AddrOf && !IsCode)
    arrive(Sink::Unknown, UO, "");
  bool Same = UO->getOpcode() == UO_Deref || UO->getOpcode() == UO_Extension || (UO->getOpcode() == UO_AddrOf && IsCode);
  return Same ? UO : nullptr;
}

const Expr *Flow::operatorStep(const Expr *E, const CXXOperatorCallExpr *CE, bool &Runs) {
  unsigned I = 0;
  while (I < CE->getNumArgs() && CE->getArg(I) != E)
    I++;
  if (I == CE->getNumArgs())
    return nullptr;
  bool Method = isa_and_nonnull<CXXMethodDecl>(CE->getDirectCallee());
  switch (CE->getOperator()) {
  case OO_Equal: /* an object that is assigned something has it */
    if (I == 1 && Method)
      store(CE->getArg(0), CE, Runs);
    return nullptr;
  case OO_Call:
    return I == 0 ? nullptr : call(siteOf(CE), E, Runs);
  case OO_Star:
  case OO_Arrow:
  case OO_Subscript:
    if (I == 0 && CE->getNumArgs() <= 2)
      return isPlain(CE->getType()) ? nullptr : CE;
    return nullptr;
  default:
    return I == 0 && Method ? nullptr : call(siteOf(CE), E, Runs);
  }
}

/// A field, or a method, of what has the closure.
const Expr *Flow::methodStep(const Expr *E, const MemberExpr *ME, bool Runs) {
  const auto *Method = dyn_cast<CXXMethodDecl>(ME->getMemberDecl());
  if (!Method)
    return isPlain(ME->getType()) ? nullptr : ME;
  const Stmt *P = Body.parent(ME);
  while (P && isa<ParenExpr, ImplicitCastExpr>(P))
    P = Body.parent(P);
  const auto *CE = dyn_cast_or_null<CXXMemberCallExpr>(P);
  if (!CE)
    return nullptr;
  const Contract *C = Book.anyOf(Method);
  for (const Outcome &Row : C ? llvm::ArrayRef<Outcome>(C->Rows) : llvm::ArrayRef<Outcome>())
    for (const lien_effect &Effect : Row.Effects) {
      if (Effect.place.root != LIEN_PLACE_THIS)
        continue;
      if (Runs && Effect.verb == LIEN_ESCAPED) {
        arrive(Sink::Thread, CE, "run by a thread that nobody waits for");
        return nullptr;
      }
      if (Effect.verb == LIEN_ENDED || Effect.verb == LIEN_DRAINED) {
        Waited |= !isa<DeclRefExpr>(bare(E));
        return nullptr;
      }
    }
  return isPlain(CE->getType()) ? nullptr : CE;
}

const Expr *Flow::lambdaStep(const Expr *E, const LambdaExpr *Lambda) {
  if (Lambda->getBody() == E)
    return nullptr;
  auto Capture = Lambda->capture_begin();
  for (const Expr *Init : Lambda->capture_inits()) {
    if (Init == E)
      return Capture->capturesVariable() && Capture->getCaptureKind() == LCK_ByRef ? nullptr : Lambda;
    ++Capture;
  }
  return nullptr;
}

void Flow::initialize(const VarDecl *VD, const Expr *Value, bool Runs) {
  if (!VD->hasLocalStorage()) {
    arrive(Sink::Static, Value, "stored in '" + VD->getNameAsString() + "'");
    Out.back().To.Root = VD;
    return;
  }
  if (VD->getType()->isRecordType() && !VD->isImplicit() && !Runs) {
    arrive(Sink::Frame, Value, "stored in '" + VD->getNameAsString() + "'");
    Out.back().To.Root = VD;
  }
  unsigned Before = Out.size();
  variable(VD, Runs);
  if (!Runs || Waited || !VD->getType()->isRecordType() || endsWithObject(Book, VD->getType()))
    return;
  for (unsigned I = Before; I < Out.size(); I++)
    if (Out[I].To.Where != Sink::Frame)
      return; /* the thread is let go, or somebody else has it */
  arrive(Sink::Thread, Value, "run by the thread '" + VD->getNameAsString() + "'");
  Out.back().To.Root = Out.back().IdVar = VD;
}

void Flow::variable(const VarDecl *VD, bool Runs) {
  if (!Seen.insert(VD).second)
    return;
  for (const DeclRefExpr *Use : Body.usesOf(VD)) {
    const auto *Block = dyn_cast_or_null<BlockExpr>(Body.closureAround(Use));
    if (Block && VD->getDeclContext() != Block->getBlockDecl() && Blocks.insert(Block).second)
      up(Block, false); /* the block has a copy */
    up(Use, Runs);
  }
}

void Flow::initializeMember(const CXXCtorInitializer *Init, const Expr *Value, bool) {
  std::string Words = "stored in the object";
  if (Init->isAnyMemberInitializer())
    Words = "stored in '" + Init->getAnyMember()->getNameAsString() + "'";
  arrive(Sink::Object, Value, Words);
  Out.back().OnThis = true;
}

void Flow::store(const Expr *To, const Expr *By, bool Runs) {
  bool OnThis = false;
  Sink Place = placeOf(To, OnThis);
  Place.Holder = To;
  Place.Words = wordsOf(To);
  if (Place.Where == Sink::Frame && isFrame(By)) {
    const VarDecl *VD = Place.Root;
    if (Seen.count(VD))
      return;
    unsigned First = Out.size();
    initialize(VD, By, Runs);
    if (First < Out.size() && Out[First].To.Where == Sink::Frame) {
      Out[First].To.Holder = To;
      Out[First].To.Words = wordsOf(To);
    }
    return;
  }
  Arrival A;
  A.To = std::move(Place);
  A.Stored = By;
  A.OnThis = OnThis;
  A.Id = Runs ? To : nullptr;
  if (A.To.Where == Sink::Frame)
    A.To.Where = Sink::Unknown;
  Out.push_back(std::move(A));
}

//===- Registrations.cpp - Closures that calls register ---------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// - A call registers what its contract says is `called with` data that is lent to, stolen by or held by something, and what is
//   lent without code (a buffer that a library keeps).
// - A row that the arguments exclude is none; a row that depends on an argument that nothing is known of is none either.
// - Who keeps it is the holder's argument: what belongs to the frame is a Frame, all else outlives it.
//
// Not here: lambdas, blocks and function objects (Lambdas.cpp).
//===----------------------------------------------------------------------===//
#include "Closures.h"

#include "Holders.h"
#include "Roots.h"

#include "clang/AST/ExprCXX.h"

using namespace clang;
using namespace lien;

namespace {

class Finder {
public:
  Finder(const FunctionDecl *FD, ASTContext &Ctx, Contracts &Book, std::vector<Closure> &Out)
      : FD(FD), Ctx(Ctx), Book(Book), Out(Out) {}
  void walk(const Stmt *S);

private:
  void call(const CallExpr *CE);
  void row(const CallExpr *CE, const Contract &C, const Outcome &Row);
  void add(const CallExpr *CE, const Contract &C, const Outcome &Row, const lien_effect &Kept);
  void capture(Closure &Of, const lien_effect &Kept);
  void identify(Closure &Of, const CallExpr *CE);
  const Expr *taker(const CallExpr *CE, const VarDecl *&Var) const;
  Holders &holders();

  const FunctionDecl *FD;
  ASTContext &Ctx;
  Contracts &Book;
  std::vector<Closure> &Out;
  llvm::SmallVector<const Stmt *, 32> Way; ///< from the body to the statement that is walked
  std::unique_ptr<Holders> Known;          ///< made when the first closure is found
};

} // namespace

static bool isKept(unsigned Verb) {
  return Verb == LIEN_LENT || Verb == LIEN_STOLEN || Verb == LIEN_HELD;
}

static bool isSamePlace(const lien_place &A, const lien_place &B) {
  return A.root == B.root && A.deref == B.deref && A.field == B.field;
}

/// Code or a destroyer that the row says of Data; null: none.
static const lien_effect *codeOf(const Outcome &Row, const lien_place &Data, lien_verb Verb) {
  for (const lien_effect &E : Row.Effects)
    if (E.verb == Verb && (isSamePlace(E.holder, Data) || (Verb == LIEN_CALLED && isSamePlace(E.place, Data))))
      return &E;
  return nullptr;
}

/// Of several codes with this data, one that is given.
static const lien_effect *givenCode(const ASTContext &Ctx, const CallExpr *CE, const Outcome &Row, const lien_place &Data) {
  for (const lien_effect &E : Row.Effects)
    if (E.verb == LIEN_CALLED && isSamePlace(E.holder, Data))
      if (const Expr *Arg = argumentOf(CE, E.place); Arg && !isNullPointer(Ctx, Arg))
        return &E;
  return codeOf(Row, Data, LIEN_CALLED);
}

Holders &Finder::holders() {
  if (!Known)
    Known = std::make_unique<Holders>(FD, Ctx, Book);
  return *Known;
}

void Finder::walk(const Stmt *S) {
  if (!S || isa<LambdaExpr, BlockExpr>(S))
    return;
  if (const auto *CE = dyn_cast<CallExpr>(S))
    call(CE);
  Way.push_back(S);
  for (const Stmt *Child : S->children())
    walk(Child);
  Way.pop_back();
}

void Finder::call(const CallExpr *CE) {
  if (CE->isTypeDependent() || CE->isValueDependent())
    return;
  const Contract *C = Book.anyOf(CE);
  if (!C)
    return;
  for (const Outcome &Row : C->Rows)
    row(CE, *C, Row);
}

void Finder::row(const CallExpr *CE, const Contract &C, const Outcome &Row) {
  bool Registers = false, Asked = false;
  for (const lien_effect &E : Row.Effects)
    Registers |= E.verb == LIEN_CALLED || E.verb == LIEN_DESTROYS;
  for (const lien_effect &E : Row.Effects) {
    if (E.verb != LIEN_LENT && (!isKept(E.verb) || !Registers))
      continue;
    bool IsData = codeOf(Row, E.place, LIEN_CALLED) || codeOf(Row, E.place, LIEN_DESTROYS);
    if (E.verb != LIEN_LENT && !IsData)
      continue;
    if (!Asked && rowFits(Ctx, Row, CE) != std::optional<bool>(true))
      return;
    Asked = true;
    add(CE, C, Row, E);
  }
}

void Finder::add(const CallExpr *CE, const Contract &C, const Outcome &Row, const lien_effect &Kept) {
  const Expr *Data = argumentOf(CE, Kept.place);
  if (Kept.place.root == LIEN_PLACE_VAR && C.Raw && C.Raw->param_count < CE->getNumArgs())
    Data = CE->getArg(C.Raw->param_count);
  if (!Data || Kept.place.field)
    return;
  Closure New;
  New.Made = CE->getBeginLoc();
  New.Stored = CE;
  New.By = &C;
  New.Row = &Row;
  const lien_effect *Code = givenCode(Ctx, CE, Row, Kept.place);
  New.Code = Code ? argumentOf(CE, Code->place) : nullptr;
  if (New.Code && isNullPointer(Ctx, New.Code))
    return; /* it takes a registration away */
  bool IsCode = Code && isSamePlace(Code->place, Kept.place);
  if (New.Code && IsCode && !functionOf(New.Code))
    return; /* an object that is code: Lambdas.cpp */
  if (New.Code) {
    New.Body = functionOf(New.Code);
    New.Body = New.Body && New.Body->getDefinition() ? New.Body->getDefinition() : New.Body;
    New.Made = New.Code->getBeginLoc();
    New.Once = Code->flags & LIEN_EFFECT_ONCE;
  }
  if (!IsCode)
    New.Data = Data;
  if (const lien_effect *Destroyer = codeOf(Row, Kept.place, LIEN_DESTROYS))
    if (const Expr *Arg = argumentOf(CE, Destroyer->place); Arg && !isNullPointer(Ctx, Arg))
      New.Destroyer = Arg;
  if (!New.Code && isNullPointer(Ctx, Data))
    return;
  New.To = holders().sinkOf(CE, Kept.holder);
  New.To.Words = New.To.Words.empty() ? "registered with '" + C.Name + "'" : New.To.Words;
  identify(New, CE);
  if (New.Data)
    capture(New, Kept);
  Out.push_back(std::move(New));
}

void Finder::capture(Closure &Of, const lien_effect &Kept) {
  Capture What;
  if (!holders().capture(Of.Data, What))
    return;
  if (Kept.verb == LIEN_HELD && What.By == Capture::Pointer)
    What.By = Capture::Strong;
  Of.Captures.push_back(What);
  if (What.Var && What.By == Capture::Pointer)
    holders().captureFields(What.Var, Of.Captures);
}

/// What the result of the call is given to.
const Expr *Finder::taker(const CallExpr *CE, const VarDecl *&Var) const {
  const Stmt *Inner = CE;
  for (const Stmt *S : llvm::reverse(Way)) {
    if (const auto *BO = dyn_cast<BinaryOperator>(S); BO && BO->getOpcode() == BO_Assign && BO->getRHS() == Inner)
      return BO->getLHS();
    if (const auto *DS = dyn_cast<DeclStmt>(S)) {
      for (const Decl *D : DS->decls())
        if (const auto *VD = dyn_cast<VarDecl>(D); VD && VD->getInit() == Inner)
          Var = VD;
      return nullptr;
    }
    if (!isa<CastExpr, ParenExpr, ExprWithCleanups, MaterializeTemporaryExpr, CXXBindTemporaryExpr, ConstantExpr>(S))
      return nullptr;
    Inner = S;
  }
  return nullptr;
}

void Finder::identify(Closure &Of, const CallExpr *CE) {
  for (const lien_effect &E : Of.Row->Effects) {
    if (E.verb != LIEN_ID)
      continue;
    if (E.place.root != LIEN_PLACE_RET) {
      const Expr *Arg = argumentOf(CE, E.place);
      const auto *UO = dyn_cast_or_null<UnaryOperator>(Arg ? bare(Arg) : nullptr);
      Of.Id = UO && UO->getOpcode() == UO_AddrOf ? UO->getSubExpr() : Arg;
    } else {
      Of.Id = taker(CE, Of.IdVar);
      if (Of.IdVar)
        Of.Id = refTo(Ctx, Of.IdVar);
    }
    if (const auto *Ref = dyn_cast_or_null<DeclRefExpr>(Of.Id ? bare(Of.Id) : nullptr))
      if (const auto *VD = dyn_cast<VarDecl>(Ref->getDecl()); VD && VD->hasLocalStorage())
        Of.IdVar = VD;
    return;
  }
}

void lien::findRegistrations(const FunctionDecl *FD, ASTContext &Ctx, Contracts &Book, std::vector<Closure> &Out) {
  if (!FD->hasBody() || FD->isDependentContext())
    return;
  Finder(FD, Ctx, Book, Out).walk(FD->getBody());
}

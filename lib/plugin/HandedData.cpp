//===- HandedData.cpp - Data that goes with code, without a contract --------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// C's idiom where no contract says it:
// - A call is given code and the address of a variable of the frame: what becomes of the address says the function's body, or
//   another unit. Without code beside it, the function must register it itself.
// - Code and the address of a variable are stored in fields of one object that is not the frame's.
//
// Not here: calls that have a contract (Registrations.cpp).
//===----------------------------------------------------------------------===//
#include "Closures.h"

#include "Flow.h"
#include "Holders.h"

#include "clang/AST/ExprCXX.h"

using namespace clang;
using namespace lien;

namespace {

class Finder {
public:
  Finder(const FunctionDecl *FD, ASTContext &Ctx, Contracts &Book, Sinks &TheSinks, std::vector<Closure> &Out)
      : FD(FD), Ctx(Ctx), Book(Book), TheSinks(TheSinks), Out(Out) {}
  void walk(const Stmt *S);
  void pairStores();

private:
  void call(const CallExpr *CE);
  void follow(const CallExpr *CE, const Expr *Data, const Expr *Code);

  struct Store {
    const BinaryOperator *BO;
    const MemberExpr *To;
  };
  const FunctionDecl *FD;
  ASTContext &Ctx;
  Contracts &Book;
  Sinks &TheSinks;
  std::vector<Closure> &Out;
  llvm::SmallVector<Store, 4> Codes, Addresses;
};

} // namespace

static bool isOwnAddress(const Expr *E) {
  const VarDecl *Own = E->getType()->isPointerType() ? addressedBy(E) : nullptr;
  return Own && isAutomatic(Own);
}

static bool isCode(const Expr *E) {
  return functionOf(E) != nullptr || bare(E)->getType()->isFunctionPointerType();
}

void Finder::walk(const Stmt *S) {
  if (!S || isa<LambdaExpr, BlockExpr>(S))
    return;
  if (const auto *CE = dyn_cast<CallExpr>(S))
    call(CE);
  const auto *BO = dyn_cast<BinaryOperator>(S);
  const auto *To = BO && BO->getOpcode() == BO_Assign ? dyn_cast<MemberExpr>(bare(BO->getLHS())) : nullptr;
  if (To && functionOf(BO->getRHS()))
    Codes.push_back({BO, To});
  else if (To && isOwnAddress(BO->getRHS()))
    Addresses.push_back({BO, To});
  for (const Stmt *Child : S->children())
    walk(Child);
}

void Finder::call(const CallExpr *CE) {
  const FunctionDecl *Callee = CE->getDirectCallee();
  if (!Callee || CE->isTypeDependent() || Callee->getBuiltinID())
    return;
  const Expr *Data = nullptr, *Code = nullptr;
  unsigned Count = std::min(CE->getNumArgs(), Callee->getNumParams());
  for (unsigned I = 0; I < Count; I++) {
    const Expr *Arg = CE->getArg(I);
    if (!Code && isCode(Arg))
      Code = Arg;
    else if (isOwnAddress(Arg))
      Data = Arg; /* the last one: the data follows the code, and the object stands before it */
  }
  if (!Data || (!Code && !Callee->getDefinition()) || Book.anyOf(CE))
    return;
  follow(CE, Data, Code);
}

void Finder::follow(const CallExpr *CE, const Expr *Data, const Expr *Code) {
  Flow Way(TheSinks.bodyOf(FD), Ctx, Book, TheSinks);
  Way.follow(bare(Data) == Data ? Data : bare(Data));
  Holders Known(FD, Ctx, Book);
  Capture What;
  if (!Known.capture(Data, What))
    return;
  for (const Arrival &A : Way.Out) {
    bool Kept = A.To.Where == Sink::Object || A.To.Where == Sink::Static || A.To.Where == Sink::Thread;
    if (A.Stored != CE || !(Kept || (A.To.Where == Sink::Callee && Code)) || (!Code && !A.Registered))
      continue;
    Closure New;
    New.Code = Code ? Code : Data;
    New.Body = Code ? functionOf(Code) : nullptr;
    New.Made = CE->getBeginLoc();
    New.Stored = CE;
    New.Data = Data;
    New.To = A.To;
    New.Id = A.Id;
    New.IdVar = A.IdVar;
    for (const Expr *Arg : CE->arguments()) /* an id that comes out */
      if (!New.Id && Arg != Data && isOwnAddress(Arg))
        New.Id = refTo(Ctx, New.IdVar = addressedBy(Arg));
    New.Captures.push_back(What);
    Out.push_back(std::move(New));
  }
}

void Finder::pairStores() {
  for (const Store &Address : Addresses)
    for (const Store &Code : Codes) {
      if (!isSameExpr(Address.To->getBase(), Code.To->getBase()))
        continue;
      Holders Known(FD, Ctx, Book);
      Closure New;
      New.To = Known.sinkOf(Address.To->getBase());
      if ((New.To.Where != Sink::Object && New.To.Where != Sink::Static) ||
          !Known.capture(Address.BO->getRHS(), New.Captures.emplace_back()))
        break;
      New.To.Holder = Address.To;
      New.To.Words = wordsOf(Address.To);
      New.Code = Code.BO->getRHS();
      New.Body = functionOf(New.Code);
      New.Made = Code.BO->getBeginLoc();
      New.Stored = Address.BO;
      New.Data = Address.BO->getRHS();
      Out.push_back(std::move(New));
      break;
    }
}

void lien::findHandedData(const FunctionDecl *FD, ASTContext &Ctx, Contracts &Book, Sinks &TheSinks, std::vector<Closure> &Out) {
  if (!FD->hasBody() || FD->isDependentContext())
    return;
  Finder Of(FD, Ctx, Book, TheSinks, Out);
  Of.walk(FD->getBody());
  Of.pairStores();
}

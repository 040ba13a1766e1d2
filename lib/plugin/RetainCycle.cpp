//===- RetainCycle.cpp - Closures that hold their holder ------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// lien.RetainCycle: a closure is kept by an object, directly or through what the object owns, and has a reference of its own to
// the object. Neither ends, unless somebody resets the closure.
//
// - `p->cb = [p]`, `p->child->cb = [p]`, `*p = [p]`, `p->on_close([p])`; in a method, `cb = [self]` with self made of `this`.
// - In C: registered with an object, with data that is a reference of its own to the same object.
// - A reset of the field anywhere but in the class's destructor (which never runs) is enough to say nothing; so is a registration
//   whose id is kept, code that runs once, and a function that visits the field for a collector.
//
// Not here: cycles of objects without a closure.
//===----------------------------------------------------------------------===//
#include "Captures.h"

#include "ClosureExprs.h"
#include "Enders.h"
#include "Extents.h"
#include "Resets.h"

#include "clang/AST/ExprCXX.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;
using namespace lien;

namespace {

class Rule {
public:
  Rule(Captures &All, Resets &Known, const FunctionClosures &Of) : All(All), Known(Known), Of(Of), Values(Of.FD->getBody()) {}
  void judge(const Closure &C);

private:
  bool holds(const Closure &C, const Capture &What) const;
  bool isSelf(const Expr *E, unsigned Depth = 0) const;
  bool givesSelf(const CXXMemberCallExpr *Call, const Expr *Object, unsigned Depth) const;
  const Expr *sourceOf(const Expr *E, unsigned Depth = 0) const;
  bool owns(const MemberExpr *ME) const;
  const Expr *step(const Expr *E) const;
  bool reaches(const Expr *Holder, const Expr *Source, const Expr *Held) const;
  void tell(const Closure &C, const Capture &What);

  Captures &All;
  Resets &Known;
  const FunctionClosures &Of;
  LocalValues Values;
};

} // namespace

/// The object of a method call without arguments whose result is what the object is a part of, or the argument of a call that
/// takes a reference and gives its argument back; else null.
static const Expr *retainedIn(const Expr *E, Contracts &Book) {
  const auto *CE = dyn_cast<CallExpr>(E);
  const Contract *Own = CE ? Book.anyOf(CE) : nullptr;
  for (const Outcome &Row : Own ? Own->Rows : decltype(Own->Rows)())
    for (const lien_effect &Effect : Row.Effects)
      if (Effect.place.root == LIEN_PLACE_RET && Effect.verb == LIEN_SAME)
        return argumentOf(CE, Effect.holder);
  return nullptr;
}

/// What a local variable, a copy, or a call that only takes a reference stands for.
const Expr *Rule::sourceOf(const Expr *E, unsigned Depth) const {
  E = bare(E);
  if (!E || Depth > 8)
    return E;
  if (const auto *Construct = dyn_cast<CXXConstructExpr>(E); Construct && Construct->getNumArgs() == 1)
    return sourceOf(Construct->getArg(0), Depth + 1);
  if (const auto *Ref = dyn_cast<DeclRefExpr>(E))
    if (const auto *VD = dyn_cast<VarDecl>(Ref->getDecl()))
      if (const Expr *Value = Values.only(VD)) {
        const Expr *Source = sourceOf(Value, Depth + 1);
        if (isa<DeclRefExpr, CXXThisExpr, MemberExpr>(Source) || isSelf(Source))
          return Source;
      }
  if (const Expr *Same = retainedIn(E, All.Book))
    return sourceOf(Same, Depth + 1);
  return E;
}

static bool isRelated(const CXXRecordDecl *A, const CXXRecordDecl *B) {
  if (!A || !B || !A->hasDefinition() || !B->hasDefinition())
    return false;
  return A->getCanonicalDecl() == B->getCanonicalDecl() || A->isDerivedFrom(B) || B->isDerivedFrom(A);
}

/// The method of the object's class gives a shared pointer to the object: one of the library, or with such a body.
bool Rule::givesSelf(const CXXMemberCallExpr *Call, const Expr *Object, unsigned Depth) const {
  QualType To = pointeeOf(Call->getType());
  const CXXRecordDecl *RD = Object->getType()->isPointerType() ? Object->getType()->getPointeeCXXRecordDecl() : nullptr;
  if (!isPointerLike(Call->getType()) || To.isNull() || !isRelated(To->getAsCXXRecordDecl(), RD))
    return false;
  const CXXMethodDecl *Method = Call->getMethodDecl();
  const SourceManager &SM = All.Ctx.getSourceManager();
  if (Method && SM.isInSystemHeader(SM.getExpansionLoc(Method->getLocation())))
    return true;
  const FunctionDecl *Body = Method ? Method->getDefinition() : nullptr;
  const auto *Block = Body ? dyn_cast_or_null<CompoundStmt>(Body->getBody()) : nullptr;
  const auto *Return = Block && Block->size() == 1 ? dyn_cast<ReturnStmt>(Block->body_front()) : nullptr;
  return Return && Return->getRetValue() && isSelf(Return->getRetValue(), Depth + 1);
}

/// `this`, or a shared pointer that is made of it.
bool Rule::isSelf(const Expr *E, unsigned Depth) const {
  E = bare(E);
  if (isa<CXXThisExpr>(E))
    return true;
  if (Depth > 4)
    return false;
  if (const auto *UO = dyn_cast<UnaryOperator>(E); UO && UO->getOpcode() == UO_Deref)
    return isSelf(UO->getSubExpr(), Depth + 1);
  if (const auto *Construct = dyn_cast<CXXConstructExpr>(E); Construct && Construct->getNumArgs() == 1)
    return isSelf(Construct->getArg(0), Depth + 1);
  if (const auto *Call = dyn_cast<CXXMemberCallExpr>(E)) {
    const Expr *Object = bare(Call->getImplicitObjectArgument());
    return Call->getNumArgs() == 0 && isa<CXXThisExpr>(Object) && givesSelf(Call, Object, Depth);
  }
  const auto *Cast = dyn_cast<CallExpr>(E); /* a cast of the library: from one shared pointer to another */
  return Cast && Cast->getNumArgs() == 1 && isPointerLike(Cast->getType()) && isPointerLike(Cast->getArg(0)->getType()) &&
         isSelf(Cast->getArg(0), Depth + 1);
}

/// Whoever has the object that the member is of keeps alive what is in the member.
bool Rule::owns(const MemberExpr *ME) const {
  const auto *Field = dyn_cast<FieldDecl>(ME->getMemberDecl());
  if (!Field || Field->getType()->isReferenceType())
    return false;
  return !Field->getType()->isPointerType() || Known.isReleased(Field);
}

/// What the holder is a part of, one step nearer to where it begins; null: it ends here, or it is not owned.
const Expr *Rule::step(const Expr *E) const {
  if (const auto *ME = dyn_cast<MemberExpr>(E))
    return owns(ME) ? ME->getBase() : nullptr;
  if (const auto *UO = dyn_cast<UnaryOperator>(E))
    return UO->getSubExpr();
  if (const auto *Element = dyn_cast<ArraySubscriptExpr>(E))
    return Element->getBase();
  if (const auto *Construct = dyn_cast<CXXConstructExpr>(E))
    return Construct->getNumArgs() == 1 ? Construct->getArg(0) : nullptr;
  if (const auto *Operator = dyn_cast<CXXOperatorCallExpr>(E)) {
    OverloadedOperatorKind Kind = Operator->getOperator();
    return Kind == OO_Arrow || Kind == OO_Star || Kind == OO_Subscript ? Operator->getArg(0) : nullptr;
  }
  if (const auto *Member = dyn_cast<CXXMemberCallExpr>(E)) { /* p.get() */
    const Expr *Object = Member->getImplicitObjectArgument();
    return Member->getNumArgs() == 0 && isPointerLike(Object->getType()) ? Object : nullptr;
  }
  if (const auto *Ref = dyn_cast<DeclRefExpr>(E))
    if (const auto *VD = dyn_cast<VarDecl>(Ref->getDecl()))
      return Values.only(VD);
  return retainedIn(E, All.Book);
}

/// The object that the closure holds is the one that, by all that it owns, holds the holder.
bool Rule::reaches(const Expr *Holder, const Expr *Source, const Expr *Held) const {
  const Expr *E = bare(Holder);
  for (unsigned Depth = 0; E && Depth < 16; Depth++) {
    if (isa<CXXThisExpr>(E))
      return isSelf(Source);
    if (isSameExpr(E, Source) || isSameExpr(E, Held))
      return true;
    E = step(E);
    E = E ? bare(E) : nullptr;
  }
  return false;
}

/// The destroyer drops a reference to the data: the closure has one.
static bool ownsData(const Closure &C, Contracts &Book) {
  const FunctionDecl *Destroyer = C.Data && C.Destroyer ? functionOf(C.Destroyer) : nullptr;
  const Contract *Own = Destroyer ? Book.anyOf(Destroyer) : nullptr;
  for (const Outcome &Row : Own ? Own->Rows : decltype(Own->Rows)())
    for (const lien_effect &E : Row.Effects)
      if (const Kind *K = E.verb == LIEN_RELEASED && E.place.root == 0 ? Own->kind(E) : nullptr; K && K->Shared)
        return true;
  return false;
}

bool Rule::holds(const Closure &C, const Capture &What) const {
  bool Owns = What.By == Capture::Strong || (What.By == Capture::Pointer && ownsData(C, All.Book));
  if (!Owns || !C.To.Holder)
    return false;
  const Expr *Held = What.Value;
  if (!Held && What.Var) {
    const auto *VD = dyn_cast<VarDecl>(What.Var);
    Held = VD ? refTo(All.Ctx, VD) : nullptr;
  }
  if (!Held)
    return false;
  const Expr *Source = sourceOf(Held);
  return Source && reaches(C.To.Holder, Source, bare(Held));
}

/// The holder is a task, which runs its code once and is waited for.
static bool isTask(Contracts &Book, const CXXRecordDecl *RD) {
  if (!RD || !RD->hasDefinition())
    return false;
  for (const CXXMethodDecl *M : RD->methods())
    for (const Outcome &Row : Book.anyOf(M) ? Book.anyOf(M)->Rows : decltype(Contract::Rows)())
      for (const lien_effect &E : Row.Effects)
        if (E.verb == LIEN_DRAINED && E.place.root == LIEN_PLACE_THIS)
          return true;
  return llvm::any_of(RD->bases(),
                      [&](const CXXBaseSpecifier &Base) { return isTask(Book, Base.getType()->getAsCXXRecordDecl()); });
}

void Rule::judge(const Closure &C) {
  bool Kept = C.To.Where == Sink::Object || C.To.Where == Sink::Frame || C.To.Where == Sink::Static;
  if (!Kept || C.Once || C.Id || C.IdVar)
    return;
  if (C.To.Holder && isTask(All.Book, C.To.Holder->getType().getNonReferenceType()->getAsCXXRecordDecl()))
    return;
  for (const Capture &What : C.Captures)
    if (holds(C, What))
      return tell(C, What);
}

void Rule::tell(const Closure &C, const Capture &What) {
  llvm::SmallVector<const FieldDecl *, 2> Fields = Known.fieldsOf(C);
  CaptureFinding F;
  F.Rule = "lien.RetainCycle";
  F.In = Of.FD;
  F.At = C.Stored->getBeginLoc();
  F.Begin = What.At;
  std::string Name = What.Var ? What.Var->getNameAsString() : "the object";
  F.Object = Name;
  std::string Words = C.To.Words.empty() ? "kept by the object" : C.To.Words;
  F.Message = "the closure that is " + Words + " holds a reference to " + (What.Var ? "'" + Name + "'" : Name) +
              ", which holds the closure: neither is ever released";
  F.Path.push_back({What.At.isValid() ? What.At : F.At, "a reference to the object is captured here"});
  F.Path.push_back({F.At, "the closure is " + Words + " here: the object holds it"});
  F.Local = true;
  for (const FieldDecl *Field : Fields) {
    if (Known.isReset(Field, C))
      return;
    F.Path.push_back({Field->getLocation(),
                      "nothing resets '" + Field->getNameAsString() + "' but the end of the object, which does not come"});
    F.Unless.push_back(Known.keyOf(Field));
    Known.addSetters(Field, F.Unless);
    F.Local &= All.Ctx.getSourceManager().isInMainFile(Field->getLocation());
  }
  bool Told = F.Local || All.Ctx.getLangOpts().CPlusPlus; /* other units do not say which fields of C they reset */
  if (!Told || (Fields.empty() && Known.isResetHere(Of.FD, C)))
    return;
  if (C.Body && C.Data)
    F.Unless.push_back("ended:" + All.Ids.functionId(C.Body));
  F.Path.push_back({F.At, "capture a weak reference, or reset the closure when the object is closed"});
  All.report(std::move(F));
}

void lien::findRetainCycles(Captures &All) {
  Resets Known(All);
  for (const FunctionClosures &Of : All.Functions) {
    Rule Judge(All, Known, Of);
    for (const Closure &C : Of.All)
      Judge.judge(C);
  }
  findFieldCycles(All, Known);
  if (All.Ctx.getLangOpts().CPlusPlus)
    Known.say();
}

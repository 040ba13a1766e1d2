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
  const Expr *sourceOf(const Expr *E, unsigned Depth = 0) const;
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

/// `this`, or a shared pointer that a method of the class without arguments makes of it.
bool Rule::isSelf(const Expr *E, unsigned Depth) const {
  E = bare(E);
  if (isa<CXXThisExpr>(E))
    return true;
  if (const auto *Construct = dyn_cast<CXXConstructExpr>(E); Construct && Construct->getNumArgs() == 1 && Depth < 4)
    return isSelf(Construct->getArg(0), Depth + 1);
  const auto *Call = dyn_cast<CXXMemberCallExpr>(E);
  if (!Call || Call->getNumArgs() > 0 || !isa<CXXThisExpr>(bare(Call->getImplicitObjectArgument())))
    return false;
  return isPointerLike(Call->getType());
}

/// Inside the expression, by members and what points, stands the same object as Source.
static const Expr *innermost(const Expr *E) {
  for (E = bare(E); E;) {
    if (const auto *ME = dyn_cast<MemberExpr>(E))
      E = bare(ME->getBase());
    else if (const auto *UO = dyn_cast<UnaryOperator>(E))
      E = bare(UO->getSubExpr());
    else if (const auto *Operator = dyn_cast<CXXOperatorCallExpr>(E);
             Operator && Operator->getNumArgs() && (Operator->getOperator() == OO_Arrow || Operator->getOperator() == OO_Star))
      E = bare(Operator->getArg(0));
    else if (const auto *Element = dyn_cast<ArraySubscriptExpr>(E))
      E = bare(Element->getBase());
    else if (const auto *Member = dyn_cast<CXXMemberCallExpr>(E); Member && Member->getNumArgs() == 0)
      E = bare(Member->getImplicitObjectArgument());
    else
      return E;
  }
  return nullptr;
}

bool Rule::holds(const Closure &C, const Capture &What) const {
  if (What.By != Capture::Strong || !C.To.Holder)
    return false;
  const Expr *Held = What.Value;
  if (!Held && What.Var) {
    const auto *VD = dyn_cast<VarDecl>(What.Var);
    Held = VD ? refTo(All.Ctx, VD) : nullptr;
  }
  if (!Held)
    return false;
  const Expr *Source = sourceOf(Held), *Holder = innermost(C.To.Holder);
  if (!Source || !Holder)
    return false;
  if (isSelf(Source))
    return isa<CXXThisExpr>(Holder);
  return isSameExpr(Source, sourceOf(Holder)) || isSameExpr(bare(Held), Holder);
}

void Rule::judge(const Closure &C) {
  bool Kept = C.To.Where == Sink::Object || C.To.Where == Sink::Frame || C.To.Where == Sink::Static;
  if (!Kept || C.Once || C.Id || C.IdVar)
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
  if (Fields.empty() && Known.isResetHere(Of.FD, C))
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
  if (All.Ctx.getLangOpts().CPlusPlus)
    Known.say();
}

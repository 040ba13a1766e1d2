//===- Enders.cpp - Calls that end registrations ----------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Enders.h"

#include "Destructors.h"
#include "Leaks.h"
#include "Roots.h"

#include "clang/AST/ExprCXX.h"

using namespace clang;
using namespace lien;

Enders::Enders(Captures &All) : Ctx(All.Ctx) {
  llvm::DenseMap<const FunctionDecl *, bool> Ends; /* by callee: most calls are of few functions */
  auto ends = [](const Contract *C) {
    for (const Outcome &Row : C ? llvm::ArrayRef<Outcome>(C->Rows) : llvm::ArrayRef<Outcome>())
      for (const lien_effect &E : Row.Effects)
        if (E.verb == LIEN_ENDED)
          return true;
    return false;
  };
  for (const FunctionDecl *FD : All.TheUnit.bodies())
    Destructors::eachCall(FD->getBody(), [&](const CallExpr *CE) {
      const FunctionDecl *Callee = CE->getDirectCallee();
      if (Callee) {
        auto [It, New] = Ends.try_emplace(Callee->getCanonicalDecl(), false);
        if (New)
          It->second = ends(All.Book.anyOf(CE));
        if (!It->second)
          return;
      }
      const Contract *C = All.Book.anyOf(CE);
      if (!ends(C))
        return;
      for (const Outcome &Row : C->Rows) {
        std::optional<bool> Fits = rowFits(Ctx, Row, CE);
        if (Fits == std::optional<bool>(false) || llvm::none_of(Row.Effects, [](auto &E) { return E.verb == LIEN_ENDED; }))
          continue;
        Ender One{FD, CE, C, {}, Fits == std::optional<bool>(true)};
        for (const lien_effect &E : Row.Effects)
          if (E.verb == LIEN_ENDED)
            if (const Expr *Arg = argumentOf(CE, {E.place.root, 0, 0, 0}); Arg && !llvm::is_contained(One.Names, Arg))
              One.Names.push_back(Arg);
        Found.push_back(std::move(One));
      }
    });
}

const FieldDecl *lien::fieldOf(const Expr *E) {
  E = E ? bare(E) : nullptr;
  if (const auto *UO = dyn_cast_or_null<UnaryOperator>(E); UO && (UO->getOpcode() == UO_AddrOf || UO->getOpcode() == UO_Deref))
    return fieldOf(UO->getSubExpr());
  if (const auto *Element = dyn_cast_or_null<ArraySubscriptExpr>(E))
    return fieldOf(Element->getBase());
  const auto *ME = dyn_cast_or_null<MemberExpr>(E);
  return ME ? dyn_cast<FieldDecl>(ME->getMemberDecl()) : nullptr;
}

const FieldDecl *lien::fieldBehind(const LocalValues &Values, const Expr *E) {
  const VarDecl *VD = variableOf(E);
  if (const Expr *Value = VD && VD->hasLocalStorage() ? Values.only(VD) : nullptr)
    E = Value;
  const FieldDecl *Field = fieldOf(E);
  return Field ? Field->getCanonicalDecl() : nullptr;
}

std::string lien::recordName(const RecordDecl *RD) {
  if (const TypedefNameDecl *Typedef = RD->getTypedefNameForAnonDecl())
    return Typedef->getQualifiedNameAsString();
  return RD->getIdentifier() ? RD->getQualifiedNameAsString() : "";
}

std::string lien::fieldKey(const FieldDecl *Field) {
  std::string Record = recordName(Field->getParent());
  return Record.empty() ? "" : "struct " + Record + "." + Field->getNameAsString();
}

/// Fields that a value may come from: also through local variables.
static void fieldsIn(const Stmt *S, const LocalValues &Values, llvm::SmallVectorImpl<const FieldDecl *> &Out,
                     unsigned Depth = 0) {
  if (!S || Depth > 24)
    return;
  if (const auto *ME = dyn_cast<MemberExpr>(S)) {
    if (const auto *Field = dyn_cast<FieldDecl>(ME->getMemberDecl()))
      Out.push_back(Field->getCanonicalDecl());
    return; /* not what it is a field of */
  }
  if (const auto *Ref = dyn_cast<DeclRefExpr>(S)) {
    const auto *VD = dyn_cast<VarDecl>(Ref->getDecl());
    auto It = VD && VD->hasLocalStorage() ? Values.Of.find(VD) : Values.Of.end();
    if (It != Values.Of.end() && Depth < 12)
      for (const Expr *Value : It->second)
        fieldsIn(Value, Values, Out, Depth + 8);
  }
  for (const Stmt *Child : S->children())
    fieldsIn(Child, Values, Out, Depth + 1);
}

bool Enders::mayName(const FunctionDecl *In, const Expr *Arg, const Closure &C) const {
  const Expr *E = bare(Arg);
  if (const FunctionDecl *Code = functionOf(E))
    return llvm::any_of(codesOf(C), [&](const Expr *Own) {
      const FunctionDecl *Body = functionOf(Own);
      return !Body || Body->getCanonicalDecl() == Code->getCanonicalDecl();
    });
  const RecordDecl *Data = C.Data ? recordOf(bare(C.Data)->getType()) : nullptr;
  if (const RecordDecl *RD = recordOf(E->getType())) {
    const RecordDecl *Holder = C.To.Holder ? recordOf(bare(C.To.Holder)->getType()) : nullptr;
    if (!Data || RD == Data || RD == Holder)
      return true;
    if (!C.Id || recordOf(bare(C.Id)->getType()) != RD)
      return C.IdVar && recordOf(C.IdVar->getType()) == RD;
  }
  llvm::SmallVector<const FieldDecl *, 4> Fields;
  fieldsIn(E, LocalValues(In->getBody()), Fields);
  if (Fields.empty())
    return true;
  const FieldDecl *Own = fieldOf(C.Id);
  return Own ? llvm::is_contained(Fields, Own->getCanonicalDecl()) : C.IdVar != nullptr;
}

bool Enders::mayEnd(const Ender &E, const Closure &C) const {
  return llvm::all_of(E.Names, [&](const Expr *Arg) { return mayName(E.In, Arg, C); });
}

void Enders::say(Captures &All) const {
  for (const Ender &E : Found) {
    const FunctionDecl *Code = nullptr;
    for (const Expr *Arg : E.Names)
      Code = functionOf(Arg) ? functionOf(Arg) : Code;
    if (Code) { /* whatever the data is */
      All.say({"ended:" + All.Ids.functionId(Code), {}, E.Call->getBeginLoc(), ""});
      continue;
    }
    LocalValues Values(E.In->getBody());
    for (const Expr *Arg : E.Names) {
      llvm::SmallVector<const FieldDecl *, 4> Fields;
      fieldsIn(bare(Arg), Values, Fields);
      for (const FieldDecl *Field : Fields)
        if (std::string Key = fieldKey(Field); !Key.empty())
          All.say({"ended:" + Key, {}, E.Call->getBeginLoc(), ""});
      const RecordDecl *RD = recordOf(bare(Arg)->getType());
      if (std::string Name = RD ? recordName(RD) : ""; !Name.empty())
        All.say({"ended:data:struct " + Name, {}, E.Call->getBeginLoc(), ""});
    }
  }
}

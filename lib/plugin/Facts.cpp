//===- Facts.cpp - What was found at roots, as JSON lines -----------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The form is that of docs/findings.md, "Facts".
//===----------------------------------------------------------------------===//
#include "Findings.h"
#include "Handmade.h"
#include "Held.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSet.h"

using namespace clang;
using namespace lien;

static void member(lien_buf &Out, const char *Name, llvm::StringRef Value) {
  lien_buf_printf(&Out, ",\"%s\":", Name);
  lien_json_string(&Out, Value.data(), Value.size());
}

void Sites::writeSpot(lien_buf &Out, const Spot &Where) {
  const SourceManager &SM = Ctx.getSourceManager();
  SourceLocation At = SM.getExpansionLoc(Where.At);
  if (Where.B)
    member(Out, "function", Where.B->Id);
  member(Out, "file", absolutePath(SM, At));
  lien_buf_printf(&Out, ",\"line\":%u,\"column\":%u", SM.getExpansionLineNumber(At), SM.getExpansionColumnNumber(At));
  if (Where.Loop)
    lien_buf_puts(&Out, ",\"loop\":true");
}

/// A noun for messages: the type that users know, else the family of the function that made it grow.
std::string Sites::containerOf(const Root &R) const {
  if (R.Container == "list" || R.Container == "array") /* of one's own */
    return R.Container;
  QualType T = R.D->getType();
  while (T->isPointerType() || T->isReferenceType())
    T = T->getPointeeType();
  if (T->isArrayType())
    return "array";
  const RecordDecl *RD = T->getAsRecordDecl();
  if (isa_and_nonnull<ClassTemplateSpecializationDecl>(RD))
    return (isa<NamespaceDecl>(RD->getDeclContext()) ? "std::" : "") + RD->getNameAsString();
  if (!R.Container.empty() && llvm::isUpper(R.Container.front())) /* PyDict_SetItem of a PyObject */
    return R.Container;
  if (const auto *Typedef = T->getAs<TypedefType>())
    return Typedef->getDecl()->getNameAsString();
  return RD && RD->getIdentifier() ? RD->getNameAsString() : "container";
}

static bool isIntended(const ValueDecl *D) {
  for (const Decl *Again : D->redecls())
    for (const auto *Attr : Again->specific_attrs<AnnotateAttr>())
      if (Attr->getAnnotation() == "lien: immortal")
        return true;
  return false;
}

/// Only this unit can name it: no other declares the variable, or the structure.
bool Sites::isLocal(const Root &R) const {
  const SourceManager &SM = Ctx.getSourceManager();
  if (isa_and_nonnull<FieldDecl>(R.D))
    return SM.isInMainFile(SM.getExpansionLoc(R.D->getLocation()));
  return R.D && !R.D->isExternallyVisible();
}

void Sites::writeRoot(lien_buf &Out, const Root &R) {
  static const char *const Storages[] = {"", "object", "module-state", "file", "function", "thread", "class", "extern"};
  lien_buf_puts(&Out, "{\"type\":\"root\"");
  member(Out, "id", R.Id);
  member(Out, "name", R.Name);
  writeSpot(Out, {nullptr, R.D->getLocation(), false});
  member(Out, "storage", Storages[R.Where]);
  member(Out, "container", containerOf(R));
  if (isIntended(R.D))
    lien_buf_puts(&Out, ",\"intended\":true");
  if (isLocal(R))
    lien_buf_puts(&Out, ",\"local\":true");
  lien_buf_puts(&Out, "}\n");
}

static void writeIds(lien_buf &Out, const char *Name, const Roots &TheRoots, llvm::ArrayRef<const FunctionDecl *> List) {
  llvm::StringSet<> Seen;
  lien_buf_printf(&Out, ",\"%s\":[", Name);
  for (const FunctionDecl *FD : List) {
    std::string Id = TheRoots.functionId(FD);
    if (!Seen.insert(Id).second)
      continue;
    lien_buf_puts(&Out, Seen.size() > 1 ? "," : "");
    lien_json_string(&Out, Id.data(), Id.size());
  }
  lien_buf_puts(&Out, "]");
}

void Sites::writeUses(lien_buf &Out, const FunctionDecl *FD) {
  static const char *const Words[] = {"init", "exit", "destroy", "main", "method", "callback"};
  lien_buf_puts(&Out, ",\"uses\":[");
  const char *Comma = "";
  for (unsigned I = 0; I < 6; I++)
    if (TheUnit.usesOf(FD) & 1u << I) {
      lien_buf_printf(&Out, "%s\"%s\"", Comma, Words[I]);
      Comma = ",";
    }
  lien_buf_puts(&Out, "]");
}

void Sites::writeFunction(lien_buf &Out, const Body &Of) {
  lien_buf_puts(&Out, "{\"type\":\"function\"");
  member(Out, "id", Of.Id);
  member(Out, "name", Of.FD->getNameAsString());
  writeSpot(Out, {nullptr, Of.FD->getLocation(), false});
  lien_buf_printf(&Out, ",\"external\":%s", Of.External ? "true" : "false");
  writeUses(Out, Of.FD);
  writeIds(Out, "calls", TheRoots, Functions[&Of].Calls);
  writeIds(Out, "loops", TheRoots, Functions[&Of].Loops);
  lien_buf_puts(&Out, "}\n");
}

/// Its body is in another unit, which does not know of the use.
void Sites::writeDeclared(lien_buf &Out, const FunctionDecl *FD) {
  lien_buf_puts(&Out, "{\"type\":\"function\"");
  member(Out, "id", TheRoots.functionId(FD));
  lien_buf_puts(&Out, ",\"declared\":true");
  writeUses(Out, FD);
  lien_buf_puts(&Out, "}\n");
}

static bool isOfClaims(llvm::StringRef Sort) {
  return Sort == "claim" || Sort == "release" || Sort == "moved";
}

/// Drops what says nothing: parameters of functions that only this unit calls, and never with a root; a second escape.
void Sites::prune() {
  llvm::DenseSet<const FunctionDecl *> Reached;
  for (bool More = true; More;) {
    More = false;
    for (const Pass &P : Passes)
      if (P.R->Where != Root::Param || P.Where.B->External || Reached.count(P.Where.B->FD->getCanonicalDecl()))
        More |= Reached.insert(P.To->getCanonicalDecl()).second;
  }
  /* Roots that only this unit knows, and that neither grow here nor are passed on, do not grow. What only holds needs no word
   * about containers, and the other way round. */
  llvm::DenseSet<const Root *> Alive, Holding;
  for (const Site &S : Found) {
    if (llvm::StringRef(S.Sort) == "growth")
      Alive.insert(S.R);
    if (llvm::StringRef(S.Sort) == "claim")
      Holding.insert(S.R);
  }
  for (const Pass &P : Passes)
    Alive.insert(P.R);
  auto useless = [&](const Root &R, const Spot &Where) {
    if (R.Where != Root::Param && isLocal(R) && !Alive.count(&R) && !Holding.count(&R))
      return true;
    const auto *Field = dyn_cast_or_null<FieldDecl>(R.D);
    if (Field && R.Where == Root::Object && TheRoots.isOfCalls(Field->getParent()))
      return true;
    return R.Where == Root::Param && !Where.B->External && !Reached.count(Where.B->FD->getCanonicalDecl());
  };
  llvm::erase_if(Passes, [&](const Pass &P) { return useless(*P.R, P.Where); });
  llvm::DenseSet<std::pair<const Root *, const Body *>> Escaped;
  llvm::erase_if(Found, [&](const Site &S) {
    bool OfClaims = isOfClaims(S.Sort), Known = S.R->Where != Root::Param && isLocal(*S.R);
    return useless(*S.R, S.Where) || (Known && !(OfClaims ? Holding : Alive).count(S.R)) ||
           (llvm::StringRef(S.Sort) == "escape" && !Escaped.insert({S.R, S.Where.B}).second);
  });
}

void Sites::write(lien_buf &Out) {
  for (const FunctionDecl *FD : TheUnit.bodies()) {
    Body &Read = TheRoots.read(FD);
    Read.ForCallers |= (TheUnit.usesOf(FD) & (Unit::Method | Unit::Callback)) != 0;
  }
  TheRoots.finish();
  for (const std::unique_ptr<Body> &Each : TheRoots.bodies()) {
    B = Each.get();
    walk(B->FD->getBody());
    if (const auto *Constructor = dyn_cast<CXXConstructorDecl>(B->FD))
      for (const CXXCtorInitializer *Init : Constructor->inits())
        walk(Init->getInit());
  }
  Own->finish(Found, Passes);
  Claims->readTables(Ctx.getTranslationUnitDecl());
  prune();
  llvm::StringSet<> Seen; /* both rows of a contract say the same */
  lien_buf Lines = {};
  auto line = [&](lien_buf &Line) {
    lien_buf_puts(&Line, "}\n");
    if (Seen.insert(llvm::StringRef(Line.data, Line.size)).second)
      lien_buf_add(&Lines, Line.data, Line.size);
    lien_buf_free(&Line);
  };
  for (const Site &S : Found) {
    lien_buf Line = {};
    S.R->Used = true;
    lien_buf_puts(&Line, "{\"type\":\"site\"");
    member(Line, "root", S.R->Id);
    member(Line, "sort", S.Sort);
    writeSpot(Line, S.Where);
    member(Line, "callee", S.Callee);
    if (*S.Key)
      member(Line, "key", S.Key);
    if (*S.Guard)
      member(Line, "guard", S.Guard);
    line(Line);
  }
  for (const Pass &P : Passes) {
    lien_buf Line = {};
    P.R->Used = true;
    lien_buf_puts(&Line, "{\"type\":\"pass\"");
    member(Line, "root", P.R->Id);
    member(Line, "to", TheRoots.functionId(P.To));
    lien_buf_printf(&Line, ",\"param\":%u", P.Param);
    writeSpot(Line, P.Where);
    if (*P.Key)
      member(Line, "key", P.Key);
    if (*P.Guard)
      member(Line, "guard", P.Guard);
    if (P.Value)
      lien_buf_puts(&Line, ",\"value\":true");
    line(Line);
  }
  for (const std::unique_ptr<Root> &R : TheRoots.all())
    if (R->Used && R->D && R->Where != Root::Param)
      writeRoot(Out, *R);
  lien_buf_add(&Out, Lines.data, Lines.size);
  lien_buf_free(&Lines);
  for (const std::unique_ptr<Body> &Each : TheRoots.bodies())
    writeFunction(Out, *Each);
  for (const FunctionDecl *FD : TheUnit.registeredElsewhere())
    writeDeclared(Out, FD);
}

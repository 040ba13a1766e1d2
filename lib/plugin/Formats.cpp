//===- Formats.cpp - Variable arguments that a format string spells -------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// - Each unit of a format says what happens to the arguments that it takes (`O`, `N`, `s*`).
// - A format that is no literal: what is given may go anywhere; what is filled in is not known.
// - `O&`: the converter's own contract.
//===----------------------------------------------------------------------===//
#include "Effects.h"

using namespace clang;
using namespace ento;
using namespace lien;

/// The contract of a converter (object, *result) that argument Function names, onto the place that argument Result points to.
ProgramStateRef CallEffects::applyConverter(ProgramStateRef State, unsigned Function, unsigned Result) {
  if (Result >= Call.getNumArgs())
    return State;
  const auto *Ref = dyn_cast<DeclRefExpr>(Call.getArgExpr(Function)->IgnoreParenCasts());
  if (const auto *UO = dyn_cast<UnaryOperator>(Call.getArgExpr(Function)->IgnoreParenCasts()))
    Ref = dyn_cast<DeclRefExpr>(UO->getSubExpr()->IgnoreParenCasts());
  const auto *FD = Ref ? dyn_cast<FunctionDecl>(Ref->getDecl()) : nullptr;
  const Contract *Converter = FD ? Book.of(FD) : Book.ofMacro(Call.getArgExpr(Function)->getBeginLoc());
  if (!Converter)
    return State;
  for (const Outcome &Row : Converter->Rows)
    for (const lien_effect &E : Row.Effects)
      if (E.place.root == 1 && E.place.deref && (E.verb == LIEN_OWNED || E.verb == LIEN_RETAINED || E.verb == LIEN_BORROWED)) {
        CallEffects Inner(Book, *Converter, Call, Ctx); /* kinds are the converter's */
        return Inner.bindFresh(State, E, Call.getArgSVal(Result), pointeeOf(Result), Call.getArgExpr(Result));
      }
  return State;
}

ProgramStateRef CallEffects::applyFormat(ProgramStateRef State, const Outcome &Row) {
  const lien_image *Image = C.From->Image;
  unsigned Next = C.Raw->param_count;
  const auto *Literal = Row.FormatParam < Call.getNumArgs()
                            ? dyn_cast<StringLiteral>(Call.getArgExpr(Row.FormatParam)->IgnoreParenCasts())
                            : nullptr;
  if (!Literal || Literal->getCharByteWidth() != 1) {
    for (; !Row.Format->addresses && Next < Call.getNumArgs(); Next++)
      State = escape(State, Call.getArgSVal(Next), Ctx.getLocationContext(), Book);
    return State;
  }
  llvm::StringRef Format = Literal->getString();
  llvm::StringRef Skip = lien_image_string(Image, Row.Format->skip), Stop = lien_image_string(Image, Row.Format->stop);
  while (!Format.empty() && !Stop.contains(Format[0])) {
    const lien_unit *Unit = lien_format_unit_at(Image, Row.Format, Format.data(), Format.size());
    if (!Unit) {
      if (!Skip.contains(Format[0]))
        return State; /* an unknown unit: nothing after it can be counted */
      Format = Format.drop_front();
      continue;
    }
    Format = Format.drop_front(llvm::StringRef(lien_image_string(Image, Unit->text)).size());
    if (Unit->converter) {
      if (Row.Format->addresses)
        State = applyConverter(State, Next, Next + 1);
      Next += Unit->argument_count;
      continue;
    }
    const lien_effect *Effects = lien_unit_arguments(Image, Unit);
    for (unsigned I = 0; I < Unit->argument_count; I++, Next++) {
      if (Next >= Call.getNumArgs())
        return State;
      if (Effects[I].verb == LIEN_UNCHANGED)
        continue;
      State = Row.Format->addresses
                  ? moveThrough(State, Effects[I], Call.getArgSVal(Next), pointeeOf(Next), Call.getArgExpr(Next))
                  : move(State, Effects[I], Call.getArgSVal(Next));
    }
  }
  return State;
}

//===- Annotations.cpp - Attributes into contracts ------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The attributes of docs/annotations.md become the text of a contract, and that text is read like any other.
//
// - What has no `when` happens in every outcome; what has the same `when` belongs to the same outcome.
// - One single test: the opposite outcome is added.
//===----------------------------------------------------------------------===//
#include "Annotations.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/DeclCXX.h"
#include "clang/Basic/Diagnostic.h"
#include "llvm/ADT/MapVector.h"

using namespace clang;
using namespace lien;

namespace {

/// The outcomes of one declaration while its attributes are read: test -> place -> effects.
class Outcomes {
public:
  void add(llvm::StringRef When, llvm::StringRef Place, llvm::StringRef Effect) {
    Rows[When.trim().str()][Place.trim().str()].push_back(Effect.trim().str());
  }

  /// A whole outcome: "when: ret == 0, item: stolen by list, not null".
  void addText(llvm::StringRef Text) {
    std::string When, Place;
    llvm::SmallVector<llvm::StringRef, 4> Pieces;
    Text.split(Pieces, ',');
    bool Any = false;
    for (llvm::StringRef Piece : Pieces) {
      size_t Colon = Piece.find(':');
      llvm::StringRef Key = Colon == llvm::StringRef::npos ? "" : Piece.substr(0, Colon).trim();
      if (Key == "when") {
        When = Piece.substr(Colon + 1).trim().str();
      } else {
        if (!Key.empty())
          Place = Key.str();
        add(When, Place, Colon == llvm::StringRef::npos ? Piece : Piece.substr(Colon + 1));
        Any = true;
      }
    }
    if (!Any)
      Rows[When]; /* an outcome in which nothing happens */
  }

  bool empty() const { return Rows.empty(); }

  std::string yaml() {
    std::string Always = "";
    if (Rows.size() == 2 && Rows.count(Always) == 1)
      addOpposite(Rows.front().first.empty() ? Rows.back().first : Rows.front().first);
    else if (Rows.size() == 1 && !Rows.front().first.empty())
      addOpposite(Rows.front().first);
    std::string Text;
    bool OnlyAlways = Rows.size() == 1;
    for (auto &[When, Members] : Rows) {
      if (When.empty() && !OnlyAlways)
        continue;
      Text += "    -";
      std::string Indent = " ";
      if (!When.empty()) {
        Text += " when: \"" + When + "\"\n";
        Indent = "      ";
      }
      writeMembers(Text, Indent, Members);
      if (!When.empty() && Rows.count(Always))
        writeMembers(Text, Indent, Rows[Always]);
      if (Text.back() == '-')
        Text += " {}\n";
    }
    return Text;
  }

private:
  using Members = llvm::MapVector<std::string, std::vector<std::string>, std::map<std::string, unsigned>>;

  static void writeMembers(std::string &Text, std::string &Indent, const Members &M) {
    for (const auto &[Place, Effects] : M) {
      bool IsFlag = Place == "runs" || Place == "exception" || Place == "returns";
      Text += Indent + "\"" + Place + "\": ";
      if (IsFlag) {
        Text += Effects.front() + "\n";
      } else {
        Text += "[";
        for (const std::string &Effect : Effects)
          Text += (Text.back() == '[' ? "\"" : ", \"") + Effect + "\"";
        Text += "]\n";
      }
      Indent = "      ";
    }
  }

  void addOpposite(const std::string &When) {
    static const std::pair<const char *, const char *> Opposites[] = {{"==", "!="}, {"!=", "=="}, {"<=", ">"},
                                                                      {">=", "<"},  {"<", ">="},  {">", "<="}};
    if (llvm::StringRef(When).contains(" and "))
      return;
    for (auto [Op, Opposite] : Opposites) {
      size_t At = When.find(Op);
      if (At == std::string::npos)
        continue;
      Rows[When.substr(0, At) + Opposite + When.substr(At + strlen(Op))];
      return;
    }
  }

  llvm::MapVector<std::string, Members, std::map<std::string, unsigned>> Rows;
};

} // namespace

static std::string paramName(const FunctionDecl *FD, unsigned Index) {
  std::string Name = FD->getParamDecl(Index)->getNameAsString();
  return Name.empty() ? "arg" + std::to_string(Index) : Name;
}

/// "n" of annotate("name", n), counted from 1; 0 when there is none.
static unsigned annotationNumber(const AnnotateAttr *A, const ASTContext &Ctx) {
  if (A->args_size() != 1)
    return 0;
  Expr::EvalResult Result;
  return (*A->args_begin())->EvaluateAsInt(Result, Ctx) ? unsigned(Result.Val.getInt().getZExtValue()) : 0;
}

static void readFunctionAttr(const FunctionDecl *FD, const Attr *A, const ASTContext &Ctx, const Contracts &Book, Outcomes &Out) {
  auto param = [&](unsigned FromOne, llvm::StringRef Effect) {
    if (FromOne >= 1 && FromOne <= FD->getNumParams())
      Out.add("", paramName(FD, FromOne - 1), Effect);
  };
  if (const auto *Annotate = dyn_cast<AnnotateAttr>(A)) {
    llvm::StringRef Text = Annotate->getAnnotation();
    if (Text.consume_front("lien:"))
      Out.addText(Text);
    else if (Text == "cpychecker_returns_borrowed_ref")
      Out.add("", "ret", "borrowed");
    else if (Text == "cpychecker_steals_reference_to_arg")
      param(annotationNumber(Annotate, Ctx), "stolen");
    else if (Text == "cpychecker_sets_exception")
      Out.add("", "exception", "set");
    else if (Text == "cpychecker_negative_result_sets_exception")
      Out.add("ret < 0", "exception", "set");
  } else if (const auto *Ownership = dyn_cast<OwnershipAttr>(A)) {
    llvm::StringRef Module = Ownership->getModule()->getName();
    std::string Name = Book.kindNamed(Module) ? Module.str() : "memory";
    if (Ownership->isReturns())
      Out.add("", "ret", "owned " + Name);
    else
      for (const ParamIdx &Index : Ownership->args())
        param(Index.getSourceIndex(), Ownership->isTakes() ? "released" : "stolen");
  } else if (isa<CFReturnsRetainedAttr, NSReturnsRetainedAttr, OSReturnsRetainedAttr>(A)) {
    Out.add("", "ret", "owned");
  } else if (isa<CFReturnsNotRetainedAttr, NSReturnsNotRetainedAttr, OSReturnsNotRetainedAttr>(A)) {
    Out.add("", "ret", "borrowed");
  } else if (isa<NSConsumesSelfAttr, OSConsumesThisAttr>(A)) {
    Out.add("", "this", "stolen");
  }
}

/// Reads a parameter's attributes; true when one says that the parameter is an address of a place.
static bool readParamAttrs(const FunctionDecl *FD, unsigned Index, Outcomes &Out) {
  const ParmVarDecl *Param = FD->getParamDecl(Index);
  bool IsOut = false;
  std::string Name = paramName(FD, Index);
  for (const Attr *A : Param->attrs()) {
    if (const auto *Annotate = dyn_cast<AnnotateAttr>(A)) {
      llvm::StringRef Text = Annotate->getAnnotation();
      if (!Text.consume_front("lien:"))
        continue;
      std::string When;
      Text = Text.trim();
      if (Text.consume_front("when:")) {
        auto [Tests, Rest] = Text.split(',');
        When = Tests.trim().str();
        Text = Rest.trim();
      }
      if (Text.consume_front("out")) {
        IsOut = true;
        Text = Text.trim();
      }
      llvm::SmallVector<llvm::StringRef, 2> Effects;
      Text.split(Effects, ',', -1, /*KeepEmpty=*/false);
      for (llvm::StringRef Effect : Effects)
        Out.add(When, Name, Effect);
    } else if (isa<CFConsumedAttr, NSConsumedAttr, OSConsumedAttr>(A)) {
      Out.add("", Name, "stolen");
    } else if (isa<CFReturnsRetainedAttr, OSReturnsRetainedAttr>(A)) {
      IsOut = true;
      Out.add("", Name, "owned");
    } else if (isa<CFReturnsNotRetainedAttr, OSReturnsNotRetainedAttr>(A)) {
      IsOut = true;
      Out.add("", Name, "borrowed");
    } else if (isa<OSReturnsRetainedOnZeroAttr, OSReturnsRetainedOnNonZeroAttr>(A)) {
      IsOut = true;
      Out.add(isa<OSReturnsRetainedOnZeroAttr>(A) ? "ret == 0" : "ret != 0", Name, "owned");
    }
  }
  return IsOut;
}

void Annotations::collect(const FunctionDecl *FD) {
  bool Any = FD->hasAttrs();
  for (const ParmVarDecl *Param : FD->parameters())
    Any |= Param->hasAttrs();
  if (!Any || FD->isDependentContext())
    return;
  Outcomes Out;
  for (const Attr *A : FD->attrs())
    readFunctionAttr(FD, A, Ctx, Book, Out);
  std::string Signature = "fn" + std::to_string(Entries.size()) + "(";
  for (unsigned I = 0; I < FD->getNumParams(); I++) {
    bool IsOut = readParamAttrs(FD, I, Out);
    Signature += (I ? ", " : "") + std::string(IsOut ? "*" : "") + paramName(FD, I);
  }
  if (Out.empty())
    return;
  if (FD->isVariadic())
    Signature += FD->getNumParams() ? ", ..." : "...";
  /* The kind of an effect that names none is that of the declared type. */
  for (Entry &E : Entries)
    if (E.FD->getCanonicalDecl() == FD->getCanonicalDecl())
      return;
  Entries.push_back({FD, "  \"" + Signature + ")\":\n" + Out.yaml()});
}

bool Annotations::read(llvm::ArrayRef<Entry> Some, std::string &Error) {
  std::string Text = "pack: annotations\ncontracts:\n";
  for (const Entry &E : Some)
    Text += E.Text;
  std::vector<const Contract *> Read;
  llvm::SmallVector<const FunctionDecl *, 8> Functions;
  llvm::SmallVector<std::string, 8> Names;
  for (const Entry &E : Some) {
    Functions.push_back(E.FD);
    llvm::StringRef Name = llvm::StringRef(E.Text).drop_front(3).take_until([](char C) { return C == '('; });
    Names.push_back(Name.str());
  }
  return Book.addAnnotations(Text, Functions, Names, Error);
}

void Annotations::finish() {
  if (Entries.empty())
    return;
  std::string Error;
  if (read(Entries, Error))
    return;
  /* One of them is wrong: each by itself, so that the others still count. */
  DiagnosticsEngine &Diags = Ctx.getDiagnostics();
  for (const Entry &E : Entries)
    if (!read(E, Error))
      Diags.Report(E.FD->getLocation(),
                   Diags.getCustomDiagID(DiagnosticsEngine::Warning, "lien: the annotations of %0 are not used: %1"))
          << E.FD << Error;
}

//===- Contracts.h - The contracts of one translation unit -----*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Finds the contract of a call or of a body, whoever wrote it: an annotation, the user's file, a pack, a summary (in this
// order). Whoever reads a Contract cannot tell which it was.
//
// Not here: what a contract does to a path (Effects.cpp), how annotations become contracts (Annotations.cpp).
//===----------------------------------------------------------------------===//
#ifndef LIEN_PLUGIN_CONTRACTS_H
#define LIEN_PLUGIN_CONTRACTS_H

#include "lien/contract.h"

#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringMap.h"

#include <memory>
#include <string>
#include <vector>

namespace clang {
class ASTContext;
class Preprocessor;
} // namespace clang

namespace lien {

/// A kind of claim, the same for all images that name it.
struct Kind {
  std::string Name, Noun, Object;
  bool Shared = true;
  bool HasTypes = false;      ///< some C type says what it is
  unsigned ImmortalSince = 0; ///< version from which immortals need no counting; 0: they never did
  lien_op InvalidOp = LIEN_EQ;
  int64_t InvalidValue = 0;
};

/// An opened image with its kinds resolved.
struct Source {
  lien_image *Image = nullptr;
  std::vector<const Kind *> Kinds;
  std::vector<unsigned> PackVersion; ///< major << 8 | minor of each pack in this unit; 0: unknown
  ~Source() { lien_image_free(Image); }
};

/// One row: effects that happen when all tests hold.
struct Outcome {
  llvm::ArrayRef<lien_test> Tests;
  llvm::ArrayRef<lien_effect> Effects;
  unsigned Flags = 0;
  const lien_format *Format = nullptr;
  unsigned FormatParam = 0;
};

struct Contract {
  enum Origin { Annotation, User, Pack, Summary };
  std::string Name;
  const Source *From = nullptr; ///< for strings, kinds and formats; null for summaries (which use KindsUsed)
  Origin Where = Pack;
  bool Believed = false; ///< a summary of a function whose body is not seen, from how its callers treat the result
  llvm::SmallVector<Outcome, 2> Rows;
  bool ClaimsUnknown = false;  ///< says what containers hold and when code runs; of claims nothing is known
  bool MovesClaims = false;    ///< anything that is +1 or -1 for somebody
  bool MovesArguments = false; ///< an argument or an out-parameter moves: rows must be told apart on the path
  const lien_contract *Raw = nullptr;

  const Kind *kind(const lien_effect &E) const;
  std::vector<const Kind *> SummaryKinds;
  std::vector<lien_test> OwnTests; ///< storage of a summary's rows
  std::vector<lien_effect> OwnEffects;

  /// LIEN_ROLE_* of any row: when the functions run that it is about; 0: not said.
  unsigned role() const;
  /// The effects on claims of \p Root in all rows; null when there is none.
  const lien_effect *firstEffectOn(unsigned Root) const;
};

class Contracts {
public:
  /// Maps the pack that lies beside the plugin and reads the user's files. Errors go to \p Error (one sentence), and
  /// nothing is loaded then.
  bool load(llvm::ArrayRef<std::string> UserFiles, std::string &Error);

  /// Must be called once before the look-ups: versions come from the unit's macros.
  void start(const clang::ASTContext &Ctx, const clang::Preprocessor &PP);

  /// The contract of calls to this function, or null.
  const Contract *of(const clang::FunctionDecl *FD);
  /// The contract of a call: by callee, by the slot or typedef of the pointer, by the macro that spelled it.
  const Contract *of(const clang::CallExpr *CE);
  /// The same, also of those that say nothing of claims (`claims: unknown`); never a summary. For who asks what containers hold.
  const Contract *anyOf(const clang::FunctionDecl *FD);
  const Contract *anyOf(const clang::CallExpr *CE);
  /// When this body runs, from the types and slots that it is used as and the macro that begins it: LIEN_ROLE_*; 0: not said.
  unsigned roleOf(const clang::FunctionDecl *FD);
  /// The contract of the macro that spelled the code at Loc.
  const Contract *ofMacro(clang::SourceLocation Loc);
  const Contract *ofMacroNamed(llvm::StringRef Name) { return HasMacroKeys ? lookup(LIEN_KEY_MACRO, Name) : nullptr; }
  /// The contract that binds this body: of the function itself, else of the type or slot it is used as.
  const Contract *ofBody(const clang::FunctionDecl *FD);

  /// The kind of what a pointer (or, for descriptors, nothing) points to; null when it is none.
  const Kind *kindOfPointer(clang::QualType Pointer);
  bool isImmortal(const clang::VarDecl *VD);
  /// The kind of an object that is a global variable (None, a static type), when its references count; null when they do
  /// not, because it is immortal in this unit's version.
  const Kind *countedVariable(const clang::VarDecl *VD);

  void addSummary(const clang::FunctionDecl *FD, std::unique_ptr<Contract> Summary);
  /// Reads Text (a YAML pack) and gives its contract Names[i] to Functions[i], before all others.
  bool addAnnotations(llvm::StringRef Text, llvm::ArrayRef<const clang::FunctionDecl *> Functions,
                      llvm::ArrayRef<std::string> Names, std::string &Error);
  /// Says that the body of FD is used where \p Key and \p Name are expected ("type PyCFunction").
  /// Returns that contract, or null when there is none.
  const Contract *bindBody(const clang::FunctionDecl *FD, lien_key Key, llvm::StringRef Name);
  /// Binds a body whose parameters have the names of one function type's contract: `(PyObject *self, PyObject *args)`.
  void bindByNames(const clang::FunctionDecl *FD);
  /// Callers in this unit release what FD returns: it hands out a claim.
  void addBelief(const clang::FunctionDecl *FD);
  /// ... what calls through this field return.
  void addBelief(const clang::FieldDecl *Field);
  bool hasBinding(const clang::FunctionDecl *FD) const { return Bound.count(FD->getCanonicalDecl()); }

  /// \p FD: picks the overload.
  const Contract *lookup(lien_key Key, llvm::StringRef Name, const clang::FunctionDecl *FD = nullptr);
  const Kind *kindNamed(llvm::StringRef Name) const;
  const Source *packs() const { return Sources.empty() ? nullptr : Sources.back().get(); }

private:
  bool addSource(lien_image *Image, std::string &Error);
  std::unique_ptr<Contract> view(const Source &S, const lien_contract *C, Contract::Origin Where);
  const Contract *find(const clang::FunctionDecl *FD);
  const Contract *findIndirect(const clang::CallExpr *CE);
  const Contract *ofPointer(const clang::Expr *Callee);
  const Contract *believe(llvm::StringRef Name, clang::QualType Result, llvm::ArrayRef<clang::QualType> Params);

  const clang::ASTContext *Ctx = nullptr;
  std::vector<std::unique_ptr<Source>> Sources; ///< user files first, packs last
  unsigned UserSources = 0;
  bool HasMacroKeys = false;
  llvm::StringMap<std::unique_ptr<Kind>> Kinds;
  llvm::StringMap<const Kind *> KindOfTypeName;
  llvm::StringMap<const Kind *> Immortals;
  llvm::StringMap<const lien_contract *> TypesByNames; ///< "self,args,": the type's contract; null: several differ
  llvm::StringMap<std::unique_ptr<Contract>> ByName;   ///< "<key>name"; null: looked up and not there
  llvm::DenseMap<const clang::FunctionDecl *, const Contract *> ByDecl;
  llvm::DenseMap<const clang::FunctionDecl *, const Contract *> Containers; ///< of functions, with `claims: unknown`
  llvm::DenseMap<const clang::FunctionDecl *, const Contract *> Bound;
  llvm::DenseMap<const clang::FunctionDecl *, unsigned> Roles; ///< LIEN_ROLE_*; 1: several
  llvm::DenseMap<const clang::FieldDecl *, const Contract *> ByField;
  llvm::DenseMap<const clang::CallExpr *, const Contract *> ByCall;
  llvm::DenseMap<const clang::RecordDecl *, const Kind *> KindOfRecord;
  std::vector<std::unique_ptr<Contract>> Owned;
  std::vector<std::unique_ptr<Source>> Annotated;
};

} // namespace lien

#endif

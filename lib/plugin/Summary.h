//===- Summary.h - Contracts found by reading a body ----------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// While the engine walks a function, the ways in which it ends are recorded: what it returns and what it did to its
// parameters' claims. When all ways agree, that is its contract, for callers in the same unit.
//===----------------------------------------------------------------------===//
#ifndef LIEN_PLUGIN_SUMMARY_H
#define LIEN_PLUGIN_SUMMARY_H

#include "Effects.h"

namespace lien {

class SummaryRecorder {
public:
  /// Starts to record the ends of FD; what was recorded before is dropped.
  void start(const clang::FunctionDecl *FD);
  /// One way to the end of the top frame. RS: the return, null at the closing brace.
  void atEnd(const clang::ReturnStmt *RS, clang::ento::CheckerContext &C, Contracts &Book);
  /// The contract that all ways agree on; null when they do not, or when some were not walked (\p Complete is false).
  /// Believed: callers release the result, of this kind; null: they do not.
  std::unique_ptr<Contract> finish(bool Complete, const Kind *Believed);

private:
  enum class Result : uint8_t { None, Null, NotNull, Negative, Zero, Positive, Any };
  struct End {
    Result Value = Result::None;
    std::optional<int64_t> Constant;     ///< the number that is returned
    uint8_t ReturnVerb = LIEN_UNCHANGED; ///< of the returned object
    const Kind *ReturnKind = nullptr;
    llvm::SmallVector<std::pair<uint8_t, const Kind *>, 4>
        Params; ///< a verb each; then, again for each parameter, of what it points to
    bool Unclear = false;
    bool Special = false; ///< a constant that is no object is returned
  };

  static Result signOf(ProgramStateRef State, SVal V, clang::QualType T);

  const clang::FunctionDecl *Current = nullptr;
  std::vector<End> Ends;
};

} // namespace lien

#endif

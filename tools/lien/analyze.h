/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Runs clang with the plugin on each unit, and gathers what comes out. */
#ifndef LIEN_ANALYZE_H
#define LIEN_ANALYZE_H

#include "install.h"
#include "lien/fact.h"
#include "lien/report.h"
#include "units.h"

/* What became of one unit. */
struct outcome {
  struct lien_stats stats; /* zero when it failed before its end */
  char *reason;            /* why it failed; NULL: it did not */
  char *detail;            /* the line of clang's output that says most; "" for none; NULL with reason */
};

struct analysis {
  struct lien_findings findings; /* settled */
  struct lien_facts *facts;      /* of all units that were analysed, linked; the findings lend from it */
  struct outcome *outcomes;      /* one for each unit, in the same order */
  size_t failed;
};

/* args: what every unit gets besides its own flags. scratch: a private folder. On success *ret is the caller's to free. */
bool analyze(const struct units *units, const struct install *install, const struct lien_list *args, const char *scratch,
             const struct options *options, struct analysis *ret, struct lien_error *err);
void analysis_free(struct analysis *analysis, size_t unit_count);

#endif

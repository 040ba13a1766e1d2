/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Facts read, twice as two units would write them, and linked as a whole program and as a part of one. */
#include "lien/fact.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

static void test_candidates(const struct lien_facts *facts) {
  size_t count;
  const struct lien_candidate *found = lien_facts_candidates(facts, &count);
  for (size_t i = 0; i < count; i++) {
    const struct lien_remark *at = &found[i].at.place;
    if (!found[i].rule[0] || !found[i].message[0] || !at->file[0] || !at->line || !at->column)
      abort(); /* a finding without a required member */
    if (i && strcmp(found[i - 1].at.place.file, at->file) > 0)
      abort(); /* not sorted */
    for (size_t k = 0; k < found[i].path_count; k++)
      if (!found[i].path[k].place.file || !found[i].path[k].place.message)
        abort();
  }
}

static void link(const char *text, size_t size, bool whole) {
  struct lien_error err;
  struct lien_facts *facts = lien_facts_new();
  if (!facts)
    return;
  bool ok = lien_facts_read(facts, "out", text, size, &err);
  if (lien_facts_read(facts, "again", text, size, &err) != ok)
    abort(); /* what a text says does not depend on what was read before */
  lien_facts_link(facts, whole, &err);
  size_t count;
  const struct lien_cache *caches = lien_facts_caches(facts, &count);
  for (size_t i = 0; i < count; i++)
    if ((caches[i].verdict == LIEN_VERDICT_QUIET) != (caches[i].bound[0] != '\0') ||
        (caches[i].verdict == LIEN_VERDICT_QUIET) != !caches[i].message[0])
      abort(); /* either it is bounded, or there is something to say */
  const struct lien_module *modules = lien_facts_modules(facts, &count);
  for (size_t i = 0; i < count; i++)
    if (!modules[i].message[0] || modules[i].place_count < 3)
      abort(); /* a variable, where it is filled, what to do */
  test_candidates(facts);
  lien_facts_free(facts);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size) {
  link((const char *)data, size, true);
  link((const char *)data, size, false);
  return 0;
}

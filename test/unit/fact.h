/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Facts, written short: quotes are single ones, each line without its braces and with its type before it. */
#ifndef LIEN_TEST_FACT_H
#define LIEN_TEST_FACT_H

#include "unit.h"

#include "lien/fact.h"

#include <string.h>

/* "root 'id':'x'" becomes a line. */
static inline void add_fact(struct lien_buf *out, const char *fact) {
  size_t type = strcspn(fact, " ");
  lien_buf_printf(out, "{\"type\":\"%.*s\",", (int)type, fact);
  for (const char *s = fact + type; *s; s++)
    lien_buf_add(out, *s == '\'' ? "\"" : s, 1);
  lien_buf_puts(out, "}\n");
}

#define ROOT(id, storage)                                                                                                        \
  "root 'id':'" id "','name':'" id "','file':'/x.c','line':1,'column':1,'container':'dict','storage':'" storage "'"
#define CACHE ROOT("cache", "extern")
#define SITE(sort, function, line, more)                                                                                         \
  "site 'root':'cache','sort':'" sort "','function':'" function "','file':'/x.c','column':3,'line':" #line more
#define GROWTH(function, line, more) SITE("growth", function, line, more)
#define FUNCTION(id, external, more) "function 'id':'" id "','name':'" id "','external':" external more
#define API(id) FUNCTION(id, "true", "")
#define CALLER ",'key':'caller'"

/* Reads the facts (up to a NULL) as one text and links them. */
static inline struct lien_facts *linked(const char *const *lines, bool whole) {
  struct lien_buf text = {0};
  struct lien_error err = {0};
  for (; *lines; lines++)
    add_fact(&text, *lines);
  struct lien_facts *facts = lien_facts_new();
  assert_non_null(facts);
  if (!lien_facts_read(facts, "out", text.data ? text.data : "", text.size, &err))
    fail_msg("line %u: %s", err.line, err.text);
  assert_true(lien_facts_link(facts, whole, &err));
  lien_buf_free(&text);
  return facts;
}

static inline const struct lien_cache *cache_of(const struct lien_facts *facts, const char *id) {
  size_t count;
  const struct lien_cache *caches = lien_facts_caches(facts, &count);
  for (size_t i = 0; i < count; i++)
    if (strcmp(caches[i].id, id) == 0)
      return &caches[i];
  return NULL;
}

/* Expects a verdict on `id`; bound: the reason when it is quiet, else "". */
static inline void expect_verdict_(const char *const *lines, bool whole, const char *id, enum lien_verdict verdict,
                                   const char *bound, const char *file, int line) {
  struct lien_facts *facts = linked(lines, whole);
  const struct lien_cache *cache = cache_of(facts, id);
  if (!cache)
    print_error("%s:%d: no root '%s'\n", file, line, id);
  else if (cache->verdict != verdict || strcmp(cache->bound, bound) != 0)
    print_error("%s:%d: verdict %d, bound '%s'\n", file, line, cache->verdict, cache->bound);
  bool ok = cache && cache->verdict == verdict && strcmp(cache->bound, bound) == 0;
  lien_facts_free(facts);
  assert_true(ok);
}

#define EXPECT(verdict, bound, ...)                                                                                              \
  expect_verdict_((const char *const[]){__VA_ARGS__, NULL}, true, "cache", LIEN_VERDICT_##verdict, bound, __FILE__, __LINE__)
#define EXPECT_PART(verdict, bound, ...)                                                                                         \
  expect_verdict_((const char *const[]){__VA_ARGS__, NULL}, false, "cache", LIEN_VERDICT_##verdict, bound, __FILE__, __LINE__)
#define EXPECT_OF(id, verdict, bound, ...)                                                                                       \
  expect_verdict_((const char *const[]){__VA_ARGS__, NULL}, true, id, LIEN_VERDICT_##verdict, bound, __FILE__, __LINE__)

#endif

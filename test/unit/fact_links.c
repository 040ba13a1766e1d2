/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Rule: what a function does to its parameter is done to every root that is passed to it, over any number of calls. */
#include "fact.h"

#define PASS(root, function, to, param, more)                                                                                    \
  "pass 'root':'" root "','to':'" to "','param':" #param ",'function':'" function "','file':'/x.c','line':20,'column':1" more
#define AT(root, sort, function, more)                                                                                           \
  "site 'root':'" root "','sort':'" sort "','function':'" function "','file':'/y.c','column':3,'line':7,'callee':'put'" more

static void by_one_call(void **state) {
  EXPECT(WARNING, "", CACHE, API("f"), API("add"), PASS("cache", "f", "add", 1, ""), AT("add#1", "growth", "add", CALLER));
  EXPECT(QUIET, "does not grow", CACHE, API("f"), API("add"), PASS("cache", "f", "add", 0, ""),
         AT("add#1", "growth", "add", CALLER));
  EXPECT(QUIET, "eviction", CACHE, API("f"), API("drop"), GROWTH("f", 5, CALLER), PASS("cache", "f", "drop", 0, ""),
         AT("drop#0", "shrink", "drop", ""));
  EXPECT(QUIET, "unknown: it escapes", CACHE, API("f"), API("keep"), GROWTH("f", 5, CALLER), PASS("cache", "f", "keep", 0, ""),
         AT("keep#0", "escape", "keep", ""));
}

static void to_nobody(void **state) {
  EXPECT(QUIET, "unknown: it escapes", CACHE, API("f"), GROWTH("f", 5, CALLER), PASS("cache", "f", "unseen", 0, ""));
  EXPECT(QUIET, "unknown: it escapes", CACHE, API("f"), API("g"), GROWTH("f", 5, CALLER), PASS("cache", "f", "g", 0, ""),
         PASS("g#0", "g", "unseen", 0, ""));
}

/* What happens below a call happens when the function that names the root runs. */
static void when_the_root_is_passed(void **state) {
  static const char end[] = FUNCTION("end", "false", ",'uses':['exit']");
  EXPECT(WARNING, "", CACHE, API("f"), API("wipe"), end, GROWTH("f", 5, CALLER), PASS("cache", "end", "wipe", 0, ""),
         AT("wipe#0", "clear", "wipe", ""));
  EXPECT(WARNING, "", CACHE, API("f"), API("a"), API("wipe"), end, GROWTH("f", 5, CALLER), PASS("cache", "end", "a", 0, ""),
         PASS("a#0", "a", "wipe", 0, ""), AT("wipe#0", "clear", "wipe", ""));
  /* at the end, but not only then */
  EXPECT(QUIET, "eviction", CACHE, API("f"), API("a"), API("wipe"), end, GROWTH("f", 5, CALLER),
         PASS("cache", "a", "wipe", 0, ""), PASS("cache", "end", "wipe", 0, ""), AT("wipe#0", "clear", "wipe", ""));
  static const char init[] = FUNCTION("init", "false", ",'uses':['init']");
  EXPECT(QUIET, "grows only at start", CACHE, API("add"), init, PASS("cache", "init", "add", 0, ""),
         AT("add#0", "growth", "add", CALLER));
}

static void by_circles(void **state) {
  EXPECT(WARNING, "", CACHE, API("f"), API("a"), API("b"), PASS("cache", "f", "a", 0, ""), PASS("a#0", "a", "b", 2, ""),
         PASS("b#2", "b", "a", 0, ""), AT("b#2", "growth", "b", CALLER));
  EXPECT(QUIET, "eviction", CACHE, API("f"), API("a"), API("b"), PASS("cache", "f", "a", 0, ""), PASS("a#0", "a", "b", 2, ""),
         PASS("b#2", "b", "a", 0, ""), AT("b#2", "growth", "b", CALLER), AT("a#0", "shrink", "a", ""));
  EXPECT(QUIET, "does not grow", CACHE, API("a"), PASS("cache", "a", "a", 0, ""), PASS("a#0", "a", "a", 0, ""));
}

static void fields_of_parameters(void **state) {
  EXPECT_OF("reg.items", WARNING, "", ROOT("reg", "extern"), API("f"), API("add"), PASS("reg", "f", "add", 0, ""),
            AT("add#0.items", "growth", "add", CALLER));
  EXPECT_OF("reg.items", QUIET, "eviction", ROOT("reg", "extern"), API("f"), API("add"), PASS("reg", "f", "add", 0, ""),
            AT("add#0.items", "growth", "add", CALLER), AT("reg.items", "shrink", "f", ""));
  /* the whole is emptied, or escapes */
  EXPECT_OF("reg.items", QUIET, "eviction", ROOT("reg", "extern"), API("f"), API("add"), PASS("reg", "f", "add", 0, ""),
            AT("add#0.items", "growth", "add", CALLER), AT("reg", "reset", "f", ""));
  EXPECT_OF("reg.items", QUIET, "unknown: it escapes", ROOT("reg", "extern"), API("f"), API("add"),
            PASS("reg", "f", "add", 0, ""), AT("add#0.items", "growth", "add", CALLER), AT("add#0", "escape", "add", ""));
  /* the growth of a part is not that of the whole */
  EXPECT_OF("reg", QUIET, "does not grow", ROOT("reg", "extern"), API("f"), API("add"), PASS("reg", "f", "add", 0, ""),
            AT("add#0.items", "growth", "add", CALLER));
  EXPECT_OF("reg.items", QUIET, "few keys", ROOT("reg", "extern"), API("f"), AT("reg", "growth", "f", CALLER),
            AT("reg.items", "growth", "f", ",'key':'literal'"));
  EXPECT_OF("reg.items.a", WARNING, "", ROOT("reg", "extern"), API("f"), API("add"), API("more"), PASS("reg", "f", "add", 0, ""),
            PASS("add#0.items", "add", "more", 1, ""), AT("more#1.a", "growth", "more", CALLER));
}

/* A function that passes a field of its parameter to itself has no end of fields. */
static void endless_fields(void **state) {
  EXPECT_OF("reg", QUIET, "does not grow", ROOT("reg", "extern"), API("f"), API("add"), PASS("reg", "f", "add", 0, ""),
            PASS("add#0.next", "add", "add", 0, ""), PASS("add#0.other", "add", "add", 0, ""),
            AT("add#0.items", "growth", "add", CALLER));
  EXPECT_OF("reg.items", QUIET, "unknown: it escapes", ROOT("reg", "extern"), API("f"), API("add"),
            PASS("reg", "f", "add", 0, ""), PASS("add#0.items", "add", "add", 0, ""), AT("add#0.items", "growth", "add", CALLER));
}

/* What the call says of its other arguments is more than that they are parameters. */
static void keys_of_calls(void **state) {
#define VIA(key, more) CACHE, API("f"), API("add"), PASS("cache", "f", "add", 0, more), AT("add#0", "growth", "add", key)
  EXPECT(QUIET, "few keys", VIA(CALLER, ",'key':'literal'"));
  EXPECT(NOTE, "", VIA(CALLER, ",'key':'unknown'"));
  EXPECT(WARNING, "", VIA(",'key':'parameter'", ",'key':'parsed'"));
  EXPECT(NOTE, "", VIA(",'key':'parameter'", ""));
  EXPECT(NOTE, "", VIA(",'key':'unknown'", ",'key':'caller'"));
  EXPECT(QUIET, "a test of its size", VIA(",'key':'unknown'", ",'guard':'size'"));
  EXPECT(QUIET, "a test of its size", VIA(CALLER, ",'guard':'size'"));
  EXPECT(WARNING, "", VIA(CALLER, ",'guard':'size'"), PASS("cache", "f", "add", 0, ",'key':'caller'"));
  EXPECT(QUIET, "few keys", CACHE, API("f"), API("a"), API("b"), PASS("cache", "f", "a", 0, ",'key':'small'"),
         PASS("a#0", "a", "b", 0, ",'key':'caller'"), AT("b#0", "growth", "b", CALLER));
}

/* A '#' in a file's name is no parameter. */
static void names_of_files(void **state) {
  EXPECT_OF("/a#1.c:reg", WARNING, "", ROOT("/a#1.c:reg", "file"), API("f"), AT("/a#1.c:reg", "growth", "f", CALLER));
  EXPECT_OF("/a#1", WARNING, "", ROOT("/a#1", "file"), API("f"), AT("/a#1", "growth", "f", CALLER));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(by_one_call),
      cmocka_unit_test(to_nobody),
      cmocka_unit_test(when_the_root_is_passed),
      cmocka_unit_test(by_circles),
      cmocka_unit_test(fields_of_parameters),
      cmocka_unit_test(endless_fields),
      cmocka_unit_test(keys_of_calls),
      cmocka_unit_test(names_of_files),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

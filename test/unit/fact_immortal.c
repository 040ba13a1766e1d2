/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Rule: a variable that holds a claim is told, once for its module, when nothing in the program may release it. */
#include "fact.h"

#define FILE_ROOT(id, file, line, more)                                                                                          \
  "root 'id':'" id "','name':'" id "','file':'" file "','line':" #line ",'column':1,'storage':'extern'" more
#define HELD FILE_ROOT("held", "/m.c", 1, "")
#define OF(root, sort, function, line, more)                                                                                     \
  "site 'root':'" root "','sort':'" sort "','function':'" function "','file':'/m.c','column':3,'line':" #line more
#define CLAIM OF("held", "claim", "f", 5, ",'callee':'make'")
#define INIT(id, more) "function 'id':'" id "','name':'" id "','file':'/m.c','external':false,'uses':['init']" more

static void expect_modules_(const char *const *lines, bool whole, size_t expected) {
  struct lien_facts *facts = linked(lines, whole);
  size_t count;
  lien_facts_modules(facts, &count);
  lien_facts_free(facts);
  assert_int_equal(count, expected);
}

#define TOLD(...) expect_modules_((const char *const[]){__VA_ARGS__, NULL}, true, 1)
#define QUIET(...) expect_modules_((const char *const[]){__VA_ARGS__, NULL}, true, 0)

static void claims(void **state) {
  TOLD(HELD, API("f"), CLAIM);
  QUIET(HELD, API("f"), OF("held", "escape", "f", 6, ""));
  QUIET(FILE_ROOT("held", "/m.c", 1, ",'intended':true"), API("f"), CLAIM);
  QUIET("root 'id':'held','name':'held','file':'/m.c','line':1,'column':1,'storage':'thread'", API("f"), CLAIM);
  expect_modules_((const char *const[]){HELD, API("f"), CLAIM, NULL}, false, 0);
  expect_modules_((const char *const[]){FILE_ROOT("held", "/m.c", 1, ",'local':true"), API("f"), CLAIM, NULL}, false, 1);
}

static void releases(void **state) {
  QUIET(HELD, API("f"), API("g"), CLAIM, OF("held", "release", "g", 9, ""));
  QUIET(HELD, API("f"), FUNCTION("end", "false", ",'uses':['exit']"), CLAIM, OF("held", "release", "end", 9, ""));
  QUIET(HELD, API("f"), INIT("start", ""), CLAIM, OF("held", "moved", "start", 9, ""));
  /* what the start undoes when it fails */
  TOLD(HELD, INIT("start", ",'calls':['f']"), FUNCTION("f", "false", ""), CLAIM, OF("held", "release", "f", 6, ""),
       OF("held", "release", "start", 7, ""));
  /* taking an element out is no release */
  TOLD(HELD, API("f"), CLAIM, OF("held", "clear", "f", 9, ""));
}

#define PASS(to, more) "pass 'root':'held','to':'" to "','param':0,'function':'f','file':'/m.c','line':8,'column':1" more
#define VALUE ",'value':true"

static void passes(void **state) {
  QUIET(HELD, API("f"), CLAIM, PASS("unseen", ""));
  QUIET(HELD, API("f"), CLAIM, PASS("unseen", VALUE));
  TOLD(HELD, API("f"), API("g"), CLAIM, PASS("g", ""));
  QUIET(HELD, API("f"), API("g"), CLAIM, PASS("g", ""), OF("g#0", "release", "g", 20, ""));
  /* who gets the address may release it later; who gets the object may not */
  QUIET(HELD, API("f"), API("g"), CLAIM, PASS("g", ""), OF("g#0", "escape", "g", 20, ""));
  TOLD(HELD, API("f"), API("g"), CLAIM, PASS("g", VALUE), OF("g#0", "escape", "g", 20, ""));
}

/* The third line of places is the remedy of one variable. */
static void words(void **state) {
  struct lien_facts *facts = linked((const char *const[]){HELD, INIT("f", ""), CLAIM, NULL}, true);
  size_t count;
  const struct lien_module *module = lien_facts_modules(facts, &count);
  assert_int_equal(count, 1);
  assert_string_equal(module->rule, "lien.ImmortalRoot");
  assert_string_equal(module->message,
                      "1 static variable of this module keeps an object alive for ever, and nothing releases it: 'held'");
  assert_int_equal(module->at.line, 1);
  assert_int_equal(module->place_count, 3);
  assert_string_equal(module->places[0].message, "'held' is declared here");
  assert_string_equal(module->places[1].message, "'held' keeps what 'make' returns here, and nothing releases it");
  assert_int_equal(module->places[1].line, 5);
  assert_non_null(strstr(module->places[2].message, "m_clear, PEP 630"));
  lien_facts_free(facts);
}

#define ONE(id, line) FILE_ROOT(id, "/m.c", line, ""), OF(id, "claim", "f", 2##line, "")

/* One message for a file, with eight names; a variable of a header belongs to the file that fills it. */
static void many(void **state) {
  struct lien_facts *facts =
      linked((const char *const[]){API("f"), ONE("a", 9), ONE("b", 8), ONE("c", 7), ONE("d", 6), ONE("e", 5), ONE("g", 4),
                                   ONE("h", 3), ONE("i", 2), FILE_ROOT("j", "/h.h", 1, ""), OF("j", "claim", "f", 30, ""),
                                   FILE_ROOT("other", "/n.c", 1, ""),
                                   "site 'root':'other','sort':'claim','function':'f','file':'/n.c','line':3,'column':1", NULL},
             true);
  size_t count;
  const struct lien_module *modules = lien_facts_modules(facts, &count);
  assert_int_equal(count, 2);
  assert_string_equal(modules[0].message, "9 static variables of this file keep objects alive for ever, and nothing releases "
                                          "them: 'j', 'i', 'h', 'g', 'e', 'd', 'c', 'b' and 1 more");
  assert_int_equal(modules[0].place_count, 19);
  assert_null(strstr(modules[0].places[18].message, "m_clear"));
  assert_string_equal(modules[1].at.file, "/n.c");
  lien_facts_free(facts);
}

/* The table has a row for what is told, and for containers; not for variables that are released. */
static void rows(void **state) {
  struct lien_facts *facts =
      linked((const char *const[]){HELD, FILE_ROOT("freed", "/m.c", 2, ""), API("f"), CLAIM, OF("freed", "claim", "f", 6, ""),
                                   OF("freed", "release", "f", 7, ""), NULL},
             true);
  const struct lien_cache *cache = cache_of(facts, "held");
  assert_true(cache && cache->immortal && cache->verdict == LIEN_VERDICT_QUIET);
  assert_null(cache_of(facts, "freed"));
  lien_facts_free(facts);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(claims), cmocka_unit_test(releases), cmocka_unit_test(passes),
                                     cmocka_unit_test(words),  cmocka_unit_test(many),     cmocka_unit_test(rows)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}

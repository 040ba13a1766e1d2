/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Rule: candidates are read as docs/findings.md says; one that holds has all that it said and the notes of what made it hold,
 * and nothing depends on the order of lines. */
#include "fact.h"

#include <stdlib.h>

#define C(more) "candidate 'rule':'lien.R','message':'m','file':'/c.c','line':7,'column':1," more
#define PATH "'path':[{'file':'/c.c','line':5,'column':1,'message':'first'},{'file':'/c.c','line':7,'column':1,'message':'last'}]"
#define NOTE(key, line, message, more)                                                                                           \
  "holds 'key':'" key "','file':'/h.c','line':" #line ",'column':3,'message':'" message "'" more

static void expect_error(const char *fact, const char *part) {
  struct lien_buf text = {0};
  struct lien_error err = {0};
  struct lien_facts *facts = lien_facts_new();
  add_fact(&text, API("f"));
  add_fact(&text, fact);
  assert_false(lien_facts_read(facts, "out", text.data, text.size, &err));
  assert_int_equal(err.line, 2);
  assert_string_equal(err.file, "out");
  if (!strstr(err.text, part))
    fail_msg("'%s' does not say '%s'", err.text, part);
  lien_facts_free(facts);
  lien_buf_free(&text);
}

static void bad_lines(void **state) {
  expect_error("candidate 'rule':'r','file':'/f','line':1,'column':1", "\"message\"");
  expect_error("candidate 'rule':7,'message':'m','file':'/f','line':1,'column':1", "\"rule\"");
  expect_error("candidate 'rule':'r','message':'m','file':'/f','line':0,'column':1", "\"line\"");
  expect_error("candidate 'rule':'r','message':'m','line':1,'column':1", "\"file\"");
  expect_error(C("'path':1"), "\"path\" must be");
  expect_error(C("'path':[1]"), "\"path\" must be");
  expect_error(C("'if':'k'"), "\"if\" must be a list");
  expect_error(C("'if':[1]"), "an item of \"if\"");
  expect_error(C("'unless':{}"), "\"unless\" must be a list");
  expect_error(C("'unless':['']"), "an item of \"unless\"");
  expect_error("holds 'if':['k']", "\"key\"");
  expect_error("holds 'key':''", "\"key\"");
  expect_error("holds 'key':'k','if':'j'", "\"if\" must be a list");
  expect_error("holds 'key':'k','file':'/f','line':1", "\"column\"");
  expect_error("holds 'key':'k','message':'m'", "\"file\"");
}

static void all_members(void **state) {
  struct lien_facts *facts = linked(
      (const char *const[]){C("'end_line':8,'end_column':9,'function':'f','object':'o','kind':'k','level':'note',"
                              "'begin':{'file':'/b.c','line':2,'column':3},'new':[1],'path':[{'file':'/p.c','line':4,'column':5,"
                              "'end_line':4,'end_column':6,'message':'p','depth':2,'claims':1}]"),
                            NULL},
      true);
  size_t count;
  const struct lien_candidate *c = lien_facts_candidates(facts, &count);
  assert_int_equal(count, 1);
  assert_string_equal(c->rule, "lien.R");
  assert_string_equal(c->message, "m");
  assert_string_equal(c->function, "f");
  assert_string_equal(c->object, "o");
  assert_string_equal(c->kind, "k");
  assert_int_equal(c->level, LIEN_VERDICT_NOTE);
  assert_string_equal(c->at.place.file, "/c.c");
  assert_true(c->at.place.line == 7 && c->at.place.column == 1 && c->at.end_line == 8 && c->at.end_column == 9);
  assert_string_equal(c->begin.place.file, "/b.c");
  assert_true(c->begin.place.line == 2 && c->begin.place.column == 3);
  assert_int_equal(c->path_count, 1);
  assert_string_equal(c->path->place.file, "/p.c");
  assert_string_equal(c->path->place.message, "p");
  assert_true(c->path->place.line == 4 && c->path->place.column == 5 && c->path->end_column == 6 && c->path->depth == 2);
  lien_facts_free(facts);
}

/* The messages of each candidate's path, in one line. */
static void add_paths(const struct lien_facts *facts, struct lien_buf *out) {
  size_t count;
  const struct lien_candidate *candidates = lien_facts_candidates(facts, &count);
  for (size_t i = 0; i < count; i++) {
    lien_buf_printf(out, "%s%u:", i ? "; " : "", candidates[i].at.place.line);
    for (size_t k = 0; k < candidates[i].path_count; k++)
      lien_buf_printf(out, " %s", candidates[i].path[k].place.message);
  }
}

/* Each set of lines is read in several orders, and twice. */
static void expect_paths_(const char *const *lines, size_t count, const char *expected, const char *file, int line) {
  for (unsigned seed = 0; seed < 20; seed++) {
    const char *mixed[64] = {0};
    struct lien_buf out = {0};
    assert_true(2 * count < 64);
    for (size_t i = 0; i < 2 * count; i++)
      mixed[i] = lines[i % count];
    srand(seed);
    for (size_t i = 2 * count; seed && i > 1; i--) {
      size_t k = (size_t)rand() % i;
      const char *last = mixed[i - 1];
      mixed[i - 1] = mixed[k];
      mixed[k] = last;
    }
    struct lien_facts *facts = linked(mixed, true);
    add_paths(facts, &out);
    lien_facts_free(facts);
    _assert_string_equal(out.data ? out.data : "", expected, file, line);
    lien_buf_free(&out);
  }
}

#define PATHS(expected, ...)                                                                                                     \
  expect_paths_((const char *const[]){__VA_ARGS__}, sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *), expected,       \
                __FILE__, __LINE__)

static void notes(void **state) {
  PATHS("7: first last", C(PATH));
  PATHS("7: first n last", C(PATH ",'if':['k']"), NOTE("k", 1, "n", ""));
  PATHS("7: n last", C("'if':['k'],'path':[{'message':'last'}]"), NOTE("k", 1, "n", ""));
  PATHS("7: n", C("'if':['k']"), NOTE("k", 1, "n", ""));
  PATHS("7: first last", C(PATH ",'if':['k']"), "holds 'key':'k','file':'/h.c','line':1,'column':1");
  /* by the order of `if`; a key, or a note, is told once */
  PATHS("7: first b a last", C(PATH ",'if':['l','k','l']"), NOTE("k", 1, "a", ""), NOTE("l", 2, "b", ""));
  PATHS("7: first n last", C(PATH ",'if':['l','k']"), NOTE("k", 1, "n", ""), NOTE("l", 1, "n", ""));
}

#define NEEDS(key) ",'if':['" key "']"

/* From the call to the place where the thing ends up. */
static void chains(void **state) {
  PATHS("7: first a b c last", C(PATH ",'if':['k']"), NOTE("k", 9, "a", NEEDS("l")), NOTE("l", 5, "b", NEEDS("m")),
        NOTE("m", 1, "c", ""));
  PATHS("7: first a last", C(PATH ",'if':['k']"), NOTE("k", 9, "a", ",'if':['l','m']"), "holds 'key':'l'", "holds 'key':'m'");
  PATHS("7: first a b c d last", C(PATH ",'if':['k','n']"), NOTE("k", 1, "a", ",'if':['l','m']"), NOTE("l", 2, "b", ""),
        NOTE("m", 3, "c", NEEDS("l")), NOTE("n", 4, "d", NEEDS("k")));
}

/* One way is told: the shortest, of these the smallest. */
static void choices(void **state) {
  PATHS("7: first a last", C(PATH ",'if':['k']"), NOTE("k", 9, "b", ""), NOTE("k", 8, "a", ""));
  PATHS("7: first a last", C(PATH ",'if':['k']"), NOTE("k", 8, "b", ""), NOTE("k", 8, "a", ""));
  PATHS("7: first b last", C(PATH ",'if':['k']"), NOTE("k", 9, "b", ""), NOTE("k", 1, "a", NEEDS("l")), NOTE("l", 2, "c", ""));
  PATHS("7: first b last", C(PATH ",'if':['k']"), NOTE("k", 9, "b", ""), NOTE("k", 1, "a", NEEDS("k")));
  PATHS("7: first b last", C(PATH ",'if':['k']"), NOTE("k", 9, "b", ""), "holds 'key':'k'");
  PATHS("7: first a c last", C(PATH ",'if':['k']"), NOTE("k", 1, "a", NEEDS("m")), NOTE("k", 1, "a", NEEDS("l")),
        NOTE("l", 9, "c", ""), NOTE("m", 2, "d", ""));
  PATHS("7: first b last", C(PATH ",'if':['k']"), NOTE("k", 9, "a", ""),
        "holds 'key':'k','file':'/a.c','line':99,'column':3,'message':'b'");
}

/* What several units say of one header is one finding: a warning before a note, the shortest path. */
static void duplicates(void **state) {
  PATHS("7: first last", C(PATH), C("'function':'g'," PATH), C(PATH ",'if':['k']"), NOTE("k", 1, "n", ""));
  PATHS("7: first n last", C("'level':'note'," PATH), C(PATH ",'if':['k']"), NOTE("k", 1, "n", ""));
  PATHS("7: first last", C("'unless':['k'],'path':[]"), C(PATH), NOTE("k", 1, "n", ""));
  PATHS("7: a", C("'path':[{'message':'b'}]"), C("'path':[{'message':'a'}]"));
  PATHS("1:; 2:; 7:; 7:", C("'path':[]"), "candidate 'rule':'lien.R','message':'m','file':'/c.c','line':2,'column':1",
        "candidate 'rule':'lien.Q','message':'m','file':'/c.c','line':7,'column':1",
        "candidate 'rule':'lien.R','message':'m','file':'/c.c','line':1,'column':1");
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(bad_lines), cmocka_unit_test(all_members), cmocka_unit_test(notes),
                                     cmocka_unit_test(chains),    cmocka_unit_test(choices),     cmocka_unit_test(duplicates)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}

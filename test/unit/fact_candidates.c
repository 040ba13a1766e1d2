/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Rule: a candidate is a finding when all keys of its `if` hold and none of its `unless` does; what only other units could say
 * against it keeps it quiet when they are not there. */
#include "fact.h"

#define CANDIDATE(line, more) "candidate 'rule':'lien.R','message':'m','file':'/c.c','line':" #line ",'column':1" more
#define C(more) CANDIDATE(1, "," more)
#define HOLDS(key, ...) "holds 'key':'" key "'" __VA_ARGS__
#define IF(...) ",'if':[" __VA_ARGS__ "]"

static void expect_(const char *const *lines, bool whole, size_t expected, const char *file, int line) {
  struct lien_facts *facts = linked(lines, whole);
  size_t count;
  lien_facts_candidates(facts, &count);
  lien_facts_free(facts);
  _assert_int_equal(count, expected, file, line);
}

#define EXPECT_IN(whole, count, ...) expect_((const char *const[]){__VA_ARGS__, NULL}, whole, count, __FILE__, __LINE__)
#define FOUND(...) EXPECT_IN(true, 1, __VA_ARGS__)
#define DROPPED(...) EXPECT_IN(true, 0, __VA_ARGS__)

static void ifs(void **state) {
  FOUND(CANDIDATE(1, ""));
  FOUND(C("'if':[],'unless':[]"));
  FOUND(C("'if':['k']"), HOLDS("k"));
  DROPPED(C("'if':['k']"));
  DROPPED(C("'if':['k']"), HOLDS("kk"));
  DROPPED(C("'if':['k','l']"), HOLDS("k"));
  FOUND(C("'if':['k','l']"), HOLDS("k"), HOLDS("l"));
  FOUND(C("'if':['k','k']"), HOLDS("k"));
}

static void unlesses(void **state) {
  FOUND(C("'unless':['k']"));
  FOUND(C("'unless':['k']"), HOLDS("k", IF("'l'")));
  DROPPED(C("'unless':['k']"), HOLDS("k"));
  DROPPED(C("'unless':['k']"), HOLDS("k", IF("'l'")), HOLDS("l"));
  DROPPED(C("'unless':['j','k']"), HOLDS("k"));
  DROPPED(C("'if':['k'],'unless':['k']"), HOLDS("k"));
  DROPPED(C("'if':['k'],'unless':['k']"));
}

static void chains(void **state) {
  FOUND(C("'if':['a']"), HOLDS("a", IF("'b'")), HOLDS("b", IF("'c'")), HOLDS("c"));
  FOUND(C("'if':['a']"), HOLDS("c"), HOLDS("b", IF("'c'")), HOLDS("a", IF("'b'")));
  DROPPED(C("'if':['a']"), HOLDS("a", IF("'b'")), HOLDS("b", IF("'c'")));
  DROPPED(C("'if':['a']"), HOLDS("a", IF("'b','c'")), HOLDS("b"));
  FOUND(C("'if':['a']"), HOLDS("a", IF("'b','c'")), HOLDS("a", IF("'b'")), HOLDS("b"));
  FOUND(C("'if':['a']"), HOLDS("a", IF("'b','b'")), HOLDS("b"));
}

/* What holds because of itself does not hold; a cycle with a way in does. */
static void cycles(void **state) {
  DROPPED(C("'if':['a']"), HOLDS("a", IF("'a'")));
  DROPPED(C("'if':['a']"), HOLDS("a", IF("'b'")), HOLDS("b", IF("'a'")));
  FOUND(C("'unless':['a']"), HOLDS("a", IF("'b'")), HOLDS("b", IF("'a'")));
  FOUND(C("'if':['a']"), HOLDS("a", IF("'b'")), HOLDS("b", IF("'a'")), HOLDS("b", IF("'c'")), HOLDS("c"));
}

/* whole: false, as when a unit failed, is not asked for, or is judged alone. */
static void parts(void **state) {
  EXPECT_IN(false, 1, C("'if':['k']"), HOLDS("k"));
  EXPECT_IN(false, 1, C("'if':['k'],'unless':[]"), HOLDS("k"));
  EXPECT_IN(false, 0, C("'unless':['k']"));
  EXPECT_IN(false, 1, C("'unless':['k'],'local':true"));
  EXPECT_IN(false, 0, C("'unless':['k'],'local':false"));
  EXPECT_IN(false, 0, C("'unless':['k'],'local':true"), HOLDS("k"));
  EXPECT_IN(false, 0, C("'if':['j'],'unless':['k'],'local':true"));
}

/* The table of containers has nothing of them. */
static void caches_stay(void **state) {
  struct lien_facts *facts = linked((const char *const[]){CACHE, API("f"), GROWTH("f", 5, CALLER), C("'if':['cache']"),
                                                          HOLDS("cache", ",'file':'/x.c','line':9,'column':1"), NULL},
                                    true);
  size_t count;
  lien_facts_caches(facts, &count);
  assert_int_equal(count, 1);
  assert_int_equal(cache_of(facts, "cache")->growth, 1);
  lien_facts_candidates(facts, &count);
  assert_int_equal(count, 1);
  lien_facts_free(facts);
}

static bool read_text(struct lien_facts *facts, const char *text) {
  return lien_facts_read(facts, "out", text, strlen(text), NULL);
}

/* A text with a bad line says nothing: neither for a candidate nor against it; read again without it, it does. */
static void failed_units(void **state) {
  struct lien_facts *facts = lien_facts_new();
  struct lien_buf good = {0}, said = {0}, broken = {0};
  size_t count;
  add_fact(&good, C("'if':['k'],'unless':['l']"));
  add_fact(&good, CANDIDATE(2, ",'if':['m']"));
  add_fact(&said, HOLDS("k"));
  lien_buf_printf(&broken, "%s", said.data);
  add_fact(&broken, HOLDS("l"));
  add_fact(&broken, HOLDS("m"));
  add_fact(&broken, CANDIDATE(3, ",'path':[{'message':'x'}]"));
  add_fact(&broken, "holds 'if':['k']");
  assert_false(read_text(facts, broken.data));
  assert_true(read_text(facts, good.data));
  assert_false(read_text(facts, broken.data));
  assert_true(read_text(facts, said.data));
  assert_true(lien_facts_link(facts, true, NULL));
  const struct lien_candidate *candidates = lien_facts_candidates(facts, &count);
  assert_int_equal(count, 1);
  assert_int_equal(candidates->at.place.line, 1);
  lien_facts_free(facts);
  lien_buf_free(&good);
  lien_buf_free(&said);
  lien_buf_free(&broken);
}

/* 50,000 keys, each of which needs the next. */
static void long_chains(void **state) {
  struct lien_facts *facts = lien_facts_new();
  struct lien_buf text = {0};
  size_t count;
  for (unsigned i = 0; i < 50000; i++)
    lien_buf_printf(&text,
                    "{\"type\":\"holds\",\"key\":\"k%u\",\"if\":[\"k%u\"],\"file\":\"/h.c\",\"line\":%u,\"column\":1,"
                    "\"message\":\"n\"}\n",
                    i, i + 1, i + 1);
  add_fact(&text, HOLDS("k50000"));
  add_fact(&text, C("'if':['k0']"));
  assert_true(read_text(facts, text.data));
  assert_true(lien_facts_link(facts, true, NULL));
  const struct lien_candidate *candidates = lien_facts_candidates(facts, &count);
  assert_int_equal(count, 1);
  assert_true(candidates->path_count && candidates->path_count < 100); /* not all is told */
  lien_facts_free(facts);
  lien_buf_free(&text);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(ifs),          cmocka_unit_test(unlesses),   cmocka_unit_test(chains),
                                     cmocka_unit_test(cycles),       cmocka_unit_test(parts),      cmocka_unit_test(caches_stay),
                                     cmocka_unit_test(failed_units), cmocka_unit_test(long_chains)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}

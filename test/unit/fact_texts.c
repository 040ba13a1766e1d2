/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Rule: facts are read as docs/findings.md says, a text whole or not at all; the result does not depend on their order; the
 * finding says what was considered. */
#include "fact.h"

#include <stdlib.h>

static bool read_text(struct lien_facts *facts, const char *text, struct lien_error *err) {
  return lien_facts_read(facts, "out", text, strlen(text), err);
}

static void expect_error(const char *fact, const char *part) {
  struct lien_buf text = {0};
  struct lien_error err = {0};
  struct lien_facts *facts = lien_facts_new();
  add_fact(&text, API("f"));
  if (fact[0] == '{')
    lien_buf_puts(&text, fact);
  else
    add_fact(&text, fact);
  assert_false(read_text(facts, text.data, &err));
  assert_int_equal(err.line, 2);
  assert_string_equal(err.file, "out");
  if (!strstr(err.text, part))
    fail_msg("'%s' does not say '%s'", err.text, part);
  lien_facts_free(facts);
  lien_buf_free(&text);
}

static void bad_lines(void **state) {
  expect_error("{\"type\":\"root\"", "not JSON");
  expect_error("root 'id':'x','file':'/f','line':1,'column':1,'storage':'file'", "\"name\"");
  expect_error("root 'id':'x','name':'x','file':'/f','column':1,'storage':'file'", "\"line\"");
  expect_error("root 'id':'x','name':'x','file':'/f','line':1,'column':1,'storage':'heap'", "\"storage\"");
  expect_error("root 'id':'x','name':'x','file':'/f','line':1,'column':1", "\"storage\"");
  expect_error("site 'sort':'growth','file':'/f','line':1,'column':1", "\"root\"");
  expect_error("site 'root':'x','sort':'grow','file':'/f','line':1,'column':1", "\"sort\"");
  expect_error("site 'root':'x','sort':'growth','key':7,'file':'/f','line':1,'column':1", "\"key\"");
  expect_error("site 'root':'x','sort':'growth','guard':'no','file':'/f','line':1,'column':1", "\"guard\"");
  expect_error("pass 'root':'x','to':'f','file':'/f','line':1,'column':1", "\"param\"");
  expect_error("function 'name':'f'", "\"id\"");
  expect_error("function 'id':'f','calls':'g'", "must be a list");
  expect_error("function 'id':'f','calls':[1]", "must be a string");
}

static void other_lines(void **state) {
  struct lien_facts *facts = lien_facts_new();
  size_t count;
  assert_true(read_text(facts,
                        "{\"type\":\"finding\",\"rule\":1}\n{\"type\":\"unit\"}\n{\"type\":\"new\"}\n{\"x\":1}\n[]\n"
                        "{ \"type\":\"finding\"}\n",
                        NULL));
  assert_true(lien_facts_link(facts, true, NULL));
  assert_ptr_equal(lien_facts_caches(facts, &count), NULL);
  assert_int_equal(count, 0);
  lien_facts_free(facts);
}

/* A text with a bad line leaves nothing behind, not even that its lines were seen. */
static void whole_or_not_at_all(void **state) {
  struct lien_facts *facts = lien_facts_new();
  struct lien_buf text = {0}, broken = {0};
  add_fact(&text, CACHE);
  add_fact(&text, API("f"));
  add_fact(&text, GROWTH("f", 5, CALLER));
  lien_buf_printf(&broken, "%s{\"type\":\"site\"}\n", text.data);
  assert_false(read_text(facts, broken.data, NULL));
  assert_true(read_text(facts, text.data, NULL));
  assert_false(read_text(facts, broken.data, NULL));
  assert_true(lien_facts_link(facts, true, NULL));
  const struct lien_cache *cache = cache_of(facts, "cache");
  assert_non_null(cache);
  assert_int_equal(cache->verdict, LIEN_VERDICT_WARNING);
  assert_int_equal(cache->growth, 1);
  lien_facts_free(facts);
  lien_buf_free(&text);
  lien_buf_free(&broken);
}

/* A header that two units include says the same twice. */
static void said_twice(void **state) {
  static const char *const lines[] = {CACHE, API("f"), GROWTH("f", 5, CALLER), CACHE, API("f"), GROWTH("f", 5, CALLER), NULL};
  struct lien_facts *facts = linked(lines, true);
  assert_int_equal(cache_of(facts, "cache")->growth, 1);
  lien_facts_free(facts);
}

static const char *const program[] = {
    ROOT("cache", "module-state"),
    "root 'id':'cache','name':'cache','file':'/z.c','line':9,'column':1,'container':'dict','storage':'module-state'",
    ROOT("state.items", "object"),
    FUNCTION("f", "true", ",'calls':['add']"),
    "function 'id':'/x.c:add','name':'add','external':false",
    FUNCTION("end", "false", ",'uses':['exit']"),
    GROWTH("/x.c:add", 30, ",'key':'unknown','callee':'put'"),
    GROWTH("/x.c:add", 40, CALLER ",'callee':'put'"),
    GROWTH("f", 50, ",'key':'small'"),
    SITE("clear", "end", 60, ",'callee':'wipe'"),
    SITE("size", "f", 45, ",'callee':'size'"),
    "site 'root':'state.items','sort':'growth','function':'f','file':'/x.c','line':70,'column':1,'key':'none'",
    NULL};

enum { PROGRAM = sizeof program / sizeof *program - 1 };

static void what_is_said(void **state) {
  struct lien_facts *facts = linked(program, true);
  const struct lien_cache *cache = cache_of(facts, "cache");
  assert_non_null(cache);
  assert_string_equal(cache->rule, "lien.UnboundedCache");
  assert_string_equal(cache->message,
                      "'cache' (a dict that lives as long as its module) grows with what callers pass, and nothing "
                      "takes an element out: 3 growth sites (1 of them bounded), 1 clear at exit");
  assert_string_equal(cache->function, "add");
  assert_string_equal(cache->at.file, "/x.c");
  assert_int_equal(cache->growth_at.line, 40);
  assert_int_equal(cache->growth, 3);
  assert_int_equal(cache->first_growth.line, 30);
  assert_int_equal(cache->out, 1);
  assert_int_equal(cache->first_out.line, 60);
  static const unsigned lines[] = {1, 30, 40, 50, 45, 60, 40};
  static const char *const words[] = {"is declared here",
                                      "'put' puts an element in under a key of which there may be many",
                                      "'put' puts an element in under what callers pass",
                                      "this code puts an element in, but with few different keys",
                                      "'size' asks for its size",
                                      "'wipe' takes all elements out, but only at exit",
                                      "m_clear"};
  assert_int_equal(cache->place_count, 7);
  for (size_t i = 0; i < 7; i++) {
    assert_int_equal(cache->places[i].line, lines[i]);
    if (!strstr(cache->places[i].message, words[i]))
      fail_msg("'%s' does not say '%s'", cache->places[i].message, words[i]);
  }
  const struct lien_cache *state_cache = cache_of(facts, "state.items");
  assert_string_equal(state_cache->rule, "lien.GrowingState");
  assert_int_equal(state_cache->verdict, LIEN_VERDICT_NOTE);
  assert_string_equal(state_cache->message, "'state.items' (a dict that lives as long as its object) grows with every call, and "
                                            "nothing takes an element out: 1 growth site");
  lien_facts_free(facts);
}

static void add_result(const struct lien_facts *facts, struct lien_buf *out) {
  size_t count;
  const struct lien_cache *caches = lien_facts_caches(facts, &count);
  for (size_t i = 0; i < count; i++) {
    lien_buf_printf(out, "%s %s:%u %d %s %s\n", caches[i].id, caches[i].at.file, caches[i].at.line, caches[i].verdict,
                    caches[i].bound, caches[i].message);
    for (size_t k = 0; k < caches[i].place_count; k++)
      lien_buf_printf(out, "  %u %s\n", caches[i].places[k].line, caches[i].places[k].message);
  }
}

static void any_order(void **state) {
  struct lien_buf first = {0};
  for (unsigned seed = 0; seed < 40; seed++) {
    const char *lines[PROGRAM + 1];
    struct lien_buf out = {0};
    memcpy(lines, program, sizeof program);
    srand(seed);
    for (size_t i = PROGRAM; seed && i > 1; i--) {
      size_t k = (size_t)rand() % i;
      const char *line = lines[i - 1];
      lines[i - 1] = lines[k];
      lines[k] = line;
    }
    struct lien_facts *facts = linked(lines, true);
    add_result(facts, seed ? &out : &first);
    if (seed)
      assert_string_equal(out.data, first.data);
    lien_facts_free(facts);
    lien_buf_free(&out);
  }
  lien_buf_free(&first);
}

/* Hundreds of sites are counted, but not all shown. */
static void many_sites(void **state) {
  struct lien_buf text = {0};
  struct lien_facts *facts = lien_facts_new();
  add_fact(&text, CACHE);
  for (int i = 1; i <= 200; i++)
    lien_buf_printf(&text,
                    "{\"type\":\"site\",\"root\":\"cache\",\"sort\":\"growth\",\"function\":\"f\",\"file\":\"/x.c\","
                    "\"line\":%d,\"column\":1,\"key\":\"caller\"}\n",
                    i);
  assert_true(read_text(facts, text.data, NULL));
  assert_true(lien_facts_link(facts, true, NULL));
  const struct lien_cache *cache = cache_of(facts, "cache");
  assert_int_equal(cache->growth, 200);
  assert_true(cache->place_count < 100);
  assert_non_null(strstr(cache->places[cache->place_count - 1].message, "136 more places are not shown"));
  lien_facts_free(facts);
  lien_buf_free(&text);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(bad_lines),  cmocka_unit_test(other_lines),  cmocka_unit_test(whole_or_not_at_all),
      cmocka_unit_test(said_twice), cmocka_unit_test(what_is_said), cmocka_unit_test(any_order),
      cmocka_unit_test(many_sites),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

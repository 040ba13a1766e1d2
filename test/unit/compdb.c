/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Rule: a compile database is read as its specification says, and a bad one gets one error with its line and column. */
#include "unit.h"

#include "lien/compdb.h"

#include <string.h>

static bool parse(const char *text, struct lien_compdb *db, struct lien_error *err) {
  return lien_compdb_parse("db.json", "/folder", text, strlen(text), db, err);
}

static void entries(void **state) {
  struct lien_compdb db;
  assert_true(parse("[{\"directory\": \"/d\", \"file\": \"a.c\", \"command\": \"cc -c 'a b' a.c\"},\n"
                    " {\"directory\": \"sub\", \"file\": \"/x/b.c\", \"arguments\": [\"cc\", \"-DX=' '\"]},\n"
                    " {\"file\": \"c.c\", \"arguments\": [\"cc\"], \"command\": \"unused\", \"output\": \"c.o\"}]\n",
                    &db, NULL));
  assert_int_equal(db.count, 3);
  assert_string_equal(db.commands[0].file, "/d/a.c");
  assert_int_equal(db.commands[0].args.count, 4);
  assert_string_equal(db.commands[0].args.items[2], "a b");
  assert_string_equal(db.commands[1].directory, "/folder/sub");
  assert_string_equal(db.commands[1].file, "/x/b.c");
  assert_string_equal(db.commands[1].args.items[1], "-DX=' '");
  assert_int_equal(db.commands[1].line, 2);
  assert_string_equal(db.commands[2].file, "/folder/c.c");
  assert_int_equal(db.commands[2].args.count, 1);
  lien_compdb_free(&db);
}

static void empty_list(void **state) {
  struct lien_compdb db;
  assert_true(parse(" [ ] ", &db, NULL));
  assert_int_equal(db.count, 0);
  lien_compdb_free(&db);
}

static void expect_error(const char *text, unsigned line, unsigned column, const char *part) {
  struct lien_compdb db;
  struct lien_error err = {0};
  assert_false(parse(text, &db, &err));
  assert_string_equal(err.file, "db.json");
  if (!strstr(err.text, part))
    fail_msg("'%s' does not say '%s'", err.text, part);
  assert_int_equal(err.line, line);
  if (column)
    assert_int_equal(err.column, column);
}

static void bad_databases(void **state) {
  expect_error("", 1, 1, "expected '['");
  expect_error("{}", 1, 1, "expected '['");
  expect_error("[", 1, 0, "not JSON");
  expect_error("[\n  {\"file\": \"a.c\",\n   \"command\" oops}]", 3, 0, "not JSON");
  expect_error("[{\"file\":\"a.c\",\"command\":\"cc\"}", 1, 31, "expected ',' or ']'");
  expect_error("[{\"file\":\"a.c\",\"command\":\"cc\"},]", 1, 0, "not JSON");
  expect_error("[{\"file\":\"a.c\",\"command\":\"cc\"}] x", 1, 33, "nothing after the list");
  expect_error("[\n 7]", 2, 2, "must be an object");
  expect_error("[{\"command\":\"cc\"}]", 1, 2, "\"file\" must be a string");
  expect_error("[{\"file\":\"\",\"command\":\"cc\"}]", 1, 2, "\"file\" must be a string");
  expect_error("[{\"file\":\"a.c\"}]", 1, 2, "\"arguments\" or \"command\"");
  expect_error("[{\"file\":\"a.c\",\"command\":3}]", 1, 2, "\"command\" must be a string");
  expect_error("[{\"file\":\"a.c\",\"command\":\"  \"}]", 1, 2, "must name a compiler");
  expect_error("[{\"file\":\"a.c\",\"arguments\":[]}]", 1, 2, "at least one");
  expect_error("[{\"file\":\"a.c\",\"arguments\":[\"cc\",1]}]", 1, 2, "list of strings");
  expect_error("[{\"file\":\"a.c\",\"directory\":1,\"command\":\"cc\"}]", 1, 2, "\"directory\" must be a string");
  expect_error("[\n\n{\"file\":\"a.c\",\"command\":\"cc 'a\"}]", 3, 1, "a quote that does not end");
  expect_error("[{\"file\":\"a\\u0000b\",\"command\":\"cc\"}]", 1, 0, "not JSON");
}

static void expect_words(const char *text, size_t count, const char *const *wanted) {
  struct lien_list words = {0};
  assert_true(lien_words_split(text, &words, NULL));
  assert_int_equal(words.count, count);
  for (size_t i = 0; i < count; i++)
    assert_string_equal(words.items[i], wanted[i]);
  lien_list_free(&words);
}

#define EXPECT_WORDS(text, ...)                                                                                                  \
  expect_words(text, sizeof((const char *[]){__VA_ARGS__}) / sizeof(char *), (const char *[]){__VA_ARGS__})

static void shell_words(void **state) {
  EXPECT_WORDS("cc  -c\ta.c\n", "cc", "-c", "a.c");
  EXPECT_WORDS("a'b c'd", "ab cd");
  EXPECT_WORDS("'' \"\"", "", "");
  EXPECT_WORDS("-D\\\"x\\\"", "-D\"x\"");
  EXPECT_WORDS("\"a\\\"b\\n\\\\\"", "a\"b\\n\\");
  EXPECT_WORDS("'a\\b'", "a\\b");
  EXPECT_WORDS("a\\\nb", "ab");
  EXPECT_WORDS("a\\", "a\\");
}

/* Nothing is expanded and nothing is executed: what a shell would obey stays text. */
static void shell_syntax_is_text(void **state) {
  EXPECT_WORDS("cc $HOME `touch x` $(touch y) *.c; touch z | tee >out && rm", "cc", "$HOME", "`touch", "x`", "$(touch", "y)",
               "*.c;", "touch", "z", "|", "tee", ">out", "&&", "rm");
  EXPECT_WORDS("cc \"$HOME\" \"\\$x\"", "cc", "$HOME", "$x");
}

static void quotes_must_end(void **state) {
  struct lien_list words = {0};
  struct lien_error err;
  assert_false(lien_words_split("a 'b", &words, &err));
  assert_false(lien_words_split("a \"b\\\"", &words, &err));
  assert_null(words.items);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(entries),     cmocka_unit_test(empty_list),           cmocka_unit_test(bad_databases),
      cmocka_unit_test(shell_words), cmocka_unit_test(shell_syntax_is_text), cmocka_unit_test(quotes_must_end),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

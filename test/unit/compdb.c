/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Rule: a compile database is read as its specification says, and a bad one gets one error with its line and column. */
#include "unit.h"

#include "lien/compdb.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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
  expect_error("[", 1, 2, "the list does not end");
  expect_error("[\n  {\"file\": \"a.c\",\n   \"command\" oops}]", 3, 14, "not JSON: expected ':'");
  expect_error("[{\"file\":\"a.c\",\"command\":\"cc\"}", 1, 31, "expected ',' or ']'");
  expect_error("[{\"file\":\"a.c\",\"command\":\"cc\"},]", 1, 32, "not JSON");
  expect_error("[{\"file\":\"a.c\",\"command\":\"cc\"}] x", 1, 33, "nothing after the list");
  expect_error("[{\"file\":\"a.c\",\"command\":\"cc\"}]\n// x", 2, 1, "no comments");
  expect_error("[{\"file\":\"a.c\", # x\n\"command\":\"cc\"}]", 1, 17, "not JSON: expected a string");
  expect_error("[{\"file\":\"a.c\"\"command\":\"cc\"}]", 1, 15, "expected ',' or '}'");
  expect_error("[{\"file\":\"a.c\n\"}]", 1, 14, "a string does not end before the line does");
  expect_error("[{\"file\":\"a.c", 1, 14, "a string does not end");
  expect_error("[{\"file\":\"\\x\"}]", 1, 12, "unknown escape");
  expect_error("[{\"file\":\"\\u12g4\"}]", 1, 15, "hexadecimal");
  expect_error("[{\"file\":\"\\ud83d\"}]", 1, 17, "surrogate");
  expect_error("[{\"x\":[1,{\"y\":tru}]}]", 1, 18, "expected a value");
  expect_error("[{\"x\":[1}]", 1, 9, "expected ',' or ']'");
  expect_error("\xff\xfe[", 1, 1, "UTF-16");
}

/* An entry that is no command costs itself only. */
static void expect_broken(const char *entry, const char *part) {
  struct lien_compdb db;
  struct lien_buf text = {0};
  lien_buf_printf(&text, "[{\"file\":\"good.c\",\"command\":\"cc\"},\n %s,\n{\"file\":\"good.c\",\"arguments\":[\"cc\"]}]",
                  entry);
  assert_true(parse(text.data, &db, NULL));
  assert_int_equal(db.count, 3);
  assert_null(db.commands[0].broken);
  assert_null(db.commands[2].broken);
  assert_non_null(db.commands[1].broken);
  assert_non_null(db.commands[1].file);
  if (!strstr(db.commands[1].broken, part) || !strstr(db.commands[1].broken, "line 2, column 2"))
    fail_msg("'%s' does not say '%s'", db.commands[1].broken, part);
  lien_compdb_free(&db);
  lien_buf_free(&text);
}

static void broken_entries(void **state) {
  expect_broken("7", "must be an object");
  expect_broken("[[{\"x\": [null, true, -1.5e3]}]]", "must be an object");
  expect_broken("{}", "\"file\" must be a string");
  expect_broken("{\"command\":\"cc\"}", "\"file\" must be a string");
  expect_broken("{\"file\":\"\",\"command\":\"cc\"}", "\"file\" must be a string");
  expect_broken("{\"file\":\"a.c\"}", "\"arguments\" or \"command\"");
  expect_broken("{\"file\":\"a.c\",\"command\":3}", "\"command\" must be a string");
  expect_broken("{\"file\":\"a.c\",\"command\":\"  \"}", "must name a compiler");
  expect_broken("{\"file\":\"a.c\",\"arguments\":[]}", "at least one");
  expect_broken("{\"file\":\"a.c\",\"arguments\":{\"x\":1}}", "list of strings");
  expect_broken("{\"file\":\"a.c\",\"arguments\":[\"cc\",1]}", "list of strings");
  expect_broken("{\"file\":\"a.c\",\"directory\":1,\"command\":\"cc\"}", "\"directory\" must be a string");
  expect_broken("{\"file\":\"a.c\",\"command\":\"cc 'a\"}", "a quote that does not end");
  expect_broken("{\"file\":\"a\\u0000b\",\"command\":\"cc\"}", "NUL");
}

static void expect_file(const char *text, const char *file) {
  struct lien_compdb db;
  assert_true(parse(text, &db, NULL));
  assert_int_equal(db.count, 1);
  assert_null(db.commands[0].broken);
  assert_string_equal(db.commands[0].file, file);
  lien_compdb_free(&db);
}

static void odd_spellings(void **state) {
  expect_file("\xef\xbb\xbf[\r\n{\"file\":\"/a.c\",\r\n\"command\":\"cc\"}\r\n]\r\n", "/a.c");
  expect_file("[{\"file\":\"/a.c\",\"file\":\"/b.c\",\"command\":\"cc\"}]", "/b.c");
  expect_file("[{\"file\":\"/\\u00e9\\ud83d\\ude00\\/\\t\",\"command\":\"cc\"}]", "/\xc3\xa9\xf0\x9f\x98\x80/\t");
  /* Names need not be UTF-8: as they are, and as Python writes them. */
  expect_file("[{\"file\":\"/\xff.c\",\"command\":\"cc\"}]", "/\xff.c");
  expect_file("[{\"file\":\"/\\udcff.c\",\"command\":\"cc\"}]", "/\xff.c");
  expect_file("[{\"file\":\"/a.c\",\"arguments\":[],\"command\":\"cc\",\"x\":{\"y\":[[],{},\"z\"]},\"n\":null}]", "/a.c");
}

/* From a file the text comes in pieces, whose ends lie anywhere. */
static void files_and_texts_are_the_same(void **state) {
  char path[] = "/tmp/lien-compdb-XXXXXX";
  struct lien_buf text = {0};
  struct lien_compdb read, parsed;
  lien_buf_puts(&text, "[");
  for (int i = 0; i < 9000; i++)
    lien_buf_printf(
        &text,
        "%s\n{\"file\": \"/\\u00e9%.*s%d.c\", \"arguments\": [\"cc\", \"-DX=\\\"%d\\\"\", \"-I\\\\x\"], \"x\": [%d, null]}",
        i ? "," : "", i % 61, "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", i, i, i);
  lien_buf_puts(&text, "]");
  int file = mkstemp(path);
  assert_int_equal(write(file, text.data, text.size), text.size);
  close(file);
  assert_true(lien_compdb_read(path, &read, NULL));
  assert_true(parse(text.data, &parsed, NULL));
  assert_int_equal(read.count, 9000);
  for (size_t i = 0; i < 9000; i++) {
    assert_string_equal(read.commands[i].file, parsed.commands[i].file);
    assert_int_equal(read.commands[i].line, parsed.commands[i].line);
    for (size_t k = 0; k < 3; k++)
      assert_string_equal(read.commands[i].args.items[k], parsed.commands[i].args.items[k]);
  }
  unlink(path);
  lien_compdb_free(&read);
  lien_compdb_free(&parsed);
  lien_buf_free(&text);
}

static void deep_and_long(void **state) {
  enum { SIZE = 3 << 20 };
  struct lien_buf text = {0};
  lien_buf_puts(&text, "[{\"x\":");
  for (int i = 0; i < SIZE; i++)
    lien_buf_puts(&text, "[");
  for (int i = 0; i < SIZE; i++)
    lien_buf_puts(&text, "]");
  lien_buf_puts(&text, ",\"command\":\"cc ");
  for (int i = 0; i < SIZE; i++)
    lien_buf_puts(&text, "x");
  lien_buf_puts(&text, "\",\"file\":\"/a.c\"}]");
  expect_file(text.data, "/a.c");
  lien_buf_free(&text);
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
      cmocka_unit_test(entries),
      cmocka_unit_test(empty_list),
      cmocka_unit_test(bad_databases),
      cmocka_unit_test(broken_entries),
      cmocka_unit_test(odd_spellings),
      cmocka_unit_test(deep_and_long),
      cmocka_unit_test(files_and_texts_are_the_same),
      cmocka_unit_test(shell_words),
      cmocka_unit_test(shell_syntax_is_text),
      cmocka_unit_test(quotes_must_end),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

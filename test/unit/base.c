/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Rule: what lib/base promises in base.h. */
#include "unit.h"

#include "lien/base.h"

#include <stdlib.h>
#include <string.h>

static void expect_and_free(char *got, const char *wanted) {
  assert_string_equal(got, wanted);
  free(got);
}

static void normal_paths(void **state) {
  expect_and_free(lien_path_normal("/a//b/./c/"), "/a/b/c");
  expect_and_free(lien_path_normal("/a/../../b"), "/b");
  expect_and_free(lien_path_normal("/a/b/.."), "/a");
  expect_and_free(lien_path_normal("/.."), "/");
  expect_and_free(lien_path_normal("a/.."), ".");
  expect_and_free(lien_path_normal("../a/../../b"), "../../b");
  expect_and_free(lien_path_normal("a/..b/.c"), "a/..b/.c");
  expect_and_free(lien_path_normal(""), ".");
}

static void joined_paths(void **state) {
  expect_and_free(lien_path_join("/a", "b"), "/a/b");
  expect_and_free(lien_path_join("/a/", "b"), "/a/b");
  expect_and_free(lien_path_join("/a", "/b"), "/b");
  expect_and_free(lien_path_join("", "b"), "b");
}

static void real_path_of_what_is_not_there(void **state) {
  expect_and_free(lien_path_real("/nowhere/x/../y"), "/nowhere/y");
}

static void below(void **state) {
  assert_string_equal(lien_path_below("/a/b/c", "/a/b"), "c");
  assert_string_equal(lien_path_below("/a/b", "/"), "a/b");
  assert_null(lien_path_below("/a/bc", "/a/b"));
  assert_null(lien_path_below("/a/b", "/a/b"));
  assert_null(lien_path_below("/x", "/a/b"));
}

static void list_is_an_argv(void **state) {
  struct lien_list list = {0};
  for (int i = 0; i < 100; i++)
    lien_list_add(&list, "x");
  lien_list_addn(&list, "yz", 1);
  lien_list_add_joined(&list, "-I", "dir");
  assert_int_equal(list.count, 102);
  assert_string_equal(list.items[100], "y");
  assert_string_equal(list.items[101], "-Idir");
  assert_null(list.items[102]);
  assert_false(list.failed);
  lien_list_free(&list);
  assert_null(list.items);
  lien_list_free(NULL);
}

static void expect_printable(const char *text, size_t size, const char *wanted) {
  struct lien_buf out = {0};
  lien_buf_printable(&out, text, size);
  assert_string_equal(out.data, wanted);
  lien_buf_free(&out);
}

static void untrusted_text_for_a_terminal(void **state) {
  expect_printable("a\tb", 3, "a\tb");
  expect_printable("\x1b[31m", 5, "\\x1b[31m");
  expect_printable("a\nb\r", 4, "a\\x0ab\\x0d");
  expect_printable("\xc3\xa9", 2, "\xc3\xa9");
  expect_printable("\xc2\x9b", 2, "\\xc2\\x9b"); /* a control character that some terminals obey */
  expect_printable("\xff\xc3", 2, "\\xff\\xc3");
  expect_printable("a\0b", 3, "a\\x00b");
}

static void expect_json(const char *text, size_t size, const char *wanted) {
  struct lien_buf out = {0};
  lien_json_string(&out, text, size);
  assert_string_equal(out.data, wanted);
  lien_buf_free(&out);
}

static void json_strings(void **state) {
  expect_json("a\"b\\c", 5, "\"a\\\"b\\\\c\"");
  expect_json("\n\t\x01", 3, "\"\\n\\t\\u0001\"");
  expect_json("\xff", 1, "\"\\ufffd\"");
  expect_json("\xf0\x9f\x98\x80", 4, "\"\xf0\x9f\x98\x80\"");
  expect_json("\xed\xa0\x80", 3, "\"\\ufffd\\ufffd\\ufffd\""); /* a surrogate */
}

static void errors_say_where(void **state) {
  struct lien_error err;
  char text[256];
  assert_false(lien_fail(&err, "x.json", 3, 7, "expected %s", "a list"));
  assert_string_equal(lien_error_text(&err, text, sizeof text), "x.json:3:7: error: expected a list");
  lien_fail(&err, "x.json", 0, 0, "is gone");
  assert_string_equal(lien_error_text(&err, text, sizeof text), "x.json: error: is gone");
  lien_fail(&err, NULL, 0, 0, "no");
  assert_string_equal(lien_error_text(&err, text, sizeof text), "error: no");
  assert_false(lien_fail(NULL, "", 0, 0, "nobody listens"));
}

static void files(void **state) {
  char path[] = "/tmp/lien-unit-XXXXXX";
  int fd = mkstemp(path);
  assert_true(fd >= 0);
  FILE *file = fdopen(fd, "w");
  fputs("hello", file);
  fclose(file);
  char *data;
  size_t size;
  struct lien_error err;
  assert_true(lien_file_regular(path));
  assert_false(lien_file_regular("/dev/null"));
  assert_true(lien_file_read(path, 5, &data, &size, &err));
  assert_int_equal(size, 5);
  assert_string_equal(data, "hello");
  free(data);
  assert_false(lien_file_read(path, 4, &data, &size, &err));
  assert_non_null(strstr(err.text, "larger than 4 bytes"));
  remove(path);
  assert_false(lien_file_read(path, 5, &data, &size, &err));
  assert_non_null(strstr(err.text, "cannot be read"));
}

/* Names in reports are made of it: the values are those of the published function and must not change. */
static void hash_is_fnv1a(void **state) {
  assert_true(lien_hash(LIEN_HASH_START, "", 0) == 0xcbf29ce484222325u);
  assert_true(lien_hash(LIEN_HASH_START, "a", 1) == 0xaf63dc4c8601ec8cu);
  assert_true(lien_hash(LIEN_HASH_START, "foobar", 6) == 0x85944171f73967e8u);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(normal_paths),  cmocka_unit_test(joined_paths),     cmocka_unit_test(real_path_of_what_is_not_there),
      cmocka_unit_test(below),         cmocka_unit_test(list_is_an_argv),  cmocka_unit_test(untrusted_text_for_a_terminal),
      cmocka_unit_test(json_strings),  cmocka_unit_test(errors_say_where), cmocka_unit_test(files),
      cmocka_unit_test(hash_is_fnv1a),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

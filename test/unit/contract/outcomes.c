/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Rule: the outcomes of a contract exclude each other and cover everything, in each version. */
#include "contract.h"

#define VERSIONED "pack: test\nversion: { macro: V, shift: 8 }\ncontracts:\n"

static void tests_and_flags_are_read(void **state) {
  struct lien_image *image = read_ok(CONTRACTS "  f(a):\n"
                                               "    - { when: ret == -0x10 and a != NULL, runs: code, exception: set }\n"
                                               "    - { when: ret != -16 and a != NULL, tells: exception }\n"
                                               "    - { when: a == NULL, returns: never }\n");
  const struct lien_outcome *row = lien_contract_outcomes(image, function(image, "f"));
  const struct lien_test *tests = lien_outcome_tests(image, row);
  assert_int_equal(row->test_count, 2);
  assert_int_equal(tests[0].place.root, LIEN_PLACE_RET);
  assert_int_equal(tests[0].op, LIEN_EQ);
  assert_int_equal(tests[0].value, -16);
  assert_int_equal(tests[1].null, 1);
  assert_int_equal(row[0].flags, LIEN_RUNS_CODE | LIEN_EXCEPTION_SET);
  assert_int_equal(row[1].flags, LIEN_TELLS_EXCEPTION);
  assert_int_equal(row[2].flags, LIEN_NO_RETURN);
  assert_int_equal(row[2].line, 7);
  lien_image_free(image);
}

static void expect_rows(const char *rows, const char *wanted) {
  char text[1024];
  snprintf(text, sizeof text, CONTRACTS "  f(a, b):\n%s", rows);
  if (wanted)
    expect_error(text, wanted);
  else
    lien_image_free(read_ok(text));
}

static void all_integers_are_covered(void **state) {
  expect_rows("    - { when: ret < 0 }\n    - { when: ret == 0 }\n    - { when: ret > 0 }\n", NULL);
  expect_rows("    - { when: ret < 0 }\n    - { when: ret > 0 }\n", "4:3: error: no outcome says what f does when ret == 0");
  expect_rows("    - { when: ret == 0 }\n    - { when: ret > 0 }\n", "4:3: error: no outcome says what f does when ret < 0");
  expect_rows("    - { when: ret == 0 }\n    - { when: ret != -1 }\n", "4:3: error: no outcome says what f does when ret == -1");
  expect_rows("    - { when: ret < 1 }\n    - { when: ret == 7 }\n    - { when: ret > 7 }\n",
              "4:3: error: no outcome says what f does when ret == 1");
  expect_rows("    - { when: ret <= 9223372036854775807 }\n", NULL);
}

static void no_integer_is_covered_twice(void **state) {
  expect_rows("    - { when: ret <= 0 }\n    - { when: ret >= 0 }\n",
              "6:7: error: overlaps with the outcome at line 5: both happen when ret == 0");
  expect_rows("    - { when: ret < 5 }\n    - { when: ret > 2 }\n",
              "6:7: error: overlaps with the outcome at line 5: both happen when ret == 3");
  expect_rows("    - {}\n    - {}\n", "6:7: error: overlaps with the outcome at line 5: both happen always");
}

static void results_that_are_compared_by_equality_are_all_there_are(void **state) {
  expect_rows("    - { when: ret == 0 }\n    - { when: ret == -1 }\n", NULL);
  expect_rows("    - { when: ret == 0 }\n", "4:3: error: no outcome says what f does when ret < 0"); /* one alone is a slip */
  expect_rows("    - { when: a == 0 }\n    - { when: a == -1 }\n", "4:3: error: no outcome says what f does when a < -1");
  expect_rows("    - { when: ret == 0 and a == NULL }\n    - { when: ret == -1 }\n",
              "4:3: error: no outcome says what f does when ret == 0 and a != NULL");
}

static void null_has_two_values(void **state) {
  expect_rows("    - { when: ret == NULL }\n    - { when: ret != NULL }\n", NULL);
  expect_rows("    - { when: ret != NULL }\n", "4:3: error: no outcome says what f does when ret == NULL");
}

static void combinations_of_places(void **state) {
  expect_rows("    - { when: a == NULL }\n    - { when: a != NULL and ret == 0 }\n    - { when: a != NULL and ret != 0 }\n",
              NULL);
  expect_rows("    - { when: a == NULL }\n    - { when: a != NULL and ret == 0 }\n    - { when: a != NULL and ret > 0 }\n",
              "4:3: error: no outcome says what f does when a != NULL and ret < 0");
  expect_rows("    - { when: a == NULL }\n    - { when: b == NULL }\n    - { when: a != NULL and b != NULL }\n",
              "6:7: error: overlaps with the outcome at line 5: both happen when a == NULL and b == NULL");
  expect_rows("    - { when: a.x == NULL }\n    - { when: a != NULL }\n", /* two places */
              "4:3: error: no outcome says what f does when a.x != NULL and a == NULL");
}

static void what_can_never_happen(void **state) {
  expect_rows("    - { when: ret == 0 }\n    - { when: ret != 0 }\n    - { when: ret == 1 and ret == 2 }\n",
              "7:7: error: can never happen: its tests exclude each other");
  expect_rows("    - { when: ret == NULL, ret: owned object }\n    - { when: ret != NULL }\n",
              "5:7: error: is about a NULL that is 'owned'");
  expect_rows("    - { returns: never, ret: owned object }\n", "5:7: error: never returns, so there is no result");
}

static void rows_are_checked_by_version(void **state) {
  lien_image_free(read_ok(VERSIONED "  f():\n    - { until: 3.8 }\n    - { since: 3.9 }\n"));
  lien_image_free(read_ok(VERSIONED "  f() since 3.9:\n    - { since: 3.9 }\n"));
  expect_error(VERSIONED "  f():\n    - { until: 3.8 }\n    - { since: 3.10 }\n",
               "4:3: error: no outcome says what f does in version 3.9");
  expect_error(VERSIONED "  f():\n    - { until: 3.9 }\n    - { since: 3.9 }\n",
               "6:7: error: overlaps with the outcome at line 5: both happen in version 3.9");
  expect_error(VERSIONED "  f():\n    - { since: 3.9 }\n", "4:3: error: no outcome says what f does");
  expect_error(VERSIONED "  f() since 3.9:\n    - { since: 3.9 }\n    - { until: 3.8 }\n",
               "6:7: error: can never happen: its tests exclude each other, or its versions are not those of f");
  expect_error(VERSIONED "  f():\n    - { since: 3.9, until: 3.8 }\n", "5:7: error: ends ('until') before it begins ('since')");
  expect_error(VERSIONED "  f(): { since: 3 }\n", "4:17: error: expected a version, MAJOR.MINOR, such as 3.12");
  expect_error(CONTRACTS "  f(): { since: 3.9 }\n",
               "4:17: error: a row can depend on a version only when the pack says 'version:");
}

static void mistakes(void **state) {
  expect_rows("    - { when: ret = 0 }\n", "5:19: error: expected one of == != < <= > >=");
  expect_rows("    - { when: ret == }\n", "5:21: error: expected an integer or NULL");
  expect_rows("    - { when: ret == null }\n", "5:22: error: expected an integer or NULL");
  expect_rows("    - { when: ret == 1.5 }\n", "5:22: error: expected an integer or NULL");
  expect_rows("    - { when: ret == 99999999999999999999 }\n", "5:22: error: expected an integer or NULL");
  expect_rows("    - { when: ret < NULL }\n", "5:19: error: NULL can be compared with == and != only");
  expect_rows("    - { when: c == NULL }\n", "5:15: error: 'c' is no parameter of f");
  expect_rows("    - { when: ret == 0 or ret == 1 }\n", "5:24: error: expected 'and' or the end of the tests");
  expect_rows("    - { when: [ret == 0] }\n", "5:15: error: expected tests, such as 'ret == 0 and size != 0', not a list");
  expect_rows("    - { runs: fast }\n", "5:15: error: expected 'code' after 'runs:'");
  expect_rows("    - { returns: null }\n", "5:18: error: expected 'never' after 'returns:'");
  expect_rows("    - { exception: yes }\n", "5:20: error: expected 'set' or 'unset' or 'cleared' after 'exception:'");
  expect_rows("    - ret\n", "5:7: error: expected an outcome, such as { when: ret == 0, item: stolen by list }, not a text");
  expect_rows("    []\n", "5:5: error: expected an outcome, { ret: owned }, or a list of them, not nothing");
  expect_rows("", "4:3: error: expected an outcome, { ret: owned }, or a list of them, not nothing");
}

static void more_than_can_be_checked(void **state) {
  struct lien_buf text = {0};
  lien_buf_puts(&text, CONTRACTS "  f():\n");
  for (int i = 0; i < 65; i++)
    lien_buf_printf(&text, "    - { when: ret == %d }\n", i);
  expect_error(text.data, "5:5: error: more than 64 outcomes");
  lien_buf_free(&text);
  lien_buf_puts(&text, CONTRACTS "  f(a, b, c, d, e):\n");
  for (int i = 0; i < 16; i++)
    lien_buf_printf(&text, "    - { when: a == %d and b == %d and c == %d }\n", i * 3, i * 3, i * 3);
  expect_error(text.data, "4:3: error: its outcomes test more places and values than can be checked");
  lien_buf_free(&text);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(tests_and_flags_are_read),
      cmocka_unit_test(all_integers_are_covered),
      cmocka_unit_test(no_integer_is_covered_twice),
      cmocka_unit_test(null_has_two_values),
      cmocka_unit_test(results_that_are_compared_by_equality_are_all_there_are),
      cmocka_unit_test(combinations_of_places),
      cmocka_unit_test(what_can_never_happen),
      cmocka_unit_test(rows_are_checked_by_version),
      cmocka_unit_test(mistakes),
      cmocka_unit_test(more_than_can_be_checked),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Rule: a contract is said in plain English, with the kind's noun and the place where it is written. */
#include "contract.h"

static void expect_words(const char *contract, const char *wanted) {
  struct lien_buf text = {0}, out = {0};
  lien_buf_printf(&text, "%s%s", HEAD "kind: object\ncontracts:\n", contract);
  struct lien_image *image = read_ok(text.data);
  lien_explain(image, lien_image_contract(image, 0), &out);
  assert_string_equal(out.data, wanted);
  assert_null(strstr(out.data, "claim")); /* our word, not users' */
  lien_buf_free(&text);
  lien_buf_free(&out);
  lien_image_free(image);
}

static void what_still_is_owed_is_said(void **state) {
  expect_words("  add(module, name, value):\n    - { when: ret == 0, value: stolen by module }\n    - { when: ret < 0 }\n"
               "    - { when: ret > 0, runs: code }\n",
               "add(module, name, value)\n"
               "  when the result is 0: takes over the reference in 'value' ('module' holds it)\n"
               "  when the result is negative: nothing moves: the caller still owes what it owed for 'value'\n"
               "  when the result is positive: may run any code (what was only borrowed may be gone); the caller still owes what "
               "it owed for 'value'\n"
               "  from test, t.yaml:5\n");
}

static void results(void **state) {
  expect_words(
      "  f(a): { a: not null, ret: [owned fd, not null] }\n",
      "f(a)\n  always: 'a' must not be NULL; returns a new descriptor, which the caller must release; the result is never "
      "NULL\n  from test, t.yaml:5\n");
  expect_words("  f(a): { ret: [borrowed from a, or null] }\n",
               "f(a)\n  always: returns a borrowed reference, valid only while 'a' keeps it; the result may be NULL\n"
               "  from test, t.yaml:5\n");
  expect_words("  f(*a): { a: replaced }\n",
               "f(*a)\n  always: releases the reference in '*a' and puts a new one there, which the "
               "caller must release\n  from test, t.yaml:5\n");
  expect_words("  f(a): {}\n", "f(a)\n  always: nothing moves\n  from test, t.yaml:5\n");
}

static void each_verb_has_words(void **state) {
  static const char *const verbs[][2] = {
      {"ret: owned", "returns a new reference, which the caller must release"},
      {"ret: retained", "returns one more reference, which the caller must release"},
      {"b: retained", "stores one more reference in '*b', which the caller must release"},
      {"a: retained", "gives the caller one more reference to 'a', which the caller must release"},
      {"a: released fd", "releases the descriptor in 'a'"},
      {"a: stolen", "takes over the reference in 'a'"},
      {"a: held by ret", "the result keeps a reference of its own to 'a'"},
      {"a: dropped by b", "'*b' gives up its reference to 'a'"},
      {"ret: borrowed", "returns a borrowed reference, which the caller must not release"},
      {"ret: borrowed from static", "returns a borrowed reference, which lives as long as the process"},
      {"a: lent to ret", "the result remembers 'a' without keeping it alive"},
      {"b: null", "sets '*b' to NULL"},
      {"ret: null", "returns NULL"},
      {"b: emptied", "releases the reference in '*b' and sets it to NULL"},
      {"ret: same as a", "returns 'a' itself"},
      {"ret.x: same as a", "'x' of the result is 'a'"},
      {"ret: floating", "returns a new floating reference, which belongs to whoever sinks it first"},
      {"a: sunk", "makes the floating reference of 'a' the caller's, or adds one when it does not float"},
      {"a: sunk by ret", "the result takes the floating reference of 'a', or one of its own when it does not float"},
      {"a: escaped", "'a' goes where nothing more is known of it"},
      {"a: unchanged", "only looks at 'a'"},
      {"a: [released, or null]", "releases the reference in 'a'; 'a' may be NULL"},
  };
  for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++) {
    char text[256];
    snprintf(text, sizeof text, HEAD "kind: object\ncontracts:\n  f(a, *b): { %s }\n", verbs[i][0]);
    struct lien_image *image = read_ok(text);
    struct lien_buf out = {0};
    lien_effect_words(image, function(image, "f"), effect_at(image, "f", 0, 0), &out);
    assert_string_equal(out.data, verbs[i][1]);
    lien_buf_free(&out);
    lien_image_free(image);
  }
}

static void a_noun_is_not_said_of_what_may_be_anything(void **state) {
  struct lien_image *image = read_ok(HEAD "kind: fd\ncontracts:\n  f(a): { a: stolen by ret }\n");
  struct lien_buf out = {0};
  lien_effect_words(image, function(image, "f"), effect_at(image, "f", 0, 0), &out);
  assert_string_equal(out.data, "takes over 'a' (the result holds it)");
  lien_buf_free(&out);
  lien_image_free(image);
}

static void tests_in_words(void **state) {
  expect_words(
      "  f(a, n):\n    - { when: ret >= 1 and a != NULL }\n    - { when: ret <= 0 and a != NULL }\n    - { when: a == NULL }\n",
      "f(a, n)\n  when the result is at least 1 and 'a' is not NULL: nothing moves\n"
      "  when the result is at most 0 and 'a' is not NULL: nothing moves\n  when 'a' is NULL: nothing moves\n"
      "  from test, t.yaml:5\n");
}

static void overloads_are_all_said(void **state) {
  expect_words("  T::T(): {}\n  T::T(&other): { returns: never }\n",
               "T::T()\n  always: nothing moves\n  from test, t.yaml:5\n"
               "T::T(&other)\n  always: never returns\n  from test, t.yaml:6\n");
}

static void a_format_is_listed(void **state) {
  struct lien_image *image =
      read_ok(HEAD "kind: object\nformats: { b: { passes: values, units: { O: [held by ret], i: ['-'], N: "
                   "[stolen by ret] } } }\ncontracts:\n  f(format, ...): { ret: owned, units: b of format }\n");
  struct lien_buf out = {0};
  lien_explain(image, function(image, "f"), &out);
  assert_string_equal(out.data, "f(format, ...)\n  always: returns a new reference, which the caller must release; each variable "
                                "argument is what 'format' says of it:\n"
                                "    O    the result keeps a reference of its own to the argument\n"
                                "    N    takes over the reference in the argument (the result holds it)\n"
                                "  from test, t.yaml:6\n");
  lien_buf_free(&out);
  lien_image_free(image);
}

static void the_reason_why_there_is_none(void **state) {
  struct lien_image *image = read_ok("pack: test\nno contract: { f: depends on the moon }\n");
  struct lien_buf out = {0};
  lien_explain(image, function(image, "f"), &out);
  assert_string_equal(out.data, "f\n  no contract, on purpose: depends on the moon\n  from test, t.yaml:2\n");
  lien_buf_free(&out);
  lien_image_free(image);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(what_still_is_owed_is_said),
      cmocka_unit_test(results),
      cmocka_unit_test(each_verb_has_words),
      cmocka_unit_test(a_noun_is_not_said_of_what_may_be_anything),
      cmocka_unit_test(tests_in_words),
      cmocka_unit_test(overloads_are_all_said),
      cmocka_unit_test(a_format_is_listed),
      cmocka_unit_test(the_reason_why_there_is_none),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

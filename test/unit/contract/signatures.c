/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Rule: a key names a function, a macro, a type, a slot or a C++ function, its parameters, and the versions that have it. */
#include "contract.h"

static void parameters_are_named(void **state) {
  struct lien_image *image = read_ok(CONTRACTS "  f(first, *second, ...): {}\n");
  const struct lien_contract *f = function(image, "f");
  assert_int_equal(f->param_count, 2);
  assert_int_equal(f->variadic, 1);
  assert_string_equal(lien_contract_param(image, f, 0), "first");
  assert_string_equal(lien_contract_param(image, f, 1), "second");
  assert_string_equal(lien_contract_param(image, f, 2), "");
  lien_image_free(image);
}

static void each_sort_of_key_is_found_as_such(void **state) {
  struct lien_image *image =
      read_ok(CONTRACTS "  f(): {}\n  macro f(): {}\n  type f(): {}\n  slot R.f(): {}\n  ns::f(): {}\n  macro(): {}\n");
  assert_int_equal(contract_of(image, LIEN_KEY_FUNCTION, "f")->key, LIEN_KEY_FUNCTION);
  assert_int_equal(contract_of(image, LIEN_KEY_MACRO, "f")->key, LIEN_KEY_MACRO);
  assert_int_equal(contract_of(image, LIEN_KEY_TYPE, "f")->key, LIEN_KEY_TYPE);
  assert_int_equal(contract_of(image, LIEN_KEY_SLOT, "R.f")->key, LIEN_KEY_SLOT);
  assert_int_equal(contract_of(image, LIEN_KEY_METHOD, "ns::f")->key, LIEN_KEY_METHOD);
  assert_non_null(contract_of(image, LIEN_KEY_FUNCTION, "macro")); /* a function of that name */
  assert_null(contract_of(image, LIEN_KEY_SLOT, "f"));
  assert_null(contract_of(image, LIEN_KEY_FUNCTION, "ff"));
  lien_image_free(image);
}

static void cxx_names(void **state) {
  static const char *const names[] = {
      "std::vector::push_back", "T::~T", "T::operator()", "T::operator=", "T::operator bool", "operator new[]"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    char text[512];
    snprintf(text, sizeof text, CONTRACTS "  '%s(x)': { x: retained object }\n", names[i]);
    struct lien_image *image = read_ok(text);
    assert_non_null(contract_of(image, LIEN_KEY_METHOD, names[i]));
    lien_image_free(image);
  }
}

static void overloads_are_chained(void **state) {
  struct lien_image *image = read_ok(CONTRACTS "  T::T(): {}\n  T::T(p): {}\n  T::T(&other): {}\n");
  const struct lien_contract *contract = contract_of(image, LIEN_KEY_METHOD, "T::T");
  assert_int_equal(contract->param_count, 0);
  contract = lien_contract_overload(image, contract);
  assert_int_equal(contract->param_count, 1);
  assert_int_equal(contract->references, 0);
  contract = lien_contract_overload(image, contract);
  assert_int_equal(contract->references, 1);
  assert_null(lien_contract_overload(image, contract));
  lien_image_free(image);
}

static void versions(void **state) {
  struct lien_image *image = read_ok(CONTRACTS "  f() since 3.9 until 3.12: {}\n");
  assert_int_equal(function(image, "f")->since, 0x309);
  assert_int_equal(function(image, "f")->until, 0x30c);
  lien_image_free(image);
}

static void mistakes(void **state) {
  expect_error(CONTRACTS "  f: {}\n", "4:4: error: expected '(' and the parameters");
  expect_error(CONTRACTS "  (a): {}\n", "4:3: error: expected a function's name");
  expect_error(CONTRACTS "  slot f(a): {}\n", "4:8: error: expected RECORD.FIELD after 'slot'");
  expect_error(CONTRACTS "  f(a: {}\n", "4:6: error: expected ',' or ')' after a parameter");
  expect_error(CONTRACTS "  f(a b): {}\n", "4:7: error: expected ',' or ')' after a parameter");
  expect_error(CONTRACTS "  f(a, ): {}\n", "4:8: error: expected a parameter: NAME, *NAME or ...");
  expect_error(CONTRACTS "  f(..., a): {}\n", "4:9: error: expected ')': '...' is the last parameter");
  expect_error(CONTRACTS "  f(a, b, a): {}\n", "4:11: error: two parameters are called 'a'");
  expect_error(CONTRACTS "  f(ret): {}\n", "4:5: error: a parameter cannot be called 'ret'");
  expect_error(CONTRACTS "  f(&a): {}\n", "4:5: error: '&' marks one of the first 32 parameters of a C++ function");
  expect_error(CONTRACTS "  f() before 3.1: {}\n", "4:7: error: expected 'since VERSION', 'until VERSION' or nothing after ')'");
  expect_error(CONTRACTS "  f() since 3: {}\n", "4:13: error: expected a version, MAJOR.MINOR, such as 3.12");
  expect_error(CONTRACTS "  f() since 3.1 since 3.2: {}\n", "4:22: error: 'since' is said twice");
  expect_error(CONTRACTS "  f() since 3.9 until 3.8: {}\n", "4:3: error: ends ('until') before it begins ('since')");
}

static void quoted_keys_have_exact_columns(void **state) {
  expect_error(CONTRACTS "  \"f(a, a)\": {}\n", "4:9: error: two parameters are called 'a'");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(parameters_are_named),
      cmocka_unit_test(each_sort_of_key_is_found_as_such),
      cmocka_unit_test(cxx_names),
      cmocka_unit_test(overloads_are_chained),
      cmocka_unit_test(versions),
      cmocka_unit_test(mistakes),
      cmocka_unit_test(quoted_keys_have_exact_columns),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

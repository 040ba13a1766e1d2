/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Rule: a format says for each unit what happens to the C arguments that it takes. */
#include "contract.h"

#define FORMAT                                                                                                                   \
  HEAD "formats:\n"                                                                                                              \
       "  parse:\n"                                                                                                              \
       "    passes: addresses\n"                                                                                                 \
       "    skip: ' '\n"                                                                                                         \
       "    stop: ':'\n"                                                                                                         \
       "    units:\n"                                                                                                            \
       "      O: [borrowed from args]\n"                                                                                         \
       "      'O!': ['-', [borrowed from args, or null]]\n"                                                                      \
       "      'O&': [converter, converted]\n"                                                                                    \
       "contracts:\n"

static const struct lien_format *format_of(const struct lien_image *image, const char *name) {
  const struct lien_outcome *outcome = lien_contract_outcomes(image, function(image, name));
  assert_true(outcome->format > 0);
  return lien_image_format(image, outcome->format - 1);
}

static const struct lien_unit *unit_at(const struct lien_image *image, const char *name, const char *text) {
  return lien_format_unit_at(image, format_of(image, name), text, strlen(text));
}

static void the_longest_unit_is_taken(void **state) {
  struct lien_image *image = read_ok(FORMAT "  f(args, format, *...): { units: parse of format }\n");
  assert_string_equal(lien_image_string(image, unit_at(image, "f", "O!x")->text), "O!");
  assert_string_equal(lien_image_string(image, unit_at(image, "f", "OO!")->text), "O");
  assert_null(unit_at(image, "f", "x"));
  assert_null(unit_at(image, "f", ""));
  lien_image_free(image);
}

static void each_argument_has_its_effect(void **state) {
  struct lien_image *image = read_ok(FORMAT "  f(args, format, *...): { units: parse of format }\n");
  const struct lien_unit *unit = unit_at(image, "f", "O!");
  const struct lien_effect *arguments = lien_unit_arguments(image, unit);
  assert_int_equal(unit->argument_count, 2);
  assert_int_equal(arguments[0].verb, LIEN_UNCHANGED);
  assert_int_equal(arguments[1].verb, LIEN_BORROWED);
  assert_int_equal(arguments[1].flags, LIEN_EFFECT_MAY_NULL);
  assert_int_equal(arguments[1].place.root, LIEN_PLACE_VAR);
  assert_int_equal(arguments[1].place.deref, 1);
  unit = unit_at(image, "f", "O&");
  assert_int_equal(unit->converter, 1);
  assert_int_equal(unit->argument_count, 2);
  assert_int_equal(format_of(image, "f")->addresses, 1);
  assert_string_equal(lien_image_string(image, format_of(image, "f")->stop), ":");
  assert_int_equal(lien_contract_outcomes(image, function(image, "f"))->format_param, 1);
  lien_image_free(image);
}

static void names_are_found_in_each_function(void **state) {
  struct lien_image *image = read_ok(FORMAT "  f(args, format, *...): { units: parse of format }\n"
                                            "  g(self, args, format, *...): { units: parse of format }\n"
                                            "  h(args, x, format, *...): { units: parse of format }\n");
  assert_int_equal(lien_unit_arguments(image, unit_at(image, "f", "O"))->holder.root, 0);
  assert_int_equal(lien_unit_arguments(image, unit_at(image, "g", "O"))->holder.root, 1);
  assert_ptr_equal(format_of(image, "f"), format_of(image, "h")); /* stored once */
  lien_image_free(image);
}

static void mistakes_in_use(void **state) {
  expect_error(FORMAT "  f(a, format, ...): { units: parse of format }\n",
               "13:31: error: the format 'parse' names 'args', which is no parameter of f");
  expect_error(FORMAT "  f(args, format, ...): { units: parse of fmt }\n", "13:43: error: 'fmt' is no parameter of f");
  expect_error(FORMAT "  f(args, format): { units: parse of format }\n", "13:29: error: a format spells variable arguments");
  expect_error(FORMAT "  f(args, format, ...): { units: scan of format }\n", "13:34: error: unknown format 'scan'");
  expect_error(FORMAT "  f(args, format, ...): { units: parse }\n", "13:34: error: expected 'FORMAT of PARAMETER'");
}

#define BEGIN "pack: x\nformats:\n  f:\n    passes: values\n"
static void mistakes_in_formats(void **state) {
  expect_error("pack: x\nformats:\n  f: { units: {} }\n", "3:3: error: the format 'f' needs 'passes'");
  expect_error("pack: x\nformats:\n  f: { passes: values }\n", "3:3: error: the format 'f' needs 'units'");
  expect_error("pack: x\nformats:\n  f: { passes: all, units: {} }\n", "3:16: error: expected 'addresses' or 'values'");
  expect_error("pack: x\nformats:\n  f: { passes: values, unit: {} }\n", "3:24: error: unknown key 'unit' of a format");
  expect_error(BEGIN "    units: []\n", "5:12: error: expected a mapping of units, not a list");
  expect_error(BEGIN "    units: { O: stolen }\n", "5:17: error: expected a list with an item for each C argument");
  expect_error(BEGIN "    units: { O: [gone] }\n", "5:18: error: unknown verb 'gone'");
  expect_error(BEGIN "    units: { O: [[stolen, held by ret]] }\n", "5:18: error: a unit's argument has one effect only");
  expect_error(BEGIN "    units: { O: [owned] }\n", "5:18: error: an argument cannot become 'owned'");
  expect_error(BEGIN "    units: { O: [converter] }\n", "5:18: error: 'converter' and 'converted' stand together");
  expect_error(BEGIN "    units: { '': ['-'] }\n", "5:14: error: expected a unit's characters, not nothing");
  expect_error(BEGIN "    units: { O: [held by args.x] }\n", "5:32: error: a field can only be of a parameter, ret or this");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_longest_unit_is_taken),
      cmocka_unit_test(each_argument_has_its_effect),
      cmocka_unit_test(names_are_found_in_each_function),
      cmocka_unit_test(mistakes_in_use),
      cmocka_unit_test(mistakes_in_formats),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

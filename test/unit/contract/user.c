/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Rule: a user's file builds on the packs, and the image that it becomes needs them no more. */
#include "contract.h"

#include <unistd.h>

static const char base_text[] = "pack: base\nversion: { macro: BASE, shift: 3 }\n"
                                "kinds: { object: { noun: reference, shared: yes, types: [Object], immortal: [none] } }\n"
                                "kind: object\n"
                                "formats: { parse: { passes: addresses, units: { O: [borrowed from args] } } }\n"
                                "contracts:\n"
                                "  parse(args, format, *...):\n"
                                "    - { when: ret == 0, units: parse of format }\n"
                                "    - { when: ret != 0 }\n"
                                "  T::reset(): {}\n"
                                "  T::reset(p): { p: stolen by this }\n";

static void kinds_and_formats_of_the_packs(void **state) {
  struct lien_image *base = read_ok(base_text);
  struct lien_image *user = read_over("pack: mine\nkinds: { own: { noun: n, shared: no } }\ncontracts:\n"
                                      "  f(): { ret: owned object }\n  g(): { ret: owned own }\n"
                                      "  my_parse(x, args, format, *...): { units: parse of format }\n",
                                      base);
  lien_image_free(base);
  const struct lien_kind *kind = lien_image_kind(user, effect_at(user, "f", 0, 0)->kind);
  assert_string_equal(lien_image_string(user, kind->name), "object");
  assert_string_equal(lien_kind_type(user, kind, 0), "Object");
  assert_string_equal(lien_kind_immortal(user, kind, 0), "none");
  assert_string_equal(lien_image_string(user, lien_image_kind(user, effect_at(user, "g", 0, 0)->kind)->name), "own");
  const struct lien_outcome *outcome = lien_contract_outcomes(user, function(user, "my_parse"));
  const struct lien_unit *unit = lien_format_unit_at(user, lien_image_format(user, outcome->format - 1), "O", 1);
  assert_int_equal(lien_unit_arguments(user, unit)->holder.root, 1);
  lien_image_free(user);
}

static void aliases_of_the_packs_contracts(void **state) {
  struct lien_image *base = read_ok(base_text);
  struct lien_image *user = read_over("pack: mine\naliases: { my_parse: parse, other: my_parse, U::reset: T::reset }\n", base);
  lien_image_free(base);
  const struct lien_contract *parse = function(user, "my_parse");
  assert_ptr_equal(function(user, "other"), parse);
  assert_string_equal(lien_contract_param(user, parse, 1), "format");
  assert_int_equal(parse->outcome_count, 2);
  const struct lien_outcome *outcome = lien_contract_outcomes(user, parse);
  assert_int_equal(lien_outcome_tests(user, outcome)->op, LIEN_EQ);
  const struct lien_unit *unit = lien_format_unit_at(user, lien_image_format(user, outcome->format - 1), "O", 1);
  assert_int_equal(lien_unit_arguments(user, unit)->holder.root, 0);
  const struct lien_pack *pack = lien_image_pack(user, parse->pack);
  assert_string_equal(lien_image_string(user, pack->name), "base");
  assert_string_equal(lien_image_string(user, pack->version_macro), "BASE");
  const struct lien_contract *reset = contract_of(user, LIEN_KEY_METHOD, "U::reset");
  assert_int_equal(lien_contract_overload(user, reset)->param_count, 1);
  lien_image_free(user);
}

static void the_packs_contracts_may_be_said_anew(void **state) {
  struct lien_image *base = read_ok(base_text);
  struct lien_image *user = read_over("pack: mine\ncontracts: { 'parse(a)': {} }\n", base);
  assert_int_equal(function(user, "parse")->param_count, 1);
  lien_image_free(user);
  lien_image_free(base);
}

static void the_packs_kinds_stay(void **state) {
  struct lien_image *base = read_ok(base_text);
  expect_error_over("pack: mine\nkinds: { object: { noun: n, shared: no } }\n",
                    "2:10: error: the kind 'object' is defined by Lien's packs already", base);
  lien_image_free(base);
}

static void a_file_is_read(void **state) {
  char path[] = "/tmp/lien-test-XXXXXX";
  int fd = mkstemp(path);
  assert_true(fd >= 0);
  static const char text[] = "pack: mine\ncontracts: { f(): {} }\n";
  assert_int_equal(write(fd, text, sizeof text - 1), sizeof text - 1);
  close(fd);
  struct lien_error err;
  struct lien_image *image = lien_contracts_read(path, NULL, &err);
  unlink(path);
  assert_non_null(image);
  assert_string_equal(lien_image_string(image, lien_image_pack(image, 0)->file), path);
  lien_image_free(image);
  assert_null(lien_contracts_read(path, NULL, &err));
  assert_string_equal(err.file, path);
  assert_non_null(strstr(err.text, "cannot be read"));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(kinds_and_formats_of_the_packs),
      cmocka_unit_test(aliases_of_the_packs_contracts),
      cmocka_unit_test(the_packs_contracts_may_be_said_anew),
      cmocka_unit_test(the_packs_kinds_stay),
      cmocka_unit_test(a_file_is_read),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

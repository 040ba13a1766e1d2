/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Rule: a pack's head, kinds, aliases and `no contract`: what they give, and what is refused. */
#include "contract.h"

static void what_is_no_pack(void **state) {
  expect_error("", "1:1: error: is empty");
  expect_error("[]", "1:1: error: expected a mapping that begins with 'pack: NAME', not a list");
  expect_error("kinds: {}\n", "1:1: error: expected 'pack: NAME'");
  expect_error("pack: x\ncontract: {}\n", "2:1: error: unknown key 'contract' of a pack: expected pack, version, kind, kinds,");
  expect_error("pack: []\n", "1:7: error: expected the pack's name, not a list");
  expect_error("pack: x\nkind: thing\n", "2:7: error: unknown kind 'thing'");
  expect_error("pack: x\ncontracts: []\n", "2:12: error: expected a mapping of contracts, not a list");
}

static void what_is_no_yaml_of_ours(void **state) {
  expect_error("pack: x\nkinds: { a: }}\n", "2:14: error: is no YAML: ");
  expect_error("pack: x\npack: y\n", "2:1: error: 'pack' stands twice in one mapping: it is at line 1 already");
  expect_error("pack: *x\n", "1:7: error: a text that begins with '*' is an alias to YAML: quote it");
  expect_error("pack: &x y\n", "1:7: error: anchors ('&') and tags ('!') are not used in packs");
  expect_error("pack: !!str y\n", "1:7: error: anchors ('&') and tags ('!') are not used in packs");
  expect_error("pack: \"a\\0b\"\n", "1:7: error: a text may not contain a NUL character");
  expect_error("pack: x\n---\npack: y\n", "2:1: error: expected the end: a pack is one YAML document");
  expect_error("pack: [[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]\n", "1:22: error: is nested deeper than anything in a pack");
  expect_error("[a]: x\n", "1:1: error: expected a key that is one text");
}

static void version(void **state) {
  struct lien_image *image = read_ok("pack: x\nversion: { macro: X_VERSION, shift: 16 }\n");
  assert_string_equal(lien_image_string(image, lien_image_pack(image, 0)->version_macro), "X_VERSION");
  assert_int_equal(lien_image_pack(image, 0)->version_shift, 16);
  lien_image_free(image);
  expect_error("pack: x\nversion: 3\n", "2:10: error: expected { macro: NAME, shift: BITS }, not a text");
  expect_error("pack: x\nversion: { shift: 3 }\n", "2:10: error: expected 'macro: NAME'");
  expect_error("pack: x\nversion: { macro: X, shift: 64 }\n", "2:29: error: expected a number of bits, from 0 to 63");
  expect_error("pack: x\nversion: { macro: X, bits: 8 }\n", "2:22: error: unknown key 'bits' of version: expected macro, shift");
}

static void kinds(void **state) {
  struct lien_image *image = read_ok("pack: x\nkinds:\n  fd: { noun: descriptor, object: file, shared: no, types: [A, B], "
                                     "immortal: [none], invalid: '== -1' }\n  o: { noun: n, shared: yes }\n");
  const struct lien_kind *kind = lien_image_kind(image, 0);
  assert_int_equal(lien_image_kind_count(image), 2);
  assert_string_equal(lien_image_string(image, kind->noun), "descriptor");
  assert_string_equal(lien_image_string(image, kind->object), "file");
  assert_string_equal(lien_kind_type(image, kind, 1), "B");
  assert_string_equal(lien_kind_immortal(image, kind, 0), "none");
  assert_int_equal(kind->type_count, 2);
  assert_int_equal(kind->shared, 0);
  assert_int_equal(kind->invalid_op, LIEN_EQ);
  assert_int_equal(kind->invalid_value, -1);
  assert_string_equal(lien_image_string(image, kind[1].object), "object");
  assert_int_equal(kind[1].shared, 1);
  lien_image_free(image);
}

#define KIND "pack: x\nkinds:\n  k: { noun: n, shared: no"
static void mistakes_in_kinds(void **state) {
  expect_error("pack: x\nkinds:\n  k: { shared: no }\n", "3:3: error: the kind 'k' needs a noun");
  expect_error("pack: x\nkinds:\n  k: { noun: n }\n", "3:3: error: the kind 'k' needs 'shared: yes' (reference counted) or");
  expect_error("pack: x\nkinds:\n  k: { noun: n, shared: maybe }\n", "3:25: error: expected yes (reference counted) or no");
  expect_error("pack: x\nkinds:\n  k: { noun: , shared: no }\n", "3:14: error: expected a noun, not nothing");
  expect_error("pack: x\nkinds:\n  k: file\n", "3:6: error: expected a kind, such as { noun: file, shared: no }, not a text");
  expect_error("pack: x\nkinds:\n  a-b: { noun: n, shared: no }\n", "3:3: error: expected a kind's name (letters, digits and _)");
  expect_error(KIND ", size: 3 }\n", "3:29: error: unknown key 'size' of a kind: expected noun, object, types, shared, immortal");
  expect_error(KIND ", types: FILE }\n", "3:36: error: expected a list of names, such as [FILE], not a text");
  expect_error(KIND ", types: ['struct x'] }\n", "3:37: error: expected a name (letters, digits and _), not 'struct x'");
  expect_error(KIND ", types: [A, A] }\n", "3:40: error: the type 'A' belongs to the kind 'that is being defined' already");
  expect_error(KIND ", types: [A] }\n  j: { noun: n, shared: no, types: [A] }\n",
               "4:37: error: the type 'A' belongs to the kind 'k'");
  expect_error(KIND ", invalid: -1 }\n", "3:38: error: expected a comparison with a number, such as \"< 0\"");
}

static void aliases_lead_to_the_contract(void **state) {
  struct lien_image *image =
      read_ok(CONTRACTS "  f(a): {}\n  type t(a): {}\n  T::g(a): {}\n  T::g(a, b): {}\n"
                        "aliases:\n  h: i\n  i: f\n  macro m: f\n  type u: t\n  f2: type t\n  U::g: T::g\n");
  const struct lien_contract *f = function(image, "f");
  assert_ptr_equal(function(image, "h"), f);
  assert_ptr_equal(function(image, "i"), f);
  assert_ptr_equal(contract_of(image, LIEN_KEY_MACRO, "m"), f);
  assert_ptr_equal(contract_of(image, LIEN_KEY_TYPE, "u"), contract_of(image, LIEN_KEY_TYPE, "t"));
  assert_ptr_equal(function(image, "f2"), contract_of(image, LIEN_KEY_TYPE, "t"));
  assert_int_equal(lien_contract_overload(image, contract_of(image, LIEN_KEY_METHOD, "U::g"))->param_count, 2);
  lien_image_free(image);
}

static void aliases_that_lead_nowhere(void **state) {
  expect_error("pack: x\naliases:\n  g: f\n", "3:6: error: 'f' has no contract that 'g' could be an alias of");
  expect_error("pack: x\naliases:\n  g: h\n  h: i\n  i: g\n",
               "3:3: error: 'g' leads to no contract: it is an alias of 'h', which leads back to an alias");
  expect_error("pack: x\naliases:\n  g: g\n", "3:3: error: 'g' leads to no contract: it is an alias of 'g'");
  expect_error(CONTRACTS "  f(): {}\naliases:\n  f: f\n", "6:3: error: 'f' has a contract already, at t.yaml:4");
  expect_error(CONTRACTS "  f(): {}\naliases:\n  g(): f\n", "6:4: error: expected a name alone, without parameters");
  expect_error(CONTRACTS "  f(): {}\naliases:\n  g: f()\n", "6:7: error: expected a name alone, without parameters");
  expect_error(CONTRACTS "  f(): {}\naliases:\n  g: [f]\n", "6:6: error: expected the name that has a contract, not a list");
  expect_error(CONTRACTS "  f(): {}\naliases:\n  macro g: f\n  macro  g: f\n",
               "7:3: error: 'macro  g' is an alias already, at line 6");
}

static void no_contract(void **state) {
  struct lien_image *image = read_ok("pack: x\nno contract:\n  f: depends on the moon\n");
  assert_string_equal(lien_image_string(image, function(image, "f")->reason), "depends on the moon");
  assert_int_equal(function(image, "f")->outcome_count, 0);
  lien_image_free(image);
  expect_error("pack: x\nno contract:\n  f:\n", "3:5: error: expected the reason why there is no contract for 'f'");
  expect_error("pack: x\nno contract:\n  f(a): b\n", "3:4: error: expected a name alone under 'no contract'");
  expect_error(CONTRACTS "  f(): {}\nno contract:\n  f: x\n", "6:3: error: 'f' has a contract already, at t.yaml:4");
}

static void contracted_twice(void **state) {
  expect_error(CONTRACTS "  f(a): {}\n  f(b): {}\n", "5:3: error: 'f' has a contract already, at t.yaml:4");
  expect_error(CONTRACTS "  T::f(a): {}\n  T::f(b): {}\n", "5:3: error: 'T::f' has a contract already, at t.yaml:4");
}

static void expect_second_file(const char *first, const char *second, const char *wanted) {
  struct lien_builder *builder = lien_builder_new();
  struct lien_error err;
  assert_true(lien_yaml_read(builder, "a.yaml", first, strlen(first), &err));
  bool ok = lien_yaml_read(builder, "b.yaml", second, strlen(second), &err);
  char line[2200];
  if (wanted)
    assert_string_equal(lien_error_text(&err, line, sizeof line), wanted);
  assert_int_equal(ok, !wanted);
  void *bytes = NULL;
  size_t size;
  assert_int_equal(lien_builder_finish(builder, &bytes, &size, &err), ok); /* nothing is made of half a pack */
  free(bytes);
  lien_builder_free(builder);
}

static void packs_build_on_earlier_ones(void **state) {
  expect_second_file("pack: a\nkinds: { k: { noun: n, shared: no } }\n",
                     "pack: b\nkind: k\ncontracts: { f(): { ret: owned k } }\n", NULL);
  expect_second_file("pack: a\ncontracts: { f(): {} }\n", "pack: b\naliases: { g: f }\n", NULL);
  expect_second_file("pack: a\nversion: { macro: V }\n", "pack: a\ncontracts: { f(): [{ since: 1.1 }, { until: 1.0 }] }\n", NULL);
  expect_second_file("pack: a\ncontracts:\n  f(): {}\n", "pack: b\ncontracts:\n  f(x): {}\n",
                     "b.yaml:3:3: error: 'f' has a contract already, at a.yaml:3");
  expect_second_file("pack: a\nkinds:\n  k: { noun: n, shared: no }\n", "pack: b\nkinds:\n  k: { noun: n, shared: no }\n",
                     "b.yaml:3:3: error: the kind 'k' is defined already, at a.yaml:3");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(what_is_no_pack),
      cmocka_unit_test(what_is_no_yaml_of_ours),
      cmocka_unit_test(version),
      cmocka_unit_test(kinds),
      cmocka_unit_test(mistakes_in_kinds),
      cmocka_unit_test(aliases_lead_to_the_contract),
      cmocka_unit_test(aliases_that_lead_nowhere),
      cmocka_unit_test(no_contract),
      cmocka_unit_test(contracted_twice),
      cmocka_unit_test(packs_build_on_earlier_ones),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

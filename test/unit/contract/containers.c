/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Rule: what a container holds (grown, shrunk, cleared, key of, size of), when code runs (role), and `claims: unknown`. */
#include "contract.h"

static void expect_effect(const char *members, unsigned index, uint8_t verb, uint8_t place, uint8_t holder) {
  char text[512];
  snprintf(text, sizeof text, CONTRACTS "  f(a, *b, key): { %s }\n", members);
  struct lien_image *image = read_ok(text);
  const struct lien_effect *effect = effect_at(image, "f", 0, index);
  assert_int_equal(effect->verb, verb);
  assert_int_equal(effect->place.root, place);
  assert_int_equal(effect->holder.root, holder);
  assert_int_equal(effect->kind, LIEN_NO_KIND);
  lien_image_free(image);
}

static void each_word_is_read(void **state) {
  expect_effect("a: grown", 0, LIEN_GROWN, 0, LIEN_PLACE_NONE);
  expect_effect("b: [shrunk, not null]", 0, LIEN_SHRUNK, 1, LIEN_PLACE_NONE);
  expect_effect("a: cleared", 0, LIEN_CLEARED, 0, LIEN_PLACE_NONE);
  expect_effect("a: grown, key: [held by a, not null, key of a]", 2, LIEN_KEY, 2, 0);
  expect_effect("a: changed", 0, LIEN_CHANGED, 0, LIEN_PLACE_NONE);
  expect_effect("ret: size of a", 0, LIEN_SIZE, LIEN_PLACE_RET, 0);
  expect_effect("b: size of a", 0, LIEN_SIZE, 1, 0);
  expect_effect("a.table: grown, key: key of a.table", 1, LIEN_KEY, 2, 0);
}

static void a_method_s_container_is_this(void **state) {
  struct lien_image *image = read_ok(CONTRACTS "  std::map::emplace(&key, ...): { this: grown, key: key of this }\n");
  const struct lien_contract *contract = contract_of(image, LIEN_KEY_METHOD, "std::map::emplace");
  const struct lien_effect *effects = lien_outcome_effects(image, lien_contract_outcomes(image, contract));
  assert_int_equal(effects[0].place.root, LIEN_PLACE_THIS);
  assert_int_equal(effects[1].holder.root, LIEN_PLACE_THIS);
  lien_image_free(image);
}

static void expect_mistake(const char *members, const char *wanted) {
  char text[512];
  snprintf(text, sizeof text, CONTRACTS "  f(a, *b, ...):\n    { %s }\n", members);
  expect_error(text, wanted);
}

static void what_cannot_be_meant(void **state) {
  expect_mistake("a: added", "5:10: error: unknown verb 'added': write 'grown'");
  expect_mistake("a: evicted", "5:10: error: unknown verb 'evicted': write 'shrunk'");
  expect_mistake("a: grown object", "5:16: error: expected nothing after 'grown'");
  expect_mistake("a: key", "5:13: error: expected 'key of PLACE'");
  expect_mistake("ret: size a", "5:17: error: expected nothing after 'size'");
  expect_mistake("a: key of a", "5:10: error: 'key' names 'a' itself");
  expect_mistake("ret: grown", "5:12: error: 'grown' is about a container that was there before the call");
  expect_mistake("'...': grown", "5:14: error: 'grown' needs one container");
  expect_mistake("a: key of static", "5:10: error: 'key' needs one container");
  expect_mistake("a: key of ret", "5:10: error: 'key' is about a container that was there before the call");
  expect_mistake("ret: key of a", "5:12: error: 'key of' is said of an argument");
  expect_mistake("a: size of b", "5:10: error: 'size of' is said of the result");
  expect_mistake("a: key of c", "5:17: error: 'c' is no parameter of f");
}

static void contradictions(void **state) {
  expect_mistake("a: [grown, shrunk]", "5:10: error: 'grown' and 'shrunk' contradict each other");
  expect_mistake("a: [cleared, grown]", "5:10: error: 'cleared' and 'grown' contradict each other");
  expect_mistake("a: [changed, shrunk]", "5:10: error: 'changed' and 'shrunk' contradict each other");
  expect_mistake("a: [grown, grown]", "5:10: error: 'grown' is said twice");
  expect_mistake("a: [unchanged, grown]", "5:10: error: 'unchanged' and 'grown' contradict each other");
  expect_mistake("b: [null, cleared]", "5:10: error: 'null' and 'cleared' contradict each other");
  expect_mistake("ret: [size of a, owned]", "5:12: error: 'size' and 'owned' contradict each other");
  expect_error(CONTRACTS "  f(a):\n    - { when: a == NULL, a: grown }\n    - { when: a != NULL }\n",
               "5:7: error: is about a NULL that is 'grown'");
}

static void what_differs_by_outcome_is_rows(void **state) {
  struct lien_image *image =
      read_ok(CONTRACTS "  f(a, n):\n    - { when: n == 0, a: cleared }\n    - { when: n != 0, a: shrunk }\n");
  assert_int_equal(effect_at(image, "f", 1, 0)->verb, LIEN_SHRUNK);
  lien_image_free(image);
}

static unsigned flags_of(const struct lien_image *image, enum lien_key key, const char *name) {
  const struct lien_contract *contract = contract_of(image, key, name);
  assert_non_null(contract);
  return lien_contract_outcomes(image, contract)->flags;
}

static void roles(void **state) {
  struct lien_image *image =
      read_ok(CONTRACTS "  atexit(function): { role: exit }\n  slot Def.free(module): { role: exit, runs: "
                        "code }\n  type destructor(self): { role: end }\n  macro INIT(): { role: init }\n");
  assert_int_equal(flags_of(image, LIEN_KEY_FUNCTION, "atexit") & LIEN_ROLES, LIEN_ROLE_EXIT);
  assert_int_equal(flags_of(image, LIEN_KEY_SLOT, "Def.free"), LIEN_ROLE_EXIT | LIEN_RUNS_CODE);
  assert_int_equal(flags_of(image, LIEN_KEY_TYPE, "destructor") & LIEN_ROLES, LIEN_ROLE_END);
  assert_int_equal(flags_of(image, LIEN_KEY_MACRO, "INIT") & LIEN_ROLES, LIEN_ROLE_INIT);
  lien_image_free(image);
  expect_mistake("role: main", "5:13: error: expected 'init' or 'exit' or 'end' after 'role:'");
}

static void claims_unknown_holds_in_its_file(void **state) {
  struct lien_builder *builder = lien_builder_new();
  struct lien_error err;
  static const char first[] = "pack: p\nclaims: unknown\ncontracts: { f(a): {} }\n",
                    second[] = "pack: p\ncontracts: { g(a): {} }\n";
  void *bytes = NULL;
  size_t size = 0;
  assert_true(lien_yaml_read(builder, "1", first, sizeof first - 1, &err));
  assert_true(lien_yaml_read(builder, "2", second, sizeof second - 1, &err));
  assert_true(lien_builder_finish(builder, &bytes, &size, &err));
  lien_builder_free(builder);
  struct lien_image *image = lien_image_open(bytes, size, "image", &err);
  assert_non_null(image);
  assert_int_equal(lien_image_pack(image, function(image, "f")->pack)->claims_unknown, 1);
  assert_int_equal(lien_image_pack(image, function(image, "g")->pack)->claims_unknown, 0);
  lien_image_free(image);
  expect_error("pack: p\nclaims: none\n", "2:9: error: expected 'unknown' after 'claims:'");
}

static void expect_words(const char *contracts, const char *wanted) {
  struct lien_buf text = {0}, out = {0};
  lien_buf_printf(&text, "pack: t\nclaims: unknown\ncontracts:\n  %s\n", contracts);
  struct lien_image *image = read_ok(text.data);
  lien_explain(image, lien_image_contract(image, 0), &out);
  assert_non_null(out.data);
  if (!strstr(out.data, wanted))
    fail_msg("wanted %s\n   got %s", wanted, out.data);
  assert_non_null(strstr(out.data, "\n  nothing is said of who must release what\n"));
  lien_buf_free(&text);
  lien_buf_free(&out);
  lien_image_free(image);
}

static void words(void **state) {
  expect_words("f(t, k): { t: grown, k: key of t }", "  always: puts an element into 't'; 'k' is the key in 't'\n");
  expect_words("f(t): { t: shrunk }", "  always: takes an element out of 't'\n");
  expect_words("f(t): { t: cleared }", "  always: takes all elements out of 't'\n");
  expect_words("f(t, ...): { t: changed, '...': changed }", "  always: may put elements into 't', or take some out; may put");
  expect_words("f(t): { ret: size of t }", "  always: returns the size of 't'\n");
  expect_words("f(t, *n): { n: size of t }", "  always: stores the size of 't' in '*n'\n");
  expect_words("f(t): {}", "  always: nothing goes in or comes out\n");
  expect_words("f(g): { role: exit }", "  always: a function that is given to it runs once, at the end\n");
  expect_words("type f(): { role: init }", "  always: what is used as this runs once, at the start\n");
  expect_words("slot T.f(self): { role: end }", "  always: what is used as this runs at the end of one object\n");
  expect_words("macro F(): { role: init }", "  always: a function that begins with this runs once, at the start\n");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(each_word_is_read),
      cmocka_unit_test(a_method_s_container_is_this),
      cmocka_unit_test(what_cannot_be_meant),
      cmocka_unit_test(contradictions),
      cmocka_unit_test(what_differs_by_outcome_is_rows),
      cmocka_unit_test(roles),
      cmocka_unit_test(claims_unknown_holds_in_its_file),
      cmocka_unit_test(words),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

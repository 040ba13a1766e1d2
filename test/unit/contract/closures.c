/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Rule: which code is registered, with what data, and until when (called, destroys, id of, ended, drained). */
#include "contract.h"

static const struct lien_effect *read_effect(struct lien_image **image, const char *members, unsigned index) {
  char text[512];
  snprintf(text, sizeof text, CONTRACTS "  f(code, data, *out, ...): { %s }\n", members);
  *image = read_ok(text);
  return effect_at(*image, "f", 0, index);
}

static void expect_effect(const char *members, unsigned index, uint8_t verb, uint8_t place, uint8_t holder, uint8_t flags) {
  struct lien_image *image;
  const struct lien_effect *effect = read_effect(&image, members, index);
  assert_int_equal(effect->verb, verb);
  assert_int_equal(effect->place.root, place);
  assert_int_equal(effect->holder.root, holder);
  assert_int_equal(effect->flags, flags);
  assert_int_equal(effect->kind, LIEN_NO_KIND);
  assert_true(lien_verb_is_of_closures(effect->verb) && !lien_verb_is_of_containers(effect->verb));
  lien_image_free(image);
}

static void each_word_is_read(void **state) {
  expect_effect("code: called", 0, LIEN_CALLED, 0, LIEN_PLACE_NONE, 0);
  expect_effect("code: called once", 0, LIEN_CALLED, 0, LIEN_PLACE_NONE, LIEN_EFFECT_ONCE);
  expect_effect("code: called with data", 0, LIEN_CALLED, 0, 1, 0);
  expect_effect("code: called once with data", 0, LIEN_CALLED, 0, 1, LIEN_EFFECT_ONCE);
  expect_effect("code: called with ...", 0, LIEN_CALLED, 0, LIEN_PLACE_VAR, 0);
  expect_effect("'...': called with data", 0, LIEN_CALLED, LIEN_PLACE_VAR, 1, 0);
  expect_effect("code: destroys data", 0, LIEN_DESTROYS, 0, 1, 0);
  expect_effect("ret: id of data", 0, LIEN_ID, LIEN_PLACE_RET, 1, 0);
  expect_effect("out: id of code", 0, LIEN_ID, 2, 0, 0);
  expect_effect("data: ended", 0, LIEN_ENDED, 1, LIEN_PLACE_NONE, 0);
  expect_effect("data: drained", 0, LIEN_DRAINED, 1, LIEN_PLACE_NONE, 0);
  expect_effect("static: drained", 0, LIEN_DRAINED, LIEN_PLACE_STATIC, LIEN_PLACE_NONE, 0);
  expect_effect("static: ended", 0, LIEN_ENDED, LIEN_PLACE_STATIC, LIEN_PLACE_NONE, 0);
  expect_effect("data.loop: drained", 0, LIEN_DRAINED, 1, LIEN_PLACE_NONE, 0);
}

static void they_stand_beside_a_claim(void **state) {
  expect_effect("code: [held by out, called once]", 1, LIEN_CALLED, 0, LIEN_PLACE_NONE, LIEN_EFFECT_ONCE);
  expect_effect("ret: [owned object, id of data]", 1, LIEN_ID, LIEN_PLACE_RET, 1, 0);
  expect_effect("data: [ended, released, not null]", 0, LIEN_ENDED, 1, LIEN_PLACE_NONE, LIEN_EFFECT_NOT_NULL);
  expect_effect("code: 'called once with data, or null'", 0, LIEN_CALLED, 0, 1, LIEN_EFFECT_ONCE | LIEN_EFFECT_MAY_NULL);
}

static void once_is_said_of_one_effect(void **state) {
  struct lien_image *image;
  const struct lien_effect *effect = read_effect(&image, "code: [called once with data, held by data, not null]", 1);
  assert_int_equal(effect->verb, LIEN_HELD);
  assert_int_equal(effect->flags, LIEN_EFFECT_NOT_NULL);
  lien_image_free(image);
}

static void several_codes_share_their_data(void **state) {
  struct lien_image *image =
      read_ok(CONTRACTS "  f(data, step, final, destroy): { step: called with data, final: called with data, destroy: destroys "
                        "data, data: stolen by static }\n  g(code, a, b): { code: [called with a, called with b] }\n");
  assert_int_equal(effect_at(image, "f", 0, 1)->holder.root, 0);
  assert_int_equal(effect_at(image, "g", 0, 1)->holder.root, 2);
  lien_image_free(image);
}

static void a_method_s_owner_is_this(void **state) {
  struct lien_image *image = read_ok(
      CONTRACTS "  T::T(&f, ...): { f: [called once, held by this], '...': held by this }\n  T::join(): { this: ended }\n");
  const struct lien_contract *contract = contract_of(image, LIEN_KEY_METHOD, "T::join");
  const struct lien_effect *effect = lien_outcome_effects(image, lien_contract_outcomes(image, contract));
  assert_int_equal(effect->verb, LIEN_ENDED);
  assert_int_equal(effect->place.root, LIEN_PLACE_THIS);
  lien_image_free(image);
}

static void expect_mistake(const char *members, const char *wanted) {
  char text[512];
  snprintf(text, sizeof text, CONTRACTS "  f(a, *b, ...):\n    { %s }\n", members);
  expect_error(text, wanted);
}

static void what_cannot_be_meant(void **state) {
  expect_mistake("a: callback", "5:10: error: unknown verb 'callback': write 'called'");
  expect_mistake("a: joined", "5:10: error: unknown verb 'joined': write 'ended'");
  expect_mistake("a: called with c", "5:22: error: 'c' is no parameter of f");
  expect_mistake("a: called with", "5:21: error: expected a place");
  expect_mistake("a: called twice", "5:17: error: expected nothing after 'called'");
  expect_mistake("a: called with a", "5:10: error: 'called' names 'a' itself");
  expect_mistake("a: called with static", "5:10: error: 'called' needs an argument, ret or this after it");
  expect_mistake("ret: called", "5:12: error: 'called' is said of code that is given to the call");
  expect_mistake("a: destroys", "5:18: error: expected a place");
  expect_mistake("a: destroys c", "5:19: error: 'c' is no parameter of f");
  expect_mistake("ret: destroys a", "5:12: error: 'destroys' is said of code that is given to the call");
  expect_mistake("a: destroys static", "5:10: error: 'destroys' needs an argument, ret or this after it");
  expect_mistake("a: id", "5:12: error: expected 'id of PLACE'");
  expect_mistake("a: id of b", "5:10: error: 'id of' is said of the result, or of what comes out through an address");
  expect_mistake("ret: id of static", "5:12: error: 'id' needs an argument, ret or this after it");
  expect_mistake("b: id of ret", "5:10: error: 'id of' needs an argument or this after it");
  expect_mistake("ret: ended", "5:12: error: 'ended' is said of what is given to the call");
  expect_mistake("a: ended b", "5:16: error: expected nothing after 'ended'");
}

static void static_is_a_key_only_of_what_it_keeps(void **state) {
  expect_mistake("static: called", "5:15: error: 'called' is said of code that is given to the call");
  expect_mistake("static: released", "5:7: error: 'static' can only hold something");
  expect_mistake("static: not null", "5:7: error: 'static' can only hold something");
  expect_mistake("static: [drained, released]", "5:7: error: 'static' can only hold something");
  expect_mistake("when: static == NULL, static: ended", "5:13: error: 'static' can only hold something");
}

static void contradictions(void **state) {
  expect_mistake("a: [called with b, destroys b]", "5:10: error: 'called' and 'destroys' contradict each other");
  expect_mistake("a: [destroys b, called]", "5:10: error: 'destroys' and 'called' contradict each other");
  expect_mistake("a: [called, called once]", "5:10: error: 'called' is said twice");
  expect_mistake("a: [called, called with b]", "5:10: error: 'called' is said twice");
  expect_mistake("a: [ended, ended]", "5:10: error: 'ended' is said twice");
  expect_mistake("ret: [id of a, id of a]", "5:12: error: 'id' is said twice");
  expect_mistake("ret: [id of a, size of a]", "5:12: error: 'id' and 'size' contradict each other");
  expect_mistake("ret: [null, id of a]", "5:12: error: 'null' and 'id' contradict each other");
  expect_mistake("a: [unchanged, ended]", "5:10: error: 'unchanged' and 'ended' contradict each other");
  expect_error(CONTRACTS "  f(a, d):\n    - { when: d == NULL, d: destroys a }\n    - { when: d != NULL }\n",
               "5:7: error: is about a NULL that is 'destroys'");
}

static void what_differs_by_outcome_is_rows(void **state) {
  struct lien_image *image =
      read_ok(CONTRACTS "  f(code, data, end):\n    - { when: end == NULL, code: called with data, data: lent to static }\n"
                        "    - { when: end != NULL, code: called with data, end: destroys data, data: stolen by static }\n");
  assert_int_equal(effect_at(image, "f", 1, 1)->verb, LIEN_DESTROYS);
  lien_image_free(image);
}

static void expect_words(const char *contract, const char *wanted) {
  struct lien_buf text = {0}, out = {0};
  lien_buf_printf(&text, CONTRACTS "  %s\n", contract);
  struct lien_image *image = read_ok(text.data);
  lien_explain(image, lien_image_contract(image, 0), &out);
  if (!out.data || !strstr(out.data, wanted))
    fail_msg("wanted %s\n   got %s", wanted, out.data);
  lien_buf_free(&text);
  lien_buf_free(&out);
  lien_image_free(image);
}

static void words(void **state) {
  expect_words("f(handler, data): { handler: called with data }", "  always: 'handler' is called with 'data'\n");
  expect_words("f(f): { f: called once }", "  always: 'f' is called at most once\n");
  expect_words("f(f, d): { f: [called once with d, or null] }",
               "  always: 'f' is called at most once, with 'd'; 'f' may be NULL\n");
  expect_words("f(destroy, data): { destroy: destroys data }",
               "  always: 'destroy' releases 'data' when the registration ends\n");
  expect_words("f(data): { ret: id of data }", "  always: returns the id of the registration of 'data'\n");
  expect_words("f(*t, arg): { t: id of arg }", "  always: stores the id of the registration of 'arg' in '*t'\n");
  expect_words("f(tag): { tag: ended }", "  always: ends what 'tag' names\n");
  expect_words("T::join(): { this: ended }", "  always: ends what this object names\n");
  expect_words("f(): { static: ended }", "  always: ends everything that is registered with the process\n");
  expect_words("f(loop): { loop: drained }", "  always: runs what is registered at 'loop' before it returns\n");
  expect_words("f(): { static: drained }", "  always: runs what is registered at the process's own loop before it returns\n");
}

/* `claims: unknown`: claims may be said all the same, of what is registered. */
static void claims_of_closures_may_be_said(void **state) {
  static const char text[] = "pack: t\nclaims: unknown\ncontracts:\n"
                             "  f(code, data): { code: called with data, data: stolen by static, ret: id of data }\n";
  struct lien_image *image = read_ok(text);
  struct lien_buf out = {0};
  lien_explain(image, function(image, "f"), &out);
  assert_non_null(strstr(out.data, "takes over 'data' (the process holds it)"));
  assert_non_null(strstr(out.data, "\n  what is said of releases counts only for what is registered\n"));
  lien_buf_free(&out);
  lien_image_free(image);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(each_word_is_read),
      cmocka_unit_test(they_stand_beside_a_claim),
      cmocka_unit_test(once_is_said_of_one_effect),
      cmocka_unit_test(several_codes_share_their_data),
      cmocka_unit_test(a_method_s_owner_is_this),
      cmocka_unit_test(what_cannot_be_meant),
      cmocka_unit_test(static_is_a_key_only_of_what_it_keeps),
      cmocka_unit_test(contradictions),
      cmocka_unit_test(what_differs_by_outcome_is_rows),
      cmocka_unit_test(words),
      cmocka_unit_test(claims_of_closures_may_be_said),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

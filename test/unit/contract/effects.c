/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Rule: an effect is a verb, a kind, a holder and flags about a place. */
#include "contract.h"

static void expect_effect(const char *members, uint8_t verb, uint8_t holder, uint16_t kind, uint8_t flags) {
  char text[512];
  snprintf(text, sizeof text, CONTRACTS "  f(a, *b): { %s }\n", members);
  struct lien_image *image = read_ok(text);
  const struct lien_effect *effect = effect_at(image, "f", 0, 0);
  assert_int_equal(effect->verb, verb);
  assert_int_equal(effect->holder.root, holder);
  assert_int_equal(effect->kind, kind);
  assert_int_equal(effect->flags, flags);
  lien_image_free(image);
}

static void each_verb_is_read(void **state) {
  expect_effect("ret: owned object", LIEN_OWNED, LIEN_PLACE_NONE, 0, 0);
  expect_effect("a: retained", LIEN_RETAINED, LIEN_PLACE_NONE, LIEN_NO_KIND, 0);
  expect_effect("a: released fd", LIEN_RELEASED, LIEN_PLACE_NONE, 1, 0);
  expect_effect("a: stolen", LIEN_STOLEN, LIEN_PLACE_NONE, LIEN_NO_KIND, 0);
  expect_effect("a: stolen by ret", LIEN_STOLEN, LIEN_PLACE_RET, LIEN_NO_KIND, 0);
  expect_effect("a: stolen fd by ret", LIEN_STOLEN, LIEN_PLACE_RET, 1, 0);
  expect_effect("a: held by static", LIEN_HELD, LIEN_PLACE_STATIC, LIEN_NO_KIND, 0);
  expect_effect("b: dropped by a", LIEN_DROPPED, 0, LIEN_NO_KIND, 0);
  expect_effect("ret: borrowed", LIEN_BORROWED, LIEN_PLACE_NONE, LIEN_NO_KIND, 0);
  expect_effect("ret: borrowed from a", LIEN_BORROWED, 0, LIEN_NO_KIND, 0);
  expect_effect("a: lent to ret", LIEN_LENT, LIEN_PLACE_RET, LIEN_NO_KIND, 0);
  expect_effect("b: null", LIEN_NULL, LIEN_PLACE_NONE, LIEN_NO_KIND, 0);
  expect_effect("b: replaced", LIEN_REPLACED, LIEN_PLACE_NONE, LIEN_NO_KIND, 0);
  expect_effect("b: emptied", LIEN_EMPTIED, LIEN_PLACE_NONE, LIEN_NO_KIND, 0);
  expect_effect("ret: same as a", LIEN_SAME, 0, LIEN_NO_KIND, 0);
  expect_effect("ret: floating", LIEN_FLOATING, LIEN_PLACE_NONE, LIEN_NO_KIND, 0);
  expect_effect("a: sunk by ret", LIEN_SUNK, LIEN_PLACE_RET, LIEN_NO_KIND, 0);
  expect_effect("a: escaped", LIEN_ESCAPED, LIEN_PLACE_NONE, LIEN_NO_KIND, 0);
  expect_effect("a: unchanged", LIEN_UNCHANGED, LIEN_PLACE_NONE, LIEN_NO_KIND, 0);
}

static void flags_stand_alone_in_a_list_or_after_a_comma(void **state) {
  expect_effect("a: not null", LIEN_UNCHANGED, LIEN_PLACE_NONE, LIEN_NO_KIND, LIEN_EFFECT_NOT_NULL);
  expect_effect("ret: [owned fd, or null]", LIEN_OWNED, LIEN_PLACE_NONE, 1, LIEN_EFFECT_MAY_NULL);
  expect_effect("ret: 'owned fd, not null'", LIEN_OWNED, LIEN_PLACE_NONE, 1, LIEN_EFFECT_NOT_NULL);
  expect_effect("ret: [not null, owned fd]", LIEN_OWNED, LIEN_PLACE_NONE, 1, LIEN_EFFECT_NOT_NULL);
}

static void a_star_in_the_signature_is_what_the_place_means(void **state) {
  struct lien_image *image = read_ok(CONTRACTS "  f(a, *b, *...): { a: retained, b: owned, '...': borrowed from b }\n");
  assert_int_equal(effect_at(image, "f", 0, 0)->place.deref, 0);
  assert_int_equal(effect_at(image, "f", 0, 1)->place.deref, 1);
  assert_int_equal(effect_at(image, "f", 0, 2)->place.deref, 1);
  assert_int_equal(effect_at(image, "f", 0, 2)->holder.deref, 1);
  lien_image_free(image);
}

static void the_pack_s_kind_is_the_default_of_what_comes_and_goes(void **state) {
  struct lien_image *image = read_ok(HEAD "kind: fd\ncontracts:\n  f(a): { a: [stolen by ret], ret: owned }\n");
  assert_int_equal(effect_at(image, "f", 0, 0)->kind, LIEN_NO_KIND); /* it may be anything */
  assert_int_equal(effect_at(image, "f", 0, 1)->kind, 1);
  lien_image_free(image);
}

static void fields(void **state) {
  struct lien_image *image = read_ok(CONTRACTS "  f(a, b): { ret.destroy: same as b, a: held by ret.list }\n");
  assert_string_equal(lien_image_string(image, effect_at(image, "f", 0, 0)->place.field), "destroy");
  assert_string_equal(lien_image_string(image, effect_at(image, "f", 0, 1)->holder.field), "list");
  lien_image_free(image);
}

static void expect_mistake(const char *members, const char *wanted) {
  char text[512];
  snprintf(text, sizeof text, CONTRACTS "  f(a, *b):\n    { %s }\n", members);
  expect_error(text, wanted);
}

static void unknown_words(void **state) {
  expect_mistake("c: released", "5:7: error: 'c' is no parameter of f");
  expect_mistake("a: stolen by list", "5:20: error: 'list' is no parameter of f");
  expect_mistake("a: gone", "5:10: error: unknown verb 'gone': expected owned, retained, released,");
  expect_mistake("a: consumed", "5:10: error: unknown verb 'consumed': write 'stolen'");
  expect_mistake("a: NULL", "5:10: error: unknown verb 'NULL': write 'null'");
  expect_mistake("ret: owned thing", "5:18: error: unknown kind 'thing': it must be under 'kinds:' here or in an earlier pack");
  expect_mistake("a: held", "5:14: error: expected 'held by PLACE'");
  expect_mistake("a: held by", "5:17: error: expected a place: a parameter, ret, this or static");
  expect_mistake("a: released object twice", "5:26: error: expected ',' or the end of the effect");
  expect_mistake("b: null object", "5:15: error: expected nothing after 'null'");
  expect_mistake("a: ", "5:11: error: expected a verb: owned,");
  expect_mistake("a: []", "5:10: error: expected an effect: the list is empty");
  expect_mistake("a: { owned: object }", "5:10: error: expected an effect, such as 'stolen by list', not a mapping");
  expect_mistake("'a b': released", "5:10: error: expected nothing after the place");
  expect_mistake("a.: released", "5:9: error: expected a field's name after '.'");
}

static void places_that_are_none(void **state) {
  expect_mistake("this: released", "5:7: error: 'this' is a place only of a C++ function");
  expect_mistake("'...': released", "5:7: error: '...' is a place only when it ends the signature");
  expect_mistake("static: released", "5:7: error: 'static' can only hold something");
  expect_mistake("a: held by static.x", "5:26: error: a field can only be of a parameter, ret or this");
  expect_error(CONTRACTS "  f(a, ...): { a: held by ... }\n", "4:19: error: '...' cannot hold anything: it is not one place");
}

static void what_cannot_happen_to_an_argument(void **state) {
  expect_mistake("a: owned", "5:10: error: an argument cannot become 'owned': write '*a' in the signature");
  expect_mistake("a: floating", "5:10: error: an argument cannot become 'floating'");
  expect_mistake("a: null", "5:10: error: 'null' is said of what an address points to, of a result or of a field: write '*a'");
  expect_mistake("a: replaced", "5:10: error: 'replaced' is said of what an address points to");
  expect_mistake("a: emptied", "5:10: error: 'emptied' is said of what an address points to");
  expect_mistake("ret: released", "5:12: error: the result cannot be released by the call that returns it");
}

static void contradictions(void **state) {
  expect_mistake("a: held by a", "5:10: error: 'held' names 'a' itself");
  expect_mistake("ret: same as static", "5:12: error: 'same as' needs a parameter, ret or this");
  expect_mistake("a: [released, released]", "5:10: error: 'released' is said twice");
  expect_mistake("ret: [owned, borrowed]", "5:12: error: 'owned' and 'borrowed' contradict each other");
  expect_mistake("ret: [owned, retained]", "5:12: error: 'owned' and 'retained' contradict each other");
  expect_mistake("a: [unchanged, stolen]", "5:10: error: 'unchanged' and 'stolen' contradict each other");
  expect_mistake("b: [null, not null]", "5:10: error: 'null' says it all");
  expect_mistake("a: [not null, or null]", "5:10: error: 'not null' and 'or null' contradict each other");
}

static void two_holders_do_not_contradict(void **state) {
  lien_image_free(read_ok(CONTRACTS "  f(a, b, c): { a: [held by b, held by c] }\n"));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(each_verb_is_read),
      cmocka_unit_test(flags_stand_alone_in_a_list_or_after_a_comma),
      cmocka_unit_test(a_star_in_the_signature_is_what_the_place_means),
      cmocka_unit_test(the_pack_s_kind_is_the_default_of_what_comes_and_goes),
      cmocka_unit_test(fields),
      cmocka_unit_test(unknown_words),
      cmocka_unit_test(places_that_are_none),
      cmocka_unit_test(what_cannot_happen_to_an_argument),
      cmocka_unit_test(contradictions),
      cmocka_unit_test(two_holders_do_not_contradict),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

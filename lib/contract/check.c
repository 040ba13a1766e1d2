/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* What cannot be meant: effects that contradict their place, each other, or their row's test. */
#include "reader.h"

static bool is_argument(const struct lien_place *place) { /* passed by value: the caller's variable stays as it is */
  return (place->root < LIEN_PLACE_MAX_PARAM || place->root == LIEN_PLACE_VAR || place->root == LIEN_PLACE_THIS) &&
         !place->deref && !place->field;
}

static bool check_argument(struct lien_reader *reader, const struct lien_node *node, const struct lien_node *where,
                           const struct lien_effect *effect) {
  const char *verb = lien_verb_name(effect->verb);
  bool is_this = effect->place.root == LIEN_PLACE_THIS;
  switch (effect->verb) {
  case LIEN_OWNED:
  case LIEN_FLOATING:
    if (is_this)
      return true; /* a constructor */
    return lien_reader_fail(
        reader, node, 0,
        "an argument cannot become '%s': write '*%s' in the signature when it is the address of what comes out, or "
        "'retained' when it is one more claim on the argument",
        verb, where->text);
  case LIEN_NULL:
  case LIEN_REPLACED:
  case LIEN_EMPTIED:
    return lien_reader_fail(reader, node, 0,
                            "'%s' is said of what an address points to, of a result or of a field: write '*%s' in the signature",
                            verb, where->text);
  default:
    return true;
  }
}

/* What a container holds is said of a container that was there before the call, keys of arguments, sizes of what comes out. */
static bool check_container(struct lien_reader *reader, const struct lien_node *node, const struct lien_effect *effect) {
  const char *verb = lien_verb_name(effect->verb);
  bool comes_out = effect->place.root == LIEN_PLACE_RET || effect->place.deref;
  if (effect->verb == LIEN_SIZE && !comes_out)
    return lien_reader_fail(reader, node, 0, "'size of' is said of the result, or of a number that comes out through an address");
  if (effect->verb == LIEN_KEY && (effect->place.root == LIEN_PLACE_RET || effect->place.root == LIEN_PLACE_THIS))
    return lien_reader_fail(reader, node, 0, "'key of' is said of an argument: the key under which the element is kept");
  bool of_others = effect->verb == LIEN_KEY || effect->verb == LIEN_SIZE;
  const struct lien_place *container = of_others ? &effect->holder : &effect->place;
  if (container->root == LIEN_PLACE_RET && !container->field)
    return lien_reader_fail(reader, node, 0, "'%s' is about a container that was there before the call: an argument or this",
                            verb);
  bool is_one = container->root != LIEN_PLACE_VAR || effect->verb == LIEN_CHANGED;
  if (!is_one || container->root == LIEN_PLACE_STATIC)
    return lien_reader_fail(reader, node, 0, "'%s' needs one container: an argument, this, or a field of one", verb);
  return true;
}

/* Which code is registered is said of what is given to the call; its id is said of what comes out. */
static bool check_closure(struct lien_reader *reader, const struct lien_node *node, const struct lien_effect *effect) {
  const char *verb = lien_verb_name(effect->verb);
  uint8_t root = effect->place.root;
  bool is_given = root < LIEN_PLACE_MAX_PARAM || root == LIEN_PLACE_VAR || root == LIEN_PLACE_THIS;
  bool is_code = effect->verb == LIEN_CALLED || effect->verb == LIEN_DESTROYS;
  if (is_code && !is_given)
    return lien_reader_fail(reader, node, 0,
                            "'%s' is said of code that is given to the call: an argument, this, or a field of one", verb);
  if (effect->verb == LIEN_ID && root != LIEN_PLACE_RET && !effect->place.deref)
    return lien_reader_fail(reader, node, 0, "'id of' is said of the result, or of what comes out through an address");
  if ((effect->verb == LIEN_ENDED || effect->verb == LIEN_DRAINED) && !is_given && root != LIEN_PLACE_STATIC)
    return lien_reader_fail(reader, node, 0, "'%s' is said of what is given to the call: an argument, this, or static", verb);
  if (effect->holder.root == LIEN_PLACE_STATIC)
    return lien_reader_fail(reader, node, 0, "'%s' needs an argument, ret or this after it: 'static' is no data", verb);
  if (effect->verb == LIEN_ID && effect->holder.root == LIEN_PLACE_RET)
    return lien_reader_fail(reader, node, 0,
                            "'id of' needs an argument or this after it: what is registered is given to the call");
  return true;
}

bool lien_check_effect(struct lien_reader *reader, const struct lien_node *node, const struct lien_node *where,
                       const struct lien_signature *signature, const struct lien_effect *effect) {
  const char *verb = lien_verb_name(effect->verb);
  if (is_argument(&effect->place) && !check_argument(reader, node, where, effect))
    return false;
  if (effect->verb == LIEN_RELEASED && effect->place.root == LIEN_PLACE_RET && !effect->place.field)
    return lien_reader_fail(reader, node, 0, "the result cannot be released by the call that returns it");
  if (lien_verb_is_of_containers(effect->verb) && !check_container(reader, node, effect))
    return false;
  if (lien_verb_is_of_closures(effect->verb) && !check_closure(reader, node, effect))
    return false;
  if (effect->holder.root == LIEN_PLACE_NONE)
    return true;
  if (lien_place_same(&effect->place, &effect->holder))
    return lien_reader_fail(reader, node, 0, "'%s' names '%s' itself", verb, where->text);
  if (effect->holder.root == LIEN_PLACE_VAR && !lien_verb_is_of_closures(effect->verb))
    return lien_reader_fail(reader, node, 0, "'...' cannot hold anything: it is not one place");
  if (effect->verb == LIEN_SAME && effect->holder.root == LIEN_PLACE_STATIC)
    return lien_reader_fail(reader, node, 0,
                            "'same as' needs a parameter, ret or this; what is static is 'borrowed from static'");
  return true;
}

#define BIT(verb) (1u << (verb))

/* What a place is afterwards: at most one of these. */
enum {
  LIEN_AFTERWARDS = BIT(LIEN_OWNED) | BIT(LIEN_BORROWED) | BIT(LIEN_NULL) | BIT(LIEN_FLOATING) | BIT(LIEN_REPLACED) |
                    BIT(LIEN_EMPTIED) | BIT(LIEN_SAME),
  LIEN_CHANGES =
      BIT(LIEN_GROWN) | BIT(LIEN_SHRUNK) | BIT(LIEN_CLEARED) | BIT(LIEN_CHANGED) /* of a container: one of these in one row */
};

/* The verbs that cannot be said of the same place in one row. */
static uint32_t excluded(unsigned verb) {
  uint32_t others = BIT(verb) & LIEN_AFTERWARDS ? LIEN_AFTERWARDS & ~BIT(verb) : 0;
  switch (verb) {
  case LIEN_UNCHANGED:
    return ~BIT(LIEN_UNCHANGED);
  case LIEN_ESCAPED:
    return LIEN_AFTERWARDS | BIT(LIEN_RETAINED);
  case LIEN_RETAINED:
    return BIT(LIEN_OWNED) | BIT(LIEN_BORROWED) | BIT(LIEN_NULL) | BIT(LIEN_RELEASED) | BIT(LIEN_STOLEN);
  case LIEN_NULL:
    return others | BIT(LIEN_HELD) | BIT(LIEN_LENT) | LIEN_CHANGES | BIT(LIEN_ID) | BIT(LIEN_ENDED);
  case LIEN_GROWN:
  case LIEN_SHRUNK:
  case LIEN_CLEARED:
  case LIEN_CHANGED:
    return LIEN_CHANGES & ~BIT(verb);
  case LIEN_SIZE:
    return LIEN_AFTERWARDS | BIT(LIEN_ID);
  case LIEN_CALLED:
    return BIT(LIEN_DESTROYS);
  default:
    return others;
  }
}

/* Twice the same; or code that has data and has none. */
static bool is_twice(const struct lien_effect *a, const struct lien_effect *b) {
  if (a->verb != b->verb)
    return false;
  bool without = a->holder.root == LIEN_PLACE_NONE || b->holder.root == LIEN_PLACE_NONE;
  return lien_place_same(&a->holder, &b->holder) || (a->verb == LIEN_CALLED && without);
}

bool lien_check_place(struct lien_reader *reader, const struct lien_node *node, const struct lien_node *where, size_t count) {
  const struct lien_effect *effects = lien_array_at(&reader->effects, reader->effects.count - count);
  if (count > 8)
    return lien_reader_fail(reader, node, 0, "more effects on one place than can happen to it");
  for (size_t i = 0; i < count; i++) {
    if (effects[i].place.root == LIEN_PLACE_STATIC && effects[i].verb != LIEN_ENDED && effects[i].verb != LIEN_DRAINED)
      return lien_reader_fail(
          reader, where, 0,
          "'static' can only hold something (held by static, borrowed from static), or be 'ended' or 'drained'");
    if (effects[i].verb == LIEN_NULL && effects[i].flags)
      return lien_reader_fail(reader, node, 0, "'null' says it all: no 'not null' or 'or null' belongs beside it");
    for (size_t k = 0; k < i; k++) {
      if (is_twice(&effects[i], &effects[k]))
        return lien_reader_fail(reader, node, 0, "'%s' is said twice", lien_verb_name(effects[i].verb));
      if ((excluded(effects[i].verb) & BIT(effects[k].verb)) || (excluded(effects[k].verb) & BIT(effects[i].verb)))
        return lien_reader_fail(reader, node, 0, "'%s' and '%s' contradict each other", lien_verb_name(effects[k].verb),
                                lien_verb_name(effects[i].verb));
    }
  }
  return true;
}

/* The row says that the place is NULL, so nothing can happen to an object there. */
static bool check_null(struct lien_reader *reader, const struct lien_row *row, const struct lien_test *test,
                       const struct lien_effect *effect) {
  if (!test->null || test->op != LIEN_EQ || test->place.deref || !lien_place_same(&test->place, &effect->place))
    return true;
  if (effect->verb == LIEN_NULL || effect->verb == LIEN_UNCHANGED || effect->verb == LIEN_SAME)
    return true;
  return lien_reader_fail(reader, row->node, 0, "is about a NULL that is '%s': with '== NULL' there is no object",
                          lien_verb_name(effect->verb));
}

bool lien_check_row(struct lien_reader *reader, const struct lien_row *row) {
  const struct lien_outcome *outcome = &row->outcome;
  for (unsigned i = 0; i < outcome->effect_count; i++) {
    const struct lien_effect *effect = lien_array_at(&reader->effects, outcome->first_effect + i);
    if ((outcome->flags & LIEN_NO_RETURN) && effect->place.root == LIEN_PLACE_RET)
      return lien_reader_fail(reader, row->node, 0, "never returns, so there is no result");
    for (unsigned k = 0; k < outcome->test_count; k++)
      if (!check_null(reader, row, lien_array_at(&reader->tests, outcome->first_test + k), effect))
        return false;
  }
  return true;
}

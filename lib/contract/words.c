/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Places, tests and effects in plain English. */
#include "explain.h"

static bool is_result(const struct lien_place *place) {
  return place->root == LIEN_PLACE_RET && !place->field;
}

static void root_words(const struct lien_words *words, const struct lien_place *place) {
  switch (place->root) {
  case LIEN_PLACE_RET:
    lien_buf_puts(words->out, "the result");
    break;
  case LIEN_PLACE_THIS:
    lien_buf_puts(words->out, "this object");
    break;
  case LIEN_PLACE_VAR:
    lien_buf_puts(words->out, place->deref ? words->pointee : words->variable);
    break;
  case LIEN_PLACE_STATIC:
    lien_buf_puts(words->out, "the process");
    break;
  default:
    lien_buf_printf(words->out, "'%s%s'", place->deref ? "*" : "",
                    lien_contract_param(words->image, words->contract, place->root));
  }
}

void lien_words_place(const struct lien_words *words, const struct lien_place *place) {
  if (place->field)
    lien_buf_printf(words->out, "'%s' of ", lien_image_string(words->image, place->field));
  root_words(words, place);
}

static void test_words(const struct lien_words *words, const struct lien_test *test) {
  static const char *const ops[] = {"is", "is not", "is less than", "is at most", "is more than", "is at least"};
  lien_words_place(words, &test->place);
  if (test->null)
    lien_buf_printf(words->out, " %s NULL", ops[test->op]);
  else if (!test->value && test->op == LIEN_LT)
    lien_buf_puts(words->out, " is negative");
  else if (!test->value && test->op == LIEN_GT)
    lien_buf_puts(words->out, " is positive");
  else
    lien_buf_printf(words->out, " %s %lld", ops[test->op], (long long)test->value);
}

void lien_words_tests(const struct lien_words *words, const struct lien_outcome *outcome) {
  const struct lien_test *tests = lien_outcome_tests(words->image, outcome);
  for (unsigned i = 0; i < outcome->test_count; i++) {
    lien_buf_puts(words->out, i ? " and " : "");
    test_words(words, &tests[i]);
  }
}

/* What users call a claim of this kind: "reference"; "" when it is not said. A pack of reference-counted things means its own;
 * other packs also move what is not theirs (a file takes a descriptor over), so that nothing is said unless the effect says it.
 */
static const char *noun_of(const struct lien_words *words, const struct lien_effect *effect) {
  uint32_t kind = effect->kind;
  if (kind == LIEN_NO_KIND) {
    kind = lien_image_pack(words->image, words->contract->pack)->default_kind;
    if (kind == LIEN_NO_KIND || !lien_image_kind(words->image, kind)->shared)
      return "";
  }
  return lien_image_string(words->image, lien_image_kind(words->image, kind)->noun);
}

/* "the file in 'fp'", "'fp'" */
static void claim_words(const struct lien_words *words, const struct lien_effect *effect) {
  const char *noun = noun_of(words, effect);
  if (noun[0])
    lien_buf_printf(words->out, "the %s in ", noun);
  lien_words_place(words, &effect->place);
}

/* "returns a new file", "stores a new file in '*fp'" */
static void fresh_words(const struct lien_words *words, const struct lien_effect *effect, const char *what) {
  const char *noun = noun_of(words, effect);
  lien_buf_printf(words->out, "%s %s %s", is_result(&effect->place) ? "returns" : "stores", what, noun[0] ? noun : "object");
  if (!is_result(&effect->place)) {
    lien_buf_puts(words->out, " in ");
    lien_words_place(words, &effect->place);
  }
}

static void borrowed_words(const struct lien_words *words, const struct lien_effect *effect) {
  bool comes_out = is_result(&effect->place) || effect->place.deref;
  if (comes_out)
    fresh_words(words, effect, "a borrowed");
  else {
    lien_words_place(words, &effect->place);
    lien_buf_puts(words->out, " is only borrowed");
  }
  if (effect->holder.root == LIEN_PLACE_NONE)
    lien_buf_puts(words->out, ", which the caller must not release");
  else if (effect->holder.root == LIEN_PLACE_STATIC)
    lien_buf_puts(words->out, ", which lives as long as the process");
  else {
    lien_buf_puts(words->out, ", valid only while ");
    lien_words_place(words, &effect->holder);
    lien_buf_puts(words->out, " keeps it");
  }
}

/* VERB the claim in PLACE TAIL */
static void act_words(const struct lien_words *words, const struct lien_effect *effect, const char *verb, const char *tail) {
  lien_buf_puts(words->out, verb);
  claim_words(words, effect);
  lien_buf_puts(words->out, tail);
}

static void stolen_words(const struct lien_words *words, const struct lien_effect *effect) {
  act_words(words, effect, "takes over ", "");
  if (effect->holder.root == LIEN_PLACE_NONE)
    return;
  lien_buf_puts(words->out, " (");
  lien_words_place(words, &effect->holder);
  lien_buf_puts(words->out, " holds it)");
}

/* HOLDER TEXT PLACE TAIL, with the noun, if there is one, instead of TEXT. */
static void holder_words(const struct lien_words *words, const struct lien_effect *effect, const char *before, const char *after,
                         const char *text) {
  const char *noun = noun_of(words, effect);
  lien_words_place(words, &effect->holder);
  if (noun[0])
    lien_buf_printf(words->out, "%s%s%s", before, noun, after);
  else
    lien_buf_puts(words->out, text);
  lien_words_place(words, &effect->place);
}

static void same_words(const struct lien_words *words, const struct lien_effect *effect) {
  if (is_result(&effect->place)) {
    lien_buf_puts(words->out, "returns ");
    lien_words_place(words, &effect->holder);
    lien_buf_puts(words->out, " itself");
    return;
  }
  lien_words_place(words, &effect->place);
  lien_buf_puts(words->out, " is ");
  lien_words_place(words, &effect->holder);
}

static void sunk_words(const struct lien_words *words, const struct lien_effect *effect) {
  if (effect->holder.root == LIEN_PLACE_NONE)
    lien_buf_puts(words->out, "makes the floating reference of ");
  else {
    lien_words_place(words, &effect->holder);
    lien_buf_puts(words->out, " takes the floating reference of ");
  }
  lien_words_place(words, &effect->place);
  lien_buf_puts(words->out, effect->holder.root == LIEN_PLACE_NONE ? " the caller's, or adds one when it does not float"
                                                                   : ", or one of its own when it does not float");
}

static void null_words(const struct lien_words *words, const struct lien_effect *effect) {
  if (is_result(&effect->place)) {
    lien_buf_puts(words->out, "returns NULL");
    return;
  }
  lien_buf_puts(words->out, "sets ");
  lien_words_place(words, &effect->place);
  lien_buf_puts(words->out, " to NULL");
}

static void retained_words(const struct lien_words *words, const struct lien_effect *effect) {
  const char *noun = noun_of(words, effect);
  if (is_result(&effect->place) || effect->place.deref)
    fresh_words(words, effect, "one more");
  else {
    lien_buf_printf(words->out, "gives the caller one more %s", noun[0] ? noun : "release");
    lien_buf_puts(words->out, noun[0] ? " to " : " of ");
    lien_words_place(words, &effect->place);
  }
  lien_buf_puts(words->out, ", which the caller must release");
}

/* Verbs that bring something to the caller. */
static void bringing_words(const struct lien_words *words, const struct lien_effect *effect) {
  switch (effect->verb) {
  case LIEN_OWNED:
    fresh_words(words, effect, "a new");
    lien_buf_puts(words->out, ", which the caller must release");
    break;
  case LIEN_RETAINED:
    retained_words(words, effect);
    break;
  case LIEN_BORROWED:
    borrowed_words(words, effect);
    break;
  case LIEN_NULL:
    null_words(words, effect);
    break;
  case LIEN_REPLACED:
    act_words(words, effect, "releases ", " and puts a new one there, which the caller must release");
    break;
  case LIEN_EMPTIED:
    act_words(words, effect, "releases ", " and sets it to NULL");
    break;
  case LIEN_SAME:
    same_words(words, effect);
    break;
  default:
    fresh_words(words, effect, "a new floating");
    lien_buf_puts(words->out, ", which belongs to whoever sinks it first");
    break;
  }
}

/* What a container holds. */
static void container_words(const struct lien_words *words, const struct lien_effect *effect) {
  switch (effect->verb) {
  case LIEN_GROWN:
  case LIEN_SHRUNK:
  case LIEN_CLEARED:
    lien_buf_puts(words->out, effect->verb == LIEN_GROWN    ? "puts an element into "
                              : effect->verb == LIEN_SHRUNK ? "takes an element out of "
                                                            : "takes all elements out of ");
    lien_words_place(words, &effect->place);
    return;
  case LIEN_CHANGED:
    lien_buf_puts(words->out, "may put elements into ");
    lien_words_place(words, &effect->place);
    lien_buf_puts(words->out, ", or take some out");
    return;
  case LIEN_KEY:
    lien_words_place(words, &effect->place);
    lien_buf_puts(words->out, " is the key in ");
    break;
  default:
    lien_buf_puts(words->out, is_result(&effect->place) ? "returns the size of " : "stores the size of ");
    break;
  }
  lien_words_place(words, &effect->holder);
  if (effect->verb == LIEN_KEY || is_result(&effect->place))
    return;
  lien_buf_puts(words->out, " in ");
  lien_words_place(words, &effect->place);
}

/* What is registered, with what, and until when. */
static void closure_words(const struct lien_words *words, const struct lien_effect *effect) {
  bool has_data = effect->holder.root != LIEN_PLACE_NONE, once = effect->flags & LIEN_EFFECT_ONCE;
  bool is_static = effect->place.root == LIEN_PLACE_STATIC;
  switch (effect->verb) {
  case LIEN_CALLED:
    lien_words_place(words, &effect->place);
    lien_buf_printf(words->out, " is called%s%s", once ? " at most once" : "", !has_data ? "" : once ? ", with " : " with ");
    if (has_data)
      lien_words_place(words, &effect->holder);
    break;
  case LIEN_DESTROYS:
    lien_words_place(words, &effect->place);
    lien_buf_puts(words->out, " releases ");
    lien_words_place(words, &effect->holder);
    lien_buf_puts(words->out, " when the registration ends");
    break;
  case LIEN_ID:
    lien_buf_printf(words->out, "%s the id of the registration of ", is_result(&effect->place) ? "returns" : "stores");
    lien_words_place(words, &effect->holder);
    if (is_result(&effect->place))
      break;
    lien_buf_puts(words->out, " in ");
    lien_words_place(words, &effect->place);
    break;
  case LIEN_ENDED:
    lien_buf_puts(words->out, is_static ? "ends everything that is registered with the process" : "ends what ");
    if (is_static)
      break;
    lien_words_place(words, &effect->place);
    lien_buf_puts(words->out, " names");
    break;
  default:
    lien_buf_puts(words->out, "runs what is registered at ");
    if (is_static)
      lien_buf_puts(words->out, "the process's own loop");
    else
      lien_words_place(words, &effect->place);
    lien_buf_puts(words->out, " before it returns");
    break;
  }
}

static void verb_words(const struct lien_words *words, const struct lien_effect *effect) {
  switch (effect->verb) {
  case LIEN_RELEASED:
    act_words(words, effect, "releases ", "");
    break;
  case LIEN_STOLEN:
    stolen_words(words, effect);
    break;
  case LIEN_HELD:
    holder_words(words, effect, " keeps a ", " of its own to ", " keeps hold of ");
    break;
  case LIEN_DROPPED:
    holder_words(words, effect, " gives up its ", " to ", " lets go of ");
    break;
  case LIEN_LENT:
    lien_words_place(words, &effect->holder);
    lien_buf_puts(words->out, " remembers ");
    lien_words_place(words, &effect->place);
    lien_buf_puts(words->out, " without keeping it alive");
    break;
  case LIEN_SUNK:
    sunk_words(words, effect);
    break;
  case LIEN_ESCAPED:
    lien_words_place(words, &effect->place);
    lien_buf_puts(words->out, " goes where nothing more is known of it");
    break;
  case LIEN_UNCHANGED: /* its flags say it */
    lien_buf_puts(words->out, effect->flags ? "" : "only looks at ");
    if (!effect->flags)
      lien_words_place(words, &effect->place);
    break;
  default:
    if (lien_verb_is_of_containers(effect->verb))
      container_words(words, effect);
    else if (lien_verb_is_of_closures(effect->verb))
      closure_words(words, effect);
    else
      bringing_words(words, effect);
    break;
  }
}

void lien_words_effect(const struct lien_words *words, const struct lien_effect *effect) {
  size_t before = words->out->size;
  verb_words(words, effect);
  if (!(effect->flags & (LIEN_EFFECT_NOT_NULL | LIEN_EFFECT_MAY_NULL)))
    return;
  lien_buf_puts(words->out, words->out->size > before ? "; " : "");
  lien_words_place(words, &effect->place);
  bool result = effect->place.root == LIEN_PLACE_RET || effect->place.deref;
  lien_buf_puts(words->out, effect->flags & LIEN_EFFECT_MAY_NULL ? " may be NULL"
                            : result                             ? " is never NULL"
                                                                 : " must not be NULL");
}

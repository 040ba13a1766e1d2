/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Places and effects: `item: stolen by list`, `ret: [borrowed from table.keys, not null]`. */
#include "reader.h"

#include <string.h>

enum holder_use { NO_HOLDER, MAY_HOLDER, MUST_HOLDER };

static const struct {
  const char *name, *preposition; /* "": the holder follows at once */
  uint8_t verb, kind, holder;     /* kind: may be said */
} verbs[] = {
    {"owned", NULL, LIEN_OWNED, 1, NO_HOLDER},
    {"retained", NULL, LIEN_RETAINED, 1, NO_HOLDER},
    {"released", NULL, LIEN_RELEASED, 1, NO_HOLDER},
    {"stolen", "by", LIEN_STOLEN, 1, MAY_HOLDER},
    {"held", "by", LIEN_HELD, 1, MUST_HOLDER},
    {"dropped", "by", LIEN_DROPPED, 1, MUST_HOLDER},
    {"borrowed", "from", LIEN_BORROWED, 1, MAY_HOLDER},
    {"lent", "to", LIEN_LENT, 1, MUST_HOLDER},
    {"null", NULL, LIEN_NULL, 0, NO_HOLDER},
    {"replaced", NULL, LIEN_REPLACED, 1, NO_HOLDER},
    {"emptied", NULL, LIEN_EMPTIED, 1, NO_HOLDER},
    {"same", "as", LIEN_SAME, 0, MUST_HOLDER},
    {"floating", NULL, LIEN_FLOATING, 1, NO_HOLDER},
    {"sunk", "by", LIEN_SUNK, 1, MAY_HOLDER},
    {"escaped", NULL, LIEN_ESCAPED, 0, NO_HOLDER},
    {"unchanged", NULL, LIEN_UNCHANGED, 0, NO_HOLDER},
    {"grown", NULL, LIEN_GROWN, 0, NO_HOLDER},
    {"shrunk", NULL, LIEN_SHRUNK, 0, NO_HOLDER},
    {"cleared", NULL, LIEN_CLEARED, 0, NO_HOLDER},
    {"key", "of", LIEN_KEY, 0, MUST_HOLDER},
    {"size", "of", LIEN_SIZE, 0, MUST_HOLDER},
    {"changed", NULL, LIEN_CHANGED, 0, NO_HOLDER},
    {"called", "with", LIEN_CALLED, 0, MAY_HOLDER},
    {"destroys", "", LIEN_DESTROYS, 0, MUST_HOLDER},
    {"id", "of", LIEN_ID, 0, MUST_HOLDER},
    {"ended", NULL, LIEN_ENDED, 0, NO_HOLDER},
    {"drained", NULL, LIEN_DRAINED, 0, NO_HOLDER},
};
enum { VERBS = sizeof verbs / sizeof *verbs };

/* Words of other tools and of habit, and ours. */
static const char *const meant[][2] = {{"consumed", "stolen"},  {"transfer", "stolen' or 'owned"},
                                       {"captured", "held by"}, {"new", "owned"},
                                       {"freed", "released"},   {"kept", "held by"},
                                       {"NULL", "null"},        {"nothing", "unchanged"},
                                       {"fresh", "owned"},      {"added", "grown"},
                                       {"inserted", "grown"},   {"removed", "shrunk"},
                                       {"evicted", "shrunk"},   {"erased", "shrunk' or 'cleared"},
                                       {"calls", "called"},     {"callback", "called"},
                                       {"frees", "destroys"},   {"destroyed", "released"},
                                       {"joined", "ended"},     {"disconnected", "ended"},
                                       {"cancelled", "ended"},  {"waited", "drained"}};

const char *lien_verb_name(enum lien_verb verb) {
  for (int i = 0; i < VERBS; i++)
    if (verbs[i].verb == verb)
      return verbs[i].name;
  return "";
}

static bool unknown_verb(struct lien_cursor *cursor, struct lien_word word) {
  for (size_t i = 0; i < sizeof meant / sizeof *meant; i++)
    if (lien_word_is(word, meant[i][0]))
      return lien_reader_fail(cursor->reader, cursor->node, word.at, "unknown verb '%s': write '%s'", meant[i][0], meant[i][1]);
  struct lien_buf list = {0};
  for (int i = 0; i < VERBS; i++)
    lien_buf_printf(&list, "%s, ", verbs[i].name);
  if (word.text)
    lien_reader_fail(cursor->reader, cursor->node, word.at, "unknown verb '%.*s': expected %s'not null' or 'or null'",
                     (int)word.size, word.text, list.data ? list.data : "");
  else
    lien_reader_fail(cursor->reader, cursor->node, word.at, "expected a verb: %s'not null' or 'or null'",
                     list.data ? list.data : "");
  lien_buf_free(&list);
  return false;
}

bool lien_place_same(const struct lien_place *a, const struct lien_place *b) {
  return a->root == b->root && a->deref == b->deref && a->field == b->field;
}

static bool known_root(struct lien_word word, uint8_t *ret) {
  *ret = lien_word_is(word, "ret")      ? LIEN_PLACE_RET
         : lien_word_is(word, "this")   ? LIEN_PLACE_THIS
         : lien_word_is(word, "static") ? LIEN_PLACE_STATIC
                                        : LIEN_PLACE_NONE;
  return *ret != LIEN_PLACE_NONE;
}

/* The root of a place: `...`, a word of the language, a parameter. */
static bool read_root(struct lien_cursor *cursor, const struct lien_signature *signature, enum lien_place_use use,
                      struct lien_place *ret) {
  struct lien_reader *reader = cursor->reader;
  if (lien_cursor_take(cursor, "...")) {
    ret->root = LIEN_PLACE_VAR;
    ret->deref = signature && signature->variadic == 2;
    return !signature || signature->variadic ||
           lien_reader_fail(reader, cursor->node, cursor->at - 3, "'...' is a place only when it ends the signature");
  }
  struct lien_word word = lien_cursor_word(cursor);
  if (!word.text)
    return lien_reader_fail(reader, cursor->node, word.at, "expected a place: a parameter, ret, this%s",
                            use == LIEN_USE_HOLDER ? " or static" : " or ...");
  if (known_root(word, &ret->root)) {
    if (ret->root == LIEN_PLACE_STATIC && use == LIEN_USE_TEST)
      return lien_reader_fail(reader, cursor->node, word.at,
                              "'static' can only hold something (held by static, borrowed from static)");
    if (ret->root == LIEN_PLACE_THIS && signature && signature->key != LIEN_KEY_METHOD)
      return lien_reader_fail(reader, cursor->node, word.at, "'this' is a place only of a C++ function (a name with ::)");
    return true;
  }
  if (!signature) {
    ret->root = LIEN_PLACE_NAMED;
    ret->field = lien_builder_string(reader->builder, word.text, word.size);
    return true;
  }
  int index = lien_signature_param(reader, signature, word);
  if (index >= 0) {
    ret->root = (uint8_t)index;
    ret->deref = signature->address[index];
    return true;
  }
  return lien_reader_fail(reader, cursor->node, word.at, "'%.*s' is no parameter of %s", (int)word.size, word.text,
                          lien_builder_text(reader->builder, signature->name));
}

bool lien_place_read(struct lien_cursor *cursor, const struct lien_signature *signature, enum lien_place_use use,
                     struct lien_place *ret) {
  *ret = (struct lien_place){0};
  if (!read_root(cursor, signature, use, ret))
    return false;
  if (!lien_cursor_take(cursor, "."))
    return true;
  struct lien_word field = lien_cursor_word(cursor);
  if (!field.text || ret->root == LIEN_PLACE_NAMED || ret->root == LIEN_PLACE_STATIC)
    return lien_reader_fail(cursor->reader, cursor->node, cursor->at,
                            field.text ? "a field can only be of a parameter, ret or this" : "expected a field's name after '.'");
  ret->field = lien_builder_string(cursor->reader->builder, field.text, field.size);
  return true;
}

bool lien_kind_read(struct lien_reader *reader, const struct lien_node *node, size_t offset, struct lien_word name,
                    uint16_t *ret) {
  uint32_t *kind = lien_builder_find(reader->builder, LIEN_SORT_KIND, lien_builder_string(reader->builder, name.text, name.size));
  if (kind) {
    *ret = (uint16_t)*kind;
    return true;
  }
  return lien_reader_fail(reader, node, offset, "unknown kind '%.*s': it must be under 'kinds:' here or in an earlier pack",
                          (int)name.size, name.text);
}

/* Is there a holder: is the next word the preposition? */
static bool read_holder(struct lien_cursor *cursor, int row, const struct lien_signature *signature, struct lien_effect *effect) {
  const char *preposition = verbs[row].preposition;
  bool at_once = preposition && !preposition[0];
  if (!at_once && (!preposition || !lien_cursor_take_word(cursor, preposition)))
    return verbs[row].holder != MUST_HOLDER ||
           lien_reader_fail(cursor->reader, cursor->node, cursor->at, "expected '%s %s PLACE'", verbs[row].name, preposition);
  return lien_place_read(cursor, signature, LIEN_USE_HOLDER, &effect->holder);
}

/* One verb with its kind and holder. */
static bool read_verb(struct lien_cursor *cursor, const struct lien_signature *signature, struct lien_effect *effect) {
  struct lien_word word = lien_cursor_word(cursor);
  int row = 0;
  while (row < VERBS && !lien_word_is(word, verbs[row].name))
    row++;
  if (row == VERBS)
    return unknown_verb(cursor, word);
  effect->verb = verbs[row].verb;
  if (effect->verb == LIEN_CALLED && lien_cursor_take_word(cursor, "once"))
    effect->flags = LIEN_EFFECT_ONCE;
  struct lien_cursor ahead = *cursor;
  struct lien_word kind = lien_cursor_word(&ahead);
  const char *preposition = verbs[row].preposition;
  bool prepositional = preposition && (!preposition[0] || lien_word_is(kind, preposition));
  if (kind.text && !prepositional) {
    if (!verbs[row].kind)
      return lien_reader_fail(cursor->reader, cursor->node, kind.at, "expected nothing after '%s'", verbs[row].name);
    if (!lien_kind_read(cursor->reader, cursor->node, kind.at, kind, &effect->kind))
      return false;
    *cursor = ahead;
  } else if (verbs[row].kind && !verbs[row].preposition)
    effect->kind = (uint16_t)cursor->reader->default_kind;
  return read_holder(cursor, row, signature, effect);
}

/* `not null` and `or null`: 0 when there is neither. */
static uint8_t read_flag(struct lien_cursor *cursor) {
  struct lien_cursor ahead = *cursor;
  uint8_t flag = lien_cursor_take_word(&ahead, "not")  ? LIEN_EFFECT_NOT_NULL
                 : lien_cursor_take_word(&ahead, "or") ? LIEN_EFFECT_MAY_NULL
                                                       : 0;
  if (!flag || !lien_cursor_take_word(&ahead, "null"))
    return 0;
  *cursor = ahead;
  return flag;
}

/* A text: effects and flags with commas between them. */
static bool read_text(struct lien_reader *reader, const struct lien_node *node, const struct lien_signature *signature,
                      struct lien_place place, const struct lien_node *where, uint8_t *flags) {
  if (!lien_reader_expect(reader, node, LIEN_SCALAR, "an effect, such as 'stolen by list'"))
    return false;
  struct lien_cursor cursor = lien_cursor_at(reader, node);
  do {
    uint8_t flag = read_flag(&cursor);
    *flags |= flag;
    if (flag)
      continue;
    struct lien_effect effect = {.place = place, .holder.root = LIEN_PLACE_NONE, .kind = LIEN_NO_KIND};
    if (!read_verb(&cursor, signature, &effect) || !lien_check_effect(reader, node, where, signature, &effect))
      return false;
    struct lien_effect *added = lien_array_add(&reader->effects, 1);
    if (!added)
      return lien_reader_memory(reader);
    *added = effect;
  } while (lien_cursor_take(&cursor, ","));
  return lien_cursor_ended(&cursor) || lien_reader_fail(reader, node, cursor.at, "expected ',' or the end of the effect");
}

bool lien_effects_read(struct lien_reader *reader, const struct lien_node *node, const struct lien_signature *signature,
                       struct lien_place place, const struct lien_node *where) {
  size_t first = reader->effects.count;
  uint8_t flags = 0;
  if (node->type == LIEN_SEQUENCE && !node->count)
    return lien_reader_fail(reader, node, 0, "expected an effect: the list is empty");
  if (node->type == LIEN_SEQUENCE) {
    for (const struct lien_node *item = node->first; item; item = item->next)
      if (!read_text(reader, item, signature, place, where, &flags))
        return false;
  } else if (!read_text(reader, node, signature, place, where, &flags))
    return false;
  if (flags == (LIEN_EFFECT_NOT_NULL | LIEN_EFFECT_MAY_NULL))
    return lien_reader_fail(reader, node, 0, "'not null' and 'or null' contradict each other");
  if (reader->effects.count == first) {
    struct lien_effect *only = lien_array_add(&reader->effects, 1);
    if (!only)
      return lien_reader_memory(reader);
    *only = (struct lien_effect){.place = place, .holder.root = LIEN_PLACE_NONE, .verb = LIEN_UNCHANGED, .kind = LIEN_NO_KIND};
  }
  for (size_t i = first; i < reader->effects.count; i++)
    ((struct lien_effect *)lien_array_at(&reader->effects, i))->flags |= flags;
  return lien_check_place(reader, node, where, reader->effects.count - first);
}

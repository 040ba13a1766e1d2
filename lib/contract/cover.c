/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* The rows of a contract exclude each other, and together cover everything.
 *
 * Tried are the values that the tests name, those next to them (so also between and beyond them), and all combinations of the
 * places that are tested, once for each version from which on other rows apply. An integer result that is compared by `==` only,
 * with two values or more (`ret == 0`, `ret == -1`), has no others than those. */
#include "reader.h"

#include <stdlib.h>

enum { LIEN_MOST_PLACES = 8, LIEN_MOST_VALUES = 512, LIEN_MOST_CASES = 4096 };

struct axis { /* one place and the values that are tried for it */
  struct lien_place place;
  bool pointer; /* only compared with NULL: the values are 0 and 1 */
  bool exact;   /* an integer result that is only compared by ==: what is named is all there is */
  int64_t values[LIEN_MOST_VALUES];
  unsigned count;
  unsigned at; /* of the case that is being tried */
};

struct cover {
  struct lien_reader *reader;
  const struct lien_signature *signature;
  struct axis axes[LIEN_MOST_PLACES];
  unsigned axis_count;
  uint64_t held; /* bit i: row i held in a case of some version */
};

static struct lien_row *row_at(const struct cover *cover, size_t index) {
  return lien_array_at(&cover->reader->rows, index);
}

static bool add_value(struct axis *axis, int64_t value) {
  for (unsigned i = 0; i < axis->count; i++)
    if (axis->values[i] == value)
      return true;
  if (axis->count == LIEN_MOST_VALUES)
    return false;
  axis->values[axis->count++] = value;
  return true;
}

static int compare(const void *a, const void *b) {
  int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
  return x < y ? -1 : x > y;
}

static bool add_test(struct cover *cover, const struct lien_test *test) {
  unsigned at = 0;
  while (at < cover->axis_count && !lien_place_same(&cover->axes[at].place, &test->place))
    at++;
  if (at == LIEN_MOST_PLACES)
    return false;
  struct axis *axis = &cover->axes[at];
  if (at == cover->axis_count) {
    *axis = (struct axis){.place = test->place, .pointer = true, .exact = test->place.root == LIEN_PLACE_RET};
    cover->axis_count++;
  }
  axis->pointer &= test->null != 0;
  axis->exact &= test->op == LIEN_EQ;
  return add_value(axis, test->value);
}

/* The values below and above those that are named. */
static bool add_neighbours(struct axis *axis) {
  for (unsigned i = 0, named = axis->count; i < named; i++) {
    int64_t value = axis->values[i];
    if ((value != INT64_MIN && !add_value(axis, value - 1)) || (value != INT64_MAX && !add_value(axis, value + 1)))
      return false;
  }
  return true;
}

static bool too_many(struct cover *cover) {
  return lien_reader_fail(cover->reader, cover->signature->node, 0,
                          "its outcomes test more places and values than can be checked (%d places, %d combinations)",
                          LIEN_MOST_PLACES, LIEN_MOST_CASES);
}

static bool collect(struct cover *cover) {
  const struct lien_array *tests = &cover->reader->tests;
  for (size_t i = 0; i < tests->count; i++)
    if (!add_test(cover, lien_array_at(tests, i)))
      return too_many(cover);
  size_t cases = 1;
  for (unsigned i = 0; i < cover->axis_count; i++) {
    struct axis *axis = &cover->axes[i];
    if (axis->pointer) {
      axis->values[0] = 0;
      axis->values[1] = 1;
      axis->count = 2;
    } else if (!(axis->exact && axis->count > 1) && !add_neighbours(axis))
      return too_many(cover);
    qsort(axis->values, axis->count, sizeof *axis->values, compare);
    cases *= axis->count;
    if (cases > LIEN_MOST_CASES)
      return too_many(cover);
  }
  return true;
}

static bool holds(const struct lien_test *test, int64_t value) {
  switch (test->op) {
  case LIEN_EQ:
    return value == test->value;
  case LIEN_NE:
    return value != test->value;
  case LIEN_LT:
    return value < test->value;
  case LIEN_LE:
    return value <= test->value;
  case LIEN_GT:
    return value > test->value;
  default:
    return value >= test->value;
  }
}

static bool row_holds(const struct cover *cover, const struct lien_outcome *outcome) {
  for (unsigned i = 0; i < outcome->test_count; i++) {
    const struct lien_test *test = lien_array_at(&cover->reader->tests, outcome->first_test + i);
    unsigned at = 0;
    while (!lien_place_same(&cover->axes[at].place, &test->place))
      at++;
    if (!holds(test, cover->axes[at].values[cover->axes[at].at]))
      return false;
  }
  return true;
}

static bool applies(const struct lien_outcome *outcome, unsigned version) {
  return (!outcome->since || outcome->since <= version) && (!outcome->until || version <= outcome->until);
}

static bool is_named(const struct cover *cover, const struct axis *axis, int64_t value) {
  for (size_t i = 0; i < cover->reader->tests.count; i++) {
    const struct lien_test *test = lien_array_at(&cover->reader->tests, i);
    if (test->value == value && lien_place_same(&test->place, &axis->place))
      return true;
  }
  return false;
}

/* " when ret > 0 and destroy == NULL in version 3.12" */
static void describe(const struct cover *cover, unsigned version, struct lien_buf *out) {
  for (unsigned i = 0; i < cover->axis_count; i++) {
    const struct axis *axis = &cover->axes[i];
    int64_t value = axis->values[axis->at];
    lien_buf_puts(out, i ? " and " : " when ");
    lien_signature_place(cover->reader, cover->signature, &axis->place, out);
    if (axis->pointer)
      lien_buf_puts(out, value ? " != NULL" : " == NULL");
    else if (axis->at == 0 && !is_named(cover, axis, value))
      lien_buf_printf(out, " < %lld", (long long)value + 1);
    else if (axis->at + 1 == axis->count && !is_named(cover, axis, value))
      lien_buf_printf(out, " > %lld", (long long)value - 1);
    else
      lien_buf_printf(out, " == %lld", (long long)value);
  }
  if (version > 1)
    lien_buf_printf(out, " in version %u.%u", version >> 8, version & 255);
}

static bool wrong(struct cover *cover, unsigned version, const struct lien_row *first, const struct lien_row *second) {
  struct lien_buf text = {0};
  describe(cover, version, &text);
  const char *situation = text.data ? text.data : "";
  const char *name = lien_builder_text(cover->reader->builder, cover->signature->name);
  if (second)
    lien_reader_fail(cover->reader, second->node, 0, "overlaps with the outcome at line %u: both happen%s", first->node->line,
                     situation[0] ? situation : " always");
  else
    lien_reader_fail(cover->reader, cover->signature->node, 0, "no outcome says what %s does%s", name, situation);
  lien_buf_free(&text);
  return false;
}

/* The case that the axes are at. */
static bool check_case(struct cover *cover, unsigned version) {
  const struct lien_row *found = NULL;
  for (size_t i = 0; i < cover->reader->rows.count; i++) {
    const struct lien_row *row = row_at(cover, i);
    if (!applies(&row->outcome, version) || !row_holds(cover, &row->outcome))
      continue;
    if (found)
      return wrong(cover, version, found, row);
    found = row;
    cover->held |= UINT64_C(1) << i;
  }
  return found || wrong(cover, version, NULL, NULL);
}

static bool next_case(struct cover *cover) {
  for (unsigned i = 0; i < cover->axis_count; i++) {
    if (++cover->axes[i].at < cover->axes[i].count)
      return true;
    cover->axes[i].at = 0;
  }
  return false;
}

static bool check_version(struct cover *cover, unsigned version) {
  unsigned last = cover->signature->until ? cover->signature->until : UINT16_MAX;
  if (version < cover->signature->since || version > last)
    return true;
  do {
    if (!check_case(cover, version))
      return false;
  } while (next_case(cover));
  return true;
}

/* The first version is that of the contract, or 1: before all that have a number. */
static bool check_versions(struct cover *cover) {
  if (!check_version(cover, cover->signature->since ? cover->signature->since : 1))
    return false;
  for (size_t i = 0; i < cover->reader->rows.count; i++) {
    unsigned since = row_at(cover, i)->outcome.since, until = row_at(cover, i)->outcome.until;
    if ((since && !check_version(cover, since)) || (until && until < UINT16_MAX && !check_version(cover, until + 1)))
      return false;
  }
  for (size_t i = 0; i < cover->reader->rows.count; i++)
    if (!(cover->held >> i & 1))
      return lien_reader_fail(cover->reader, row_at(cover, i)->node, 0,
                              "can never happen: its tests exclude each other, or its versions are not those of %s",
                              lien_builder_text(cover->reader->builder, cover->signature->name));
  return true;
}

bool lien_check_rows(struct lien_reader *reader, const struct lien_signature *signature) {
  struct cover *cover = calloc(1, sizeof *cover); /* 32 KB: too large for somebody else's stack */
  if (!cover)
    return lien_reader_memory(reader);
  cover->reader = reader;
  cover->signature = signature;
  bool ok = collect(cover) && check_versions(cover);
  free(cover);
  return ok;
}

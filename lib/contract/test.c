/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* `when: ret == 0 and destroy != NULL`. */
#include "reader.h"

static bool read_test(struct lien_cursor *cursor, const struct lien_signature *signature, struct lien_test *test) {
  struct lien_reader *reader = cursor->reader;
  struct lien_place place;
  enum lien_op op;
  if (!lien_place_read(cursor, signature, LIEN_USE_TEST, &place))
    return false;
  size_t at = cursor->at;
  if (!lien_cursor_op(cursor, &op))
    return lien_reader_fail(reader, cursor->node, cursor->at, "expected one of == != < <= > >=");
  *test = (struct lien_test){.place = place, .op = op};
  if (lien_cursor_number(cursor, &test->value))
    return true;
  if (!lien_cursor_take_word(cursor, "NULL"))
    return lien_reader_fail(reader, cursor->node, cursor->at, "expected an integer or NULL");
  test->null = 1;
  if (op != LIEN_EQ && op != LIEN_NE)
    return lien_reader_fail(reader, cursor->node, at, "NULL can be compared with == and != only");
  return true;
}

bool lien_tests_read(struct lien_reader *reader, const struct lien_node *node, const struct lien_signature *signature) {
  if (!lien_reader_expect(reader, node, LIEN_SCALAR, "tests, such as 'ret == 0 and size != 0'"))
    return false;
  struct lien_cursor cursor = lien_cursor_at(reader, node);
  do {
    struct lien_test test;
    if (!read_test(&cursor, signature, &test))
      return false;
    struct lien_test *added = lien_array_add(&reader->tests, 1);
    if (!added)
      return lien_reader_memory(reader);
    *added = test;
  } while (lien_cursor_take_word(&cursor, "and"));
  return lien_cursor_ended(&cursor) || lien_reader_fail(reader, node, cursor.at, "expected 'and' or the end of the tests");
}

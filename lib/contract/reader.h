/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* What the parts of the YAML reader share. Each function that returns bool has filled reader->err when it returns false. */
#ifndef LIEN_CONTRACT_READER_H
#define LIEN_CONTRACT_READER_H

#include "builder.h"
#include "node.h"

struct lien_reader {
  struct lien_builder *builder;
  const char *file;
  struct lien_error *err;
  uint32_t pack;         /* its index */
  uint32_t default_kind; /* LIEN_NO_KIND: none */
  bool versioned;        /* the pack says which macro is its version */
  /* Of the contract that is being read: */
  struct lien_array rows;    /* struct lien_row */
  struct lien_array effects; /* struct lien_effect */
  struct lien_array tests;   /* struct lien_test */
};

/* An error at a node (offset: bytes into its text). Always false. */
bool lien_reader_fail(struct lien_reader *reader, const struct lien_node *node, size_t offset, const char *format, ...)
#if defined(__GNUC__)
    __attribute__((format(printf, 4, 5)))
#endif
    ;
bool lien_reader_memory(struct lien_reader *reader); /* out of memory: false */
uint32_t lien_reader_string(struct lien_reader *reader, const struct lien_node *node);
/* The node must be of this type (what: "a list of C types"). */
bool lien_reader_expect(struct lien_reader *reader, const struct lien_node *node, enum lien_node_type type, const char *what);
/* A scalar that is an identifier. */
bool lien_reader_identifier(struct lien_reader *reader, const struct lien_node *node, const char *what);
/* The mapping's keys must be among `allowed`: "|noun|object|". */
bool lien_reader_keys(struct lien_reader *reader, const struct lien_node *mapping, const char *allowed, const char *what);

/* ---- texts (cursor.c) ---- */

struct lien_cursor {
  struct lien_reader *reader;
  const struct lien_node *node;
  const char *text; /* node->text */
  size_t at;
};

struct lien_word {
  const char *text; /* NULL: none */
  size_t size, at;
};

struct lien_cursor lien_cursor_at(struct lien_reader *reader, const struct lien_node *node);
bool lien_cursor_ended(struct lien_cursor *cursor);                  /* only spaces are left */
bool lien_cursor_take(struct lien_cursor *cursor, const char *sign); /* spaces, then exactly this sign */
struct lien_word lien_cursor_word(struct lien_cursor *cursor);       /* an identifier; none: text is NULL and nothing is taken */
bool lien_cursor_take_word(struct lien_cursor *cursor, const char *word);
bool lien_cursor_number(struct lien_cursor *cursor, int64_t *ret); /* false when there is none; no error */
bool lien_word_is(struct lien_word word, const char *text);
/* "3.12" to major << 8 | minor. */
bool lien_cursor_version(struct lien_cursor *cursor, uint16_t *ret);
/* One of == != < <= > >=. false when there is none; no error. */
bool lien_cursor_op(struct lien_cursor *cursor, enum lien_op *ret);

/* ---- signatures (signature.c) ---- */

struct lien_signature {
  const struct lien_node *node;
  enum lien_key key;
  uint32_t name;
  uint32_t params[LIEN_PLACE_MAX_PARAM];
  bool address[LIEN_PLACE_MAX_PARAM];
  uint32_t references;
  unsigned param_count;
  uint8_t variadic; /* 0, 1: `...`, 2: `*...` */
  uint16_t since, until;
};

/* The name at the cursor, with `macro`, `type` or `slot` before it: "slot PyTypeObject.tp_new", "std::vector::push_back". */
bool lien_name_read(struct lien_cursor *cursor, enum lien_key *ret_key, uint32_t *ret_name);
bool lien_signature_read(struct lien_reader *reader, const struct lien_node *node, struct lien_signature *ret);
/* The parameter of this name; -1: none. */
int lien_signature_param(const struct lien_reader *reader, const struct lien_signature *signature, struct lien_word name);

/* ---- places and effects (effect.c) ---- */

/* What a place is read for: `static` is none in a test, and as a key only of what the process keeps registered. */
enum lien_place_use { LIEN_USE_KEY, LIEN_USE_TEST, LIEN_USE_HOLDER };

/* signature NULL: in a format, where the places are parameters of functions that are not known yet. */
bool lien_place_read(struct lien_cursor *cursor, const struct lien_signature *signature, enum lien_place_use use,
                     struct lien_place *ret);
/* Reads a text or a list of texts about `place`, and appends to reader->effects. where: of the place, for messages. */
bool lien_effects_read(struct lien_reader *reader, const struct lien_node *node, const struct lien_signature *signature,
                       struct lien_place place, const struct lien_node *where);
bool lien_place_same(const struct lien_place *a, const struct lien_place *b);
bool lien_kind_read(struct lien_reader *reader, const struct lien_node *node, size_t offset, struct lien_word name,
                    uint16_t *ret);

/* ---- outcomes (test.c, outcome.c, contract.c) ---- */

struct lien_row {
  const struct lien_node *node;
  struct lien_outcome outcome; /* first_test, first_effect: into reader->tests, effects */
};

bool lien_tests_read(struct lien_reader *reader, const struct lien_node *node, const struct lien_signature *signature);
bool lien_outcome_read(struct lien_reader *reader, const struct lien_node *node, const struct lien_signature *signature);
bool lien_contracts_section(struct lien_reader *reader, const struct lien_node *section);
bool lien_aliases_section(struct lien_reader *reader, const struct lien_node *section);
bool lien_no_contract_section(struct lien_reader *reader, const struct lien_node *section);
/* The error when (key, name) has a contract already. */
bool lien_reader_twice(struct lien_reader *reader, const struct lien_node *node, uint32_t name, uint32_t contract);

/* ---- kinds and formats ---- */

bool lien_kinds_section(struct lien_reader *reader, const struct lien_node *section);
bool lien_formats_section(struct lien_reader *reader, const struct lien_node *section);
/* The index + 1 of the format with its names found among the signature's parameters. */
bool lien_format_bind(struct lien_reader *reader, const struct lien_node *node, uint32_t format,
                      const struct lien_signature *signature, uint32_t *ret);

/* ---- what contradicts itself (check.c, cover.c) ---- */

/* One effect by itself, when it has been read. */
bool lien_check_effect(struct lien_reader *reader, const struct lien_node *node, const struct lien_node *where,
                       const struct lien_signature *signature, const struct lien_effect *effect);
/* The effects on one place of one row: the last `count` of reader->effects. */
bool lien_check_place(struct lien_reader *reader, const struct lien_node *node, const struct lien_node *where, size_t count);
bool lien_check_row(struct lien_reader *reader, const struct lien_row *row);
/* The rows of one contract: they exclude each other, and cover everything, in each version. */
bool lien_check_rows(struct lien_reader *reader, const struct lien_signature *signature);

/* Appends "ret", "item", "*result", "table.key_destroy". */
void lien_signature_place(const struct lien_reader *reader, const struct lien_signature *signature,
                          const struct lien_place *place, struct lien_buf *out);

#endif

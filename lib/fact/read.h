/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* What readers of one line have in common; jansson's values are lent. */
#ifndef LIEN_FACT_READ_H
#define LIEN_FACT_READ_H

#include "facts.h"

#include <jansson.h>

/* One line of the text, for messages. */
struct fact_line {
  struct lien_facts *facts;
  const char *file;
  unsigned number;
  struct lien_error *err;
};

/* Both are false, as lien_fail. */
bool fact_fail(const struct fact_line *line, const char *what);
bool fact_no_memory(const struct fact_line *line);

/* 0 when the member is not there, or is of another type. */
uint32_t fact_text_of(const struct fact_line *line, const json_t *object, const char *name);
uint32_t fact_number_of(const json_t *object, const char *name);
bool fact_is_true(const json_t *object, const char *name);

/* The file's real name, so that one header has one name in all units. */
uint32_t fact_real_of(const struct fact_line *line, uint32_t file);
/* A place that must be there. */
bool fact_read_spot(const struct fact_line *line, const json_t *object, struct fact_spot *ret);

bool fact_read_candidate(const struct fact_line *line, const json_t *object);
bool fact_read_holds(const struct fact_line *line, const json_t *object);

#endif

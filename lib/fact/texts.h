/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Texts that are kept once and named by a number, and the set of lines that have been read. */
#ifndef LIEN_FACT_TEXTS_H
#define LIEN_FACT_TEXTS_H

#include "lien/base.h"

struct fact_block;

/* Text 0 is "". `failed` as in struct lien_buf: once set, every text that is new is text 0. */
struct fact_texts {
  const char **items;
  uint32_t *hashes, *slots;
  size_t count, capacity, slot_count;
  struct fact_block *block; /* the newest; owns the bytes */
  bool failed;
};

bool fact_texts_init(struct fact_texts *texts);
void fact_texts_free(struct fact_texts *texts);
uint32_t fact_texts_add(struct fact_texts *texts, const char *text, size_t size);
/* 0 when there is no such text. */
uint32_t fact_texts_find(const struct fact_texts *texts, const char *text, size_t size);

/* Numbers that have been seen. They are hashes of 64 bits: two lines with one hash do not happen by chance. */
struct fact_seen {
  uint64_t *slots;
  size_t used, capacity; /* used: with the ones that were removed */
  bool failed;
};

/* Whether the number is new. */
bool fact_seen_add(struct fact_seen *seen, uint64_t hash);
void fact_seen_remove(struct fact_seen *seen, uint64_t hash);
void fact_seen_free(struct fact_seen *seen);

#endif

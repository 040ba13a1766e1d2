/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* A builder: the sections of an image while they grow, each string and each run of structs stored once. */
#ifndef LIEN_CONTRACT_BUILDER_H
#define LIEN_CONTRACT_BUILDER_H

#include "image.h"

/* A growing array of structs of one size. data is NULL while it is empty. */
struct lien_array {
  char *data;
  size_t count, capacity, item;
};

/* Room for `count` zeroed items at the end (count may be 0), or NULL: out of memory. Moves the array. */
void *lien_array_add(struct lien_array *array, size_t count);
void *lien_array_at(const struct lien_array *array, size_t index);

/* From (sort, name) to a number. Sorts are those of enum lien_key, and the following. */
enum { LIEN_SORT_KIND = LIEN_KEY_METHOD + 1, LIEN_SORT_TYPE, LIEN_SORT_FORMAT, LIEN_SORT_PACK };

struct lien_entry {
  uint32_t name; /* string; 0: an empty slot, as no name is "" */
  uint32_t sort, value;
};

struct lien_map {
  struct lien_entry *slots;
  size_t count, capacity; /* capacity: 0 or a power of two */
};

/* What has been stored already, to be found again. */
struct lien_run {
  uint32_t hash, first, count; /* count 0: an empty slot */
};
struct lien_runs {
  struct lien_run *slots;
  size_t count, capacity;
};

/* Where a kind was defined, for messages. */
struct lien_origin {
  uint32_t pack, line; /* line 0: it came from another image */
};

struct lien_builder {
  struct lien_array sections[LIEN_SECTION_COUNT];
  struct lien_runs runs[LIEN_SECTION_COUNT];
  struct lien_map names;
  struct lien_array kind_origins; /* struct lien_origin, as many as kinds */
  struct lien_array pending;      /* aliases that are being read (alias.c) */
  const struct lien_image *base;  /* lent; NULL: none. Its contracts can be aliased */
  bool failed;                    /* out of memory: stays set, and lien_builder_finish says so */
  bool broken;                    /* a pack had an error, and only a part of it has been stored */
};

/* Stores a string once. 0 for "" and when memory runs out. */
uint32_t lien_builder_string(struct lien_builder *builder, const char *text, size_t size);
const char *lien_builder_text(const struct lien_builder *builder, uint32_t string);
/* Stores a run of structs once; returns the index of the first. */
uint32_t lien_builder_run(struct lien_builder *builder, enum lien_section section, const void *items, size_t count);
/* Appends one struct; returns its index. */
uint32_t lien_builder_add(struct lien_builder *builder, enum lien_section section, const void *item);
void *lien_builder_at(const struct lien_builder *builder, enum lien_section section, uint32_t index);

/* The number of (sort, name), or NULL; valid until the next one is set. */
uint32_t *lien_builder_find(const struct lien_builder *builder, uint32_t sort, uint32_t name);
void lien_builder_set(struct lien_builder *builder, uint32_t sort, uint32_t name, uint32_t value);

/* Copies kinds and unbound formats of an image, so that contracts can use them (import.c). `image` is lent to the builder. */
void lien_builder_import(struct lien_builder *builder, const struct lien_image *image);
/* Copies a contract of builder->base; returns its index here. */
uint32_t lien_builder_copy(struct lien_builder *builder, const struct lien_contract *contract);

#endif

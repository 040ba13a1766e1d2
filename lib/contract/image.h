/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* How an image lies in memory: a header, then sections, each an array of one struct of lien/contract.h, 8-byte aligned. */
#ifndef LIEN_CONTRACT_IMAGE_H
#define LIEN_CONTRACT_IMAGE_H

#include "lien/contract.h"

enum lien_section {
  LIEN_STRINGS, /* char; begins and ends with a NUL, so that string 0 is "" and each one is terminated */
  LIEN_WORDS,   /* uint32_t, strings: parameters, types, immortals */
  LIEN_PACKS,
  LIEN_KINDS,
  LIEN_FORMATS,
  LIEN_UNITS,
  LIEN_EFFECTS,
  LIEN_TESTS,
  LIEN_OUTCOMES,
  LIEN_CONTRACTS,
  LIEN_NAMES, /* struct lien_name: open addressing, linear probing, a power of two */
  LIEN_SECTION_COUNT
};

/* A slot of the table of names: contracts and their aliases. */
struct lien_name {
  uint32_t name;
  uint32_t contract; /* index + 1; 0: an empty slot */
  uint32_t key;      /* enum lien_key */
};

struct lien_span {
  uint32_t offset; /* bytes from the image's begin */
  uint32_t count;  /* of structs */
};

struct lien_header {
  char magic[8];
  uint32_t version, layout; /* layout: of the structs, and so of the byte order */
  uint32_t size, pad;       /* of the whole image, in bytes */
  uint64_t checksum;        /* of all bytes after this member */
  struct lien_span spans[LIEN_SECTION_COUNT];
};

#define LIEN_IMAGE_MAGIC "\211LIEN\r\n\032"
#define LIEN_IMAGE_VERSION 2u

struct lien_image {
  const unsigned char *bytes;
  size_t size;
  bool mapped; /* munmap, else free */
  const void *data[LIEN_SECTION_COUNT];
  uint32_t count[LIEN_SECTION_COUNT];
};

/* sizeof of one struct of the section. */
size_t lien_section_item(enum lien_section section);
uint32_t lien_image_layout(void);
uint64_t lien_image_checksum(const void *bytes, size_t size);
/* Of a name in the table of names. */
uint32_t lien_name_hash(uint32_t key, const char *name, size_t length);
/* Sees to it that no index is out of range; the header and the sections' places have been checked. NULL, or what is wrong. */
const char *lien_image_damage(const struct lien_image *image);

#endif

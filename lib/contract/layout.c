/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* What the maker and the reader of an image must agree upon. */
#include "image.h"

#include <string.h>

static const uint8_t item_size[LIEN_SECTION_COUNT] = {
    [LIEN_STRINGS] = 1,
    [LIEN_WORDS] = sizeof(uint32_t),
    [LIEN_PACKS] = sizeof(struct lien_pack),
    [LIEN_KINDS] = sizeof(struct lien_kind),
    [LIEN_FORMATS] = sizeof(struct lien_format),
    [LIEN_UNITS] = sizeof(struct lien_unit),
    [LIEN_EFFECTS] = sizeof(struct lien_effect),
    [LIEN_TESTS] = sizeof(struct lien_test),
    [LIEN_OUTCOMES] = sizeof(struct lien_outcome),
    [LIEN_CONTRACTS] = sizeof(struct lien_contract),
    [LIEN_NAMES] = sizeof(struct lien_name),
};

size_t lien_section_item(enum lien_section section) {
  return item_size[section];
}

uint32_t lien_image_layout(void) {
  uint32_t layout = LIEN_VERB_COUNT;
  for (int i = 0; i < LIEN_SECTION_COUNT; i++)
    layout = layout * 31 + item_size[i];
  return layout;
}

/* Four lanes of 64 bits, so that a damaged file is found at the speed of memory; it is no protection against a forger. */
uint64_t lien_image_checksum(const void *bytes, size_t size) {
  const uint64_t prime = 0x9e3779b185ebca87u;
  uint64_t lane[4] = {1, 2, 3, 4};
  const unsigned char *s = bytes;
  size_t left = size;
  for (; left >= 32; left -= 32, s += 32) {
    uint64_t word[4];
    memcpy(word, s, sizeof word);
    for (int i = 0; i < 4; i++)
      lane[i] = (lane[i] ^ word[i]) * prime;
  }
  for (; left; left--, s++)
    lane[left & 3] = (lane[left & 3] ^ *s) * prime;
  uint64_t sum = size;
  for (int i = 0; i < 4; i++)
    sum = (sum ^ lane[i] ^ lane[i] >> 29) * prime;
  return sum ^ sum >> 32;
}

uint32_t lien_name_hash(uint32_t key, const char *name, size_t length) {
  uint32_t hash = 2166136261u ^ key;
  for (size_t i = 0; i < length; i++)
    hash = (hash ^ (unsigned char)name[i]) * 16777619u;
  return hash ^ hash >> 15;
}

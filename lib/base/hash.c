/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
#include "lien/base.h"

uint64_t lien_hash(uint64_t hash, const void *bytes, size_t size) {
  const unsigned char *s = bytes;
  for (size_t i = 0; i < size; i++)
    hash = (hash ^ s[i]) * 0x100000001b3u;
  return hash;
}

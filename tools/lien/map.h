/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Texts and what is known of each. */
#ifndef LIEN_MAP_H
#define LIEN_MAP_H

#include <stddef.h>

struct map_slot {
  char *key; /* NULL: free */
  void *value;
};

struct map {
  struct map_slot *slots; /* open addressing; a power of two */
  size_t slot_count, used;
};

/* The slot of a key, made with a value of NULL if it is new; lent until the next call. NULL: out of memory. */
struct map_slot *map_at(struct map *map, const char *key);
/* Frees the keys, and each value with free_value (NULL: they are not the map's). */
void map_free(struct map *map, void (*free_value)(void *));

#endif

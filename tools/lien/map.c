/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
#include "map.h"

#include "lien/base.h"

#include <stdlib.h>
#include <string.h>

static struct map_slot *find(const struct map *map, const char *key) {
  size_t mask = map->slot_count - 1, at = lien_hash(LIEN_HASH_START, key, strlen(key)) & mask;
  while (map->slots[at].key && strcmp(map->slots[at].key, key) != 0)
    at = (at + 1) & mask;
  return &map->slots[at];
}

static bool grow(struct map *map) {
  struct map bigger = {.slot_count = map->slot_count ? map->slot_count * 2 : 256, .used = map->used};
  bigger.slots = calloc(bigger.slot_count, sizeof *bigger.slots);
  if (!bigger.slots)
    return false;
  for (size_t i = 0; i < map->slot_count; i++)
    if (map->slots[i].key)
      *find(&bigger, map->slots[i].key) = map->slots[i];
  free(map->slots);
  *map = bigger;
  return true;
}

struct map_slot *map_at(struct map *map, const char *key) {
  if (map->used * 2 >= map->slot_count && !grow(map))
    return NULL;
  struct map_slot *slot = find(map, key);
  if (slot->key)
    return slot;
  if (!(slot->key = strdup(key)))
    return NULL;
  map->used++;
  return slot;
}

void map_free(struct map *map, void (*free_value)(void *)) {
  for (size_t i = 0; i < map->slot_count; i++) {
    free(map->slots[i].key);
    if (map->slots[i].key && free_value)
      free_value(map->slots[i].value);
  }
  free(map->slots);
  *map = (struct map){0};
}

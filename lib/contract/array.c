/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Growing arrays, and a map from names to numbers. */
#include "builder.h"

#include <stdlib.h>
#include <string.h>

void *lien_array_add(struct lien_array *array, size_t count) {
  size_t want = array->count + count;
  if (want > array->capacity || !array->data) {
    size_t capacity = array->capacity ? array->capacity : 16;
    while (capacity < want)
      capacity *= 2;
    char *data = want > UINT32_MAX / 2 ? NULL : realloc(array->data, capacity * array->item);
    if (!data)
      return NULL;
    array->data = data;
    array->capacity = capacity;
  }
  char *place = array->data + array->count * array->item;
  memset(place, 0, count * array->item);
  array->count = want;
  return place;
}

void *lien_array_at(const struct lien_array *array, size_t index) {
  return array->data + index * array->item;
}

/* The slot of (sort, name), or the empty one where it belongs. */
static struct lien_entry *slot_of(const struct lien_map *map, uint32_t sort, uint32_t name) {
  size_t at = (name * 2654435761u ^ sort * 40503u) & (map->capacity - 1);
  while (map->slots[at].name && (map->slots[at].name != name || map->slots[at].sort != sort))
    at = (at + 1) & (map->capacity - 1);
  return &map->slots[at];
}

static bool grow(struct lien_map *map) {
  struct lien_map larger = {.count = map->count, .capacity = map->capacity ? map->capacity * 2 : 256};
  larger.slots = calloc(larger.capacity, sizeof *larger.slots);
  if (!larger.slots)
    return false;
  for (size_t i = 0; i < map->capacity; i++)
    if (map->slots[i].name)
      *slot_of(&larger, map->slots[i].sort, map->slots[i].name) = map->slots[i];
  free(map->slots);
  *map = larger;
  return true;
}

uint32_t *lien_builder_find(const struct lien_builder *builder, uint32_t sort, uint32_t name) {
  if (!builder->names.capacity || !name)
    return NULL;
  struct lien_entry *slot = slot_of(&builder->names, sort, name);
  return slot->name ? &slot->value : NULL;
}

void lien_builder_set(struct lien_builder *builder, uint32_t sort, uint32_t name, uint32_t value) {
  struct lien_map *map = &builder->names;
  if (!name || ((map->count + 1) * 3 > map->capacity * 2 && !grow(map))) {
    builder->failed = true;
    return;
  }
  struct lien_entry *slot = slot_of(map, sort, name);
  map->count += !slot->name;
  *slot = (struct lien_entry){name, sort, value};
}

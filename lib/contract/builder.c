/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Collects what contracts are made of, each string and run once, and puts it together as an image. */
#include "builder.h"

#include <stdlib.h>
#include <string.h>

struct lien_builder *lien_builder_new(void) {
  struct lien_builder *builder = calloc(1, sizeof *builder);
  if (!builder)
    return NULL;
  for (int i = 0; i < LIEN_SECTION_COUNT; i++)
    builder->sections[i].item = lien_section_item(i);
  builder->kind_origins.item = sizeof(struct lien_origin);
  if (lien_array_add(&builder->sections[LIEN_STRINGS], 1)) /* string 0: "" */
    return builder;
  lien_builder_free(builder);
  return NULL;
}

void lien_builder_free(struct lien_builder *builder) {
  if (!builder)
    return;
  for (int i = 0; i < LIEN_SECTION_COUNT; i++) {
    free(builder->sections[i].data);
    free(builder->runs[i].slots);
  }
  free(builder->names.slots);
  free(builder->kind_origins.data);
  free(builder->pending.data);
  free(builder);
}

static bool grow_runs(struct lien_runs *runs) {
  struct lien_runs larger = {.count = runs->count, .capacity = runs->capacity ? runs->capacity * 2 : 256};
  larger.slots = calloc(larger.capacity, sizeof *larger.slots);
  if (!larger.slots)
    return false;
  for (size_t i = 0; i < runs->capacity; i++) {
    if (!runs->slots[i].count)
      continue;
    size_t at = runs->slots[i].hash & (larger.capacity - 1);
    while (larger.slots[at].count)
      at = (at + 1) & (larger.capacity - 1);
    larger.slots[at] = runs->slots[i];
  }
  free(runs->slots);
  *runs = larger;
  return true;
}

uint32_t lien_builder_run(struct lien_builder *builder, enum lien_section section, const void *items, size_t count) {
  struct lien_runs *runs = &builder->runs[section];
  struct lien_array *array = &builder->sections[section];
  if (!count || builder->failed)
    return 0;
  if ((runs->count + 1) * 2 > runs->capacity && !grow_runs(runs)) {
    builder->failed = true;
    return 0;
  }
  size_t size = count * array->item;
  uint32_t hash = lien_name_hash(section, items, size);
  size_t at = hash & (runs->capacity - 1);
  for (; runs->slots[at].count; at = (at + 1) & (runs->capacity - 1)) {
    const struct lien_run *run = &runs->slots[at];
    if (run->hash == hash && run->count == count && memcmp(lien_array_at(array, run->first), items, size) == 0)
      return run->first;
  }
  uint32_t first = (uint32_t)array->count;
  void *place = lien_array_add(array, count);
  if (!place) {
    builder->failed = true;
    return 0;
  }
  memcpy(place, items, size);
  runs->slots[at] = (struct lien_run){hash, first, (uint32_t)count};
  runs->count++;
  return first;
}

uint32_t lien_builder_string(struct lien_builder *builder, const char *text, size_t size) {
  if (!size)
    return 0;
  char local[256];
  char *copy = size < sizeof local ? local : malloc(size + 1);
  if (!copy) {
    builder->failed = true;
    return 0;
  }
  memcpy(copy, text, size);
  copy[size] = '\0'; /* the NUL is a part of the run */
  uint32_t string = lien_builder_run(builder, LIEN_STRINGS, copy, size + 1);
  if (copy != local)
    free(copy);
  return string;
}

const char *lien_builder_text(const struct lien_builder *builder, uint32_t string) {
  return builder->sections[LIEN_STRINGS].data + string;
}

uint32_t lien_builder_add(struct lien_builder *builder, enum lien_section section, const void *item) {
  struct lien_array *array = &builder->sections[section];
  void *place = lien_array_add(array, 1);
  if (!place) {
    builder->failed = true;
    return 0;
  }
  memcpy(place, item, array->item);
  return (uint32_t)array->count - 1;
}

void *lien_builder_at(const struct lien_builder *builder, enum lien_section section, uint32_t index) {
  return lien_array_at(&builder->sections[section], index);
}

/* Fills the section LIEN_NAMES: contracts and aliases, at most two slots of three in use. */
static bool make_names(struct lien_builder *builder) {
  struct lien_array *array = &builder->sections[LIEN_NAMES];
  size_t count = 0, capacity = 8;
  for (size_t i = 0; i < builder->names.capacity; i++)
    count += builder->names.slots[i].name && builder->names.slots[i].sort <= LIEN_KEY_METHOD;
  while (capacity * 2 < count * 3)
    capacity *= 2;
  array->count = 0;
  struct lien_name *names = lien_array_add(array, capacity);
  if (!names)
    return false;
  for (size_t i = 0; i < builder->names.capacity; i++) {
    struct lien_entry entry = builder->names.slots[i];
    if (!entry.name || entry.sort > LIEN_KEY_METHOD)
      continue;
    const char *text = lien_builder_text(builder, entry.name);
    size_t at = lien_name_hash(entry.sort, text, strlen(text)) & (capacity - 1);
    while (names[at].contract)
      at = (at + 1) & (capacity - 1);
    names[at] = (struct lien_name){entry.name, entry.value + 1, entry.sort};
  }
  return true;
}

static size_t aligned(size_t size) {
  return (size + 7) & ~(size_t)7;
}

bool lien_builder_finish(struct lien_builder *builder, void **ret_bytes, size_t *ret_size, struct lien_error *err) {
  if (builder->broken)
    return lien_fail(err, NULL, 0, 0, "a pack that has an error cannot be compiled");
  if (builder->failed || !make_names(builder))
    return lien_fail(err, NULL, 0, 0, "out of memory");
  size_t size = aligned(sizeof(struct lien_header));
  for (int i = 0; i < LIEN_SECTION_COUNT; i++)
    size += aligned(builder->sections[i].count * builder->sections[i].item);
  if (size > UINT32_MAX)
    return lien_fail(err, NULL, 0, 0, "the packs make an image of more than 4 GB");
  char *bytes = calloc(1, size);
  if (!bytes)
    return lien_fail(err, NULL, 0, 0, "out of memory");
  struct lien_header header = {.version = LIEN_IMAGE_VERSION, .layout = lien_image_layout(), .size = (uint32_t)size};
  memcpy(header.magic, LIEN_IMAGE_MAGIC, sizeof header.magic);
  size_t offset = aligned(sizeof header);
  for (int i = 0; i < LIEN_SECTION_COUNT; i++) {
    const struct lien_array *array = &builder->sections[i];
    header.spans[i] = (struct lien_span){(uint32_t)offset, (uint32_t)array->count};
    if (array->count)
      memcpy(bytes + offset, array->data, array->count * array->item);
    offset += aligned(array->count * array->item);
  }
  memcpy(bytes, &header, sizeof header);
  size_t begin = offsetof(struct lien_header, spans);
  header.checksum = lien_image_checksum(bytes + begin, size - begin);
  memcpy(bytes, &header, sizeof header);
  *ret_bytes = bytes;
  *ret_size = size;
  return true;
}

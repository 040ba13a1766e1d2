/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
#include "texts.h"

#include <stdlib.h>
#include <string.h>

enum { BLOCK_SIZE = 1 << 18, FIRST_SLOTS = 1024 };

struct fact_block {
  struct fact_block *before;
  size_t used, size;
  char bytes[];
};

static uint32_t hash_of(const char *text, size_t size) {
  uint64_t hash = lien_hash(LIEN_HASH_START, text, size);
  return (uint32_t)(hash ^ hash >> 32);
}

static char *take_bytes(struct fact_texts *texts, size_t size) {
  struct fact_block *block = texts->block;
  if (!block || block->size - block->used < size) {
    size_t room = size > BLOCK_SIZE ? size : BLOCK_SIZE;
    block = malloc(sizeof *block + room);
    if (!block)
      return NULL;
    *block = (struct fact_block){.before = texts->block, .size = room};
    texts->block = block;
  }
  block->used += size;
  return block->bytes + block->used - size;
}

/* The slot of the text, or the empty one where it belongs. */
static uint32_t *slot_of(const struct fact_texts *texts, const char *text, size_t size, uint32_t hash) {
  size_t mask = texts->slot_count - 1;
  for (size_t i = hash & mask;; i = (i + 1) & mask) {
    uint32_t id = texts->slots[i];
    if (!id)
      return &texts->slots[i];
    if (texts->hashes[id] == hash && strncmp(texts->items[id], text, size) == 0 && !texts->items[id][size])
      return &texts->slots[i];
  }
}

static bool grow_slots(struct fact_texts *texts) {
  size_t slot_count = texts->slot_count ? texts->slot_count * 2 : FIRST_SLOTS;
  uint32_t *slots = calloc(slot_count, sizeof *slots);
  if (!slots)
    return false;
  for (size_t id = 1; id < texts->count; id++) {
    size_t i = texts->hashes[id] & (slot_count - 1);
    while (slots[i])
      i = (i + 1) & (slot_count - 1);
    slots[i] = (uint32_t)id;
  }
  free(texts->slots);
  texts->slots = slots;
  texts->slot_count = slot_count;
  return true;
}

static bool grow_items(struct fact_texts *texts) {
  size_t capacity = texts->capacity ? texts->capacity * 2 : FIRST_SLOTS;
  const char **items = realloc(texts->items, capacity * sizeof *items);
  if (items)
    texts->items = items;
  uint32_t *hashes = items ? realloc(texts->hashes, capacity * sizeof *hashes) : NULL;
  if (!hashes)
    return false;
  texts->hashes = hashes;
  texts->capacity = capacity;
  return true;
}

bool fact_texts_init(struct fact_texts *texts) {
  *texts = (struct fact_texts){0};
  if (!grow_slots(texts) || !grow_items(texts))
    return false;
  texts->items[0] = "";
  texts->hashes[0] = 0;
  texts->count = 1;
  return true;
}

void fact_texts_free(struct fact_texts *texts) {
  for (struct fact_block *block = texts->block, *before; block; block = before) {
    before = block->before;
    free(block);
  }
  free(texts->items);
  free(texts->hashes);
  free(texts->slots);
  *texts = (struct fact_texts){0};
}

uint32_t fact_texts_find(const struct fact_texts *texts, const char *text, size_t size) {
  return size && !memchr(text, 0, size) ? *slot_of(texts, text, size, hash_of(text, size)) : 0;
}

uint32_t fact_texts_add(struct fact_texts *texts, const char *text, size_t size) {
  if (!size || texts->failed)
    return 0;
  uint32_t hash = hash_of(text, size);
  uint32_t *slot = slot_of(texts, text, size, hash);
  if (*slot)
    return *slot;
  char *bytes = texts->count < UINT32_MAX / 2 ? take_bytes(texts, size + 1) : NULL;
  if (!bytes || (texts->count == texts->capacity && !grow_items(texts)) ||
      (texts->count * 2 > texts->slot_count && !grow_slots(texts))) {
    texts->failed = true;
    return 0;
  }
  memcpy(bytes, text, size);
  bytes[size] = '\0';
  uint32_t id = (uint32_t)texts->count++;
  texts->items[id] = bytes;
  texts->hashes[id] = hash;
  *slot_of(texts, bytes, size, hash) = id;
  return id;
}

enum { EMPTY, REMOVED, FIRST_HASH };

static uint64_t *seen_slot(const struct fact_seen *seen, uint64_t hash) {
  size_t mask = seen->capacity - 1;
  size_t i = hash & mask;
  while (seen->slots[i] != EMPTY && seen->slots[i] != hash)
    i = (i + 1) & mask;
  return &seen->slots[i];
}

static bool seen_grow(struct fact_seen *seen) {
  struct fact_seen next = {.capacity = seen->capacity ? seen->capacity * 2 : FIRST_SLOTS};
  next.slots = calloc(next.capacity, sizeof *next.slots);
  if (!next.slots)
    return false;
  for (size_t i = 0; i < seen->capacity; i++)
    if (seen->slots[i] >= FIRST_HASH) {
      *seen_slot(&next, seen->slots[i]) = seen->slots[i];
      next.used++;
    }
  free(seen->slots);
  *seen = next;
  return true;
}

bool fact_seen_add(struct fact_seen *seen, uint64_t hash) {
  hash = hash < FIRST_HASH ? hash + FIRST_HASH : hash;
  if (seen->used * 2 >= seen->capacity && !seen_grow(seen)) {
    seen->failed = true;
    return true;
  }
  uint64_t *slot = seen_slot(seen, hash);
  if (*slot == hash)
    return false;
  *slot = hash;
  seen->used++;
  return true;
}

void fact_seen_remove(struct fact_seen *seen, uint64_t hash) {
  hash = hash < FIRST_HASH ? hash + FIRST_HASH : hash;
  uint64_t *slot = seen->capacity ? seen_slot(seen, hash) : NULL;
  if (slot && *slot == hash)
    *slot = REMOVED;
}

void fact_seen_free(struct fact_seen *seen) {
  free(seen->slots);
  *seen = (struct fact_seen){0};
}

/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
#include "pool.h"

#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK = 256 << 10, FIRST_SLOTS = 1024, ALIGNMENT = alignof(void *) };

struct block {
  struct block *next;
  size_t size, used;
  alignas(void *) char bytes[];
};

struct slot {
  uint64_t hash;
  const char *bytes; /* NULL: free */
  size_t size;
};

struct lien_pool {
  struct block *blocks;
  struct slot *slots; /* open addressing; a power of two */
  size_t slot_count, used;
};

struct lien_pool *lien_pool_new(void) {
  struct lien_pool *pool = calloc(1, sizeof *pool);
  if (!pool)
    return NULL;
  pool->slots = calloc(FIRST_SLOTS, sizeof *pool->slots);
  pool->slot_count = FIRST_SLOTS;
  if (pool->slots)
    return pool;
  free(pool);
  return NULL;
}

void lien_pool_free(struct lien_pool *pool) {
  if (!pool)
    return;
  for (struct block *block = pool->blocks, *next; block; block = next) {
    next = block->next;
    free(block);
  }
  free(pool->slots);
  free(pool);
}

/* Eight bytes at a time: the hash is never seen outside, so it need only be quick. */
static uint64_t hash_of(const char *bytes, size_t size) {
  uint64_t hash = size * 0x9e3779b97f4a7c15u, word = 0;
  for (; size >= sizeof word; bytes += sizeof word, size -= sizeof word) {
    memcpy(&word, bytes, sizeof word);
    hash = (hash ^ word) * 0xff51afd7ed558ccdu;
    hash ^= hash >> 32;
  }
  word = 0;
  memcpy(&word, bytes, size);
  hash = (hash ^ word) * 0xff51afd7ed558ccdu;
  return hash ^ hash >> 29;
}

static bool grow(struct lien_pool *pool) {
  size_t count = pool->slot_count * 2;
  struct slot *slots = calloc(count, sizeof *slots);
  if (!slots)
    return false;
  for (size_t i = 0; i < pool->slot_count; i++) {
    if (!pool->slots[i].bytes)
      continue;
    size_t at = pool->slots[i].hash & (count - 1);
    while (slots[at].bytes)
      at = (at + 1) & (count - 1);
    slots[at] = pool->slots[i];
  }
  free(pool->slots);
  pool->slots = slots;
  pool->slot_count = count;
  return true;
}

static char *copy(struct lien_pool *pool, const void *bytes, size_t size) {
  size_t room = (size + 1 + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
  if (!pool->blocks || pool->blocks->size - pool->blocks->used < room) {
    size_t want = room > BLOCK ? room : BLOCK;
    struct block *block = malloc(sizeof *block + want);
    if (!block)
      return NULL;
    *block = (struct block){.next = pool->blocks, .size = want};
    pool->blocks = block;
  }
  char *place = pool->blocks->bytes + pool->blocks->used;
  pool->blocks->used += room;
  memcpy(place, bytes, size);
  place[size] = '\0';
  return place;
}

const void *lien_pool_bytes(struct lien_pool *pool, const void *bytes, size_t size) {
  if (!size)
    bytes = "";
  if (pool->used * 3 >= pool->slot_count * 2 && !grow(pool))
    return NULL;
  uint64_t hash = hash_of(bytes, size);
  size_t at = hash & (pool->slot_count - 1);
  for (; pool->slots[at].bytes; at = (at + 1) & (pool->slot_count - 1)) {
    const struct slot *slot = &pool->slots[at];
    if (slot->hash == hash && slot->size == size && memcmp(slot->bytes, bytes, size) == 0)
      return slot->bytes;
  }
  char *place = copy(pool, bytes, size);
  if (!place)
    return NULL;
  pool->slots[at] = (struct slot){hash, place, size};
  pool->used++;
  return place;
}

const char *lien_pool_text(struct lien_pool *pool, const char *text) {
  return lien_pool_bytes(pool, text, strlen(text));
}

bool lien_pool_list(struct lien_pool *pool, struct lien_list *list) {
  size_t count = list->count;
  const char **texts = calloc(count + 1, sizeof *texts);
  if (!texts || list->failed) {
    free(texts);
    return false;
  }
  bool ok = true;
  for (size_t i = 0; ok && i < count; i++)
    ok = (texts[i] = lien_pool_text(pool, list->items[i])) != NULL;
  const void *items = ok ? lien_pool_bytes(pool, texts, (count + 1) * sizeof *texts) : NULL;
  free(texts);
  if (!items)
    return false;
  lien_list_free(list);
  /* Nobody writes to a list that is lent; the cast is for the type that all lists have. */
  *list = (struct lien_list){.items = (char **)(uintptr_t)items, .count = count, .capacity = count};
  return true;
}

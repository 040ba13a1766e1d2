/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
#include "facts.h"

#include <stdlib.h>
#include <string.h>

static bool reserve(struct fact_array *array, size_t count, size_t item) {
  if (count <= array->capacity)
    return true;
  size_t capacity = array->capacity ? array->capacity * 2 : 64;
  capacity = capacity < count ? count : capacity;
  void *data = capacity < UINT32_MAX / 2 ? realloc(array->data, capacity * item) : NULL;
  if (!data)
    return false;
  array->data = data;
  array->capacity = capacity;
  return true;
}

void *fact_array_add(struct fact_array *array, size_t item) {
  if (!reserve(array, array->count + 1, item))
    return NULL;
  return memset((char *)array->data + array->count++ * item, 0, item);
}

bool fact_array_fill(struct fact_array *array, size_t count, size_t item) {
  if (count <= array->count)
    return true;
  if (!reserve(array, count, item))
    return false;
  memset((char *)array->data + array->count * item, 0, (count - array->count) * item);
  array->count = count;
  return true;
}

const char *fact_last_dot(const char *id) {
  size_t size = strlen(id), plain = size;
  while (plain && !strchr(".:/# ", id[plain - 1]))
    plain--;
  return plain && plain < size && id[plain - 1] == '.' ? id + plain - 1 : NULL;
}

struct lien_facts *lien_facts_new(void) {
  struct lien_facts *facts = calloc(1, sizeof *facts);
  if (facts && fact_texts_init(&facts->texts))
    return facts;
  lien_facts_free(facts);
  return NULL;
}

const struct lien_cache *lien_facts_caches(const struct lien_facts *facts, size_t *ret_count) {
  *ret_count = facts->caches.count;
  return facts->caches.data;
}

const struct lien_module *lien_facts_modules(const struct lien_facts *facts, size_t *ret_count) {
  *ret_count = facts->modules.count;
  return facts->modules.data;
}

const struct lien_candidate *lien_facts_candidates(const struct lien_facts *facts, size_t *ret_count) {
  *ret_count = facts->found.count;
  return facts->found.data;
}

void lien_facts_free(struct lien_facts *facts) {
  if (!facts)
    return;
  struct lien_cache *caches = facts->caches.data;
  for (size_t i = 0; i < facts->caches.count; i++)
    free(caches[i].places);
  struct lien_module *modules = facts->modules.data;
  for (size_t i = 0; i < facts->modules.count; i++)
    free(modules[i].places);
  struct lien_candidate *found = facts->found.data;
  for (size_t i = 0; i < facts->found.count; i++)
    free(found[i].path);
  struct fact_array *arrays[] = {&facts->roots,      &facts->sites,     &facts->passes,  &facts->functions,
                                 &facts->calls,      &facts->logged,    &facts->reals,   &facts->links,
                                 &facts->caches,     &facts->immortals, &facts->modules, &facts->holds,
                                 &facts->candidates, &facts->steps,     &facts->keys,    &facts->found};
  for (size_t i = 0; i < sizeof arrays / sizeof *arrays; i++)
    free(arrays[i]->data);
  fact_seen_free(&facts->seen);
  fact_texts_free(&facts->texts);
  free(facts);
}

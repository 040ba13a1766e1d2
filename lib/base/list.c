/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
#include "lien/base.h"

#include <stdlib.h>
#include <string.h>

/* Takes over text (malloc'ed; NULL: it could not be made). */
static void take(struct lien_list *list, char *text) {
  if (text && !list->failed && list->count + 2 > list->capacity) {
    size_t capacity = list->capacity ? list->capacity * 2 : 16;
    char **items = realloc(list->items, capacity * sizeof *items);
    if (items) {
      list->items = items;
      list->capacity = capacity;
    }
    list->failed = !items;
  }
  if (!text || list->failed) {
    list->failed = true;
    free(text);
    return;
  }
  list->items[list->count++] = text;
  list->items[list->count] = NULL;
}

void lien_list_add(struct lien_list *list, const char *text) {
  take(list, strdup(text));
}

void lien_list_addn(struct lien_list *list, const char *text, size_t size) {
  take(list, strndup(text, size));
}

void lien_list_add_joined(struct lien_list *list, const char *prefix, const char *text) {
  size_t length = strlen(prefix), size = strlen(text) + 1;
  char *both = malloc(length + size);
  if (both) {
    memcpy(both, prefix, length);
    memcpy(both + length, text, size);
  }
  take(list, both);
}

void lien_list_free(struct lien_list *list) {
  if (!list)
    return;
  for (size_t i = 0; i < list->count; i++)
    free(list->items[i]);
  free(list->items);
  *list = (struct lien_list){0};
}

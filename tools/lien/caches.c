/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
#include "caches.h"

#include <stdlib.h>
#include <string.h>

enum { ROOT, CONTAINER, LIFE, GROWTH, OUT, BOUND, VERDICT, COLUMNS };

static const char *const titles[COLUMNS] = {"root", "container", "lives in", "growth", "eviction", "bound", "verdict"};

/* Cells, row after row; the first row is the titles. */
struct table {
  struct lien_list cells;
  size_t widths[COLUMNS];
};

/* Characters, as the terminal shows them. */
static size_t width_of(const char *text) {
  size_t width = 0;
  for (; *text; text++)
    width += ((unsigned char)*text & 0xc0) != 0x80;
  return width;
}

static void add_cell(struct table *table, struct lien_buf *raw) {
  size_t column = table->cells.count % COLUMNS;
  struct lien_buf shown = {0};
  lien_buf_printable(&shown, raw->data ? raw->data : "", raw->size);
  const char *text = shown.data ? shown.data : "";
  size_t width = width_of(text);
  table->widths[column] = width > table->widths[column] ? width : table->widths[column];
  lien_list_add(&table->cells, text);
  table->cells.failed |= raw->failed || shown.failed;
  lien_buf_free(&shown);
  lien_buf_free(raw);
}

static void add_text(struct table *table, const char *text) {
  struct lien_buf raw = {0};
  lien_buf_puts(&raw, text);
  add_cell(table, &raw);
}

static void add_place(struct lien_buf *out, const struct lien_remark *place, const char *directory) {
  const char *below = directory[0] ? lien_path_below(place->file, directory) : NULL;
  lien_buf_printf(out, "%s:%u", below ? below : place->file, place->line);
}

/* "cache a.c:3" */
static void add_root(struct table *table, const struct lien_cache *cache, const char *directory) {
  struct lien_buf raw = {0};
  lien_buf_printf(&raw, "%s ", cache->name);
  add_place(&raw, &cache->at, directory);
  add_cell(table, &raw);
}

/* "2: a.c:12", the number of sites and the first; "-" for none. */
static void add_sites(struct table *table, unsigned count, const struct lien_remark *first, const char *directory) {
  struct lien_buf raw = {0};
  if (count) {
    lien_buf_printf(&raw, "%u: ", count);
    add_place(&raw, first, directory);
  } else
    lien_buf_puts(&raw, "-");
  add_cell(table, &raw);
}

static void add_row(struct table *table, const struct lien_cache *cache, const char *directory) {
  static const char *const verdicts[] = {
      [LIEN_VERDICT_QUIET] = "quiet", [LIEN_VERDICT_NOTE] = "note", [LIEN_VERDICT_WARNING] = "warning"};
  add_root(table, cache, directory);
  add_text(table, cache->container[0] ? cache->container : "-");
  add_text(table, cache->storage);
  add_sites(table, cache->growth, &cache->first_growth, directory);
  add_sites(table, cache->out, &cache->first_out, directory);
  add_text(table, cache->bound[0] ? cache->bound : "none");
  bool only_immortal = cache->immortal && cache->verdict == LIEN_VERDICT_QUIET;
  add_text(table, only_immortal ? "immortal" : verdicts[cache->verdict]);
}

static void print_row(const struct table *table, size_t row) {
  for (size_t column = 0; column < COLUMNS; column++) {
    const char *cell = table->cells.items[row * COLUMNS + column];
    size_t room = column + 1 < COLUMNS ? table->widths[column] + 2 - width_of(cell) : 0;
    printf("%s%*s", cell, (int)room, "");
  }
  printf("\n");
}

bool caches_print(const struct lien_facts *facts, const char *directory) {
  struct table table = {0};
  size_t count;
  const struct lien_cache *caches = lien_facts_caches(facts, &count);
  for (size_t column = 0; column < COLUMNS; column++)
    add_text(&table, titles[column]);
  /* What to look at first; a variable into which nothing is ever put holds nothing. */
  for (int verdict = LIEN_VERDICT_WARNING; verdict >= LIEN_VERDICT_QUIET; verdict--)
    for (size_t i = 0; i < count; i++)
      if ((int)caches[i].verdict == verdict && (caches[i].growth || caches[i].immortal))
        add_row(&table, &caches[i], directory);
  bool ok = !table.cells.failed;
  for (size_t row = 0; ok && row < table.cells.count / COLUMNS; row++)
    print_row(&table, row);
  lien_list_free(&table.cells);
  return ok;
}

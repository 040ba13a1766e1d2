/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Findings as a compiler writes its warnings: file:line:column, the path as notes, source lines with a caret. */
#include "lien/report.h"

#include <stdlib.h>
#include <string.h>

enum { SOURCE_LIMIT = 64 << 20, SHOWN_COLUMNS = 400 };

struct source {
  char *file;
  char *text; /* NULL: cannot be read */
  size_t size;
  size_t *starts; /* of the lines */
  size_t line_count;
};

struct lien_sources {
  struct source *items;
  size_t count;
};

struct lien_sources *lien_sources_new(void) {
  return calloc(1, sizeof(struct lien_sources));
}

void lien_sources_free(struct lien_sources *sources) {
  if (!sources)
    return;
  for (size_t i = 0; i < sources->count; i++) {
    free(sources->items[i].file);
    free(sources->items[i].text);
    free(sources->items[i].starts);
  }
  free(sources->items);
  free(sources);
}

static bool find_lines(struct source *source) {
  size_t count = 1;
  for (size_t i = 0; i < source->size; i++)
    count += source->text[i] == '\n';
  source->starts = malloc(count * sizeof *source->starts);
  if (!source->starts)
    return false;
  source->starts[source->line_count++] = 0;
  for (size_t i = 0; i < source->size; i++)
    if (source->text[i] == '\n')
      source->starts[source->line_count++] = i + 1;
  return true;
}

static struct source *source_of(struct lien_sources *sources, const char *file) {
  for (size_t i = sources->count; i-- > 0;) /* findings are sorted: the last one is most often the right one */
    if (strcmp(sources->items[i].file, file) == 0)
      return &sources->items[i];
  struct source *items = realloc(sources->items, (sources->count + 1) * sizeof *items);
  if (!items)
    return NULL;
  sources->items = items;
  struct source *source = &items[sources->count];
  *source = (struct source){.file = strdup(file)};
  if (!source->file)
    return NULL;
  sources->count++;
  if (lien_file_regular(file) && lien_file_read(file, SOURCE_LIMIT, &source->text, &source->size, NULL) && !find_lines(source))
    source->line_count = 0;
  return source;
}

const char *lien_source_line(struct lien_sources *sources, const char *file, unsigned line, size_t *ret_size) {
  struct source *source = source_of(sources, file);
  if (!source || !line || line > source->line_count)
    return NULL;
  const char *begin = source->text + source->starts[line - 1];
  size_t left = source->size - source->starts[line - 1];
  const char *end = memchr(begin, '\n', left);
  size_t size = end ? (size_t)(end - begin) : left;
  if (size && begin[size - 1] == '\r')
    size--;
  *ret_size = size;
  return begin;
}

/* The source line, and a caret below the column. Tabs stay tabs in both, so that they line up. */
static void add_source(const struct lien_spot *at, struct lien_sources *sources, struct lien_buf *out) {
  size_t size;
  const char *line = sources ? lien_source_line(sources, at->file, at->line, &size) : NULL;
  if (!line || at->column > size + 1 || !at->column || size > SHOWN_COLUMNS)
    return;
  lien_buf_printf(out, "%5u | ", at->line);
  lien_buf_printable(out, line, size);
  lien_buf_puts(out, "\n      | ");
  struct lien_buf before = {0};
  lien_buf_printable(&before, line, at->column - 1);
  for (size_t i = 0; i < before.size; i++)
    if (((unsigned char)before.data[i] & 0xc0) != 0x80) /* a character each, not a byte */
      lien_buf_puts(out, before.data[i] == '\t' ? "\t" : " ");
  lien_buf_free(&before);
  lien_buf_puts(out, "^");
  unsigned last = at->end_line == at->line && at->end_column <= size + 1 ? at->end_column : 0;
  for (unsigned i = at->column + 1; i < last; i++)
    if (((unsigned char)line[i - 1] & 0xc0) != 0x80)
      lien_buf_puts(out, "~");
  lien_buf_puts(out, "\n");
}

static void add_head(const struct lien_spot *at, const struct lien_text_style *style, const char *severity,
                     struct lien_buf *out) {
  const char *below = style->directory[0] ? lien_path_below(at->file, style->directory) : NULL;
  const char *file = below ? below : at->file;
  lien_buf_printable(out, file, strlen(file));
  lien_buf_printf(out, ":%u:%u: %s: ", at->line, at->column, severity);
}

void lien_text_write(const struct lien_finding *finding, const struct lien_text_style *style, struct lien_sources *sources,
                     struct lien_buf *out) {
  add_head(&finding->at, style, finding->level == LIEN_LEVEL_NOTE ? "note" : "warning", out);
  lien_buf_printable(out, finding->message, strlen(finding->message));
  lien_buf_puts(out, " [");
  lien_buf_printable(out, finding->rule, strlen(finding->rule));
  lien_buf_puts(out, "]\n");
  if (style->brief)
    return;
  add_source(&finding->at, sources, out);
  if (finding->event_count == 1 && strcmp(finding->events->message, finding->message) == 0)
    return; /* a path of one step, which has just been said */
  for (size_t i = 0; i < finding->event_count; i++) {
    const struct lien_event *event = &finding->events[i];
    if (!event->at.file[0])
      continue;
    add_head(&event->at, style, "note", out);
    lien_buf_printable(out, event->message, strlen(event->message));
    lien_buf_puts(out, "\n");
    add_source(&event->at, sources, out);
  }
}

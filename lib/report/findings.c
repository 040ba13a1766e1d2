/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
#include "lien/report.h"

#include <jansson.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

/* One line of the file, for messages. */
struct line {
  const char *file;
  unsigned number;
  struct lien_error *err;
};

static bool fail(const struct line *line, const char *what) {
  return lien_fail(line->err, line->file, line->number, 1, "%s", what);
}

static const char *text_of(const json_t *object, const char *name) {
  const char *text = json_string_value(json_object_get(object, name));
  return text ? text : "";
}

/* 0 for what is missing, not a number, or not to be had. */
static uint64_t count_of(const json_t *object, const char *name) {
  json_int_t value = json_integer_value(json_object_get(object, name));
  return value > 0 ? (uint64_t)value : 0;
}

static unsigned small_of(const json_t *object, const char *name) {
  uint64_t value = count_of(object, name);
  return value > INT_MAX ? INT_MAX : (unsigned)value;
}

/* Replaces the file's name by its real one, so that one header has one name in all units. */
static void make_real(json_t *object) {
  const char *file = text_of(object, "file");
  char *real = file[0] == '/' ? lien_path_real(file) : NULL;
  if (real && strcmp(real, file) != 0)
    json_object_set_new(object, "file", json_string(real));
  free(real);
}

static struct lien_spot spot_of(json_t *object) {
  make_real(object);
  return (struct lien_spot){text_of(object, "file"), small_of(object, "line"), small_of(object, "column"),
                            small_of(object, "end_line"), small_of(object, "end_column")};
}

static bool read_events(const struct line *line, const json_t *path, struct lien_finding *finding) {
  if (path && !json_is_array(path))
    return fail(line, "\"path\" must be a list");
  size_t count = json_array_size(path), i;
  if (!count)
    return true;
  finding->events = calloc(count, sizeof *finding->events);
  if (!finding->events)
    return fail(line, "out of memory");
  json_t *item;
  json_array_foreach(path, i, item) {
    if (!json_is_object(item))
      return fail(line, "an item of \"path\" must be an object");
    finding->events[i] = (struct lien_event){spot_of(item), text_of(item, "message"), small_of(item, "depth")};
  }
  finding->event_count = count;
  return true;
}

static bool read_finding(const struct line *line, json_t *object, struct lien_finding *finding) {
  *finding = (struct lien_finding){.rule = text_of(object, "rule"),
                                   .message = text_of(object, "message"),
                                   .function = text_of(object, "function"),
                                   .object = text_of(object, "object"),
                                   .kind = text_of(object, "kind"),
                                   .at = spot_of(object),
                                   .begin = spot_of(json_object_get(object, "begin")),
                                   .level = strcmp(text_of(object, "level"), "note") == 0 ? LIEN_LEVEL_NOTE : LIEN_LEVEL_WARNING};
  if (!finding->rule[0] || !finding->message[0] || !finding->at.file[0] || !finding->at.line || !finding->at.column)
    return fail(line, "a finding must have \"rule\", \"message\", \"file\", \"line\" and \"column\"");
  return read_events(line, json_object_get(object, "path"), finding);
}

static void finding_free(struct lien_finding *finding) {
  free(finding->events);
  json_decref(finding->source);
}

bool lien_findings_add(struct lien_findings *to, const struct lien_finding *finding, struct lien_error *err) {
  if (to->count == to->capacity) {
    size_t capacity = to->capacity ? to->capacity * 2 : 64;
    struct lien_finding *items = realloc(to->items, capacity * sizeof *items);
    if (!items)
      return lien_fail(err, "", 0, 0, "out of memory");
    to->items = items;
    to->capacity = capacity;
  }
  to->items[to->count++] = *finding;
  return true;
}

static bool read_unit(const struct line *line, const json_t *object, struct lien_stats *stats) {
  if (!json_is_string(json_object_get(object, "file")))
    return fail(line, "a unit must have \"file\"");
  const json_t *seconds = json_object_get(object, "seconds");
  *stats = (struct lien_stats){.functions = count_of(object, "functions"),
                               .analysed = count_of(object, "analysed"),
                               .limited = count_of(object, "limited"),
                               .calls_unknown = count_of(object, "calls_unknown"),
                               .nodes = count_of(object, "nodes"),
                               .errors = count_of(object, "errors"),
                               .parse = json_number_value(json_object_get(seconds, "parse")),
                               .filter = json_number_value(json_object_get(seconds, "filter")),
                               .engine = json_number_value(json_object_get(seconds, "engine")),
                               .report = json_number_value(json_object_get(seconds, "report")),
                               .facts = json_number_value(json_object_get(seconds, "facts")),
                               .captures = json_number_value(json_object_get(seconds, "captures"))};
  return true;
}

static const char *const fact_types[] = {"root", "site", "pass", "function", "candidate", "holds"};

enum { FACT_TYPE_COUNT = sizeof fact_types / sizeof *fact_types };

static bool is_fact_type(const char *type, size_t size) {
  for (size_t i = 0; i < FACT_TYPE_COUNT; i++)
    if (strlen(fact_types[i]) == size && memcmp(fact_types[i], type, size) == 0)
      return true;
  return false;
}

/* Whether the line begins as the plugin begins facts: there are many of them, and another reads them. */
static bool begins_fact(const char *text, size_t size) {
  static const char start[] = "{\"type\":\"";
  size_t length = sizeof start - 1;
  const char *end = size > length ? memchr(text + length, '"', size - length) : NULL;
  return end && memcmp(text, start, length) == 0 && is_fact_type(text + length, (size_t)(end - (text + length)));
}

/* Reads one line; a finding is added to *to and keeps the parsed line alive. */
static bool read_line(const struct line *line, const char *text, size_t size, struct lien_findings *to, struct lien_stats *stats,
                      bool *ended) {
  json_error_t cause;
  json_t *object = json_loadb(text, size, 0, &cause);
  if (!object)
    return lien_fail(line->err, line->file, line->number, (unsigned)cause.column, "not JSON: %s", cause.text);
  const char *type = text_of(object, "type");
  bool ok = true;
  if (strcmp(type, "finding") == 0) {
    struct lien_finding finding;
    ok = read_finding(line, object, &finding);
    finding.source = json_incref(object);
    ok = ok && (lien_findings_add(to, &finding, NULL) || fail(line, "out of memory"));
    if (!ok)
      finding_free(&finding);
  } else if (strcmp(type, "unit") == 0) {
    ok = read_unit(line, object, stats);
    *ended = ok;
  } else if (!is_fact_type(type, strlen(type)))
    ok = fail(line, "\"type\" must be \"finding\", \"unit\" or that of a fact");
  json_decref(object);
  return ok;
}

bool lien_findings_read(const char *name, const char *text, size_t size, struct lien_findings *to, struct lien_stats *ret_stats,
                        bool *ret_ended, struct lien_error *err) {
  struct line line = {name, 0, err};
  struct lien_stats stats;
  bool ended = false;
  *ret_ended = false;
  for (size_t at = 0; at < size;) {
    const char *end = memchr(text + at, '\n', size - at);
    size_t length = end ? (size_t)(end - (text + at)) : size - at;
    line.number++;
    if (ended)
      return fail(&line, "expected nothing after the unit's last line");
    if (!begins_fact(text + at, length) && !read_line(&line, text + at, length, to, &stats, &ended))
      return false;
    at += length + 1;
  }
  if (ended) {
    *ret_stats = stats;
    *ret_ended = true;
  }
  return true;
}

static int compare_numbers(unsigned a, unsigned b) {
  return (a > b) - (a < b);
}

/* What makes two findings the same. */
static int compare_places(const struct lien_finding *x, const struct lien_finding *y) {
  int order = strcmp(x->at.file, y->at.file);
  order = order ? order : compare_numbers(x->at.line, y->at.line);
  order = order ? order : compare_numbers(x->at.column, y->at.column);
  order = order ? order : strcmp(x->rule, y->rule);
  return order ? order : strcmp(x->message, y->message);
}

/* A total order over what is shown, so that the result does not depend on which unit came first. */
static int compare(const void *a, const void *b) {
  const struct lien_finding *x = a, *y = b;
  int order = compare_places(x, y);
  order = order ? order : (int)x->level - (int)y->level;
  if (order)
    return order;
  if (x->event_count != y->event_count)
    return x->event_count < y->event_count ? -1 : 1;
  order = strcmp(x->function, y->function);
  for (size_t i = 0; !order && i < x->event_count; i++) {
    const struct lien_event *p = &x->events[i], *q = &y->events[i];
    order = strcmp(p->at.file, q->at.file);
    order = order ? order : compare_numbers(p->at.line, q->at.line);
    order = order ? order : compare_numbers(p->at.column, q->at.column);
    order = order ? order : strcmp(p->message, q->message);
  }
  return order;
}

void lien_findings_settle(struct lien_findings *findings) {
  if (findings->count < 2)
    return;
  qsort(findings->items, findings->count, sizeof *findings->items, compare);
  size_t kept = 1;
  for (size_t i = 1; i < findings->count; i++) {
    if (compare_places(&findings->items[kept - 1], &findings->items[i]) == 0)
      finding_free(&findings->items[i]);
    else
      findings->items[kept++] = findings->items[i];
  }
  findings->count = kept;
}

void lien_findings_free(struct lien_findings *findings) {
  if (!findings)
    return;
  for (size_t i = 0; i < findings->count; i++)
    finding_free(&findings->items[i]);
  free(findings->items);
  *findings = (struct lien_findings){0};
}

/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Candidates and what their keys wait for. A candidate's members are read as a finding's are. */
#include "read.h"

#include <string.h>

/* Adds a list of keys; *ret_count: how many. */
static bool read_keys(const struct fact_line *line, const json_t *object, const char *name, uint32_t *ret_count) {
  const json_t *list = json_object_get(object, name);
  size_t i;
  json_t *item;
  *ret_count = 0;
  if (list && !json_is_array(list))
    return lien_fail(line->err, line->file, line->number, 1, "\"%s\" must be a list", name);
  json_array_foreach(list, i, item) {
    if (!json_string_length(item))
      return lien_fail(line->err, line->file, line->number, 1, "an item of \"%s\" must be a text that is not empty", name);
    uint32_t *to = fact_array_add(&line->facts->keys, sizeof *to);
    if (!to)
      return fact_no_memory(line);
    *to = fact_intern(line->facts, json_string_value(item), json_string_length(item));
    ++*ret_count;
  }
  return true;
}

/* A place of which nothing is required. */
static struct fact_step step_of(const struct fact_line *line, const json_t *object) {
  return (struct fact_step){.at = {fact_real_of(line, fact_text_of(line, object, "file")), fact_number_of(object, "line"),
                                   fact_number_of(object, "column")},
                            .end_line = fact_number_of(object, "end_line"),
                            .end_column = fact_number_of(object, "end_column")};
}

static bool read_path(const struct fact_line *line, const json_t *path, uint32_t *ret_count) {
  size_t i;
  json_t *item;
  *ret_count = 0;
  if (path && !json_is_array(path))
    return fact_fail(line, "\"path\" must be a list");
  json_array_foreach(path, i, item) {
    if (!json_is_object(item))
      return fact_fail(line, "an item of \"path\" must be an object");
    struct fact_step step = step_of(line, item);
    step.message = fact_text_of(line, item, "message");
    step.depth = fact_number_of(item, "depth");
    struct fact_step *to = fact_array_add(&line->facts->steps, sizeof step);
    if (!to)
      return fact_no_memory(line);
    *to = step;
    ++*ret_count;
  }
  return true;
}

static bool is_note(const json_t *object) {
  const char *level = json_string_value(json_object_get(object, "level"));
  return level && strcmp(level, "note") == 0;
}

bool fact_read_candidate(const struct fact_line *line, const json_t *object) {
  struct fact_candidate candidate = {.rule = fact_text_of(line, object, "rule"),
                                     .message = fact_text_of(line, object, "message"),
                                     .function = fact_text_of(line, object, "function"),
                                     .object = fact_text_of(line, object, "object"),
                                     .kind = fact_text_of(line, object, "kind"),
                                     .at = step_of(line, object),
                                     .begin = step_of(line, json_object_get(object, "begin")),
                                     .first_step = (uint32_t)line->facts->steps.count,
                                     .first_key = (uint32_t)line->facts->keys.count,
                                     .note = is_note(object),
                                     .local = fact_is_true(object, "local")};
  const struct fact_spot *at = &candidate.at.at;
  if (!candidate.rule || !candidate.message || !at->file || !at->line || !at->column)
    return fact_fail(line, "a candidate must have \"rule\", \"message\", \"file\", \"line\" and \"column\"");
  if (!read_path(line, json_object_get(object, "path"), &candidate.step_count) ||
      !read_keys(line, object, "if", &candidate.if_count) || !read_keys(line, object, "unless", &candidate.unless_count))
    return false;
  struct fact_candidate *to = fact_array_add(&line->facts->candidates, sizeof candidate);
  if (!to)
    return fact_no_memory(line);
  *to = candidate;
  return true;
}

bool fact_read_holds(const struct fact_line *line, const json_t *object) {
  struct fact_holds holds = {.key = fact_text_of(line, object, "key"),
                             .message = fact_text_of(line, object, "message"),
                             .first_key = (uint32_t)line->facts->keys.count};
  if (!holds.key)
    return fact_fail(line, "what holds must have \"key\"");
  /* A note is a place and its words; one that says half of it is a mistake. */
  if ((holds.message || json_object_get(object, "file")) && !fact_read_spot(line, object, &holds.at))
    return false;
  if (!read_keys(line, object, "if", &holds.if_count))
    return false;
  struct fact_holds *to = fact_array_add(&line->facts->holds, sizeof holds);
  if (!to)
    return fact_no_memory(line);
  *to = holds;
  return true;
}

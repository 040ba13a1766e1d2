/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* The database is read one entry at a time, so that each error can say where the entry stands: jansson knows the position
 * of bad syntax only, not that of a value. */
#include "lien/compdb.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

enum { DATABASE_LIMIT = 1 << 30 };

struct reader {
  const char *path, *folder;
  const char *text;
  size_t size, at;
  unsigned line, column; /* of text[at] */
  struct lien_compdb db;
  size_t capacity;
  struct lien_error *err;
};

static bool fail(struct reader *r, const char *what) {
  return lien_fail(r->err, r->path, r->line, r->column, "%s", what);
}

static void advance(struct reader *r, size_t bytes) {
  for (; bytes; bytes--, r->at++) {
    r->column++;
    if (r->text[r->at] == '\n') {
      r->line++;
      r->column = 1;
    }
  }
}

/* The next byte that is not a space, '\0' at the end. */
static char peek(struct reader *r) {
  while (r->at < r->size && strchr(" \t\r\n", r->text[r->at]) && r->text[r->at])
    advance(r, 1);
  return r->at < r->size ? r->text[r->at] : '\0';
}

static bool read_arguments(struct reader *r, const json_t *array, struct lien_list *args) {
  if (!json_is_array(array) || !json_array_size(array))
    return fail(r, "\"arguments\" must be a list of strings with at least one item");
  size_t i;
  json_t *item;
  json_array_foreach(array, i, item) {
    if (!json_is_string(item))
      return fail(r, "\"arguments\" must be a list of strings");
    lien_list_add(args, json_string_value(item));
  }
  return true;
}

static bool read_command_line(struct reader *r, const json_t *text, struct lien_list *args) {
  if (!json_is_string(text))
    return fail(r, "\"command\" must be a string");
  struct lien_error cause;
  if (!lien_words_split(json_string_value(text), args, &cause))
    return lien_fail(r->err, r->path, r->line, r->column, "\"command\" holds %s", cause.text);
  return args->count ? true : fail(r, "\"command\" must name a compiler");
}

static bool read_entry(struct reader *r, const json_t *entry, struct lien_command *command) {
  if (!json_is_object(entry))
    return fail(r, "an entry must be an object with \"directory\", \"file\" and \"arguments\" or \"command\"");
  const json_t *file = json_object_get(entry, "file"), *directory = json_object_get(entry, "directory");
  const json_t *arguments = json_object_get(entry, "arguments");
  if (!json_is_string(file) || !json_string_length(file))
    return fail(r, "\"file\" must be a string that is not empty");
  if (directory && !json_is_string(directory))
    return fail(r, "\"directory\" must be a string");
  if (!arguments && !json_object_get(entry, "command"))
    return fail(r, "an entry must have \"arguments\" or \"command\"");
  bool ok = arguments ? read_arguments(r, arguments, &command->args)
                      : read_command_line(r, json_object_get(entry, "command"), &command->args);
  if (!ok)
    return false;
  command->line = r->line;
  bool here = !directory || strcmp(json_string_value(directory), ".") == 0;
  command->directory = here ? strdup(r->folder) : lien_path_join(r->folder, json_string_value(directory));
  if (command->directory)
    command->file = lien_path_join(command->directory, json_string_value(file));
  return command->file && !command->args.failed ? true : fail(r, "out of memory");
}

static void command_free(struct lien_command *command) {
  free(command->directory);
  free(command->file);
  lien_list_free(&command->args);
}

/* Takes over command on success. */
static bool add(struct reader *r, const struct lien_command *command) {
  if (r->db.count == r->capacity) {
    size_t capacity = r->capacity ? r->capacity * 2 : 64;
    struct lien_command *commands = realloc(r->db.commands, capacity * sizeof *commands);
    if (!commands)
      return fail(r, "out of memory");
    r->db.commands = commands;
    r->capacity = capacity;
  }
  r->db.commands[r->db.count++] = *command;
  return true;
}

static bool next_entry(struct reader *r) {
  json_error_t cause;
  json_t *entry = json_loadb(r->text + r->at, r->size - r->at, JSON_DISABLE_EOF_CHECK | JSON_DECODE_ANY, &cause);
  if (!entry) {
    unsigned line = r->line + (unsigned)cause.line - 1;
    unsigned column = (unsigned)cause.column + (cause.line == 1 ? r->column - 1 : 0);
    return lien_fail(r->err, r->path, line, column ? column : 1, "not JSON: %s", cause.text);
  }
  struct lien_command command = {0};
  bool ok = read_entry(r, entry, &command) && add(r, &command);
  if (!ok)
    command_free(&command);
  json_decref(entry);
  if (ok)
    advance(r, (size_t)cause.position);
  return ok;
}

static bool read_all(struct reader *r) {
  if (peek(r) != '[')
    return fail(r, "a compile database must be a list: expected '['");
  advance(r, 1);
  bool more = peek(r) != ']';
  while (more) {
    peek(r);
    if (!next_entry(r))
      return false;
    char c = peek(r);
    if (c != ',' && c != ']')
      return fail(r, "expected ',' or ']' after an entry");
    more = c == ',';
    if (more)
      advance(r, 1);
  }
  advance(r, 1);
  return peek(r) || r->at < r->size ? fail(r, "expected nothing after the list") : true;
}

bool lien_compdb_parse(const char *path, const char *folder, const char *text, size_t size, struct lien_compdb *ret,
                       struct lien_error *err) {
  struct reader r = {.path = path, .folder = folder, .text = text, .size = size, .line = 1, .column = 1, .err = err};
  if (!read_all(&r)) {
    lien_compdb_free(&r.db);
    return false;
  }
  *ret = r.db;
  return true;
}

bool lien_compdb_read(const char *path, struct lien_compdb *ret, struct lien_error *err) {
  char *text;
  size_t size;
  if (!lien_file_read(path, DATABASE_LIMIT, &text, &size, err))
    return false;
  char *folder = lien_path_real(path);
  bool ok = folder ? true : lien_fail(err, path, 0, 0, "out of memory");
  if (ok) {
    char *slash = strrchr(folder, '/');
    if (slash)
      slash[slash == folder] = '\0';
    ok = lien_compdb_parse(path, slash ? folder : ".", text, size, ret, err);
  }
  free(folder);
  free(text);
  return ok;
}

void lien_compdb_free(struct lien_compdb *compdb) {
  if (!compdb)
    return;
  for (size_t i = 0; i < compdb->count; i++)
    command_free(&compdb->commands[i]);
  free(compdb->commands);
  *compdb = (struct lien_compdb){0};
}

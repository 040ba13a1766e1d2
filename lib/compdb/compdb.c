/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* The database is read one entry at a time.
 *
 * - What is not JSON is an error of the whole file, with its place: what follows cannot be told.
 * - An entry that is JSON, but not a command, is kept as broken: it costs itself only, and is told as a unit that failed.
 * - Of a member that stands twice the last counts; "arguments" counts before "command". */
#include "lien/compdb.h"

#include "json.h"
#include "pool.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct reader {
  struct json json;
  const char *folder;
  struct lien_compdb db;
  size_t capacity;
};

/* The members of one entry, as they stand there. Its buffers are used again for the next one. */
struct entry {
  unsigned line, column;
  struct lien_buf file, directory, command, text;
  struct lien_list arguments;
  bool has_file, has_directory, has_command, has_arguments;
  const char *wrong; /* what is wrong with it; NULL: nothing so far */
};

static bool out_of_memory(struct reader *r) {
  return lien_fail(r->json.err, r->json.path, 0, 0, "out of memory");
}

static bool read_text(struct reader *r, struct entry *entry, struct lien_buf *text, bool *ret_has, const char *otherwise) {
  bool nul = false;
  text->size = 0;
  *ret_has = true;
  if (jread_peek(&r->json) != '"') {
    entry->wrong = otherwise;
    return jread_skip(&r->json);
  }
  lien_buf_puts(text, "");
  bool ok = jread_string(&r->json, text, &nul);
  if (nul)
    entry->wrong = "a NUL byte in a string";
  return ok;
}

static bool read_arguments(struct reader *r, struct entry *entry) {
  static const char wrong[] = "\"arguments\" must be a list of strings";
  lien_list_free(&entry->arguments);
  entry->has_arguments = true;
  if (jread_peek(&r->json) != '[') {
    entry->wrong = wrong;
    return jread_skip(&r->json);
  }
  jread_take(&r->json);
  bool more = jread_peek(&r->json) != ']', ignored;
  while (more) {
    if (!read_text(r, entry, &entry->text, &ignored, wrong))
      return false;
    lien_list_addn(&entry->arguments, entry->text.data ? entry->text.data : "", entry->text.size);
    int c = jread_peek(&r->json);
    if (c != ',' && c != ']')
      return jread_bad(&r->json, "expected ',' or ']'");
    more = c == ',';
    if (more)
      jread_take(&r->json);
  }
  jread_take(&r->json);
  return true;
}

static bool read_member(struct reader *r, struct entry *entry) {
  bool nul = false;
  entry->text.size = 0;
  if (!jread_string(&r->json, &entry->text, &nul))
    return false;
  if (jread_peek(&r->json) != ':')
    return jread_bad(&r->json, "expected ':' after a member's name");
  jread_take(&r->json);
  const char *name = entry->text.data;
  if (strcmp(name, "file") == 0)
    return read_text(r, entry, &entry->file, &entry->has_file, "\"file\" must be a string that is not empty");
  if (strcmp(name, "directory") == 0)
    return read_text(r, entry, &entry->directory, &entry->has_directory, "\"directory\" must be a string");
  if (strcmp(name, "command") == 0)
    return read_text(r, entry, &entry->command, &entry->has_command, "\"command\" must be a string");
  return strcmp(name, "arguments") == 0 ? read_arguments(r, entry) : jread_skip(&r->json);
}

static bool read_members(struct reader *r, struct entry *entry) {
  if (jread_peek(&r->json) != '{') {
    entry->wrong = "an entry must be an object with \"directory\", \"file\" and \"arguments\" or \"command\"";
    return jread_skip(&r->json);
  }
  jread_take(&r->json);
  bool more = jread_peek(&r->json) != '}';
  while (more) {
    jread_peek(&r->json);
    if (!read_member(r, entry))
      return false;
    int c = jread_peek(&r->json);
    if (c != ',' && c != '}')
      return jread_bad(&r->json, "expected ',' or '}' after a member");
    more = c == ',';
    if (more)
      jread_take(&r->json);
  }
  jread_take(&r->json);
  return true;
}

static void break_command(struct reader *r, const struct entry *entry, struct lien_command *command, const char *why) {
  struct lien_buf text = {0};
  lien_buf_printf(&text, "line %u, column %u of the compile database: %s", entry->line, entry->column, why);
  command->broken = text.failed ? NULL : lien_pool_text(r->db.pool, text.data);
  lien_buf_free(&text);
}

/* The command's words; why there are none, NULL: there are some. */
static const char *take_arguments(struct entry *entry, struct lien_command *command) {
  struct lien_error cause;
  if (entry->has_arguments && (entry->arguments.count || !entry->has_command)) {
    command->args = entry->arguments;
    entry->arguments = (struct lien_list){0};
    return command->args.count ? NULL : "\"arguments\" must be a list of strings with at least one item";
  }
  if (!entry->has_command)
    return "an entry must have \"arguments\" or \"command\"";
  if (!lien_words_split(entry->command.data, &command->args, &cause))
    return "\"command\" holds a quote that does not end";
  return command->args.count ? NULL : "\"command\" must name a compiler";
}

static const char *pooled(struct reader *r, char *text) {
  const char *copy = text ? lien_pool_text(r->db.pool, text) : NULL;
  free(text);
  return copy;
}

static bool make_command(struct reader *r, struct entry *entry, struct lien_command *command) {
  command->line = entry->line;
  bool here = !entry->has_directory || !entry->directory.size || strcmp(entry->directory.data, ".") == 0;
  command->directory = here ? lien_pool_text(r->db.pool, r->folder) : pooled(r, lien_path_join(r->folder, entry->directory.data));
  bool named = entry->has_file && entry->file.size && !entry->wrong;
  if (command->directory)
    command->file =
        named ? pooled(r, lien_path_join(command->directory, entry->file.data)) : pooled(r, lien_path_real(r->json.path));
  const char *why = entry->wrong;
  if (!why && !named)
    why = "\"file\" must be a string that is not empty";
  if (!why)
    why = take_arguments(entry, command);
  if (why)
    break_command(r, entry, command, why);
  if (!command->directory || !command->file || (why && !command->broken))
    return false;
  return lien_pool_list(r->db.pool, &command->args);
}

static bool add(struct reader *r, const struct lien_command *command) {
  if (r->db.count == r->capacity) {
    size_t capacity = r->capacity ? r->capacity * 2 : 64;
    struct lien_command *commands = realloc(r->db.commands, capacity * sizeof *commands);
    if (!commands)
      return false;
    r->db.commands = commands;
    r->capacity = capacity;
  }
  r->db.commands[r->db.count++] = *command;
  return true;
}

static bool next_entry(struct reader *r, struct entry *entry) {
  entry->has_file = entry->has_directory = entry->has_command = entry->has_arguments = false;
  entry->wrong = NULL;
  entry->line = r->json.line;
  entry->column = r->json.column;
  if (!read_members(r, entry))
    return false;
  if (entry->file.failed || entry->directory.failed || entry->command.failed || entry->text.failed)
    return out_of_memory(r);
  struct lien_command command = {0};
  if (make_command(r, entry, &command))
    return add(r, &command) ? true : out_of_memory(r);
  lien_list_free(&command.args);
  return out_of_memory(r);
}

static void entry_free(struct entry *entry) {
  lien_buf_free(&entry->file);
  lien_buf_free(&entry->directory);
  lien_buf_free(&entry->command);
  lien_buf_free(&entry->text);
  lien_list_free(&entry->arguments);
}

static bool fail(struct reader *r, const char *what) {
  int c = jread_peek(&r->json);
  if (c == '/' || c == '#')
    what = "there are no comments in JSON";
  else if (c == 0xfe || c == 0xff)
    what = "this is UTF-16; JSON is UTF-8";
  return lien_fail(r->json.err, r->json.path, r->json.line, r->json.column, "%s", what);
}

static void skip_mark(struct reader *r) {
  static const int mark[] = {0xef, 0xbb, 0xbf};
  for (size_t i = 0; i < 3 && jread_peek(&r->json) == mark[i]; i++)
    jread_take(&r->json);
  r->json.column = r->json.line == 1 ? 1 : r->json.column;
}

static bool read_all(struct reader *r, struct entry *entry) {
  skip_mark(r);
  if (jread_peek(&r->json) != '[')
    return fail(r, "a compile database must be a list: expected '['");
  jread_take(&r->json);
  bool more = jread_peek(&r->json) != ']';
  while (more) {
    if (jread_peek(&r->json) < 0)
      return jread_bad(&r->json, "the list does not end");
    if (!next_entry(r, entry))
      return false;
    int c = jread_peek(&r->json);
    if (c != ',' && c != ']')
      return fail(r, "expected ',' or ']' after an entry");
    more = c == ',';
    if (more)
      jread_take(&r->json);
  }
  jread_take(&r->json);
  return jread_peek(&r->json) >= 0 ? fail(r, "expected nothing after the list") : true;
}

static bool read_database(const char *path, const char *folder, FILE *file, const char *text, size_t size,
                          struct lien_compdb *ret, struct lien_error *err) {
  struct reader *r = calloc(1, sizeof *r);
  struct entry entry = {0};
  if (!r || !(r->db.pool = lien_pool_new())) {
    free(r);
    return lien_fail(err, path, 0, 0, "out of memory");
  }
  r->folder = folder;
  jread_start(&r->json, path, file, text, size, err);
  bool ok = read_all(r, &entry);
  entry_free(&entry);
  if (ok)
    *ret = r->db;
  else
    lien_compdb_free(&r->db);
  free(r);
  return ok;
}

bool lien_compdb_parse(const char *path, const char *folder, const char *text, size_t size, struct lien_compdb *ret,
                       struct lien_error *err) {
  return read_database(path, folder, NULL, text, size, ret, err);
}

bool lien_compdb_read(const char *path, struct lien_compdb *ret, struct lien_error *err) {
  FILE *file = fopen(path, "rb");
  if (!file)
    return lien_fail(err, path, 0, 0, "cannot be read: %s", strerror(errno));
  char *folder = lien_path_real(path);
  bool ok = folder ? true : lien_fail(err, path, 0, 0, "out of memory");
  if (ok) {
    char *slash = strrchr(folder, '/');
    if (slash)
      slash[slash == folder] = '\0';
    ok = read_database(path, slash ? folder : ".", file, NULL, 0, ret, err);
  }
  free(folder);
  fclose(file);
  return ok;
}

bool lien_flags_share(struct lien_compdb *compdb, struct lien_flags *flags) {
  if (flags->shared)
    return true;
  for (size_t i = 0; i < flags->dropped_count; i++) {
    char *flag = (char *)(uintptr_t)lien_pool_text(compdb->pool, flags->dropped[i].flag);
    if (!flag)
      return false; /* the next ones are still to be freed: see lien_flags_free */
    free(flags->dropped[i].flag);
    flags->dropped[i].flag = flag;
    flags->dropped[i].shared = true;
  }
  const void *dropped = lien_pool_bytes(compdb->pool, flags->dropped, flags->dropped_count * sizeof *flags->dropped);
  if (!dropped || !lien_pool_list(compdb->pool, &flags->args))
    return false;
  free(flags->dropped);
  flags->dropped = (struct lien_dropped *)(uintptr_t)dropped;
  flags->shared = true;
  return true;
}

void lien_compdb_free(struct lien_compdb *compdb) {
  if (!compdb)
    return;
  free(compdb->commands);
  lien_pool_free(compdb->pool);
  *compdb = (struct lien_compdb){0};
}

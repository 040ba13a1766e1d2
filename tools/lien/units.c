/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
#include "units.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const char database_name[] = "compile_commands.json";

/* Path of the database file, malloc'ed; NULL and *err when there is none. */
static char *find_database(const char *given, struct lien_error *err) {
  const char *places[] = {given ? given : ".", given ? NULL : "build"};
  struct stat info;
  for (size_t i = 0; i < 2 && places[i]; i++) {
    bool folder = stat(places[i], &info) == 0 && S_ISDIR(info.st_mode);
    char *path = folder ? lien_path_join(places[i], database_name) : strdup(places[i]);
    if (path && stat(path, &info) == 0 && !S_ISDIR(info.st_mode))
      return path;
    free(path);
  }
  if (given)
    lien_fail(err, given, 0, 0, "no compile database: expected %s there", database_name);
  else
    lien_fail(err, "", 0, 0, "no %s here or in build/; say where it is with -p DIR", database_name);
  return NULL;
}

static int compare_lists(const struct lien_list *a, const struct lien_list *b) {
  for (size_t i = 0; i < a->count && i < b->count; i++) {
    int order = strcmp(a->items[i], b->items[i]);
    if (order)
      return order;
  }
  return (a->count > b->count) - (a->count < b->count);
}

/* By what is run; then by the place in the database. */
static int compare_runs(const struct unit *x, const struct unit *y) {
  int order = strcmp(x->file, y->file);
  order = order ? order : strcmp(x->command->directory, y->command->directory);
  return order ? order : compare_lists(&x->flags.args, &y->flags.args);
}

static int compare(const void *a, const void *b) {
  const struct unit *x = a, *y = b;
  int order = compare_runs(x, y);
  return order ? order : (x->command > y->command) - (x->command < y->command);
}

static void unit_free(struct unit *unit) {
  lien_flags_free(&unit->flags);
  free(unit->file);
  free(unit->broken);
}

static bool add(struct units *units, const struct lien_command *command, struct lien_error *err) {
  struct unit unit = {.command = command, .file = lien_path_real(command->file)};
  struct lien_error cause;
  if (!unit.file)
    return lien_fail(err, "", 0, 0, "out of memory");
  if (!lien_flags_read(command, &unit.flags, &cause)) {
    struct lien_buf text = {0};
    lien_buf_printf(&text, "%s: %s", cause.file, cause.text);
    unit.broken = text.data;
  } else if (unit.flags.language == LIEN_LANGUAGE_OTHER) {
    units->others++;
    unit_free(&unit);
    return true;
  }
  units->items[units->count++] = unit;
  return true;
}

static void remove_duplicates(struct units *units) {
  if (units->count < 2)
    return;
  qsort(units->items, units->count, sizeof *units->items, compare);
  size_t kept = 1;
  for (size_t i = 1; i < units->count; i++) {
    if (compare_runs(&units->items[kept - 1], &units->items[i]) == 0)
      unit_free(&units->items[i]);
    else
      units->items[kept++] = units->items[i];
  }
  units->duplicates = units->count - kept;
  units->count = kept;
}

/* Marks in keep the units of the file or folder `name`. */
static bool select_one(const struct units *units, const char *name, bool *keep, struct lien_error *err) {
  char *real = lien_path_real(name);
  if (!real)
    return lien_fail(err, "", 0, 0, "out of memory");
  bool any = false;
  for (size_t i = 0; i < units->count; i++) {
    const char *file = units->items[i].file;
    bool here = strcmp(file, real) == 0 || lien_path_below(file, real);
    keep[i] |= here;
    any |= here;
  }
  free(real);
  return any ? true : lien_fail(err, name, 0, 0, "no unit of the compile database is this file or in this folder");
}

static bool select_units(struct units *units, const struct lien_list *selected, struct lien_error *err) {
  if (!selected->count)
    return true;
  bool *keep = calloc(units->count + 1, sizeof *keep);
  bool ok = keep ? true : lien_fail(err, "", 0, 0, "out of memory");
  for (size_t i = 0; ok && i < selected->count; i++)
    ok = select_one(units, selected->items[i], keep, err);
  size_t kept = 0;
  for (size_t i = 0; ok && i < units->count; i++) {
    if (keep[i])
      units->items[kept++] = units->items[i];
    else
      unit_free(&units->items[i]);
  }
  if (ok) {
    units->part = kept < units->count;
    units->count = kept;
  }
  free(keep);
  return ok;
}

static char *folder_of(const char *path) {
  char *real = lien_path_real(path);
  char *slash = real ? strrchr(real, '/') : NULL;
  if (slash)
    slash[slash == real] = '\0';
  return real;
}

static bool read_all(const char *path, const struct lien_list *selected, struct units *units, struct lien_error *err) {
  units->folder = folder_of(path);
  if (!units->folder)
    return lien_fail(err, "", 0, 0, "out of memory");
  if (!lien_compdb_read(path, &units->compdb, err))
    return false;
  units->items = calloc(units->compdb.count + 1, sizeof *units->items);
  if (!units->items)
    return lien_fail(err, "", 0, 0, "out of memory");
  for (size_t i = 0; i < units->compdb.count; i++)
    if (!add(units, &units->compdb.commands[i], err))
      return false;
  remove_duplicates(units);
  return select_units(units, selected, err);
}

bool units_read(const char *path, const struct lien_list *selected, struct units *ret, struct lien_error *err) {
  char *database = find_database(path, err);
  if (!database)
    return false;
  struct units units = {0};
  bool ok = read_all(database, selected, &units, err);
  free(database);
  if (ok)
    *ret = units;
  else
    units_free(&units);
  return ok;
}

void units_free(struct units *units) {
  for (size_t i = 0; i < units->count; i++)
    unit_free(&units->items[i]);
  free(units->items);
  free(units->folder);
  lien_compdb_free(&units->compdb);
}

/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Each entry of the database ends in one of: a unit (which may be broken: it fails with a sentence), an other, a duplicate, or
 * one that was not asked for. */
#include "units.h"

#include "headers.h"
#include "places.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const char database_name[] = "compile_commands.json";

char *units_database(const char *given, struct lien_error *err) {
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
  if (a->items == b->items) /* the database keeps one of each */
    return 0;
  for (size_t i = 0; i < a->count && i < b->count; i++) {
    int order = strcmp(a->items[i], b->items[i]);
    if (order)
      return order;
  }
  return (a->count > b->count) - (a->count < b->count);
}

/* By what is run. What is not known, because the flags cannot be read, is the same as nothing else. */
static int compare_runs(const struct unit *x, const struct unit *y) {
  int order = strcmp(x->file, y->file);
  order = order ? order : strcmp(x->command->directory, y->command->directory);
  order = order ? order : x->flags.shared - y->flags.shared;
  if (!order && !x->flags.shared)
    order = (x->command > y->command) - (x->command < y->command);
  return order ? order : compare_lists(&x->flags.args, &y->flags.args);
}

/* Then by the place in the database. */
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

static bool count_other(struct units *units, const char *name, bool compiler) {
  *(compiler ? &units->unknown : &units->others) += 1;
  size_t i = 0;
  while (i < units->kind_count && strcmp(units->kinds[i].name, name) < 0)
    i++;
  if (i < units->kind_count && strcmp(units->kinds[i].name, name) == 0) {
    units->kinds[i].count++;
    return true;
  }
  struct other *kinds = realloc(units->kinds, (units->kind_count + 1) * sizeof *kinds);
  if (!kinds)
    return false;
  memmove(kinds + i + 1, kinds + i, (units->kind_count++ - i) * sizeof *kinds);
  kinds[i] = (struct other){name, compiler, 1};
  units->kinds = kinds;
  return true;
}

/* The sentence that says why a unit cannot be run, NULL: it can. */
static char *find_fault(struct places *places, const struct lien_command *command, const char *why) {
  struct lien_buf text = {0};
  const char *slash = strrchr(command->file, '/');
  if (strcmp(slash ? slash + 1 : command->file, "-") == 0 && why)
    lien_buf_puts(&text, "its source is the standard input of its compiler");
  else if (!places_folder(places, command->directory))
    lien_buf_printf(&text, "its directory %s does not exist", command->directory);
  else if (why)
    lien_buf_puts(&text, why);
  return text.data;
}

/* Everything of a unit but its file. False: out of memory; *ret_other: it is not one of ours and has been counted. */
static bool read_unit(struct units *units, struct unit *unit, struct places *places, const char *why, bool *ret_other) {
  const struct lien_command *command = unit->command;
  struct lien_error cause;
  *ret_other = false;
  if (command->broken)
    return (unit->broken = strdup(command->broken)) != NULL;
  if (!lien_flags_read(command, &unit->flags, &cause)) {
    struct lien_buf text = {0};
    lien_buf_printf(&text, "%s: %s", cause.file, cause.text);
    return (unit->broken = text.data) != NULL;
  }
  if (unit->flags.language == LIEN_LANGUAGE_OTHER) {
    *ret_other = true;
    const char *name = unit->flags.compiler ? unit->flags.compiler : unit->flags.other;
    return count_other(units, name, unit->flags.compiler != NULL);
  }
  unit->broken = find_fault(places, command, why);
  return lien_flags_share(&units->compdb, &unit->flags);
}

static bool add(struct units *units, const struct lien_command *command, struct places *places) {
  const char *why;
  bool other = false;
  struct unit unit = {.command = command, .file = places_file(places, command->file, &why)};
  bool ok = unit.file && read_unit(units, &unit, places, why, &other);
  if (!ok || other)
    unit_free(&unit);
  else
    units->items[units->count++] = unit;
  return ok;
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

/* Marks in keep the units of the file or folder `name`, or one that includes it. */
static bool select_one(struct units *units, const char *name, bool *keep, bool *header, struct lien_error *err) {
  char *real = lien_path_real(name);
  if (!real)
    return lien_fail(err, "", 0, 0, "out of memory");
  bool any = false, file = lien_file_regular(real);
  for (size_t i = 0; i < units->count; i++) {
    const char *unit = units->items[i].file;
    bool here = strcmp(unit, real) == 0 || lien_path_below(unit, real);
    keep[i] |= here;
    any |= here;
  }
  size_t includes = any || !file ? units->count : headers_find(units, real);
  if (includes < units->count)
    keep[includes] = any = *header = true;
  lien_list_add(&units->shown, real);
  free(real);
  if (any)
    return true;
  return lien_fail(err, name, 0, 0,
                   file ? "no unit of the compile database is this file, or is seen to include it"
                        : "no unit of the compile database is this file or in this folder");
}

static bool select_units(struct units *units, const struct lien_list *selected, struct lien_error *err) {
  if (!selected->count)
    return true;
  bool *keep = calloc(units->count + 1, sizeof *keep);
  bool ok = keep ? true : lien_fail(err, "", 0, 0, "out of memory"), header = false;
  for (size_t i = 0; ok && i < selected->count; i++)
    ok = select_one(units, selected->items[i], keep, &header, err);
  if (!header && !units->shown.failed)
    lien_list_free(&units->shown);
  size_t kept = 0;
  for (size_t i = 0; ok && i < units->count; i++) {
    if (keep[i])
      units->items[kept++] = units->items[i];
    else
      unit_free(&units->items[i]);
  }
  if (ok) {
    units->part = kept < units->count;
    units->unselected = units->count - kept;
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
  struct places places = {0};
  bool ok = true;
  for (size_t i = 0; ok && i < units->compdb.count; i++)
    ok = add(units, &units->compdb.commands[i], &places);
  places_free(&places);
  if (!ok)
    return lien_fail(err, "", 0, 0, "out of memory");
  remove_duplicates(units);
  return select_units(units, selected, err);
}

bool units_read(const char *path, const struct lien_list *selected, struct units *ret, struct lien_error *err) {
  char *database = units_database(path, err);
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
  free(units->kinds);
  free(units->folder);
  lien_list_free(&units->shown);
  lien_compdb_free(&units->compdb);
}

static void write_kinds(const struct units *units, bool compiler, struct lien_buf *out) {
  const char *before = " (";
  for (size_t i = 0; i < units->kind_count; i++) {
    const struct other *kind = &units->kinds[i];
    if (kind->compiler != compiler)
      continue;
    lien_buf_printf(out, "%s%zu %s", before, kind->count, kind->name);
    before = ", ";
  }
  lien_buf_puts(out, ")");
}

static void write_count(size_t count, const char *one, const char *many, struct lien_buf *out) {
  if (count)
    lien_buf_printf(out, "; %zu %s", count, count == 1 ? one : many);
}

void units_left_out(const struct units *units, struct lien_buf *out) {
  write_count(units->others, "entry is neither C nor C++", "entries are neither C nor C++", out);
  if (units->others)
    write_kinds(units, false, out);
  write_count(units->unknown, "entry is for a compiler whose flags are not known",
              "entries are for compilers whose flags are not known", out);
  if (units->unknown)
    write_kinds(units, true, out);
  write_count(units->duplicates, "entry repeats another", "entries repeat others", out);
  write_count(units->unselected, "unit was not asked for", "units were not asked for", out);
}

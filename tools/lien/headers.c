/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Which unit includes a header is found without a preprocessor: #include lines are read as text, whatever #if stands around
 * them, and looked up beside the file and in the unit's folders of headers.
 *
 * - Units named like the header come first, then those in its folder, then all.
 * - Not here: names that macros make, and the system's own folders. */
#include "headers.h"

#include "map.h"

#include <stdlib.h>
#include <string.h>

enum { FILE_LIMIT = 8 << 20, FILES_A_UNIT = 4000 };

struct scan {
  const char *header;  /* a real path */
  const char *name;    /* its last part */
  struct map includes; /* of each file that was read: a struct lien_list, each `"name` or `<name` */
  struct map there;    /* whether a path is a file: "y" or "n" */
};

/* One unit that is looked through. */
struct walk {
  struct scan *scan;
  const struct unit *unit;
  struct map seen;
  struct lien_list waiting;
  bool found;
};

static void free_list(void *list) {
  lien_list_free(list);
  free(list);
}

static void read_line(const char *line, struct lien_list *names) {
  line += strspn(line, " \t");
  if (*line++ != '#')
    return;
  line += strspn(line, " \t");
  bool include = strncmp(line, "include", 7) == 0, import = strncmp(line, "import", 6) == 0;
  if (!include && !import)
    return;
  line += import ? 6 : strncmp(line, "include_next", 12) == 0 ? 12 : 7;
  line += strspn(line, " \t");
  if (*line != '"' && *line != '<')
    return;
  size_t size = strcspn(line + 1, *line == '"' ? "\"\n" : ">\n");
  if (size && line[1 + size] && line[1 + size] != '\n')
    lien_list_addn(names, line, size + 1);
}

/* What a file includes; NULL: out of memory. */
static const struct lien_list *includes_of(struct scan *scan, const char *path) {
  struct map_slot *slot = map_at(&scan->includes, path);
  if (!slot || slot->value)
    return slot ? slot->value : NULL;
  struct lien_list *names = slot->value = calloc(1, sizeof *names);
  char *text;
  size_t size;
  if (!names || !lien_file_regular(path) || !lien_file_read(path, FILE_LIMIT, &text, &size, NULL))
    return names;
  for (const char *line = text; *line; line += strcspn(line, "\n"), line += *line == '\n')
    read_line(line, names);
  free(text);
  return names;
}

static bool is_there(struct scan *scan, const char *path) {
  struct map_slot *slot = map_at(&scan->there, path);
  if (slot && !slot->value)
    slot->value = lien_file_regular(path) ? "y" : "n";
  return slot && *(const char *)slot->value == 'y';
}

/* Looks for folder/name; true when that is a file, which is then looked through too. */
static bool try_place(struct walk *walk, const char *folder, const char *name) {
  char *joined = lien_path_join(folder, name), *path = joined ? lien_path_normal(joined) : NULL;
  free(joined);
  bool there = path && is_there(walk->scan, path);
  const char *slash = there ? strrchr(path, '/') : NULL;
  if (there && strcmp(slash ? slash + 1 : path, walk->scan->name) == 0) {
    char *real = lien_path_real(path);
    walk->found |= real && strcmp(real, walk->scan->header) == 0;
    free(real);
  }
  struct map_slot *slot = there ? map_at(&walk->seen, path) : NULL;
  if (slot && !slot->value) {
    slot->value = walk;
    lien_list_add(&walk->waiting, path);
  }
  free(path);
  return there;
}

static void try_folders(struct walk *walk, const char *name, bool quoted) {
  static const char *const flags[] = {"-iquote", "-I", "-isystem", "-idirafter"};
  const struct lien_list *args = &walk->unit->flags.args;
  for (size_t k = quoted ? 0 : 1; k < sizeof flags / sizeof *flags; k++)
    for (size_t i = 0; i < args->count; i++) {
      if (strncmp(args->items[i], flags[k], strlen(flags[k])) != 0)
        continue;
      char *folder = lien_path_join(walk->unit->command->directory, args->items[i] + strlen(flags[k]));
      bool there = folder && try_place(walk, folder, name);
      free(folder);
      if (there)
        return;
    }
}

static void look_into(struct walk *walk, const char *path) {
  const struct lien_list *names = includes_of(walk->scan, path);
  const char *slash = strrchr(path, '/');
  char *folder = strndup(path, slash ? (size_t)(slash - path) : 0);
  for (size_t i = 0; names && folder && i < names->count && !walk->found; i++) {
    bool quoted = names->items[i][0] == '"';
    if (!quoted || !try_place(walk, folder, names->items[i] + 1))
      try_folders(walk, names->items[i] + 1, quoted);
  }
  free(folder);
}

static bool includes(struct scan *scan, const struct unit *unit) {
  static const char forced[] = "-include";
  struct walk walk = {.scan = scan, .unit = unit};
  const struct lien_list *args = &unit->flags.args;
  for (size_t i = 0; i < args->count; i++)
    if (strncmp(args->items[i], forced, sizeof forced - 1) == 0 &&
        !try_place(&walk, unit->command->directory, args->items[i] + sizeof forced - 1))
      try_folders(&walk, args->items[i] + sizeof forced - 1, true);
  lien_list_add(&walk.waiting, unit->file);
  for (size_t i = 0; i < walk.waiting.count && i < FILES_A_UNIT && !walk.found; i++) {
    char *path = strdup(walk.waiting.items[i]); /* the list moves when it grows */
    if (path)
      look_into(&walk, path);
    free(path);
  }
  lien_list_free(&walk.waiting);
  map_free(&walk.seen, NULL);
  return walk.found;
}

/* How near a unit is to the header: 0 is named like it, 1 in its folder, 2 neither. */
static int distance(const struct unit *unit, const char *header) {
  const char *own = strrchr(unit->file, '/'), *other = strrchr(header, '/');
  if (!own || !other)
    return 2;
  size_t size = strcspn(own, ".");
  if (size == strcspn(other, ".") && memcmp(own, other, size) == 0)
    return 0;
  return own - unit->file == other - header && memcmp(unit->file, header, (size_t)(own - unit->file)) == 0 ? 1 : 2;
}

size_t headers_find(const struct units *units, const char *file) {
  const char *slash = strrchr(file, '/');
  struct scan scan = {.header = file, .name = slash ? slash + 1 : file};
  size_t found = units->count;
  for (int pass = 0; pass < 3 && found == units->count; pass++)
    for (size_t i = 0; i < units->count && found == units->count; i++)
      if (!units->items[i].broken && distance(&units->items[i], file) == pass && includes(&scan, &units->items[i]))
        found = i;
  map_free(&scan.includes, free_list);
  map_free(&scan.there, NULL);
  return found;
}

static bool shown(const struct units *units, const char *file) {
  char *real = lien_path_real(file);
  bool any = false;
  for (size_t i = 0; real && i < units->shown.count && !any; i++)
    any = strcmp(real, units->shown.items[i]) == 0 || lien_path_below(real, units->shown.items[i]);
  free(real);
  return any;
}

bool headers_keep_shown(const struct units *units, struct lien_findings *findings) {
  if (!units->shown.count || !findings->count)
    return true;
  struct lien_findings hidden = {.items = calloc(findings->count, sizeof *hidden.items)};
  if (!hidden.items)
    return false;
  size_t kept = 0;
  for (size_t i = 0; i < findings->count; i++) {
    if (shown(units, findings->items[i].at.file))
      findings->items[kept++] = findings->items[i];
    else
      hidden.items[hidden.count++] = findings->items[i];
  }
  findings->count = kept;
  lien_findings_free(&hidden);
  return true;
}

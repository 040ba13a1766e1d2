/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Lines of facts into arrays. A text is read whole or not at all: half of its facts would be a growth without its eviction. */
#include "read.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

bool fact_fail(const struct fact_line *line, const char *what) {
  return lien_fail(line->err, line->file, line->number, 1, "%s", what);
}

bool fact_no_memory(const struct fact_line *line) {
  return fact_fail(line, "out of memory");
}

uint32_t fact_text_of(const struct fact_line *line, const json_t *object, const char *name) {
  const json_t *text = json_object_get(object, name);
  return json_is_string(text) ? fact_intern(line->facts, json_string_value(text), json_string_length(text)) : 0;
}

uint32_t fact_number_of(const json_t *object, const char *name) {
  json_int_t value = json_integer_value(json_object_get(object, name));
  return value > INT_MAX ? INT_MAX : value > 0 ? (uint32_t)value : 0;
}

bool fact_is_true(const json_t *object, const char *name) {
  return json_is_true(json_object_get(object, name));
}

/* Each is asked for once. */
uint32_t fact_real_of(const struct fact_line *line, uint32_t file) {
  struct lien_facts *facts = line->facts;
  if (fact_text(facts, file)[0] != '/' || !fact_array_fill(&facts->reals, (size_t)file + 1, sizeof(uint32_t)))
    return file;
  uint32_t *known = (uint32_t *)facts->reals.data + file;
  if (!*known) {
    char *real = lien_path_real(fact_text(facts, file));
    *known = real ? fact_intern(facts, real, strlen(real)) : file;
    free(real);
  }
  return *known;
}

bool fact_read_spot(const struct fact_line *line, const json_t *object, struct fact_spot *ret) {
  uint32_t file = fact_text_of(line, object, "file");
  *ret = (struct fact_spot){fact_real_of(line, file), fact_number_of(object, "line"), fact_number_of(object, "column")};
  return file && ret->line && ret->column ? true : fact_fail(line, "a fact must have \"file\", \"line\" and \"column\"");
}

/* The number of a word, `absent` when the member is not there; false when it is none of the words. */
static bool read_word(const struct fact_line *line, const json_t *object, const char *name, const char *const *words,
                      size_t count, uint8_t absent, uint8_t *ret) {
  const json_t *value = json_object_get(object, name);
  const char *text = json_string_value(value);
  *ret = absent;
  if (!value && absent != UINT8_MAX)
    return true;
  for (size_t i = 0; text && i < count; i++)
    if (words[i] && strcmp(words[i], text) == 0) {
      *ret = (uint8_t)i;
      return true;
    }
  return lien_fail(line->err, line->file, line->number, 1, "\"%s\" has a word that is not known: '%s'", name, text ? text : "");
}

enum { REQUIRED = UINT8_MAX };

static bool read_key(const struct fact_line *line, const json_t *object, uint8_t absent, uint8_t *ret) {
  static const char *const words[] = {
      [FACT_KEY_LITERAL] = "literal", [FACT_KEY_SMALL] = "small",         [FACT_KEY_NONE] = "none",
      [FACT_KEY_UNKNOWN] = "unknown", [FACT_KEY_PARAMETER] = "parameter", [FACT_KEY_PARSED] = "parsed",
      [FACT_KEY_CALLER] = "caller"};
  return read_word(line, object, "key", words, sizeof words / sizeof *words, absent, ret);
}

static bool read_guard(const struct fact_line *line, const json_t *object, uint8_t *ret) {
  static const char *const words[] = {"", "size", "once"};
  return read_word(line, object, "guard", words, sizeof words / sizeof *words, FACT_GUARD_NONE, ret);
}

static bool read_root(const struct fact_line *line, const json_t *object) {
  static const char *const words[FACT_STORAGE_COUNT] = {"file",   "function",     "extern", "class",
                                                        "thread", "module-state", "object"};
  struct fact_root root = {.id = fact_text_of(line, object, "id"),
                           .name = fact_text_of(line, object, "name"),
                           .container = fact_text_of(line, object, "container"),
                           .intended = fact_is_true(object, "intended"),
                           .weak = fact_is_true(object, "weak"),
                           .local = fact_is_true(object, "local")};
  if (!root.id || !root.name)
    return fact_fail(line, "a root must have \"id\" and \"name\"");
  if (!fact_read_spot(line, object, &root.at) ||
      !read_word(line, object, "storage", words, FACT_STORAGE_COUNT, REQUIRED, &root.storage))
    return false;
  root.local |= fact_text(line->facts, root.id)[0] == '/'; /* FILE:NAME */
  struct fact_root *to = fact_array_add(&line->facts->roots, sizeof root);
  if (!to)
    return fact_no_memory(line);
  *to = root;
  return true;
}

static bool read_site(const struct fact_line *line, const json_t *object) {
  static const char *const words[FACT_SORT_COUNT] = {"growth", "shrink", "clear",   "reset", "size",
                                                     "escape", "claim",  "release", "moved"};
  struct fact_site site = {.root = fact_text_of(line, object, "root"),
                           .function = fact_text_of(line, object, "function"),
                           .callee = fact_text_of(line, object, "callee"),
                           .loop = fact_is_true(object, "loop")};
  if (!site.root)
    return fact_fail(line, "a site must have \"root\"");
  if (!fact_read_spot(line, object, &site.at) || !read_word(line, object, "sort", words, FACT_SORT_COUNT, REQUIRED, &site.sort) ||
      !read_key(line, object, FACT_KEY_UNKNOWN, &site.key) || !read_guard(line, object, &site.guard))
    return false;
  struct fact_site *to = fact_array_add(&line->facts->sites, sizeof site);
  if (!to)
    return fact_no_memory(line);
  *to = site;
  return true;
}

static uint32_t parameter_id(const struct fact_line *line, uint32_t function, uint32_t index) {
  struct lien_buf id = {0};
  lien_buf_printf(&id, "%s#%u", fact_text(line->facts, function), index);
  uint32_t ret = id.failed ? 0 : fact_intern(line->facts, id.data, id.size);
  lien_buf_free(&id);
  return ret;
}

static bool read_pass(const struct fact_line *line, const json_t *object) {
  struct fact_pass pass = {.root = fact_text_of(line, object, "root"),
                           .to = fact_text_of(line, object, "to"),
                           .function = fact_text_of(line, object, "function"),
                           .loop = fact_is_true(object, "loop"),
                           .value = fact_is_true(object, "value")};
  if (!pass.root || !pass.to || !json_is_integer(json_object_get(object, "param")))
    return fact_fail(line, "a pass must have \"root\", \"to\" and \"param\"");
  pass.target = parameter_id(line, pass.to, fact_number_of(object, "param"));
  if (!fact_read_spot(line, object, &pass.at) || !read_key(line, object, FACT_KEY_ABSENT, &pass.key) ||
      !read_guard(line, object, &pass.guard))
    return false;
  struct fact_pass *to = fact_array_add(&line->facts->passes, sizeof pass);
  if (!to)
    return fact_no_memory(line);
  *to = pass;
  return true;
}

static uint8_t uses_of(const json_t *list) {
  static const char *const words[] = {"init", "exit", "destroy", "main", "method", "callback"};
  uint8_t uses = 0;
  size_t i;
  json_t *item;
  json_array_foreach(list, i, item) {
    const char *word = json_string_value(item);
    for (size_t k = 0; word && k < sizeof words / sizeof *words; k++)
      if (strcmp(word, words[k]) == 0)
        uses |= (uint8_t)(1u << k);
  }
  return uses;
}

/* Adds the calls of one list; mark: FACT_LOOP or 0. */
static bool read_calls(const struct fact_line *line, const json_t *list, uint32_t mark, struct fact_function *function) {
  size_t i;
  json_t *item;
  if (list && !json_is_array(list))
    return fact_fail(line, "a function's calls must be a list");
  json_array_foreach(list, i, item) {
    if (!json_is_string(item))
      return fact_fail(line, "an item of a function's calls must be a string");
    uint32_t *to = fact_array_add(&line->facts->calls, sizeof *to);
    if (!to)
      return fact_no_memory(line);
    *to = fact_intern(line->facts, json_string_value(item), json_string_length(item)) | mark;
    function->call_count++;
  }
  return true;
}

static bool read_function(const struct fact_line *line, const json_t *object) {
  const json_t *loops = json_object_get(object, "loops");
  struct fact_function function = {.id = fact_text_of(line, object, "id"),
                                   .name = fact_text_of(line, object, "name"),
                                   .first_call = (uint32_t)line->facts->calls.count,
                                   .uses = uses_of(json_object_get(object, "uses")),
                                   .external = fact_is_true(object, "external"),
                                   .declared = fact_is_true(object, "declared"),
                                   .loops_known = loops != NULL};
  if (function.uses & FACT_INIT)
    function.file = fact_real_of(line, fact_text_of(line, object, "file"));
  if (!function.id)
    return fact_fail(line, "a function must have \"id\"");
  if (!read_calls(line, json_object_get(object, "calls"), 0, &function) || !read_calls(line, loops, FACT_LOOP, &function))
    return false;
  struct fact_function *to = fact_array_add(&line->facts->functions, sizeof function);
  if (!to)
    return fact_no_memory(line);
  *to = function;
  return true;
}

static const struct {
  const char *type;
  bool (*read)(const struct fact_line *line, const json_t *object); /* NULL: another's */
} types[] = {{"root", read_root},        {"site", read_site},
             {"pass", read_pass},        {"function", read_function},
             {"holds", fact_read_holds}, {"candidate", fact_read_candidate},
             {"finding", NULL},          {"unit", NULL}};

enum { TYPE_COUNT = sizeof types / sizeof *types };

/* Whether the line is another's: seen without parsing it, as these are the long ones. */
static bool is_foreign(const char *text, size_t size) {
  static const char start[] = "{\"type\":\"";
  size_t length = sizeof start - 1;
  if (size <= length || memcmp(text, start, length) != 0)
    return false;
  for (size_t i = 0; i < TYPE_COUNT; i++) {
    size_t word = strlen(types[i].type);
    if (!types[i].read && size > length + word && memcmp(text + length, types[i].type, word) == 0 && text[length + word] == '"')
      return true;
  }
  return false;
}

/* Whether the line is new; notes that it has been read. */
static bool is_new(struct lien_facts *facts, const char *text, size_t size) {
  uint64_t hash = lien_hash(LIEN_HASH_START, text, size);
  if (!fact_seen_add(&facts->seen, hash))
    return false;
  uint64_t *logged = fact_array_add(&facts->logged, sizeof *logged);
  facts->seen.failed |= !logged;
  if (logged)
    *logged = hash;
  return true;
}

static bool read_line(const struct fact_line *line, const char *text, size_t size) {
  if (is_foreign(text, size) || !is_new(line->facts, text, size))
    return true;
  json_error_t cause;
  json_t *object = json_loadb(text, size, 0, &cause);
  if (!object)
    return lien_fail(line->err, line->file, line->number, (unsigned)cause.column, "not JSON: %s", cause.text);
  const char *type = json_string_value(json_object_get(object, "type"));
  bool ok = true;
  for (size_t i = 0; type && i < TYPE_COUNT; i++)
    if (types[i].read && strcmp(types[i].type, type) == 0)
      ok = types[i].read(line, object);
  json_decref(object);
  return ok;
}

/* What reading fills. */
enum { READ_COUNT = 9 };

static void read_arrays(struct lien_facts *facts, struct fact_array *ret[READ_COUNT]) {
  struct fact_array *arrays[READ_COUNT] = {&facts->roots, &facts->sites, &facts->passes,     &facts->functions, &facts->calls,
                                           &facts->holds, &facts->keys,  &facts->candidates, &facts->steps};
  memcpy(ret, arrays, sizeof arrays);
}

/* Forgets what has been read since the counts were taken. */
static void take_back(struct lien_facts *facts, const size_t counts[READ_COUNT]) {
  struct fact_array *arrays[READ_COUNT];
  read_arrays(facts, arrays);
  for (size_t i = 0; i < READ_COUNT; i++)
    arrays[i]->count = counts[i];
  for (size_t i = 0; i < facts->logged.count; i++)
    fact_seen_remove(&facts->seen, ((uint64_t *)facts->logged.data)[i]);
}

bool lien_facts_read(struct lien_facts *facts, const char *name, const char *text, size_t size, struct lien_error *err) {
  struct fact_line line = {facts, name, 0, err};
  struct fact_array *arrays[READ_COUNT];
  size_t counts[READ_COUNT];
  read_arrays(facts, arrays);
  for (size_t i = 0; i < READ_COUNT; i++)
    counts[i] = arrays[i]->count;
  bool ok = true;
  facts->logged.count = 0;
  for (size_t at = 0; ok && at < size;) {
    const char *end = memchr(text + at, '\n', size - at);
    size_t length = end ? (size_t)(end - (text + at)) : size - at;
    line.number++;
    ok = read_line(&line, text + at, length);
    at += length + 1;
  }
  if (ok && (facts->texts.failed || facts->seen.failed))
    ok = fact_no_memory(&line);
  if (!ok)
    take_back(facts, counts);
  return ok;
}

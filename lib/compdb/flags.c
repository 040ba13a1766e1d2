/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
#include "lien/compdb.h"

#include "flag_table.h"

#include <stdlib.h>
#include <string.h>

enum { RESPONSE_DEPTH = 10, RESPONSE_LIMIT = 16 << 20, ARGUMENT_LIMIT = 1 << 20 };

struct state {
  const struct lien_command *command;
  struct lien_list args;
  struct lien_dropped *dropped;
  size_t dropped_count, dropped_capacity;
  char language[16];    /* of -x, "" for none */
  char cc1_pending[16]; /* the flag of clang's inner compiler that waits for its value */
  bool cxx_driver, target, failed;
  size_t seen;
  struct lien_error *err;
};

static void drop(struct state *s, const char *flag, const char *reason) {
  if (s->dropped_count == s->dropped_capacity) {
    size_t capacity = s->dropped_capacity ? s->dropped_capacity * 2 : 16;
    struct lien_dropped *dropped = realloc(s->dropped, capacity * sizeof *dropped);
    if (!dropped) {
      s->failed = true;
      return;
    }
    s->dropped = dropped;
    s->dropped_capacity = capacity;
  }
  char *copy = strdup(flag);
  if (copy)
    s->dropped[s->dropped_count++] = (struct lien_dropped){copy, reason};
  else
    s->failed = true;
}

static bool read_args(struct state *s, const struct lien_list *args, size_t first, unsigned depth);

/* -include by way of -Xclang: clang's driver would take a precompiled header that lies beside the header instead. */
static void add_include(struct state *s, const char *file) {
  lien_list_add(&s->args, "-Xclang");
  lien_list_add_joined(&s->args, "-include", file);
}

static void read_cc1(struct state *s, const char *flag) {
  bool include = strcmp(s->cc1_pending, "-include") == 0 && flag[0];
  if (include)
    add_include(s, flag);
  bool waits = !s->cc1_pending[0] && (strcmp(flag, "-include") == 0 || strcmp(flag, "-include-pch") == 0);
  snprintf(s->cc1_pending, sizeof s->cc1_pending, "%s", waits ? flag : "");
  if (!include && strcmp(s->cc1_pending, "-include") != 0)
    drop(s, flag, "clang's inner flags can load code and write files");
}

static bool read_commas(struct state *s, const char *text, unsigned depth) {
  struct lien_list parts = {0};
  for (;;) {
    size_t length = strcspn(text, ",");
    lien_list_addn(&parts, text, length);
    if (!text[length])
      break;
    text += length + 1;
  }
  s->failed |= parts.failed;
  bool ok = read_args(s, &parts, 0, depth);
  lien_list_free(&parts);
  return ok;
}

/* Hands on NAME and VALUE as one argument, so that clang cannot read the value as a flag or take the next one for it. */
static bool apply(struct state *s, const struct flag_row *row, const char *flag, const char *value, unsigned depth) {
  bool needs_value = row->shape == FLAG_SEPARATE || row->shape == FLAG_EITHER;
  if (row->action != FLAG_DROP && needs_value && !value[0]) {
    drop(s, flag, "has no value");
    return true;
  }
  switch (row->action) {
  case FLAG_DROP:
    drop(s, flag, row->reason);
    return true;
  case FLAG_KEEP:
    lien_list_add_joined(&s->args, row->name, value);
    return true;
  case FLAG_STANDARD:
    lien_list_add_joined(&s->args, "-std=", value);
    return true;
  case FLAG_TARGET:
    lien_list_add_joined(&s->args, "--target=", value);
    return true;
  case FLAG_INCLUDE:
    add_include(s, value);
    return true;
  case FLAG_LANGUAGE:
    snprintf(s->language, sizeof s->language, "%s", strcmp(value, "none") == 0 ? "" : value);
    return true;
  case FLAG_DRIVER:
    s->cxx_driver = strcmp(value, "g++") == 0;
    return true;
  case FLAG_AGAIN:
    return read_args(s, &(struct lien_list){.items = (char *[]){(char *)value, NULL}, .count = 1}, 0, depth + 1);
  case FLAG_COMMAS:
    return read_commas(s, value, depth + 1);
  case FLAG_CC1:
    read_cc1(s, value);
    return true;
  }
  return true;
}

static bool read_response(struct state *s, const char *name, unsigned depth) {
  char *path = lien_path_join(s->command->directory, name);
  char *text = NULL;
  size_t size;
  struct lien_list words = {0};
  struct lien_error cause;
  bool ok = true;
  if (!path)
    s->failed = true;
  else if (!lien_file_regular(path))
    ok = lien_fail(s->err, path, 0, 0, "a response file that cannot be read");
  else
    ok = lien_file_read(path, RESPONSE_LIMIT, &text, &size, s->err);
  if (ok && text && !lien_words_split(text, &words, &cause))
    ok = lien_fail(s->err, path, 0, 0, "a response file with %s", cause.text);
  ok = ok && read_args(s, &words, 0, depth);
  lien_list_free(&words);
  free(text);
  free(path);
  return ok;
}

static bool read_args(struct state *s, const struct lien_list *args, size_t first, unsigned depth) {
  if (depth > RESPONSE_DEPTH)
    return lien_fail(s->err, s->command->file, 0, 0, "response files of its command include each other more than %d deep",
                     RESPONSE_DEPTH);
  for (size_t i = first; i < args->count; i++) {
    const char *arg = args->items[i], *value;
    if (++s->seen > ARGUMENT_LIMIT)
      return lien_fail(s->err, s->command->file, 0, 0, "its command has more than %d arguments", ARGUMENT_LIMIT);
    if (arg[0] == '@' && arg[1]) {
      if (!read_response(s, arg + 1, depth + 1))
        return false;
      continue;
    }
    if (arg[0] != '-' || !arg[1])
      continue; /* a file: which one is to be analysed is said by the entry */
    if (strcmp(arg, "--") == 0)
      break;
    const struct flag_row *row = flag_row_of(arg, &value);
    if (!row) {
      drop(s, arg, "is not on the list of flags that only say what the source means");
      continue;
    }
    if (row->shape == FLAG_SEPARATE || (row->shape == FLAG_EITHER && !value[0]))
      value = i + 1 < args->count ? args->items[++i] : "";
    s->target |= strcmp(row->name, "--target=") == 0 || row->action == FLAG_TARGET;
    if (!apply(s, row, arg, value, depth))
      return false;
  }
  return true;
}

/* The compiler's name without folders and without a version: "g++" of "/usr/bin/arm-none-eabi-g++-12". */
static void tool_name(const char *path, char *out, size_t size) {
  const char *slash = strrchr(path, '/');
  snprintf(out, size, "%s", slash ? slash + 1 : path);
  size_t length = strlen(out);
  if (length > 4 && strcmp(out + length - 4, ".exe") == 0)
    out[length -= 4] = '\0';
  size_t digits = length;
  while (digits && strchr("0123456789.", out[digits - 1]))
    digits--;
  if (digits < length && digits && out[digits - 1] == '-')
    out[digits - 1] = '\0';
}

/* Index of the compiler in args: launchers such as ccache stand before it. */
static size_t compiler_index(const struct lien_list *args) {
  static const char *const launchers[] = {"ccache", "sccache", "distcc", "icecc", "gomacc", "buildcache"};
  size_t i = 0;
  for (; i + 1 < args->count && args->items[i + 1][0] != '-'; i++) {
    char name[256];
    tool_name(args->items[i], name, sizeof name);
    bool launcher = false;
    for (size_t k = 0; k < sizeof launchers / sizeof *launchers; k++)
      launcher |= strcmp(name, launchers[k]) == 0;
    if (!launcher)
      break;
  }
  return i;
}

/* A cross compiler's name begins with its target: "aarch64-linux-gnu-gcc". */
static void add_target_of_name(struct state *s, const char *name) {
  static const char *const machines[] = {"aarch64", "arm",   "i386",  "i486",    "i586",      "i686",    "x86_64", "mips",
                                         "powerpc", "riscv", "s390x", "sparc64", "loongarch", "hexagon", "m68k",   "xtensa"};
  const char *end = strrchr(name, '-');
  if (s->target || !end)
    return;
  for (size_t i = 0; i < sizeof machines / sizeof *machines; i++)
    if (strncmp(name, machines[i], strlen(machines[i])) == 0) {
      char target[256];
      snprintf(target, sizeof target, "%.*s", (int)(end - name), name);
      lien_list_add_joined(&s->args, "--target=", target);
      return;
    }
}

static enum lien_language language_of(const struct state *s) {
  const char *x = s->language;
  if (x[0]) {
    if (strcmp(x, "c") == 0 || strcmp(x, "cpp-output") == 0)
      return LIEN_LANGUAGE_C;
    return strcmp(x, "c++") == 0 || strcmp(x, "c++-cpp-output") == 0 ? LIEN_LANGUAGE_CXX : LIEN_LANGUAGE_OTHER;
  }
  static const char *const cxx[] = {"cc", "cp", "cxx", "cpp", "CPP", "c++", "C", "CC", "ii"};
  const char *slash = strrchr(s->command->file, '/'), *dot = strrchr(s->command->file, '.');
  if (!dot || (slash && dot < slash))
    return LIEN_LANGUAGE_OTHER;
  if (strcmp(dot, ".c") == 0 || strcmp(dot, ".i") == 0)
    return s->cxx_driver ? LIEN_LANGUAGE_CXX : LIEN_LANGUAGE_C;
  for (size_t i = 0; i < sizeof cxx / sizeof *cxx; i++)
    if (strcmp(dot + 1, cxx[i]) == 0)
      return LIEN_LANGUAGE_CXX;
  return LIEN_LANGUAGE_OTHER;
}

static bool read_command(struct state *s, struct lien_flags *flags) {
  size_t compiler = compiler_index(&s->command->args);
  char name[256];
  tool_name(s->command->args.items[compiler], name, sizeof name);
  size_t length = strlen(name);
  s->cxx_driver = length >= 2 && strcmp(name + length - 2, "++") == 0;
  if (!read_args(s, &s->command->args, compiler + 1, 0))
    return false;
  add_target_of_name(s, name);
  flags->language = language_of(s);
  if (s->cxx_driver)
    lien_list_add(&s->args, "--driver-mode=g++");
  if (s->language[0] && flags->language != LIEN_LANGUAGE_OTHER)
    lien_list_add_joined(&s->args, "-x", s->language);
  if (s->failed || s->args.failed)
    return lien_fail(s->err, s->command->file, 0, 0, "out of memory");
  return true;
}

bool lien_flags_read(const struct lien_command *command, struct lien_flags *ret, struct lien_error *err) {
  struct state s = {.command = command, .err = err};
  struct lien_flags flags = {0};
  bool ok = read_command(&s, &flags);
  flags.args = s.args;
  flags.dropped = s.dropped;
  flags.dropped_count = s.dropped_count;
  if (ok)
    *ret = flags;
  else
    lien_flags_free(&flags);
  return ok;
}

void lien_flags_free(struct lien_flags *flags) {
  if (!flags)
    return;
  lien_list_free(&flags->args);
  for (size_t i = 0; i < flags->dropped_count; i++)
    free(flags->dropped[i].flag);
  free(flags->dropped);
  *flags = (struct lien_flags){0};
}

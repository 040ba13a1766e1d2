/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
#include "flags.h"

#include "flag_table.h"
#include "target_table.h"

#include <stdlib.h>
#include <string.h>

enum { ARGUMENT_LIMIT = 1 << 20 };

void flags_drop(struct flags_state *s, const char *flag, const char *reason) {
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
    s->dropped[s->dropped_count++] = (struct lien_dropped){.flag = copy, .reason = reason};
  else
    s->failed = true;
}

/* -include by way of -Xclang: clang's driver would take a precompiled header that lies beside the header instead. */
static void add_include(struct flags_state *s, const char *file) {
  lien_list_add(&s->args, "-Xclang");
  lien_list_add_joined(&s->args, "-include", file);
}

static void read_cc1(struct flags_state *s, const char *flag) {
  bool include = strcmp(s->cc1_pending, "-include") == 0 && flag[0];
  if (include)
    add_include(s, flag);
  bool waits = !s->cc1_pending[0] && (strcmp(flag, "-include") == 0 || strcmp(flag, "-include-pch") == 0);
  snprintf(s->cc1_pending, sizeof s->cc1_pending, "%s", waits ? flag : "");
  if (!include && strcmp(s->cc1_pending, "-include") != 0)
    flags_drop(s, flag, "clang's inner flags can load code and write files");
}

static bool read_commas(struct flags_state *s, const char *text, unsigned depth) {
  struct lien_list parts = {0};
  for (;;) {
    size_t length = strcspn(text, ",");
    lien_list_addn(&parts, text, length);
    if (!text[length])
      break;
    text += length + 1;
  }
  s->failed |= parts.failed;
  bool ok = flags_read_args(s, &parts, 0, depth);
  lien_list_free(&parts);
  return ok;
}

/* Instead of a precompiled header the one that it was made of, if that lies beside it. */
static void replace_pch(struct flags_state *s, const char *flag, const char *value) {
  char *header = lien_path_join(s->command->directory, value);
  char *dot = header ? strrchr(header, '.') : NULL;
  bool pch = dot && (strcmp(dot, ".pch") == 0 || strcmp(dot, ".gch") == 0);
  if (pch)
    *dot = '\0';
  if (pch && lien_file_regular(header))
    add_include(s, header);
  else
    flags_drop(s, flag, "loads a precompiled header");
  s->failed |= !header;
  free(header);
}

/* Flags that are handed on in another spelling. */
static const char *const spellings[] = {[FLAG_STANDARD] = "-std=",
                                        [FLAG_TARGET] = "--target=",
                                        [FLAG_FOLDER] = "-I",
                                        [FLAG_DEFINE] = "-D",
                                        [FLAG_SYSROOT] = "--sysroot="};

/* Hands on NAME and VALUE as one argument, so that clang cannot read the value as a flag or take the next one for it. */
static bool apply(struct flags_state *s, const struct flag_row *row, const char *flag, const char *value, unsigned depth) {
  bool needs_value = row->shape == FLAG_SEPARATE || row->shape == FLAG_EITHER || row->name[strlen(row->name) - 1] == '=';
  if (row->action != FLAG_DROP && needs_value && !value[0]) {
    flags_drop(s, flag, "has no value");
    return true;
  }
  if (row->action < sizeof spellings / sizeof *spellings && spellings[row->action]) {
    lien_list_add_joined(&s->args, spellings[row->action], value);
    if (row->action == FLAG_TARGET)
      snprintf(s->target, sizeof s->target, "%s", value);
    return true;
  }
  switch (row->action) {
  case FLAG_DROP:
    flags_drop(s, flag, row->reason);
    return true;
  case FLAG_PCH:
    replace_pch(s, flag, value);
    return true;
  case FLAG_CONFIG:
    return flags_read_config(s, flag, value, depth);
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
    return flags_read_args(s, &(struct lien_list){.items = (char *[]){(char *)value, NULL}, .count = 1}, 0, depth + 1);
  case FLAG_COMMAS:
    return read_commas(s, value, depth + 1);
  case FLAG_CC1:
    read_cc1(s, value);
    return true;
  default: /* FLAG_KEEP */
    lien_list_add_joined(&s->args, row->name, value);
    return true;
  }
}

/* A word that is no flag. */
static void note_file(struct flags_state *s, const char *word) {
  const char *file = s->command->file, *name = strrchr(word, '/'), *own = strrchr(file, '/');
  bool same = strcmp(name ? name + 1 : word, own ? own + 1 : file) == 0;
  if (same && strcmp(word, file) != 0) {
    char *path = lien_path_join(s->command->directory, word);
    char *one = path ? lien_path_normal(path) : NULL, *other = lien_path_normal(file);
    s->failed |= !one || !other;
    same = one && other && strcmp(one, other) == 0;
    free(path);
    free(one);
    free(other);
  }
  const char *kind;
  if (same && !s->file_seen) {
    snprintf(s->file_language, sizeof s->file_language, "%s", s->language);
    s->file_seen = true;
  } else if (!same && language_of(word, "", false, &kind) != LIEN_LANGUAGE_OTHER)
    flags_drop(s, word, "is another source; it is analysed if it has an entry of its own");
}

/* One flag at args[*i], and its value behind it. */
static bool read_flag(struct flags_state *s, const struct lien_list *args, size_t *i, unsigned depth) {
  const char *arg = args->items[*i], *value;
  const struct flag_row *row = flag_row_of(arg, &value);
  if (!row) {
    flags_drop(s, arg, "is not on the list of flags that only say what the source means");
    return true;
  }
  bool separate = row->shape == FLAG_SEPARATE || row->shape == FLAG_DROP_WITH_VALUE;
  if (separate || (row->shape == FLAG_EITHER && !value[0]))
    value = *i + 1 < args->count ? args->items[++*i] : "";
  if (row->action == FLAG_KEEP && strcmp(row->name, "--target=") == 0)
    snprintf(s->target, sizeof s->target, "%s", value);
  s->sysroot |= row->action == FLAG_SYSROOT || strcmp(row->name, "--sysroot=") == 0 || strcmp(row->name, "-isysroot") == 0;
  return apply(s, row, arg, value, depth);
}

bool flags_read_args(struct flags_state *s, const struct lien_list *args, size_t first, unsigned depth) {
  if (depth > 2 * RESPONSE_DEPTH)
    return lien_fail(s->err, s->command->file, 0, 0, "flags of its command hold each other more than %d deep",
                     2 * RESPONSE_DEPTH);
  bool files = false; /* all the rest */
  for (size_t i = first; i < args->count; i++) {
    const char *arg = args->items[i];
    if (++s->seen > ARGUMENT_LIMIT)
      return lien_fail(s->err, s->command->file, 0, 0, "its command has more than %d arguments", ARGUMENT_LIMIT);
    if (!files && arg[0] == '@' && arg[1]) {
      if (!flags_read_response(s, arg + 1, depth + 1))
        return false;
    } else if (files || arg[0] != '-' || !arg[1])
      note_file(s, arg);
    else if (strcmp(arg, "--") == 0)
      files = true;
    else if (!read_flag(s, args, &i, depth))
      return false;
  }
  return true;
}

/* Why clang would refuse this one, which is on the list; NULL: it does not. */
static const char *refused(const struct flags_state *s, const char *arg, enum lien_language language) {
  unsigned machines;
  if (strncmp(arg, "-std=", 5) == 0) {
    bool cxx = strstr(arg, "++") != NULL;
    if (cxx && language == LIEN_LANGUAGE_C)
      return "is for C++, and this is C";
    return !cxx && language == LIEN_LANGUAGE_CXX ? "is for C, and this is C++" : NULL;
  }
  if (strcmp(arg, "-fgnu89-inline") == 0 && language == LIEN_LANGUAGE_CXX)
    return "is for C, and this is C++";
  if (strncmp(arg, "-m", 2) != 0 || !target_flag(arg + 2, &machines))
    return NULL;
  enum machine machine = machine_of(s->target);
  if (!(machines & machine))
    return "is not for the target of this unit";
  return strcmp(arg, "-march=native") == 0 && machine != MACHINE_X86 ? "is not for the target of this unit" : NULL;
}

/* Puts the words of configuration files before the others, and leaves out what clang would fail on. */
static void settle_args(struct flags_state *s, enum lien_language language) {
  struct lien_list all = {0}, *lists[] = {&s->config, &s->args};
  for (size_t k = 0; k < 2; k++) {
    for (size_t i = 0; i < lists[k]->count; i++) {
      const char *arg = lists[k]->items[i], *why = refused(s, arg, language);
      if (why)
        flags_drop(s, arg, why);
      else
        lien_list_add(&all, arg);
    }
    s->failed |= lists[k]->failed;
    lien_list_free(lists[k]);
  }
  s->args = all;
}

static void add_target(struct flags_state *s) {
  if (s->target[0])
    return;
  if (target_foreign(s->compiler.target)) {
    flags_drop(s, s->compiler.target, "is a target that clang does not have: analysed as for this machine");
    return;
  }
  if (!s->compiler.target[0])
    return;
  snprintf(s->target, sizeof s->target, "%s", s->compiler.target);
  lien_list_add_joined(&s->args, "--target=", s->target);
  compiler_add_folders(&s->compiler, &s->command->args, s->command->directory, s->sysroot, &s->args);
}

static bool read_words(struct flags_state *s) {
  const struct lien_list *args = &s->command->args;
  if (s->compiler.dialect != DIALECT_CL)
    return flags_read_args(s, args, s->compiler.index + 1, 0);
  struct lien_list words = {0};
  flags_translate_cl(s, args, s->compiler.index + 1, &words);
  bool ok = flags_read_args(s, &words, 0, 0);
  lien_list_free(&words);
  return ok;
}

static bool read_command(struct flags_state *s, struct lien_flags *flags) {
  const char *file = s->command->file;
  compiler_read(&s->command->args, &s->compiler);
  s->cxx_driver = s->compiler.cxx;
  if (!read_words(s))
    return false;
  add_target(s);
  const char *x = s->file_seen ? s->file_language : s->language;
  flags->language = language_of(file, x, s->cxx_driver, &flags->other);
  flags->compiler = s->compiler.unknown;
  if (flags->compiler)
    flags->language = LIEN_LANGUAGE_OTHER;
  settle_args(s, flags->language);
  if (s->cxx_driver)
    lien_list_add(&s->args, "--driver-mode=g++");
  if (x[0] && flags->language != LIEN_LANGUAGE_OTHER)
    lien_list_add_joined(&s->args, "-x", x);
  if (s->failed || s->args.failed)
    return lien_fail(s->err, file, 0, 0, "out of memory");
  return true;
}

bool lien_flags_read(const struct lien_command *command, struct lien_flags *ret, struct lien_error *err) {
  struct flags_state s = {.command = command, .base = command->directory, .err = err};
  struct lien_flags flags = {0};
  if (!command->args.count)
    return lien_fail(err, command->file, 0, 0, "its command is empty");
  bool ok = read_command(&s, &flags);
  lien_list_free(&s.config);
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
  if (!flags->shared) {
    lien_list_free(&flags->args);
    for (size_t i = 0; i < flags->dropped_count; i++)
      if (!flags->dropped[i].shared)
        free(flags->dropped[i].flag);
    free(flags->dropped);
  }
  *flags = (struct lien_flags){0};
}

/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* What cl and clang-cl are told, in the words of gcc; these then go through the allow-list as all others do. */
#include "flags.h"

#include <string.h>

enum cl_action { CL_VALUE, CL_JOINED, CL_WORD };

struct cl_row {
  const char *name; /* behind '/' or '-' */
  enum cl_action action;
  const char *gnu; /* "" : it goes, with its value */
};

/* CL_VALUE: joined or the next word; CL_JOINED: joined only; CL_WORD: the whole. Longer names first. */
static const struct cl_row cl_rows[] = {
    {"imsvc", CL_VALUE, "-isystem"},
    {"external:I", CL_VALUE, "-isystem"},
    {"I", CL_VALUE, "-I"},
    {"D", CL_VALUE, "-D"},
    {"U", CL_VALUE, "-U"},
    {"FI", CL_VALUE, "-include"},
    {"std:clatest", CL_WORD, "-std=c23"},
    {"std:c++latest", CL_WORD, "-std=c++26"},
    {"std:", CL_JOINED, "-std="},
    {"TC", CL_WORD, "-xc"},
    {"TP", CL_WORD, "-xc++"},
    {"GR-", CL_WORD, "-fno-rtti"},
    {"J", CL_WORD, "-funsigned-char"},
    {"EHs-c-", CL_WORD, "-fno-exceptions"},
    {"Zc:char8_t-", CL_WORD, "-fno-char8_t"},
    {"Zc:char8_t", CL_WORD, "-fchar8_t"},
    {"MTd", CL_WORD, "-D_MT -D_DEBUG"},
    {"MT", CL_WORD, "-D_MT"},
    {"MDd", CL_WORD, "-D_MT -D_DLL -D_DEBUG"},
    {"MD", CL_WORD, "-D_MT -D_DLL"},
    {"LDd", CL_WORD, ""},
    {"Fo", CL_VALUE, ""},
    {"link", CL_WORD, ""},
};

static const struct cl_row *row_of(const char *name) {
  for (size_t i = 0; i < sizeof cl_rows / sizeof *cl_rows; i++) {
    size_t length = strlen(cl_rows[i].name);
    if (strncmp(name, cl_rows[i].name, length) == 0 && (cl_rows[i].action != CL_WORD || !name[length]))
      return &cl_rows[i];
  }
  return NULL;
}

static void add_words(struct lien_list *ret, const char *words) {
  while (*words) {
    size_t length = strcspn(words, " ");
    lien_list_addn(ret, words, length);
    words += length + (words[length] == ' ');
  }
}

/* A file named absolutely looks like a flag. */
static bool is_path(const char *arg, const struct cl_row *row) {
  bool flag = row && (row->action == CL_VALUE || row->action == CL_JOINED);
  return arg[0] == '/' && strchr(arg + 1, '/') && (!flag || strcmp(row->gnu, "-U") == 0);
}

/* Reads what stands at i, and returns where the next one stands. */
static size_t translate(struct flags_state *s, const struct lien_list *args, size_t i, struct lien_list *ret) {
  const char *arg = args->items[i];
  const struct cl_row *row = arg[0] == '/' || arg[0] == '-' ? row_of(arg + 1) : NULL;
  if (strncmp(arg, "/clang:", 7) == 0)
    lien_list_add(ret, arg + 7);
  else if ((arg[0] != '/' && !row) || is_path(arg, row) || strcmp(arg, s->command->file) == 0)
    lien_list_add(ret, arg);
  else if (!row)
    flags_drop(s, arg, "is one of cl's that do not change what the source means, or cannot be said to clang");
  else if (row->action == CL_WORD && row->gnu[0])
    add_words(ret, row->gnu);
  else if (row->action == CL_WORD || !row->gnu[0])
    flags_drop(s, arg, "writes a file");
  else {
    const char *value = arg + 1 + strlen(row->name);
    bool next = row->action == CL_VALUE && !value[0] && i + 1 < args->count;
    lien_list_add_joined(ret, row->gnu, next ? args->items[i + 1] : value);
    return i + 1 + next;
  }
  return i + 1;
}

void flags_translate_cl(struct flags_state *s, const struct lien_list *args, size_t first, struct lien_list *ret) {
  for (size_t i = first; i < args->count;) {
    if (strcmp(args->items[i], "/link") == 0 || strcmp(args->items[i], "-link") == 0)
      break; /* the rest is for the linker */
    i = translate(s, args, i, ret);
  }
  s->failed |= ret->failed;
}

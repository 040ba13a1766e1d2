/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Files of flags that a command names: response files and clang's configuration files.
 *
 * Their words go through the same allow-list. What is not a regular file is not opened, and what is read is limited: in size,
 * in depth, and in all. */
#include "flags.h"
#include "words.h"

#include <stdlib.h>
#include <string.h>

enum { FILE_LIMIT = 16 << 20, ALL_LIMIT = 64 << 20 };

/* Reads a file's text; `what` it is, for errors. */
static char *read_text(struct flags_state *s, const char *path, const char *what) {
  char *text;
  size_t size;
  if (!lien_file_regular(path)) {
    lien_fail(s->err, path, 0, 0, "%s that cannot be read", what);
    return NULL;
  }
  if (!lien_file_read(path, FILE_LIMIT, &text, &size, s->err))
    return NULL;
  s->bytes += size;
  if (s->bytes <= ALL_LIMIT)
    return text;
  free(text);
  lien_fail(s->err, path, 0, 0, "%s, and with it more than %d bytes in one command", what, ALL_LIMIT);
  return NULL;
}

bool flags_read_response(struct flags_state *s, const char *name, unsigned depth) {
  size_t length = strlen(name);
  if (length > 7 && strcmp(name + length - 7, ".modmap") == 0) { /* CMake's, and not there before the build */
    flags_drop(s, name, "says which modules are to be loaded");
    return true;
  }
  if (depth > RESPONSE_DEPTH)
    return lien_fail(s->err, s->command->file, 0, 0, "response files of its command include each other more than %d deep",
                     RESPONSE_DEPTH);
  char *path = lien_path_join(s->base, name);
  char *text = path ? read_text(s, path, "a response file") : NULL;
  struct lien_list words = {0};
  bool ok = path ? text != NULL : lien_fail(s->err, "", 0, 0, "out of memory");
  if (ok) {
    words_split_gnu(text, &words);
    s->failed |= words.failed;
    ok = flags_read_args(s, &words, 0, depth);
  }
  lien_list_free(&words);
  free(text);
  free(path);
  return ok;
}

/* The words of a configuration file stand before all others of the command, and its @files beside it. */
static bool read_config_words(struct flags_state *s, const char *path, const char *text, unsigned depth) {
  struct lien_list words = {0}, args = s->args;
  const char *base = s->base;
  char *folder = strdup(path);
  if (!folder)
    return lien_fail(s->err, "", 0, 0, "out of memory");
  *strrchr(folder, '/') = '\0'; /* it is absolute */
  words_split_config(text, folder, &words);
  s->failed |= words.failed;
  s->args = s->config;
  s->base = folder;
  bool ok = flags_read_args(s, &words, 0, depth);
  s->config = s->args;
  s->args = args;
  s->base = base;
  lien_list_free(&words);
  free(folder);
  return ok;
}

bool flags_read_config(struct flags_state *s, const char *flag, const char *name, unsigned depth) {
  if (!strchr(name, '/')) {
    flags_drop(s, flag, "clang's own folders of configuration files are not read");
    return true;
  }
  /* Inside a configuration file clang refuses another. */
  if (s->base != s->command->directory || depth > RESPONSE_DEPTH) {
    flags_drop(s, flag, "a configuration file cannot name another");
    return true;
  }
  char *joined = lien_path_join(s->command->directory, name);
  char *path = joined ? lien_path_normal(joined) : NULL;
  char *text = path ? read_text(s, path, "a configuration file") : NULL;
  bool ok = path ? text != NULL : lien_fail(s->err, "", 0, 0, "out of memory");
  ok = ok && read_config_words(s, path, text, depth + 1);
  free(text);
  free(path);
  free(joined);
  return ok;
}

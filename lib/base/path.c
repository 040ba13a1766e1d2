/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
#define _XOPEN_SOURCE 700 /* realpath */
#include "lien/base.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

char *lien_path_join(const char *directory, const char *path) {
  if (path[0] == '/' || !directory[0])
    return strdup(path);
  size_t length = strlen(directory), size = strlen(path) + 1;
  char *joined = malloc(length + 1 + size);
  if (!joined)
    return NULL;
  memcpy(joined, directory, length);
  if (directory[length - 1] != '/')
    joined[length++] = '/';
  memcpy(joined + length, path, size);
  return joined;
}

/* Where the last component of out[0..size) begins, or `size` when ".." must stay: nothing, or another "..", is before it. */
static size_t last_component(const char *out, size_t size, size_t root) {
  size_t begin = size;
  while (begin > root && out[begin - 1] != '/')
    begin--;
  bool dots = size - begin == 2 && out[begin] == '.' && out[begin + 1] == '.';
  return dots ? size : begin;
}

char *lien_path_normal(const char *path) {
  char *out = malloc(strlen(path) + 2);
  if (!out)
    return NULL;
  size_t size = 0, root = path[0] == '/';
  if (root)
    out[size++] = '/';
  for (const char *s = path; *s;) {
    size_t length = strcspn(s, "/");
    bool dot = length == 1 && s[0] == '.', dots = length == 2 && s[0] == '.' && s[1] == '.';
    size_t begin = dots ? last_component(out, size, root) : size;
    if (begin < size)
      size = begin > root ? begin - 1 : root; /* with the slash before it */
    else if (length && !dot && !(dots && root && size == root)) {
      if (size > root)
        out[size++] = '/';
      memcpy(out + size, s, length);
      size += length;
    }
    s += length + (s[length] == '/');
  }
  if (!size)
    out[size++] = '.';
  out[size] = '\0';
  return out;
}

char *lien_path_real(const char *path) {
  char here[4096];
  char *real = realpath(path, NULL);
  if (real || path[0] == '/' || !getcwd(here, sizeof here))
    return real ? real : lien_path_normal(path);
  char *absolute = lien_path_join(here, path);
  real = absolute ? lien_path_normal(absolute) : NULL;
  free(absolute);
  return real;
}

const char *lien_path_below(const char *path, const char *directory) {
  size_t length = strlen(directory);
  if (length && directory[length - 1] == '/') /* the root directory */
    length--;
  if (strncmp(path, directory, length) != 0 || path[length] != '/' || !path[length + 1])
    return NULL;
  return path + length + 1;
}

/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
#include "places.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* The real path of a folder, lent; "": there is none. NULL: out of memory. */
static const char *real_folder(struct places *places, const char *path) {
  struct map_slot *slot = map_at(&places->folders, path);
  if (!slot)
    return NULL;
  struct stat info;
  if (!slot->value)
    slot->value = stat(path, &info) == 0 && S_ISDIR(info.st_mode) ? lien_path_real(path) : strdup("");
  return slot->value;
}

bool places_folder(struct places *places, const char *path) {
  const char *real = real_folder(places, path);
  return real && real[0];
}

char *places_file(struct places *places, const char *path, const char **ret_why) {
  const char *slash = strrchr(path, '/');
  char *folder = strndup(path, slash > path ? (size_t)(slash - path) : 1);
  const char *real = folder ? real_folder(places, folder) : NULL;
  char *file = real && real[0] ? lien_path_join(real, slash + 1) : NULL;
  free(folder);
  struct stat info;
  *ret_why = NULL;
  if (!real)
    return NULL;
  if (file && lstat(file, &info) == 0 && S_ISREG(info.st_mode))
    return file;
  free(file);
  if (stat(path, &info) != 0)
    *ret_why = "the file does not exist";
  else if (!S_ISREG(info.st_mode))
    *ret_why = "it is not a regular file";
  return lien_path_real(path);
}

void places_free(struct places *places) {
  map_free(&places->folders, free);
}

/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
#include "lien/base.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

bool lien_file_read(const char *path, size_t limit, char **ret_data, size_t *ret_size, struct lien_error *err) {
  FILE *file = fopen(path, "rb");
  if (!file)
    return lien_fail(err, path, 0, 0, "cannot be read: %s", strerror(errno));
  struct lien_buf buf = {0};
  char chunk[65536];
  size_t got;
  while ((got = fread(chunk, 1, sizeof chunk, file)) > 0 && buf.size <= limit)
    lien_buf_add(&buf, chunk, got);
  int broken = ferror(file) ? errno : 0;
  fclose(file);
  lien_buf_add(&buf, "", 0);
  bool ok = !broken && !buf.failed && buf.size <= limit;
  if (ok) {
    *ret_data = buf.data;
    *ret_size = buf.size;
    return true;
  }
  if (broken)
    lien_fail(err, path, 0, 0, "cannot be read: %s", strerror(broken));
  else if (buf.failed)
    lien_fail(err, path, 0, 0, "cannot be read: out of memory");
  else
    lien_fail(err, path, 0, 0, "is larger than %zu bytes, the most that is accepted", limit);
  lien_buf_free(&buf);
  return false;
}

bool lien_file_regular(const char *path) {
  struct stat info;
  return stat(path, &info) == 0 && S_ISREG(info.st_mode);
}

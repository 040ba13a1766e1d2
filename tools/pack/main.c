/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* lien-pack -o OUT FILE.yaml...: compiles packs into one image, for lien_image_map. A pack may use what those before it define.
 *
 * The image is written beside OUT and renamed, so that nobody maps half of one. */
#include "lien/contract.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int print_error(const struct lien_error *err) {
  char text[sizeof err->file + sizeof err->text + 64];
  fprintf(stderr, "%s\n", lien_error_text(err, text, sizeof text));
  return 1;
}

static bool write_all(int fd, const char *bytes, size_t size) {
  while (size) {
    ssize_t wrote = write(fd, bytes, size);
    if (wrote < 0 && errno == EINTR)
      continue;
    if (wrote < 0)
      return false;
    bytes += wrote;
    size -= (size_t)wrote;
  }
  return true;
}

static bool write_image(const char *path, const void *bytes, size_t size, struct lien_error *err) {
  static const char suffix[] = ".XXXXXX";
  char *temporary = malloc(strlen(path) + sizeof suffix);
  if (!temporary)
    return lien_fail(err, path, 0, 0, "out of memory");
  memcpy(temporary, path, strlen(path));
  memcpy(temporary + strlen(path), suffix, sizeof suffix);
  int fd = mkstemp(temporary);
  bool ok = fd >= 0 && write_all(fd, bytes, size) && fchmod(fd, 0644) == 0;
  int reason = errno;
  if (fd >= 0 && close(fd) != 0 && ok) {
    ok = false;
    reason = errno;
  }
  if (ok && rename(temporary, path) != 0) {
    ok = false;
    reason = errno;
  }
  if (!ok && fd >= 0)
    unlink(temporary);
  free(temporary);
  return ok || lien_fail(err, path, 0, 0, "cannot be written: %s", strerror(reason));
}

/* Makes the image, and opens it once, as nobody else should be the first to. */
static bool compile(const char *out, char *const *files, int count, struct lien_error *err) {
  struct lien_builder *builder = lien_builder_new();
  if (!builder)
    return lien_fail(err, "", 0, 0, "out of memory");
  bool ok = true;
  for (int i = 0; ok && i < count; i++)
    ok = lien_yaml_read_file(builder, files[i], err);
  void *bytes;
  size_t size;
  ok = ok && lien_builder_finish(builder, &bytes, &size, err);
  lien_builder_free(builder);
  if (!ok)
    return false;
  ok = write_image(out, bytes, size, err);
  struct lien_image *image = lien_image_open(bytes, size, out, ok ? err : NULL);
  ok = ok && image;
  lien_image_free(image);
  return ok;
}

int main(int argc, char **argv) {
  if (argc < 4 || strcmp(argv[1], "-o") != 0) {
    fputs("usage: lien-pack -o OUT FILE.yaml...\n", stderr);
    return 1;
  }
  struct lien_error err;
  return compile(argv[2], argv + 3, argc - 3, &err) ? 0 : print_error(&err);
}

/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Contracts that are read at run time: a user's file, an annotation's text. */
#include "builder.h"

#include <stdlib.h>

enum { LIEN_LARGEST_FILE = 16 << 20 };

bool lien_yaml_read_file(struct lien_builder *builder, const char *path, struct lien_error *err) {
  char *text;
  size_t size;
  if (!lien_file_read(path, LIEN_LARGEST_FILE, &text, &size, err)) {
    builder->broken = true;
    return false;
  }
  bool ok = lien_yaml_read(builder, path, text, size, err);
  free(text);
  return ok;
}

/* text NULL: the file `name`. */
static struct lien_image *read_image(const char *name, const char *text, size_t size, const struct lien_image *base,
                                     struct lien_error *err) {
  struct lien_builder *builder = lien_builder_new();
  if (!builder) {
    lien_fail(err, name, 0, 0, "out of memory");
    return NULL;
  }
  if (base)
    lien_builder_import(builder, base);
  void *bytes;
  size_t image_size;
  bool ok = text ? lien_yaml_read(builder, name, text, size, err) : lien_yaml_read_file(builder, name, err);
  ok = ok && lien_builder_finish(builder, &bytes, &image_size, err);
  lien_builder_free(builder);
  return ok ? lien_image_open(bytes, image_size, name, err) : NULL;
}

struct lien_image *lien_contracts_read(const char *path, const struct lien_image *base, struct lien_error *err) {
  return read_image(path, NULL, 0, base, err);
}

struct lien_image *lien_contracts_read_text(const char *name, const char *text, size_t size, const struct lien_image *base,
                                            struct lien_error *err) {
  return read_image(name, text, size, base, err);
}

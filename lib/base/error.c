/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
#include "lien/base.h"

#include <stdarg.h>

bool lien_fail(struct lien_error *err, const char *file, unsigned line, unsigned column, const char *format, ...) {
  if (!err)
    return false;
  snprintf(err->file, sizeof err->file, "%s", file ? file : "");
  err->line = line;
  err->column = column;
  va_list args;
  va_start(args, format);
  vsnprintf(err->text, sizeof err->text, format, args);
  va_end(args);
  return false;
}

const char *lien_error_text(const struct lien_error *err, char *out, size_t size) {
  if (!err->file[0])
    snprintf(out, size, "error: %s", err->text);
  else if (!err->line)
    snprintf(out, size, "%s: error: %s", err->file, err->text);
  else
    snprintf(out, size, "%s:%u:%u: error: %s", err->file, err->line, err->column, err->text);
  return out;
}

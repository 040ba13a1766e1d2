/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
#include "lien/base.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

/* Room for `more` bytes and a NUL. */
static bool reserve(struct lien_buf *buf, size_t more) {
  if (buf->failed || more > (size_t)-1 / 2 - buf->size - 1) {
    buf->failed = true;
    return false;
  }
  size_t want = buf->size + more + 1;
  if (want <= buf->capacity)
    return true;
  size_t capacity = buf->capacity ? buf->capacity : 64;
  while (capacity < want)
    capacity *= 2;
  char *data = realloc(buf->data, capacity);
  if (!data) {
    buf->failed = true;
    return false;
  }
  buf->data = data;
  buf->capacity = capacity;
  return true;
}

void lien_buf_add(struct lien_buf *buf, const void *bytes, size_t size) {
  if (!reserve(buf, size))
    return;
  if (size)
    memcpy(buf->data + buf->size, bytes, size);
  buf->size += size;
  buf->data[buf->size] = '\0';
}

void lien_buf_puts(struct lien_buf *buf, const char *text) {
  lien_buf_add(buf, text, strlen(text));
}

void lien_buf_printf(struct lien_buf *buf, const char *format, ...) {
  va_list args;
  va_start(args, format);
  va_list again;
  va_copy(again, args);
  int length = vsnprintf(NULL, 0, format, args);
  va_end(args);
  if (length < 0)
    buf->failed = true;
  else if (reserve(buf, (size_t)length)) {
    vsnprintf(buf->data + buf->size, (size_t)length + 1, format, again);
    buf->size += (size_t)length;
  }
  va_end(again);
}

void lien_buf_free(struct lien_buf *buf) {
  if (!buf)
    return;
  free(buf->data);
  *buf = (struct lien_buf){0};
}

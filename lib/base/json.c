/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
#include "lien/base.h"

/* Length of the well-formed UTF-8 sequence at s (at most n bytes), 0 if there is none. */
static size_t utf8_length(const unsigned char *s, size_t n) {
  if (s[0] < 0x80)
    return 1;
  size_t length = s[0] >= 0xf0 ? 4 : s[0] >= 0xe0 ? 3 : 2;
  if (s[0] < 0xc2 || s[0] > 0xf4 || n < length)
    return 0;
  for (size_t i = 1; i < length; i++)
    if ((s[i] & 0xc0) != 0x80)
      return 0;
  if ((s[0] == 0xe0 && s[1] < 0xa0) || (s[0] == 0xed && s[1] > 0x9f) || (s[0] == 0xf0 && s[1] < 0x90) ||
      (s[0] == 0xf4 && s[1] > 0x8f))
    return 0; /* overlong, a surrogate, or beyond U+10FFFF */
  return length;
}

void lien_json_string(struct lien_buf *buf, const char *text, size_t size) {
  const unsigned char *s = (const unsigned char *)text;
  lien_buf_puts(buf, "\"");
  for (size_t i = 0; i < size;) {
    size_t length = utf8_length(s + i, size - i);
    if (!length) {
      lien_buf_puts(buf, "\\ufffd");
      i++;
      continue;
    }
    if (s[i] == '"' || s[i] == '\\')
      lien_buf_printf(buf, "\\%c", s[i]);
    else if (s[i] == '\n')
      lien_buf_puts(buf, "\\n");
    else if (s[i] == '\t')
      lien_buf_puts(buf, "\\t");
    else if (s[i] < 0x20 || s[i] == 0x7f)
      lien_buf_printf(buf, "\\u%04x", s[i]);
    else
      lien_buf_add(buf, s + i, length);
    i += length;
  }
  lien_buf_puts(buf, "\"");
}

void lien_buf_printable(struct lien_buf *buf, const char *text, size_t size) {
  const unsigned char *s = (const unsigned char *)text;
  for (size_t i = 0; i < size;) {
    size_t length = utf8_length(s + i, size - i);
    bool control = (s[i] < 0x20 && s[i] != '\t') || s[i] == 0x7f || (s[i] == 0xc2 && length == 2 && s[i + 1] < 0xa0);
    if (length && !control) {
      lien_buf_add(buf, s + i, length);
      i += length;
      continue;
    }
    for (size_t end = i + (length ? length : 1); i < end; i++)
      lien_buf_printf(buf, "\\x%02x", s[i]);
  }
}

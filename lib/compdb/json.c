/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
#include "json.h"

#include <errno.h>
#include <string.h>

enum { LIMIT = 1 << 30 };

void jread_start(struct json *json, const char *path, FILE *file, const char *text, size_t size, struct lien_error *err) {
  json->path = path;
  json->file = file;
  json->at = file ? json->chunk : text;
  json->end = json->at + (file ? 0 : size);
  json->left = LIMIT;
  json->line = json->column = 1;
  json->err = err;
}

bool jread_bad(struct json *json, const char *what) {
  if (json->file && ferror(json->file))
    return lien_fail(json->err, json->path, 0, 0, "cannot be read: %s", strerror(errno));
  if (json->file && !json->left)
    return lien_fail(json->err, json->path, 0, 0, "is larger than %d bytes, the most that is accepted", LIMIT);
  return lien_fail(json->err, json->path, json->line, json->column, "not JSON: %s", what);
}

static bool refill(struct json *json) {
  if (!json->file || !json->left)
    return false;
  size_t got = fread(json->chunk, 1, sizeof json->chunk, json->file);
  got = got < json->left ? got : json->left;
  json->left -= got;
  json->at = json->chunk;
  json->end = json->chunk + got;
  return got > 0;
}

/* The byte at the reader, -1 at the end. */
static int byte(struct json *json) {
  return json->at < json->end || refill(json) ? (unsigned char)*json->at : -1;
}

void jread_take(struct json *json) {
  if (*json->at++ == '\n') {
    json->line++;
    json->column = 1;
  } else
    json->column++;
}

int jread_peek(struct json *json) {
  int c;
  while ((c = byte(json)) == ' ' || c == '\t' || c == '\r' || c == '\n')
    jread_take(json);
  return c;
}

static void add_utf8(struct lien_buf *text, unsigned code) {
  char bytes[4];
  size_t size = 1;
  if (code < 0x80)
    bytes[0] = (char)code;
  else if (code < 0x800) {
    bytes[0] = (char)(0xc0 | code >> 6);
    bytes[1] = (char)(0x80 | (code & 0x3f));
    size = 2;
  } else if (code < 0x10000) {
    bytes[0] = (char)(0xe0 | code >> 12);
    bytes[1] = (char)(0x80 | (code >> 6 & 0x3f));
    bytes[2] = (char)(0x80 | (code & 0x3f));
    size = 3;
  } else {
    bytes[0] = (char)(0xf0 | code >> 18);
    bytes[1] = (char)(0x80 | (code >> 12 & 0x3f));
    bytes[2] = (char)(0x80 | (code >> 6 & 0x3f));
    bytes[3] = (char)(0x80 | (code & 0x3f));
    size = 4;
  }
  lien_buf_add(text, bytes, size);
}

/* Reads four digits. */
static bool hex(struct json *json, unsigned *ret) {
  *ret = 0;
  for (int i = 0; i < 4; i++) {
    static const char digits[] = "0123456789abcdef";
    int c = byte(json);
    const char *place = c > 0 ? strchr(digits, c >= 'A' && c <= 'F' ? c + ('a' - 'A') : c) : NULL;
    if (!place)
      return jread_bad(json, "expected four hexadecimal digits after \\u");
    *ret = *ret << 4 | (unsigned)(place - digits);
    jread_take(json);
  }
  return true;
}

/* Behind "\u". */
static bool unicode(struct json *json, struct lien_buf *text, bool *ret_nul) {
  unsigned code, low;
  if (!hex(json, &code))
    return false;
  if (code >= 0xdc80 && code <= 0xdcff) { /* a byte of a file's name that is not UTF-8 */
    lien_buf_add(text, &(char){(char)(code & 0xff)}, 1);
    return true;
  }
  if (code >= 0xd800 && code < 0xdc00) {
    bool pair = byte(json) == '\\';
    if (pair)
      jread_take(json);
    if (!pair || byte(json) != 'u')
      return jread_bad(json, "expected the other half of a surrogate pair");
    jread_take(json);
    if (!hex(json, &low))
      return false;
    if (low < 0xdc00 || low > 0xdfff)
      return jread_bad(json, "expected the other half of a surrogate pair");
    code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
  } else if (code >= 0xdc00 && code < 0xe000)
    return jread_bad(json, "half of a surrogate pair stands alone");
  *ret_nul |= !code;
  add_utf8(text, code);
  return true;
}

/* Behind a backslash. */
static bool escape(struct json *json, struct lien_buf *text, bool *ret_nul) {
  static const char names[] = "\"\\/bfnrt", values[] = "\"\\/\b\f\n\r\t";
  int c = byte(json);
  const char *name = c > 0 ? strchr(names, c) : NULL;
  if (c != 'u' && !name)
    return jread_bad(json, "unknown escape in a string");
  jread_take(json);
  if (c == 'u')
    return unicode(json, text, ret_nul);
  lien_buf_add(text, &values[name - names], 1);
  return true;
}

bool jread_string(struct json *json, struct lien_buf *text, bool *ret_nul) {
  if (jread_peek(json) != '"')
    return jread_bad(json, "expected a string");
  jread_take(json);
  for (;;) {
    int c = byte(json);
    if (c < 0)
      return jread_bad(json, "a string does not end");
    if (c == '\n' || !c)
      return jread_bad(json, c ? "a string does not end before the line does" : "a NUL byte in a string");
    const char *from = json->at; /* the plain bytes that are here already are taken at once */
    while (json->at < json->end && *json->at != '"' && *json->at != '\\' && *json->at != '\n' && *json->at)
      json->at++;
    lien_buf_add(text, from, (size_t)(json->at - from));
    json->column += (unsigned)(json->at - from);
    if (json->at > from)
      continue;
    jread_take(json);
    if (c == '"')
      return text->failed ? jread_bad(json, "out of memory") : true;
    if (!escape(json, text, ret_nul))
      return false;
  }
}

/* A number, true, false or null. */
static bool skip_word(struct json *json) {
  char word[64];
  size_t size = 0;
  int c;
  while ((c = byte(json)) > 0 && size < sizeof word - 1 &&
         strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.", c)) {
    word[size++] = (char)c;
    jread_take(json);
  }
  word[size] = '\0';
  bool number = size && strchr("-0123456789", word[0]) && strspn(word, "+-.0123456789eE") == size;
  if (number || strcmp(word, "true") == 0 || strcmp(word, "false") == 0 || strcmp(word, "null") == 0)
    return true;
  return jread_bad(json, c == '/' || c == '#' ? "there are no comments in JSON" : "expected a value");
}

static bool skip_key(struct json *json, struct lien_buf *text) {
  bool nul = false;
  text->size = 0;
  if (!jread_string(json, text, &nul))
    return false;
  if (jread_peek(json) != ':')
    return jread_bad(json, "expected ':' after a member's name");
  jread_take(json);
  return true;
}

/* After a value: takes what closes, and the comma before the next one. *open ends where the value that is passed over ends. */
static bool close_values(struct json *json, struct lien_buf *open) {
  while (open->size) {
    char closing = open->data[open->size - 1];
    int c = jread_peek(json);
    if (c != closing && c != ',')
      return jread_bad(json, closing == ']' ? "expected ',' or ']'" : "expected ',' or '}'");
    jread_take(json);
    if (c == ',')
      return true;
    open->size--;
  }
  return true;
}

/* Passes over a value, or over what opens one and does not close it at once: *open holds what must close. */
static bool skip_some(struct json *json, struct lien_buf *open, struct lien_buf *text) {
  int c = jread_peek(json);
  bool nul = false;
  text->size = 0;
  if (c == '"')
    return jread_string(json, text, &nul) && close_values(json, open);
  if (c != '[' && c != '{')
    return skip_word(json) && close_values(json, open);
  char closing = c == '[' ? ']' : '}';
  jread_take(json);
  if (jread_peek(json) != closing) {
    lien_buf_add(open, &closing, 1);
    return open->failed ? jread_bad(json, "out of memory") : true;
  }
  jread_take(json);
  return close_values(json, open);
}

bool jread_skip(struct json *json) {
  struct lien_buf open = {0}, text = {0};
  bool ok = true;
  do {
    if (open.size && open.data[open.size - 1] == '}')
      ok = skip_key(json, &text);
    ok = ok && skip_some(json, &open, &text);
  } while (ok && open.size);
  lien_buf_free(&open);
  lien_buf_free(&text);
  return ok;
}

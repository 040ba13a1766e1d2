/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
#include "lien/compdb.h"

#include <string.h>

/* Adds what a quote at *s holds to word and moves *s behind its end. False: it does not end. */
static bool quoted(const char **s, struct lien_buf *word) {
  char quote = *(*s)++;
  while (**s && **s != quote) {
    /* Between double quotes a backslash is one unless it stands before what it could protect. */
    if (quote == '"' && **s == '\\' && (*s)[1] && strchr("$`\"\\\n", (*s)[1])) {
      (*s)++;
      if (**s == '\n') {
        (*s)++;
        continue;
      }
    }
    lien_buf_add(word, (*s)++, 1);
  }
  if (!**s)
    return false;
  (*s)++;
  return true;
}

/* Reads one word at *s, which is not a space. */
static bool one_word(const char **s, struct lien_buf *word) {
  while (**s && !strchr(" \t\r\n", **s)) {
    if (**s == '\'' || **s == '"') {
      if (!quoted(s, word))
        return false;
    } else if (**s == '\\' && (*s)[1]) {
      if ((*s)[1] != '\n')
        lien_buf_add(word, *s + 1, 1);
      *s += 2;
    } else
      lien_buf_add(word, (*s)++, 1);
  }
  return true;
}

bool lien_words_split(const char *text, struct lien_list *ret, struct lien_error *err) {
  struct lien_list words = {0};
  bool ok = true;
  const char *s = text;
  while (ok && *(s += strspn(s, " \t\r\n"))) {
    struct lien_buf word = {0};
    ok = one_word(&s, &word);
    if (!ok)
      lien_fail(err, "", 0, 0, "a quote that does not end");
    else
      lien_list_add(&words, word.data ? word.data : "");
    words.failed |= word.failed;
    lien_buf_free(&word);
  }
  if (ok && words.failed)
    ok = lien_fail(err, "", 0, 0, "out of memory");
  if (ok)
    *ret = words;
  else
    lien_list_free(&words);
  return ok;
}

/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
#include "words.h"

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
    } else {
      size_t plain = strcspn(*s + 1, " \t\r\n'\"\\") + 1;
      lien_buf_add(word, *s, plain);
      *s += plain;
    }
  }
  return true;
}

bool lien_words_split(const char *text, struct lien_list *ret, struct lien_error *err) {
  struct lien_list words = {0};
  struct lien_buf word = {0};
  bool ok = true;
  const char *s = text;
  while (ok && *(s += strspn(s, " \t\r\n"))) {
    word.size = 0;
    ok = one_word(&s, &word);
    if (ok)
      lien_list_addn(&words, word.size ? word.data : "", word.size);
  }
  words.failed |= word.failed;
  lien_buf_free(&word);
  if (!ok)
    lien_fail(err, "", 0, 0, "a quote that does not end");
  else if (words.failed)
    ok = lien_fail(err, "", 0, 0, "out of memory");
  if (ok)
    *ret = words;
  else
    lien_list_free(&words);
  return ok;
}

void words_split_gnu(const char *text, struct lien_list *words) {
  struct lien_buf word = {0};
  const char *s = text;
  while (*(s += strspn(s, " \t\r\n\v\f"))) {
    char quote = '\0';
    word.size = 0;
    for (; *s && (quote || !strchr(" \t\r\n\v\f", *s)); s++) {
      if (*s == '\\' && s[1])
        lien_buf_add(&word, ++s, 1);
      else if (quote ? *s == quote : *s == '\'' || *s == '"')
        quote = quote ? '\0' : *s;
      else
        lien_buf_add(&word, s, 1);
    }
    lien_list_addn(words, word.size ? word.data : "", word.size);
  }
  words->failed |= word.failed;
  lien_buf_free(&word);
}

void words_split_config(const char *text, const char *folder, struct lien_list *words) {
  static const char here[] = "<CFGDIR>";
  struct lien_buf plain = {0};
  const char *s = text;
  while (*s) {
    const char *first = s + strspn(s, " \t\r\n");
    s = first;
    size_t length = strcspn(s, "\n");
    if (*s == '#') {
      s += length;
      continue;
    }
    for (const char *end = s + length; s < end; s++) {
      bool joins = *s == '\\' && (s[1] == '\n' || (s[1] == '\r' && s[2] == '\n'));
      if (joins) {
        s += s[1] == '\n' ? 1 : 2;
        end = s + 1 + strcspn(s + 1, "\n");
      } else if (strncmp(s, here, sizeof here - 1) == 0) {
        lien_buf_puts(&plain, folder);
        s += sizeof here - 2;
      } else
        lien_buf_add(&plain, s, 1);
    }
    lien_buf_puts(&plain, "\n");
  }
  words->failed |= plain.failed;
  words_split_gnu(plain.data ? plain.data : "", words);
  lien_buf_free(&plain);
}

/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Words of response files and configuration files. Private to lib/compdb. */
#ifndef LIEN_WORDS_H
#define LIEN_WORDS_H

#include "lien/base.h"

/* Adds the words of a response file as gcc and clang read it: a backslash protects whatever follows, between quotes of either
 * kind too, and a quote that does not end, ends with the file. */
void words_split_gnu(const char *text, struct lien_list *words);
/* Adds the words of one of clang's configuration files: lines that begin with '#' are comments, a backslash at the end of a
 * line joins the next one, and <CFGDIR> is `folder`. */
void words_split_config(const char *text, const char *folder, struct lien_list *words);

#endif

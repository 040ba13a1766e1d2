/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* lien caches: the table of all containers that outlive every call. */
#ifndef LIEN_CACHES_H
#define LIEN_CACHES_H

#include "lien/fact.h"

/* Prints a row for each; files below `directory` ("" for none) are shown relative to it. False: out of memory. */
bool caches_print(const struct lien_facts *facts, const char *directory);

#endif

/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Where files really are. Tens of thousands of them lie in few folders: each folder is looked up once. */
#ifndef LIEN_PLACES_H
#define LIEN_PLACES_H

#include "lien/base.h"
#include "map.h"

struct places {
  struct map folders; /* to their real paths; "" for one that does not exist */
};

/* Whether an absolute path is a folder. */
bool places_folder(struct places *places, const char *path);
/* The real path of a file, malloc'ed; of one that does not exist its normal path. *ret_why: why it cannot be analysed (lent, for
 * ever); NULL: it is a file. NULL: out of memory. */
char *places_file(struct places *places, const char *path, const char **ret_why);
void places_free(struct places *places);

#endif

/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* One copy of each text, and of each list of texts: tens of thousands of entries say nearly the same. Private to lib/compdb. */
#ifndef LIEN_POOL_H
#define LIEN_POOL_H

#include "lien/base.h"

struct lien_pool;

struct lien_pool *lien_pool_new(void);       /* NULL: out of memory */
void lien_pool_free(struct lien_pool *pool); /* accepts NULL */

/* The pool's copy of bytes[0..size), aligned for pointers, with a NUL behind it; lives as long as the pool. The same bytes
 * give the same address. NULL: out of memory. */
const void *lien_pool_bytes(struct lien_pool *pool, const void *bytes, size_t size);
const char *lien_pool_text(struct lien_pool *pool, const char *text);
/* Puts the pool's copy in the place of *list, whose memory is freed; from then on it is not to be freed. False: out of memory;
 * then it is as it was. */
bool lien_pool_list(struct lien_pool *pool, struct lien_list *list);

#endif

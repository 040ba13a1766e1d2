/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Which keys hold in the program, and by which line. */
#ifndef LIEN_FACT_KEYS_H
#define LIEN_FACT_KEYS_H

#include "facts.h"

/* By text: 1 + the index in `holds` of the line that makes the key hold; 0: it does not hold. Malloc'ed, the caller's; NULL: out
 * of memory. Whoever follows the `if` of these lines comes to an end. */
uint32_t *fact_keys_find(const struct lien_facts *facts);

#endif

/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
#include <stddef.h>

#include "all.h"

LIEN_IMMORTAL struct table *immortal;

LIEN_RETURNS_SAME_AS(item) struct item *same(struct item *item) {
  return item;
}
void steals(LIEN_STEALS struct item *item) {
  (void)item;
}
LIEN_CONTRACT("when: ret > 0, item: owned")
LIEN_CONTRACT("when: ret <= 0, item: null")
int out(LIEN_OUT struct item **item) {
  return *item == NULL;
}

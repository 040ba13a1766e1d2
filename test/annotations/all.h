/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Rule: every macro of annotations.h stands where its comment says, in C89 and in C++98, and no compiler warns. */
#ifndef ALL_H
#define ALL_H

#include "lien/annotations.h"

struct item;
struct table;

#ifdef __cplusplus
extern "C" {
#endif

LIEN_RETURNS_OWNED struct item *owned(void);
LIEN_RETURNS_OWNED_KIND(fd) int owned_kind(void);
LIEN_RETURNS_RETAINED struct item *retained(struct table *table);
LIEN_RETURNS_RETAINED_KIND(node) struct item *retained_kind(struct table *table);
LIEN_RETURNS_BORROWED struct item *borrowed(void);
LIEN_RETURNS_BORROWED_FROM(table) struct item *borrowed_from(struct table *table);
LIEN_RETURNS_BORROWED_FROM(static) struct item *borrowed_from_static(void);
LIEN_RETURNS_SAME_AS(item) struct item *same(struct item *item);
LIEN_RETURNS_OWNED LIEN_RETURNS_NOT_NULL struct item *never_null(void);
LIEN_CONTRACT("when: ret == 0, item: stolen by table")
LIEN_CONTRACT("when: ret != 0, item: released")
int two_outcomes(struct table *table, struct item *item);
LIEN_RUNS_CODE void runs_code(void);
LIEN_SETS_EXCEPTION void sets_exception(void);

void steals(LIEN_STEALS struct item *item);
void steals_by(struct table *table, LIEN_STEALS_BY(table) struct item *item);
int steals_when(LIEN_STEALS_WHEN(ret == 0) struct item *item);
struct item *steals_by_when(struct table *table, LIEN_STEALS_BY_WHEN(table, ret != NULL) struct item *item);
void releases(LIEN_RELEASES struct item *item);
int releases_when(LIEN_RELEASES_WHEN(ret == 0 and count > 0) struct item *item, int count);
void retains(LIEN_RETAINS struct item *item);
int retains_when(LIEN_RETAINS_WHEN(ret == 0) struct item *item);
void holds_by(struct table *table, LIEN_HOLDS_BY(table) struct item *item);
int holds_by_when(struct table *table, LIEN_HOLDS_BY_WHEN(table, ret == 0) struct item *item);
void drops_by(struct table *table, LIEN_DROPS_BY(table) struct item *item);
void lends_to(struct table *table, LIEN_LENDS_TO(table) void *data);
void escapes(LIEN_ESCAPES void *thing);
void not_null(LIEN_STEALS LIEN_NOT_NULL struct item *item);

LIEN_CONTRACT("when: ret > 0, item: owned")
LIEN_CONTRACT("when: ret <= 0, item: null")
int out(LIEN_OUT struct item **item);
void out_owned(LIEN_OUT_OWNED struct item **item);
void out_owned_kind(LIEN_OUT_OWNED_KIND(fd) int *descriptor);
int out_owned_when(LIEN_OUT_OWNED_WHEN(ret == 0) struct item **item);
int out_owned_kind_when(LIEN_OUT_OWNED_KIND_WHEN(fd, ret == 0) int *descriptor);
void out_retained(LIEN_OUT_RETAINED struct item **item);
int out_retained_when(LIEN_OUT_RETAINED_WHEN(ret == 0) struct item **item);
void out_borrowed(LIEN_OUT_BORROWED struct item **item);
void out_borrowed_from(struct table *table, LIEN_OUT_BORROWED_FROM(table) struct item **item);
void replaces(LIEN_REPLACES struct item **item);
void empties(LIEN_EMPTIES struct item **item);

extern LIEN_IMMORTAL struct table *immortal;

typedef LIEN_RETURNS_OWNED struct item *(*factory)(LIEN_STEALS struct table *table);
struct hooks {
  LIEN_RETURNS_BORROWED struct item *(*find)(struct table *table, LIEN_RELEASES struct item *item);
};

#ifdef __cplusplus
}
#endif
#endif

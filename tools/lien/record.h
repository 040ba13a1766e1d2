/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* `lien check -- COMMAND`: a compile database made by watching a build. */
#ifndef LIEN_RECORD_H
#define LIEN_RECORD_H

#include "lien/base.h"

/* Runs the command under bear, its standard output going to standard error, and has the database written to `database`. A build
 * that fails is told on standard error and is no error; *ret_failed says so. False: bear is missing or cannot be used, the build
 * compiled nothing, or a signal came; then no process of the build is left. */
bool record_build(const struct lien_list *command, const char *database, bool *ret_failed, struct lien_error *err);

/* What to do without a database: some lines for standard error. */
extern const char record_advice[];

#endif

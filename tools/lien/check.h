/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
#ifndef LIEN_CHECK_H
#define LIEN_CHECK_H

#include "options.h"

/* How a program that analysed something ends. */
enum { EXIT_CLEAN = 0, EXIT_OWN_ERROR = 1, EXIT_FINDINGS = 2, EXIT_FAILED_UNITS = 3 };

/* Each runs a command, prints, and returns the program's exit status. check_run also runs `lien caches`. */
int check_run(const struct options *options);
int explain_run(const struct options *options);

/* Prints "lien: TEXT" and returns EXIT_OWN_ERROR. */
int print_error(const struct lien_error *err);

#endif

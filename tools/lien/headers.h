/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Headers on the command line: they are analysed through a unit that includes them. */
#ifndef LIEN_HEADERS_H
#define LIEN_HEADERS_H

#include "lien/report.h"
#include "units.h"

/* Index of a unit that includes the file (a real path), seen by the text of the #include lines; units->count: none is seen. */
size_t headers_find(const struct units *units, const char *file);
/* Takes out the findings that are not in the files and folders that are shown. False: out of memory. */
bool headers_keep_shown(const struct units *units, struct lien_findings *findings);

#endif

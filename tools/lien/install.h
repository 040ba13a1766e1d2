/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Where Lien's own parts are: the clang to run, the plugin, the packs; the same in the build tree and installed. */
#ifndef LIEN_INSTALL_H
#define LIEN_INSTALL_H

#include "options.h"

struct install {
  char *clang;  /* a path, or a name to be searched in PATH */
  char *plugin; /* absolute */
  char *packs;  /* absolute: lien.pack beside the plugin */
};

/* Finds the parts; the options --clang and --plugin win. Does not look whether clang is there. */
bool install_find(const struct options *options, struct install *ret, struct lien_error *err);
void install_free(struct install *install);

/* Runs clang on nothing, so that a clang that does not fit, or a plugin that cannot be loaded, is said once and plainly.
 * args: the arguments that every unit gets (contracts and the like). scratch: a folder to write to. */
bool install_probe(const struct install *install, const struct lien_list *args, const char *scratch, struct lien_error *err);

#endif

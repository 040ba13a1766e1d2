/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* lien explain: the contracts of one name, each key of it: a function, a macro, a type ... */
#include "check.h"

#include "install.h"
#include "lien/contract.h"

#include <string.h>

static bool explain_image(const struct lien_image *image, const char *name, struct lien_buf *out) {
  static const enum lien_key keys[] = {LIEN_KEY_FUNCTION, LIEN_KEY_MACRO, LIEN_KEY_TYPE, LIEN_KEY_SLOT, LIEN_KEY_METHOD};
  bool any = false;
  for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
    const struct lien_contract *contract = lien_contract_of(image, keys[i], name, strlen(name));
    if (contract)
      lien_explain(image, contract, out);
    any |= contract != NULL;
  }
  return any;
}

/* The user's contracts come before the packs. */
static bool explain(const struct options *options, const struct lien_image *packs, struct lien_buf *out, struct lien_error *err) {
  const char *name = options->arguments.items[0];
  bool any = false;
  for (size_t i = 0; i < options->contracts.count; i++) {
    struct lien_image *image = lien_contracts_read(options->contracts.items[i], packs, err);
    if (!image)
      return false;
    any |= explain_image(image, name, out);
    lien_image_free(image);
  }
  any = any || explain_image(packs, name, out);
  return any ? true : lien_fail(err, "", 0, 0, "no contract for '%s'", name);
}

int explain_run(const struct options *options) {
  struct install install;
  struct lien_error err;
  if (!install_find(options, &install, &err))
    return print_error(&err);
  struct lien_image *packs = lien_image_map(install.packs, &err);
  struct lien_buf out = {0};
  bool ok = packs && explain(options, packs, &out, &err);
  if (ok)
    fputs(out.data ? out.data : "", stdout);
  lien_buf_free(&out);
  lien_image_free(packs);
  install_free(&install);
  return ok ? EXIT_CLEAN : print_error(&err);
}

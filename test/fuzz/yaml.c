/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* A user's contracts: what can be read is an image that opens, and all of it can be said in words. */
#include "lien/contract.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

static const char base_text[] =
    "pack: base\nversion: { macro: BASE, shift: 8 }\nkind: object\n"
    "kinds: { object: { noun: reference, shared: yes, types: [Object] }, fd: { noun: descriptor, shared: no } }\n"
    "formats: { p: { passes: addresses, skip: ' ', units: { O: [borrowed from args], 's#': ['-', '-'] } } }\n"
    "contracts:\n  parse(args, format, *...): { units: p of format }\n  T::f(): {}\n  T::f(&x): {}\n"
    "no contract: { none: reason }\n";

static struct lien_image *read_base(void) {
  struct lien_error err;
  struct lien_image *base = lien_contracts_read_text("base", base_text, sizeof base_text - 1, NULL, &err);
  if (!base)
    abort();
  return base;
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size) {
  static struct lien_image *base;
  if (!base)
    base = read_base();
  struct lien_error err = {.text = ""};
  struct lien_image *image = lien_contracts_read_text("f.yaml", (const char *)data, size, base, &err);
  if (!image) {
    if (!err.text[0] || strcmp(err.file, "f.yaml") != 0 || strstr(err.text, "is damaged"))
      abort(); /* an error says where; what is read makes an image that is whole */
    return 0;
  }
  struct lien_buf out = {0};
  for (size_t i = 0; i < lien_image_contract_count(image); i++) {
    const struct lien_contract *contract = lien_image_contract(image, i);
    const char *name = lien_contract_name(image, contract);
    if (!lien_contract_of(image, contract->key, name, strlen(name)))
      abort(); /* what is in it can be found */
    lien_explain(image, contract, &out);
  }
  lien_buf_free(&out);
  lien_image_free(image);
  return 0;
}

/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* In libFuzzer's place: runs the target over each file, and over each file cut short and with a byte changed. */
#include "lien/base.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

static void run(const char *text, size_t size) {
  unsigned char *copy = malloc(size ? size : 1); /* so that reading beyond the end is seen */
  if (!copy)
    abort();
  memcpy(copy, text, size);
  LLVMFuzzerTestOneInput(copy, size);
  for (size_t i = 0; i < size; i++) {
    copy[i] ^= 0x15;
    LLVMFuzzerTestOneInput(copy, size);
    copy[i] ^= 0x15;
  }
  free(copy);
}

int main(int argc, char **argv) {
  for (int i = 1; i < argc; i++) {
    char *text;
    size_t size;
    struct lien_error err;
    if (!lien_file_read(argv[i], 1 << 20, &text, &size, &err)) {
      fprintf(stderr, "%s: %s\n", argv[i], err.text);
      return 1;
    }
    run(text, size);
    for (size_t cut = 0; cut < size; cut++)
      LLVMFuzzerTestOneInput((const unsigned char *)text, cut);
    free(text);
  }
  printf("%d seeds\n", argc - 1);
  return argc > 1 ? 0 : 1;
}

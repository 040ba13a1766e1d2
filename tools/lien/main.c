/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
#include "check.h"

#include <string.h>

int print_error(const struct lien_error *err) {
  char text[sizeof err->file + sizeof err->text + 64];
  struct lien_buf out = {0};
  lien_error_text(err, text, sizeof text);
  lien_buf_printable(&out, text, strlen(text));
  fprintf(stderr, "lien: %s\n", out.data ? out.data : "out of memory");
  lien_buf_free(&out);
  return EXIT_OWN_ERROR;
}

static int print_help(void) {
  struct lien_buf out = {0};
  options_help(&out);
  fputs(out.data ? out.data : "", stdout);
  lien_buf_free(&out);
  return EXIT_CLEAN;
}

static int run(const struct options *options) {
  switch (options->command) {
  case COMMAND_CHECK:
  case COMMAND_CACHES:
    return check_run(options);
  case COMMAND_EXPLAIN:
    return explain_run(options);
  case COMMAND_VERSION:
    printf("lien %s (for clang %s)\n", LIEN_VERSION, LIEN_CLANG_VERSION);
    return EXIT_CLEAN;
  case COMMAND_HELP:
    break;
  }
  return print_help();
}

int main(int argc, char **argv) {
  struct options options;
  struct lien_error err;
  if (!options_read(argc, argv, &options, &err))
    return print_error(&err);
  int status = run(&options);
  options_free(&options);
  if (fflush(stdout) != 0 || ferror(stdout)) {
    lien_fail(&err, "", 0, 0, "the output cannot be written");
    return print_error(&err);
  }
  return status;
}

/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Compile databases and the flags of their commands. Holds the promise of the allow-list as well: no argument that reaches
 * clang is one that loads, runs or writes something. */
#include "lien/compdb.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

static void check_argument(const struct lien_list *args, size_t i) {
  static const char *const forbidden[] = {
      "-fplugin",  "-fpass-plugin", "-load", "-mllvm", "-o",        "-MF",   "-MD",    "-B",       "--config",     "-ftime-trace",
      "-fmodules", "-save",         "@",     "-cc1",   "-fprofile", "-ivfs", "-specs", "-wrapper", "-resource-dir"};
  static const char *const whole[] = {"-march", "-mcpu", "-mabi", "-mfpu", "-fnew-alignment", "-I", "-D", "-x", "-isystem", "--"};
  const char *arg = args->items[i];
  if (arg[0] != '-' || (strcmp(arg, "-Xclang") == 0 && (i + 1 == args->count || strncmp(args->items[i + 1], "-include", 8))))
    abort();
  for (size_t k = 0; k < sizeof forbidden / sizeof *forbidden; k++)
    if (strncmp(arg, forbidden[k], strlen(forbidden[k])) == 0)
      abort();
  for (size_t k = 0; k < sizeof whole / sizeof *whole; k++) /* would take the next argument for their value */
    if (strcmp(arg, whole[k]) == 0)
      abort();
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size) {
  struct lien_compdb db;
  struct lien_error err;
  char *text = malloc(size + 1); /* the reader wants a NUL behind it, as lien_file_read makes */
  if (!text)
    return 0;
  memcpy(text, data, size);
  text[size] = '\0';
  if (lien_compdb_parse("db", "/nowhere", text, size, &db, &err)) {
    for (size_t i = 0; i < db.count; i++) {
      struct lien_flags flags;
      if (db.commands[i].broken || !lien_flags_read(&db.commands[i], &flags, &err))
        continue;
      for (size_t k = 0; k < flags.args.count; k++)
        check_argument(&flags.args, k);
      if (!lien_flags_share(&db, &flags) || (flags.language == LIEN_LANGUAGE_OTHER) == (!flags.other && !flags.compiler))
        abort();
      lien_flags_free(&flags);
    }
    lien_compdb_free(&db);
  }
  free(text);
  return 0;
}

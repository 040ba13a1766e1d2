/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Rule: only flags of the allow-list reach clang, each as one argument, and none that loads, runs or writes something. */
#include "unit.h"

#include "lien/compdb.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[] = "/tmp/lien-flags-XXXXXX";

static bool read_flags(const char *file, const char *line, struct lien_flags *flags, struct lien_error *err) {
  struct lien_command command = {.directory = folder, .file = (char *)file};
  assert_true(lien_words_split(line, &command.args, NULL));
  bool ok = lien_flags_read(&command, flags, err);
  lien_list_free(&command.args);
  return ok;
}

/* Compares the arguments that reach clang, with '|' between them. */
static enum lien_language expect_file(const char *file, const char *line, const char *wanted) {
  struct lien_flags flags;
  struct lien_buf got = {0};
  assert_true(read_flags(file, line, &flags, NULL));
  lien_buf_puts(&got, "");
  for (size_t i = 0; i < flags.args.count; i++)
    lien_buf_printf(&got, "%s%s", i ? "|" : "", flags.args.items[i]);
  assert_string_equal(got.data, wanted);
  lien_buf_free(&got);
  enum lien_language language = flags.language;
  lien_flags_free(&flags);
  return language;
}

static void expect(const char *line, const char *wanted) {
  expect_file("/x/a.c", line, wanted);
}

static void what_the_source_means_is_kept(void **state) {
  expect("cc -c -Ia -I b -isystem c -isystemd -iquote e -DX -D Y=1 -U Z -o a.o a.c", "-Ia|-Ib|-isystemc|-isystemd|-iquotee|-DX|"
                                                                                     "-DY=1|-UZ");
  expect("cc -std=gnu11 -O2 -fPIC -fno-exceptions -pthread -nostdinc -ansi", "-std=gnu11|-O2|-fPIC|-fno-exceptions|-pthread|"
                                                                             "-nostdinc|-ansi");
  expect("cc --std c99 --std=c11 -target arm-none-eabi --target=mips", "-std=c99|-std=c11|--target=arm-none-eabi|--target=mips");
  expect("cc -m32 -march=armv8-a -mno-sse -mavx2 -fshort-enums -funsigned-char", "-m32|-march=armv8-a|-mno-sse|-mavx2|"
                                                                                 "-fshort-enums|-funsigned-char");
  expect("cc -include a.h -imacros b.h --include=c.h", "-Xclang|-includea.h|-imacrosb.h|-Xclang|-includec.h");
}

static void what_is_not_is_dropped(void **state) {
  expect("cc -g3 -Wall -Werror -Wno-x -pedantic -w -pipe -MD -MMD -MP -MF x.d -MT x -MQ y -c -S -E", "");
  expect("cc -fno-tree-vectorize -fanalyzer -mindirect-branch=thunk --param x=1 -Wl,-z,now -Lx -lfoo -u sym", "");
  expect("cc -", "");
  expect("cc -- -DX", "");
}

static void hostile_flags_are_dropped(void **state) {
  expect("cc -fplugin=evil.so -fpass-plugin=evil.so -load evil.so -Xclang -load -Xclang evil.so -mllvm -load=evil.so", "");
  expect("cc -B/evil -wrapper evil,sh --config=evil.cfg --config evil -specs=evil -specs evil -ivfsoverlay evil.yaml", "");
  expect("cc -ftime-trace=/x -fprofile-generate=/x -save-temps=obj --serialize-diagnostics /x -dependency-file /x -MJ /x", "");
  expect("cc -fmodules -fmodules-cache-path=/x -fmodule-file=x.pcm -include-pch x.pch -Xclang -include-pch -Xclang x", "");
  expect("cc -Wp,-MMD,x.d,-DX,-fplugin=evil.so -Xpreprocessor -fplugin=evil.so", "-DX");
  expect("cc -Xclang -o -Xclang /x -Xclang -emit-obj -Xanalyzer -load", "");
}

/* A value can never be taken for a flag, nor a flag for a value of ours. */
static void values_stay_values(void **state) {
  expect("cc -I -fplugin=evil.so -D -load", "-I-fplugin=evil.so|-D-load");
  expect("cc -I '' -DX", "-DX");
  expect("cc -DX -I", "-DX");
  expect("cc -o -DX -MF -DY", "");
  expect("cc -include -fplugin=evil.so", "-Xclang|-include-fplugin=evil.so");
}

static void headers_forced_on_the_inner_compiler(void **state) {
  expect("cc -Xclang -include-pch -Xclang x.pch -Xclang -include -Xclang pch.hxx", "-Xclang|-includepch.hxx");
}

static void languages(void **state) {
  assert_int_equal(expect_file("/x/a.c", "cc", ""), LIEN_LANGUAGE_C);
  assert_int_equal(expect_file("/x/a.cpp", "cc", ""), LIEN_LANGUAGE_CXX);
  assert_int_equal(expect_file("/x/a.c", "/usr/bin/g++-12", "--driver-mode=g++"), LIEN_LANGUAGE_CXX);
  assert_int_equal(expect_file("/x/a.c", "clang++.exe", "--driver-mode=g++"), LIEN_LANGUAGE_CXX);
  assert_int_equal(expect_file("/x/a.c", "clang --driver-mode=g++", "--driver-mode=g++"), LIEN_LANGUAGE_CXX);
  assert_int_equal(expect_file("/x/a.inc", "cc -x c", "-xc"), LIEN_LANGUAGE_C);
  assert_int_equal(expect_file("/x/a.c", "cc -xc++", "-xc++"), LIEN_LANGUAGE_CXX);
  assert_int_equal(expect_file("/x/a.c", "cc -x c++ -x none", ""), LIEN_LANGUAGE_C);
  assert_int_equal(expect_file("/x/a.S", "cc", ""), LIEN_LANGUAGE_OTHER);
  assert_int_equal(expect_file("/x/a.c", "cc -x assembler", ""), LIEN_LANGUAGE_OTHER);
  assert_int_equal(expect_file("/x/a.c", "cc -x ir", ""), LIEN_LANGUAGE_OTHER);
  assert_int_equal(expect_file("/x.c/a", "cc", ""), LIEN_LANGUAGE_OTHER);
}

static void launchers_and_cross_compilers(void **state) {
  expect("ccache g++ -DX", "-DX|--driver-mode=g++");
  expect("ccache distcc gcc -DX", "-DX");
  expect("/opt/bin/aarch64-linux-gnu-gcc-12 -DX", "-DX|--target=aarch64-linux-gnu");
  expect("arm-none-eabi-g++ --target=x", "--target=x|--driver-mode=g++");
  expect("my-cc -DX", "-DX");
}

static void write_file(const char *name, const char *text) {
  char *path = lien_path_join(folder, name);
  FILE *file = fopen(path, "w");
  assert_non_null(file);
  fputs(text, file);
  fclose(file);
  free(path);
}

static void response_files(void **state) {
  write_file("flags.rsp", "-DA '-DB=1 2'\n@more.rsp -fplugin=evil.so\n");
  write_file("more.rsp", "-I dir");
  expect("cc @flags.rsp -DC", "-DA|-DB=1 2|-Idir|-DC");
}

static void expect_broken(const char *line, const char *part) {
  struct lien_flags flags;
  struct lien_error err;
  assert_false(read_flags("/x/a.c", line, &flags, &err));
  if (!strstr(err.text, part))
    fail_msg("'%s' does not say '%s'", err.text, part);
}

static void bad_response_files(void **state) {
  write_file("self.rsp", "@self.rsp @self.rsp");
  write_file("quote.rsp", "'a");
  char *path = lien_path_join(folder, "fifo");
  assert_int_equal(mkfifo(path, 0600), 0);
  expect_broken("cc @missing.rsp", "cannot be read");
  expect_broken("cc @self.rsp", "deep");
  expect_broken("cc @quote.rsp", "a quote that does not end");
  expect_broken("cc @fifo", "cannot be read"); /* and does not wait for ever */
  expect_broken("cc @/dev/zero", "cannot be read");
  free(path);
}

static void reasons_are_said(void **state) {
  struct lien_flags flags;
  assert_true(read_flags("/x/a.c", "cc -fplugin=x -frob", &flags, NULL));
  assert_int_equal(flags.dropped_count, 2);
  assert_string_equal(flags.dropped[0].flag, "-fplugin=x");
  assert_non_null(strstr(flags.dropped[0].reason, "loads"));
  assert_non_null(strstr(flags.dropped[1].reason, "not on the list"));
  lien_flags_free(&flags);
}

static int make_folder(void **state) {
  return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state) {
  static const char *const names[] = {"flags.rsp", "more.rsp", "self.rsp", "quote.rsp", "fifo"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    char *path = lien_path_join(folder, names[i]);
    unlink(path);
    free(path);
  }
  return rmdir(folder);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(what_the_source_means_is_kept),
      cmocka_unit_test(what_is_not_is_dropped),
      cmocka_unit_test(hostile_flags_are_dropped),
      cmocka_unit_test(values_stay_values),
      cmocka_unit_test(headers_forced_on_the_inner_compiler),
      cmocka_unit_test(languages),
      cmocka_unit_test(launchers_and_cross_compilers),
      cmocka_unit_test(response_files),
      cmocka_unit_test(bad_response_files),
      cmocka_unit_test(reasons_are_said),
  };
  return cmocka_run_group_tests(tests, make_folder, remove_folder);
}

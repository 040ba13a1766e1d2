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
  struct lien_command command = {.directory = folder, .file = file};
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
  expect("cc --target=i686-linux-gnu -m32 -march=armv8-a -mno-sse -fshort-enums -funsigned-char",
         "--target=i686-linux-gnu|-m32|-march=armv8-a|-mno-sse|"
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
  expect("cc -std= --target= --sysroot= -DX -stdlib=", "-DX");
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

static void launchers(void **state) {
  expect("ccache g++ -DX", "-DX|--driver-mode=g++");
  expect("ccache distcc gcc -DX", "-DX");
  expect("sccache icecc gomacc /usr/bin/g++-12.2 -DX", "-DX|--driver-mode=g++");
  expect("env A=B -u C CCACHE_DIR=/x ccache CCACHE_X=1 g++ -DX", "-DX|--driver-mode=g++");
  expect("libtool --silent --tag=CXX --mode=compile g++ -DX", "-DX|--driver-mode=g++");
  expect("/bin/bash ../libtool --tag CXX --mode compile ccache g++ -DX", "-DX|--driver-mode=g++");
  expect("cmake -E env A=B -- g++ -DX", "-DX|--driver-mode=g++");
  expect("nice -n 5 time -p g++12 -DX", "-DX|--driver-mode=g++");
  expect("A=B C= g++ -DX", "-DX|--driver-mode=g++");
  expect("zig c++ -DX", "-DX|--driver-mode=g++");
  expect("ccache -c -DX", "-DX");
  expect("env", "");
  expect("my-cc -DX", "-DX");
}

static void cross_compilers(void **state) {
  expect("/opt/bin/aarch64-linux-gnu-gcc-12 -DX", "-DX|--target=aarch64-linux-gnu");
  expect("x86_64-w64-mingw32-g++-posix -DX", "-DX|--target=x86_64-w64-mingw32|--driver-mode=g++");
  expect("arm-none-eabi-g++ --target=mips", "--target=mips|--driver-mode=g++");
  expect("/opt/bin/sh4-linux-gnu-gcc -DX", "-DX"); /* clang has no such target */
  char *bin = lien_path_join(folder, "bin"), *root = lien_path_join(folder, "riscv64-unknown-elf"), command[512], wanted[512];
  char *headers = lien_path_join(root, "include");
  assert_int_equal(mkdir(root, 0700) | mkdir(headers, 0700), 0);
  snprintf(command, sizeof command, "%s/riscv64-unknown-elf-gcc -DX", bin);
  snprintf(wanted, sizeof wanted, "-DX|--target=riscv64-unknown-elf|--sysroot=%s", root);
  expect(command, wanted);
  expect("bin/riscv64-unknown-elf-gcc -DX", wanted);
  expect("bin/riscv64-unknown-elf-gcc --sysroot=/s", "--sysroot=/s|--target=riscv64-unknown-elf");
  rmdir(headers);
  rmdir(root);
  free(bin);
  free(root);
  free(headers);
}

static void other_compilers(void **state) {
  expect("icpc -DX -fp-model strict", "-DX|--driver-mode=g++");
  expect("tcc -DX -bench", "-DX");
  expect("nvcc -ccbin g++ -Xcompiler -fPIC,-DY,-fplugin=x -gencode arch=x -DX", "-fPIC|-DY|-DX");
  expect("/emsdk/emcc.py -DX -s WASM=1", "-DX|--target=wasm32-unknown-emscripten");
  expect_file("/x/a.cpp",
              "cl.exe /nologo /c /Iinc /I inc2 /DX=1 -DY /FIpre.h /std:c++17 /W4 /Zi /GR- /Foa.obj /imsvc sys a.cpp /link /x",
              "-Iinc|-Iinc2|-DX=1|-DY|-Xclang|-includepre.h|-std=c++17|-fno-rtti|-isystemsys|--target=x86_64-pc-windows-msvc");
  expect_file("/Us/a.c", "clang-cl /TP /clang:-DZ /clang:-fplugin=x /Fp:x /Us/a.c", "-DZ|--target=x86_64-pc-windows-msvc|-xc++");
  struct lien_flags flags;
  assert_true(read_flags("/x/a.c", "/opt/armcc --c99 -DX a.c", &flags, NULL));
  assert_string_equal(flags.compiler, "armcc");
  assert_int_equal(flags.language, LIEN_LANGUAGE_OTHER);
  lien_flags_free(&flags);
}

static const char *other(const char *file, const char *line) {
  struct lien_flags flags;
  assert_true(read_flags(file, line, &flags, NULL));
  const char *name = flags.other;
  lien_flags_free(&flags);
  return name ? name : "ours";
}

static void languages_by_name(void **state) {
  assert_string_equal(other("/x/a.c", "cc"), "ours");
  assert_string_equal(other("/x/a.s", "cc"), "assembler");
  assert_string_equal(other("/x/a.c", "cc -x assembler-with-cpp"), "assembler");
  assert_string_equal(other("/x/a.F90", "gfortran"), "Fortran");
  assert_string_equal(other("/x/a.cu", "nvcc"), "CUDA");
  assert_string_equal(other("/x/a.mm", "clang"), "Objective-C++");
  assert_string_equal(other("/x/a.m", "clang"), "Objective-C");
  assert_string_equal(other("/x/a.h", "cc"), "header");
  assert_string_equal(other("/x/a.hxx", "c++ -x c++-header"), "header");
  assert_string_equal(other("/x/a.xyz", "cc"), "other");
  /* -x counts from where it stands. */
  assert_string_equal(other("/x/a.c", "cc -x assembler b.s -x c /x/a.c -x assembler c.s"), "ours");
  assert_string_equal(other("/x/a.c", "cc /x/../x/a.c -x assembler c.s"), "ours");
}

static void write_file(const char *name, const char *text) {
  char *path = lien_path_join(folder, name);
  FILE *file = fopen(path, "w");
  assert_non_null(file);
  fputs(text, file);
  fclose(file);
  free(path);
}

static void write_spaces(const char *name, size_t size) {
  struct lien_buf text = {0};
  while (text.size < size)
    lien_buf_puts(&text, "                                                                ");
  lien_buf_puts(&text, "@wide.rsp");
  write_file(name, text.data);
  lien_buf_free(&text);
}

static void response_files(void **state) {
  write_file("flags.rsp", "-DA '-DB=1 2'\n@more.rsp -fplugin=evil.so\n");
  write_file("more.rsp", "-I dir");
  expect("cc @flags.rsp -DC", "-DA|-DB=1 2|-Idir|-DC");
  /* A backslash protects what follows between quotes of either kind; a quote may end with the file. */
  write_file("quote.rsp", "-D\\\"A\\\"\r\n'-DB=\\'x' \"-DC=\\n\" -DD=a\\ b '-DE  ");
  expect("cc @quote.rsp", "-D\"A\"|-DB='x|-DC=n|-DD=a b|-DE  ");
  expect("cc @CMakeFiles/x.dir/a.cpp.o.modmap -DX", "-DX");
}

static void configuration_files(void **state) {
  write_file("clang.cfg",
             "# -DNO\n  # @missing.rsp\n-DA \\\n  -DB --target=armv7-linux-gnueabi\n-I <CFGDIR>/x -fplugin=evil.so\n@more.rsp\n");
  char wanted[512];
  snprintf(wanted, sizeof wanted, "-DA|-DB|--target=armv7-linux-gnueabi|-I%s/x|-Idir|-DC|-marm", folder);
  expect("clang -DC -marm --config ./clang.cfg", wanted); /* its words stand before the others */
  expect("clang --config=./clang.cfg -DC -marm", wanted);
  expect("clang --config=clang.cfg -DC", "-DC"); /* that would be clang's own folder */
  write_file("self.cfg", "--config=./self.cfg -DA");
  expect("clang --config ./self.cfg", "-DA");
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
  write_file("two.rsp", "@more.rsp @self.rsp");
  write_spaces("wide.rsp", 15 << 20);
  char *path = lien_path_join(folder, "fifo");
  assert_int_equal(mkfifo(path, 0600), 0);
  expect_broken("cc @missing.rsp", "cannot be read");
  expect_broken("cc @self.rsp", "deep");
  expect_broken("cc @./two.rsp", "deep");
  expect_broken("cc @wide.rsp", "bytes in one command");
  expect_broken("cc --config=./missing.cfg", "a configuration file that cannot be read");
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
  assert_true(read_flags("/x/a.c", "cc /x/a.c b.cpp c.o -std=c++20", &flags, NULL));
  assert_int_equal(flags.dropped_count, 2);
  assert_string_equal(flags.dropped[0].flag, "b.cpp");
  assert_non_null(strstr(flags.dropped[0].reason, "another source"));
  assert_string_equal(flags.dropped[1].flag, "-std=c++20");
  assert_non_null(strstr(flags.dropped[1].reason, "this is C"));
  lien_flags_free(&flags);
}

static void precompiled_headers(void **state) {
  char wanted[512];
  write_file("pch.h", "");
  write_file("pch.h.gch", "");
  snprintf(wanted, sizeof wanted, "-Xclang|-include%s/pch.h", folder);
  expect("clang -include-pch pch.h.gch", wanted);
  expect("clang -include-pch other.h.pch -include-pch pch.h", "");
  expect("gcc -include pch.h", "-Xclang|-includepch.h");
}

/* What clang fails on where gcc only warns, or what would swallow the next argument, does not reach it. */
static void forms_that_clang_refuses(void **state) {
  expect("cc -fnew-alignment -DX -fnew-alignment=8 -fvisibility -fvisibility= -ftemplate-depth -march -mcpu= -fno-trapv",
         "-DX|-fnew-alignment=8");
  expect("cc -std=c++17 -std=c11", "-std=c11");
  expect("g++ -fgnu89-inline -x c++", "--driver-mode=g++|-xc++");
  expect("g++ -std=c++17 -std=c11 -x c++", "-std=c++17|--driver-mode=g++|-xc++");
  expect("cc --target=arm-none-eabi -mthumb -mfpu=vfp -mavx2 -mno-avx", "--target=arm-none-eabi|-mthumb|-mfpu=vfp");
  expect("cc --target=x86_64-linux-gnu -mthumb -mfpu=vfp -mavx2 -mabi=ms", "--target=x86_64-linux-gnu|-mthumb|-mavx2|-mabi=ms");
  expect("cc -I- -I -", "-I-");
}

static int make_folder(void **state) {
  return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state) {
  static const char *const names[] = {"flags.rsp", "more.rsp",  "self.rsp", "quote.rsp", "fifo",     "two.rsp",
                                      "wide.rsp",  "clang.cfg", "self.cfg", "pch.h",     "pch.h.gch"};
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
      cmocka_unit_test(launchers),
      cmocka_unit_test(cross_compilers),
      cmocka_unit_test(other_compilers),
      cmocka_unit_test(languages_by_name),
      cmocka_unit_test(response_files),
      cmocka_unit_test(configuration_files),
      cmocka_unit_test(bad_response_files),
      cmocka_unit_test(precompiled_headers),
      cmocka_unit_test(forms_that_clang_refuses),
      cmocka_unit_test(reasons_are_said),
  };
  return cmocka_run_group_tests(tests, make_folder, remove_folder);
}

/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
#include "compiler.h"

#include "target_table.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool one_of(const char *name, const char *const *names, size_t count) {
  for (size_t i = 0; i < count; i++)
    if (strcmp(name, names[i]) == 0)
      return true;
  return false;
}

#define ONE_OF(name, names) one_of(name, names, sizeof names / sizeof *names)

static bool cut_end(char *text, const char *end) {
  size_t length = strlen(text), size = strlen(end);
  if (length <= size || strcmp(text + length - size, end) != 0)
    return false;
  text[length - size] = '\0';
  return true;
}

/* The compiler's name without folders and without a version: "g++" of "/usr/bin/arm-none-eabi-g++-12". */
static void tool_name(const char *path, char *out, size_t size) {
  const char *slash = strrchr(path, '/'), *other = strrchr(path, '\\');
  const char *name = slash > other || !other ? slash : other;
  snprintf(out, size, "%s", name ? name + 1 : path);
  if (!cut_end(out, ".exe") && !cut_end(out, ".EXE") && !cut_end(out, ".py"))
    cut_end(out, ".bat");
  if (!cut_end(out, "-posix")) /* mingw's names of its threads */
    cut_end(out, "-win32");
  size_t digits = strlen(out), length = digits;
  while (digits && strchr("0123456789.", out[digits - 1]))
    digits--;
  if (digits < length && digits && out[digits - 1] == '-')
    out[digits - 1] = '\0';
  else if (digits > 2 && digits < length && (strncmp(out + digits - 2, "cc", 2) == 0 || strncmp(out + digits - 2, "++", 2) == 0))
    out[digits] = '\0'; /* gcc12 */
}

/* NAME=VALUE with a name as variables have it. */
static bool assigns(const char *word) {
  size_t length = strspn(word, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_");
  return length && word[length] == '=';
}

/* Behind the options of env, nice, libtool and their like: those of `values` have their value in the next word. */
static size_t skip_options(const struct lien_list *args, size_t i, const char *values, bool variables) {
  for (; i < args->count; i++) {
    const char *word = args->items[i];
    if (strcmp(word, "--") == 0)
      return i + 1;
    if (word[0] == '-' && word[1]) {
      char wanted[64];
      snprintf(wanted, sizeof wanted, " %s ", word);
      i += strstr(values, wanted) != NULL;
    } else if (!variables || !assigns(word))
      break;
  }
  return i;
}

static bool plain_launcher(const char *name) {
  static const char *const launchers[] = {"ccache",     "sccache",   "distcc",       "icecc", "gomacc",
                                          "buildcache", "rewrapper", "sccache-dist", "pump",  "firebuild",
                                          "fastbuild",  "goma",      "colorgcc",     "zig"};
  return ONE_OF(name, launchers);
}

static bool is_libtool(const char *name) {
  size_t length = strlen(name);
  return length >= 7 && strcmp(name + length - 7, "libtool") == 0;
}

/* Where the command that `name`, at index i, launches begins; i: it launches nothing. */
static size_t launched(const struct lien_list *args, size_t i, const char *name) {
  if (assigns(args->items[i])) /* as a shell has it: X=Y cc ... */
    return i + 1;
  if (plain_launcher(name)) {
    size_t next = skip_options(args, i + 1, " ", true);
    /* "ccache -c a.c": it goes by its own name. */
    return args->items[i + 1][0] == '-' && strcmp(name, "rewrapper") != 0 ? i : next;
  }
  static const char *const shells[] = {"sh", "bash", "dash", "ksh"};
  if (ONE_OF(name, shells)) {
    char script[256];
    tool_name(args->items[i + 1], script, sizeof script);
    return is_libtool(script) || plain_launcher(script) ? i + 1 : i;
  }
  if (strcmp(name, "env") == 0)
    return skip_options(args, i + 1, " -u --unset -C --chdir ", true);
  if (is_libtool(name))
    return skip_options(args, i + 1, " --tag --mode ", false);
  if (strcmp(name, "nice") == 0 || strcmp(name, "ionice") == 0)
    return skip_options(args, i + 1, " -n -c ", false);
  if (strcmp(name, "time") == 0)
    return skip_options(args, i + 1, " -f -o ", false);
  if (strcmp(name, "cmake") == 0 && i + 2 < args->count && strcmp(args->items[i + 1], "-E") == 0)
    return strcmp(args->items[i + 2], "env") == 0 ? skip_options(args, i + 3, " ", true) : i;
  return i;
}

/* Compilers whose flags are like nobody's. */
static const char *const unknown_compilers[] = {
    "armcc", "armcpp", "tcpp",  "iccarm", "icc430", "iccavr", "iccrl78", "iccrx", "cl6x",   "cl2000", "cl430", "armcl",
    "xlc",   "xlC",    "xlc_r", "sdcc",   "cc65",   "cl65",   "bcc32",   "dmc",   "wcc386", "wcl386", "ccrx",  "ccrl",
    "xc8",   "picc",   "suncc", "sunCC",  "ecc",    "ctc",    "cctc",    "c51",   "c166",   "ccppc",  "dcc",   "cxppc"};

static void read_name(struct compiler *ret) {
  static const char *const cl[] = {"cl", "clang-cl", "icl"};
  static const char *const cxx[] = {"icpc", "icpx", "mpicxx", "mpiCC", "cxx", "CC", "dpcpp", "hipcc"};
  size_t length = strlen(ret->name);
  ret->cxx = (length >= 2 && strcmp(ret->name + length - 2, "++") == 0) || ONE_OF(ret->name, cxx);
  if (ONE_OF(ret->name, cl)) {
    ret->dialect = DIALECT_CL;
    snprintf(ret->target, sizeof ret->target, "x86_64-pc-windows-msvc");
  }
  for (size_t i = 0; i < sizeof unknown_compilers / sizeof *unknown_compilers; i++)
    if (strcmp(ret->name, unknown_compilers[i]) == 0) {
      ret->dialect = DIALECT_NONE;
      ret->unknown = unknown_compilers[i];
    }
  if (strcmp(ret->name, "emcc") == 0 || strcmp(ret->name, "em++") == 0)
    snprintf(ret->target, sizeof ret->target, "wasm32-unknown-emscripten");
  const char *end = strrchr(ret->name, '-');
  if (end && end - ret->name < (long)sizeof ret->target && (target_known(ret->name) || target_foreign(ret->name)))
    snprintf(ret->target, sizeof ret->target, "%.*s", (int)(end - ret->name), ret->name);
}

void compiler_read(const struct lien_list *args, struct compiler *ret) {
  *ret = (struct compiler){.dialect = DIALECT_GNU};
  tool_name(args->items[0], ret->name, sizeof ret->name);
  while (ret->index + 1 < args->count) {
    size_t next = launched(args, ret->index, ret->name);
    if (next == ret->index || next >= args->count)
      break;
    ret->index = next;
    tool_name(args->items[next], ret->name, sizeof ret->name);
  }
  read_name(ret);
}

static bool is_folder(const char *path) {
  struct stat info;
  return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

/* PATTERN with the compiler's installation and its target; whether that is a folder. */
static bool folder_there(struct lien_buf *path, const char *root, const char *middle, const char *target, const char *rest) {
  path->size = 0;
  lien_buf_printf(path, "%s%s%s%s", root, middle, target, rest);
  return !path->failed && is_folder(path->data);
}

/* The folder above the one where the compiler is, malloc'ed; NULL: not found. */
static char *installation(const char *compiler, const char *directory) {
  char *path = NULL;
  const char *places = strchr(compiler, '/') ? NULL : getenv("PATH");
  if (strchr(compiler, '/'))
    path = lien_path_join(directory, compiler);
  while (places && *places && !path) {
    size_t length = strcspn(places, ":");
    struct lien_buf place = {0};
    lien_buf_printf(&place, "%.*s/%s", (int)length, places, compiler);
    if (places[0] == '/' && !place.failed && access(place.data, X_OK) == 0)
      path = strdup(place.data);
    lien_buf_free(&place);
    places += length + (places[length] == ':');
  }
  char *normal = path ? lien_path_normal(path) : NULL;
  free(path);
  for (int i = 0; normal && i < 2; i++) {
    char *slash = strrchr(normal, '/');
    if (!slash) {
      free(normal);
      return NULL;
    }
    *slash = '\0';
  }
  return normal;
}

/* Where the target's headers are, as the makers of compilers lay them out; path holds it. */
static bool find_sysroot(const char *root, const char *target, bool system, struct lien_buf *path) {
  bool bare = strstr(target, "-none") || strstr(target, "-elf") || strcmp(target, "avr") == 0;
  if (strstr(target, "emscripten"))
    return folder_there(path, root, "/emscripten/cache/sysroot", "", "");
  if (folder_there(path, root, "/", target, "/sysroot") || folder_there(path, root, "/", target, "/libc"))
    return true;
  if (!system && folder_there(path, root, "/sysroot", "", ""))
    return true;
  if (!bare || !folder_there(path, root, system ? "/lib/" : "/", target, "/include"))
    return false;
  cut_end(path->data, "/include");
  return true;
}

void compiler_add_folders(const struct compiler *compiler, const struct lien_list *command, const char *directory, bool sysroot,
                          struct lien_list *args) {
  if (!compiler->target[0] || compiler->dialect != DIALECT_GNU || target_foreign(compiler->target))
    return;
  char *root = installation(command->items[compiler->index], directory);
  if (!root)
    return;
  struct lien_buf path = {0};
  bool system = !root[0] || strcmp(root, "/usr") == 0 || strcmp(root, "/usr/local") == 0;
  if (!sysroot && find_sysroot(root, compiler->target, system, &path))
    lien_list_add_joined(args, "--sysroot=", path.data);
  if (!system && folder_there(&path, root, "/lib/gcc/", compiler->target, ""))
    lien_list_add_joined(args, "--gcc-toolchain=", root);
  lien_buf_free(&path);
  free(root);
}

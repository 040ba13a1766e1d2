/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Which language a file is in: by -x, otherwise by the end of its name. */
#include "flags.h"

#include <string.h>

struct row {
  const char *names; /* each with a space before and behind it */
  enum lien_language language;
  const char *other; /* what it is, when it is neither C nor C++ */
};

static const struct row by_x[] = {
    {" c cpp-output ", LIEN_LANGUAGE_C, NULL},
    {" c++ c++-cpp-output ", LIEN_LANGUAGE_CXX, NULL},
    {" assembler assembler-with-cpp ", LIEN_LANGUAGE_OTHER, "assembler"},
    {" objective-c objective-c-cpp-output objective-c-header objc-cpp-output ", LIEN_LANGUAGE_OTHER, "Objective-C"},
    {" objective-c++ objective-c++-cpp-output objective-c++-header objc++-cpp-output ", LIEN_LANGUAGE_OTHER, "Objective-C++"},
    {" c-header c++-header c++-system-header c++-user-header ", LIEN_LANGUAGE_OTHER, "header"},
    {" c++-module ", LIEN_LANGUAGE_OTHER, "C++ module interface"},
    {" cu cuda cuda-cpp-output ", LIEN_LANGUAGE_OTHER, "CUDA"},
    {" hip hip-cpp-output ", LIEN_LANGUAGE_OTHER, "HIP"},
    {" cl clcpp ", LIEN_LANGUAGE_OTHER, "OpenCL"},
    {" f77 f77-cpp-input f95 f95-cpp-input ", LIEN_LANGUAGE_OTHER, "Fortran"},
    {" ir ", LIEN_LANGUAGE_OTHER, "LLVM IR"},
    {" ada ", LIEN_LANGUAGE_OTHER, "Ada"},
    {" d ", LIEN_LANGUAGE_OTHER, "D"},
    {" go ", LIEN_LANGUAGE_OTHER, "Go"},
};

static const struct row by_end[] = {
    {" c i ", LIEN_LANGUAGE_C, NULL},
    {" cc cp cxx cpp CPP c++ C CC ii ", LIEN_LANGUAGE_CXX, NULL},
    {" s S sx asm ASM nasm yasm ", LIEN_LANGUAGE_OTHER, "assembler"},
    {" m mi ", LIEN_LANGUAGE_OTHER, "Objective-C"},
    {" mm M mii ", LIEN_LANGUAGE_OTHER, "Objective-C++"},
    {" h hh hpp hxx h++ H HPP hp tcc inl ipp ", LIEN_LANGUAGE_OTHER, "header"},
    {" cppm ccm cxxm c++m ixx mxx mpp ", LIEN_LANGUAGE_OTHER, "C++ module interface"},
    {" cu cuh cui ", LIEN_LANGUAGE_OTHER, "CUDA"},
    {" hip ", LIEN_LANGUAGE_OTHER, "HIP"},
    {" cl clcpp ", LIEN_LANGUAGE_OTHER, "OpenCL"},
    {" f for ftn fpp F FOR FTN FPP f77 f90 f95 f03 f08 f18 F77 F90 F95 F03 F08 F18 ", LIEN_LANGUAGE_OTHER, "Fortran"},
    {" ll bc ", LIEN_LANGUAGE_OTHER, "LLVM IR"},
    {" adb ads ", LIEN_LANGUAGE_OTHER, "Ada"},
    {" d di ", LIEN_LANGUAGE_OTHER, "D"},
    {" go ", LIEN_LANGUAGE_OTHER, "Go"},
    {" rs ", LIEN_LANGUAGE_OTHER, "Rust"},
    {" swift ", LIEN_LANGUAGE_OTHER, "Swift"},
    {" rc ", LIEN_LANGUAGE_OTHER, "Windows resource"},
    {" o obj a so lo ", LIEN_LANGUAGE_OTHER, "object"},
};

static const struct row *find(const struct row *rows, size_t count, const char *name) {
  char word[64];
  snprintf(word, sizeof word, " %s ", name);
  for (size_t i = 0; i < count && strlen(word) < sizeof word - 1; i++)
    if (strstr(rows[i].names, word))
      return &rows[i];
  return NULL;
}

enum lien_language language_of(const char *file, const char *x, bool cxx_driver, const char **ret_other) {
  const char *slash = strrchr(file, '/'), *dot = strrchr(file, '.');
  const struct row *row = NULL;
  if (x[0])
    row = find(by_x, sizeof by_x / sizeof *by_x, x);
  else if (dot && (!slash || dot > slash) && !strchr(dot, ' '))
    row = find(by_end, sizeof by_end / sizeof *by_end, dot + 1);
  *ret_other = row ? row->other : "other";
  if (!row)
    return LIEN_LANGUAGE_OTHER;
  return row->language == LIEN_LANGUAGE_C && cxx_driver && !x[0] ? LIEN_LANGUAGE_CXX : row->language;
}

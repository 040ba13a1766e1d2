/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* cmocka, with the headers that it wants before it. */
#ifndef LIEN_TEST_UNIT_H
#define LIEN_TEST_UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#endif

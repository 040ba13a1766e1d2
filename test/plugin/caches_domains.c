// RUN: %clang -fsyntax-only -fplugin=%plugin -Xclang -verify -Xclang -verify-ignore-unexpected=note %s
// Keys of which there are few bound a container; others do not.
#include "Inputs/dict.h"
PyObject *number(long); /* made of its argument alone */
PyObject *text(const char *);
int PyDict_SetItemString(PyObject *, const char *, PyObject *);
void *g_hash_table_new(void *, void *);
typedef struct _GHashTable GHashTable;
int g_hash_table_insert(GHashTable *, void *, void *);
enum colour { RED, GREEN };

static PyObject *enum_ok, *bool_ok, *byte_ok, *short_ok, *modulo_ok, *mask_ok, *literal_ok, *line_ok, *table_ok, *cast_ok, *mixed_bad;
static PyObject *int_bad, *text_bad, *big_modulo_bad, *variable_modulo_bad, *plus_bad, *pointer_ok;
static GHashTable *numbers_ok, *numbers_bad, *static_ok;
static const char *const names[] = {"a", "b", "c"};

void by_enum(enum colour c, PyObject *v) { PyDict_SetItem(enum_ok, number(c), v); }
void by_bool(_Bool b, PyObject *v) { PyDict_SetItem(bool_ok, number(b), v); }
void by_byte(unsigned char b, PyObject *v) { PyDict_SetItem(byte_ok, number(b), v); }
void by_short(short s, PyObject *v) { PyDict_SetItem(short_ok, number(s), v); }
void by_modulo(unsigned long n, PyObject *v) { PyDict_SetItem(modulo_ok, number(n % 64), v); }
void by_mask(unsigned long n, PyObject *v) { PyDict_SetItem(mask_ok, number(n & 0xff), v); }
void by_cast(unsigned long n, PyObject *v) { PyDict_SetItem(cast_ok, number((unsigned char)n), v); }
void by_literal(PyObject *v) { PyDict_SetItemString(literal_ok, "key", v); }
void by_line(PyObject *v) { PyDict_SetItem(line_ok, number(__LINE__), v); }
void by_table(int i, PyObject *v) { PyDict_SetItemString(table_ok, names[i], v); }
void by_number(unsigned char n) { g_hash_table_insert(numbers_ok, (void *)(long)n, (void *)1); }
void by_static(void *v) { g_hash_table_insert(static_ok, (void *)&by_static, v); }
static void inner(enum colour c, PyObject *v) { PyDict_SetItem(pointer_ok, number(c), v); }
void outer(PyObject *v) { inner(GREEN, v); }

void by_int(long n, PyObject *v) {
  PyDict_SetItem(int_bad, number(n), v); // expected-warning {{'int_bad'}}
}
void by_text(const char *s, PyObject *v) {
  PyDict_SetItem(text_bad, text(s), v); // expected-warning {{'text_bad'}}
}
void by_big_modulo(unsigned long n, PyObject *v) {
  PyDict_SetItem(big_modulo_bad, number(n % 100000007), v); // expected-warning {{'big_modulo_bad'}}
}
void by_variable_modulo(unsigned long n, unsigned long m, PyObject *v) {
  PyDict_SetItem(variable_modulo_bad, number(n % m), v); // expected-warning {{'variable_modulo_bad'}}
}
void by_sum(unsigned char b, long n, PyObject *v) {
  PyDict_SetItem(plus_bad, number(b + n), v); // expected-warning {{'plus_bad'}}
}
void by_both(int small, long n, PyObject *v) { /* one site of two is enough */
  PyDict_SetItem(mixed_bad, number(n % 8), v);
  PyDict_SetItem(mixed_bad, number(n), v); // expected-warning {{'mixed_bad'}}
}
void by_wide_number(unsigned n) {
  g_hash_table_insert(numbers_bad, (void *)(long)n, (void *)1); // expected-warning {{'numbers_bad'}}
}

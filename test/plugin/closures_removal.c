// RUN: %clang -fsyntax-only -fplugin=%plugin -fplugin-arg-lien-contracts=%S/Inputs/registry.yaml -Xclang -verify -Xclang -verify-ignore-unexpected=note %s
// A removal by code and data names the data of a registration.
#include "Inputs/registry.h"

struct part { int size; };
struct box { int used; struct part first, second; struct part *inner; Source *source; };
struct other { double weight; };
static struct box shelf, desk;

static void f1(Source *s, void *d) {}
void null_bad(struct box *box, Source *source) { source_connect(source, f1, box); }
void null_remove(struct box *box, Source *source) {
  source_disconnect_by_func(source, f1, NULL); // expected-warning {{'f1' was registered with 'box', and this removal names NULL: it removes nothing}}
}
static void f2(Source *s, void *d) {}
void type_bad(struct box *box) { source_connect(box->source, f2, box); }
void type_remove(struct box *box) {
  source_disconnect_by_func(box->source, f2, box->inner); // expected-warning {{'f2' was registered with 'box', and this removal names 'box->inner'}}
}
static void f3(Source *s, void *d) {}
void field_bad(struct box *box) { source_connect(box->source, f3, &box->first); }
void field_remove(struct box *self) {
  source_disconnect_by_func(self->source, f3, &self->second); // expected-warning {{'f3' was registered with '&box->first', and this removal names '&self->second'}}
}
static int f4(void *d) { return 0; }
void parameters_bad(struct box *a, struct box *b) {
  loop_add(1, f4, a);
  loop_remove_by_funcs(f4, b); // expected-warning {{'f4' was registered with 'a', and this removal names 'b'}}
}
static int f5(void *d) { return 0; }
void variables_bad(void) { loop_add(1, f5, &shelf); }
void variables_remove(void) {
  loop_remove_by_funcs(f5, &desk); // expected-warning {{'f5' was registered with '&shelf', and this removal names '&desk'}}
}
static int f6(void *d) { return 0; }
void several_bad(struct box *box) {
  loop_add(1, f6, box);
  loop_add(2, f6, &box->second);
}
void several_remove(struct other *it) {
  loop_remove_by_funcs(f6, it); // expected-warning {{'f6' was registered with 'box', and this removal names 'it'}}
}
static int f7(void *d) { return 0; }
void no_data_bad(void) { loop_add(1, f7, NULL); }
void no_data_remove(struct box *box) {
  loop_remove_by_funcs(f7, box); // expected-warning {{'f7' was registered with NULL, and this removal names 'box'}}
}

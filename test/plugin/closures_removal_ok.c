// RUN: %clang -fsyntax-only -fplugin=%plugin -fplugin-arg-lien-contracts=%S/Inputs/registry.yaml -Xclang -verify -Xclang -verify-ignore-unexpected=note %s
// expected-no-diagnostics
// A removal that may name the data of some registration is fine.
#include "Inputs/registry.h"

struct part { int size; };
struct box { struct part first, second; struct part *inner; Source *source; };

static void f1(Source *s, void *d) {}
void same_ok(struct box *box, Source *source) { source_connect(source, f1, box); }
void same_remove(struct box *self, Source *source) { source_disconnect_by_func(source, f1, self); }

static void f2(Source *s, void *d) {}
void cast_ok(struct box *box) { source_connect(box->source, f2, (void *)box); }
void cast_remove(void *data) {
  struct box *self = data;
  source_disconnect_by_func(self->source, f2, data);
}
static void f3(Source *s, void *d) {}
void first_part_ok(struct box *box) { source_connect(box->source, f3, &box->first); }
void first_part_remove(struct box *box) { source_disconnect_by_func(box->source, f3, box); }

static int f4(void *d) { return 0; }
void alias_ok(struct box *box) {
  struct box *same = box;
  loop_add(1, f4, box);
  loop_remove_by_funcs(f4, same);
}
static int f5(void *d) { return 0; }
void one_of_two_ok(struct box *box) {
  loop_add(1, f5, box);
  loop_add(1, f5, NULL);
}
void one_of_two_remove(void) { loop_remove_by_funcs(f5, NULL); }

int f6(void *d) { return 0; } /* others may register it, too */
void visible_ok(struct box *box) { loop_add(1, f6, box); }
void visible_remove(void) { loop_remove_by_funcs(f6, NULL); }

static int f7(void *d) { return 0; }
static int (*chosen)(void *) = f7;
void chosen_ok(struct box *box) {
  loop_add(1, f7, box);
  loop_add(1, chosen, NULL);
  loop_remove_by_funcs(f7, NULL);
}
static int f8(void *d) { return 0; }
void checked_ok(struct box *box) { loop_add(1, f8, box); }
void checked_remove(struct box *box) { loop_remove_by_funcs(f8, checked_cast(box, 3)); }

static int f9(void *d) { return 0; }
void unknown_ok(struct box *box) { loop_add(1, f9, box->inner); }
void unknown_remove(struct part *part) { loop_remove_by_funcs(f9, part); }

// RUN: %clang -fsyntax-only -fblocks -fplugin=%plugin -Xclang -verify -Xclang -verify-ignore-unexpected=note %s
// Blocks: what they copied is the address of a variable, and the block is kept.
#include <stddef.h>
void *_Block_copy(const void *block);
#define Block_copy(...) ((__typeof(__VA_ARGS__))_Block_copy((const void *)(__VA_ARGS__)))
typedef void (^work_t)(void);
typedef struct queue *queue_t;
void dispatch_async(queue_t queue, work_t block);
void dispatch_sync(queue_t queue, work_t block);
struct server { work_t on_data; };
static work_t last;
extern queue_t queue;
void keep(struct server *s, work_t work) { s->on_data = Block_copy(work); }
void each(int n, void (^code)(int)) { for (int i = 0; i < n; i++) code(i); }

void global_bad(void) { int x = 0, *p = &x; last = Block_copy(^{ *p = 1; }); } // expected-warning {{'x' is captured by address by a closure that is stored in 'last'}}
void field_bad(struct server *s) { char b[8], *p = b; s->on_data = Block_copy(^{ p[0] = 1; }); } // expected-warning {{'b' is captured by address}}
work_t returned_bad(void) { int x = 0, *p = &x; return Block_copy(^{ *p = 1; }); } // expected-warning {{returned}}
void variable_bad(void) {
  int x = 0, *p = &x;
  work_t work = ^{ *p = 1; };
  last = Block_copy(work); // expected-warning {{stored in 'last'}}
}
void keep_bad(struct server *s) { int x = 0, *p = &x; keep(s, ^{ *p = 1; }); } // expected-warning {{stored in 'on_data' by 'keep'}}
void later_bad(void) { int x = 0, *p = &x; dispatch_async(queue, ^{ *p = 1; }); } // expected-warning {{registered with 'dispatch_async'}}

void called_ok(void) { int x = 0, *p = &x; work_t work = ^{ *p = 1; }; work(); }
void each_ok(void) { int x = 0, *p = &x; each(3, ^(int i) { *p += i; }); }
void shared_ok(void) { __block int x = 0; last = Block_copy(^{ x++; }); }
void value_ok(struct server *s) { int x = 0; s->on_data = Block_copy(^{ (void)x; }); }
void static_ok(struct server *s) { static int x; int *p = &x; s->on_data = Block_copy(^{ *p = 1; }); }
void given_ok(struct server *s, int *p) { s->on_data = Block_copy(^{ *p = 1; }); }
void now_ok(void) { int x = 0, *p = &x; dispatch_sync(queue, ^{ *p = 1; }); }
void waited_ok(void) { int x = 0, *p = &x; dispatch_async(queue, ^{ *p = 1; }); dispatch_sync(queue, ^{}); }
void own_ok(void) { struct server s; int x = 0, *p = &x; s.on_data = ^{ *p = 1; }; s.on_data(); }
void reset_ok(struct server *s) { int x = 0, *p = &x; s->on_data = ^{ *p = 1; }; s->on_data(); s->on_data = NULL; }

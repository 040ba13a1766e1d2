/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* What registry.yaml says the contracts of. */
#include <stdlib.h>
#include <string.h>
#ifdef __cplusplus
extern "C" {
#endif
typedef void Destroy(void *);
typedef struct Source Source;
typedef struct Worker { int number; } Worker;
typedef struct Counted { int count; } Counted;
typedef struct Base Base;
typedef struct Context Context;
unsigned loop_add(int interval, int (*function)(void *), void *data);
unsigned loop_add_full(int interval, int (*function)(void *), void *data, Destroy *destroy);
void loop_remove(unsigned id);
void loop_remove_by_funcs(int (*function)(void *), void *data);
unsigned source_connect(Source *source, void (*function)(Source *, void *), void *data);
void source_disconnect(Source *source, unsigned id);
void source_disconnect_by_func(Source *source, void (*function)(Source *, void *), void *data);
int worker_start(Worker *worker, void *(*function)(void *), void *data);
void worker_wait(Worker worker);
Counted *capsule_new(void *pointer, Destroy *destroy);
void *capsule_get(Counted *capsule);
int make_function(Base *base, const char *name, void *data, void (*function)(Context *), Destroy *destroy);
void *function_data(Context *context);
void *counted_ref(void *object);
void counted_unref(void *object);
void *checked_cast(void *instance, int type);
typedef struct Object { int count; } Object;
typedef struct ObjectClass { void (*finalize)(Object *); } ObjectClass;
int puts_number(int);
#ifdef __cplusplus
}
#endif

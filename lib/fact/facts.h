/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Facts as they are kept between reading and judging. Texts are numbers (texts.h). */
#ifndef LIEN_FACT_FACTS_H
#define LIEN_FACT_FACTS_H

#include "lien/fact.h"
#include "texts.h"

/* From FACT_CLAIM on they are of the claim that the root itself holds, and not of what it contains. */
enum fact_sort {
  FACT_GROWTH,
  FACT_SHRINK,
  FACT_CLEAR,
  FACT_RESET,
  FACT_SIZE,
  FACT_ESCAPE,
  FACT_CLAIM,
  FACT_RELEASE,
  FACT_MOVED,
  FACT_SORT_COUNT
};

/* Where a key comes from; the worst is last. FACT_KEY_GUARDED is what a guarded call makes of any key. */
enum fact_key {
  FACT_KEY_GUARDED,
  FACT_KEY_LITERAL,
  FACT_KEY_SMALL,
  FACT_KEY_NONE,
  FACT_KEY_UNKNOWN,
  FACT_KEY_PARAMETER, /* of a function that only its unit sees: what its callers pass to it */
  FACT_KEY_PARSED,
  FACT_KEY_CALLER,
  FACT_KEY_ABSENT, /* of a call: nothing is said of its arguments */
};

enum fact_guard { FACT_GUARD_NONE, FACT_GUARD_SIZE, FACT_GUARD_ONCE };

enum fact_storage {
  FACT_FILE,
  FACT_FUNCTION,
  FACT_EXTERN,
  FACT_CLASS,
  FACT_THREAD,
  FACT_MODULE,
  FACT_OBJECT,
  FACT_STORAGE_COUNT
};

/* How a function is used beside being called. FACT_DESTROY: it ends one object, not the process. */
enum { FACT_INIT = 1, FACT_EXIT = 2, FACT_DESTROY = 4, FACT_MAIN = 8, FACT_METHOD = 16, FACT_CALLBACK = 32 };

struct fact_spot {
  uint32_t file, line, column;
};

struct fact_root {
  uint32_t id, name, container;
  struct fact_spot at;
  uint8_t storage;
  bool intended, weak, local; /* local: only one unit can see it */
};

struct fact_site {
  uint32_t root, function, callee;
  struct fact_spot at;
  uint8_t sort, key, guard;
  bool loop; /* it stands in a loop */
};

struct fact_pass {
  uint32_t root, to, target, function; /* target: the ID of the parameter, "TO#I" */
  struct fact_spot at;
  uint8_t key, guard;
  bool loop;
  bool value; /* the object is passed, not the root */
};

/* declared: this unit has no body of it; it only says how it is used. */
struct fact_function {
  uint32_t id, name;
  uint32_t file; /* of one that runs at the start; else 0 */
  uint32_t first_call, call_count;
  uint8_t uses;
  bool external, loops_known, declared; /* loops_known: it is said which of its calls stand in a loop */
};

/* A call stands in a loop when FACT_LOOP is set in its number. */
#define FACT_LOOP 0x80000000u

/* A place of a candidate. */
struct fact_step {
  struct fact_spot at;
  uint32_t end_line, end_column, depth, message;
};

/* A finding that waits for keys. Its steps lie in `steps`; its keys in `keys`: those of `if`, then those of `unless`. */
struct fact_candidate {
  uint32_t rule, message, function, object, kind;
  struct fact_step at, begin;
  uint32_t first_step, step_count;
  uint32_t first_key, if_count, unless_count;
  bool note, local; /* local: only its unit can say what is in `unless` */
};

/* The key holds when all keys of the line's `if` do. message: 0 when there is no note. */
struct fact_holds {
  uint32_t key, first_key, if_count;
  struct fact_spot at;
  uint32_t message;
};

struct fact_array {
  void *data;
  size_t count, capacity;
};

/* From text X to text Y: what happens to Y happens to X, by the call `pass`. */
struct fact_link {
  uint32_t from, to, pass;
};

struct lien_facts {
  struct fact_texts texts;
  struct fact_seen seen;
  struct fact_array roots, sites, passes, functions, calls;
  struct fact_array holds, candidates, steps;
  struct fact_array keys;   /* uint32_t: texts */
  struct fact_array logged; /* uint64_t: the lines that the text being read has added to `seen` */
  struct fact_array reals;  /* uint32_t by text: its real path; 0: not asked yet */
  struct fact_array links;
  struct fact_array caches;    /* struct lien_cache */
  struct fact_array immortals; /* struct fact_immortal */
  struct fact_array modules;   /* struct lien_module */
  struct fact_array found;     /* struct lien_candidate: those that hold */
};

/* Room for one more item at the end, zeroed; NULL: out of memory. Moves the array. */
void *fact_array_add(struct fact_array *array, size_t item);
/* Makes the array at least `count` long, with zeroes. */
bool fact_array_fill(struct fact_array *array, size_t count, size_t item);

static inline const char *fact_text(const struct lien_facts *facts, uint32_t id) {
  return facts->texts.items[id];
}

static inline uint32_t fact_intern(struct lien_facts *facts, const char *text, size_t size) {
  return fact_texts_add(&facts->texts, text, size);
}

/* Where the text's last component begins ("items" in "f#0.items"), or NULL when it has none: at the dot. */
const char *fact_last_dot(const char *id);

#endif

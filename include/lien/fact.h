/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Facts (docs/findings.md): read unit by unit, linked over the program, judged. They are about containers that outlive every
 * call, and about findings that wait for what other units say.
 *
 * A root is such a container. Growth sites put elements in, others take them out; a root that is passed to a function is
 * treated as that function treats its parameter. What cannot be seen makes a root quiet: it is never reported.
 *
 * A candidate is a finding when all keys that it needs hold, and none that speaks against it does. */
#ifndef LIEN_FACT_H
#define LIEN_FACT_H

#include "lien/base.h"

#ifdef __cplusplus
extern "C" {
#endif

enum lien_verdict { LIEN_VERDICT_QUIET, LIEN_VERDICT_NOTE, LIEN_VERDICT_WARNING };

/* A place in the source and what is to be said of it. */
struct lien_remark {
  const char *file;
  unsigned line, column;
  const char *message;
};

/* One root and its verdict. All strings are lent by the facts. */
struct lien_cache {
  const char *id, *name, *container, *storage; /* as in the facts */
  struct lien_remark at;                       /* its declaration; no message */
  unsigned growth, out;                        /* sites that put in; that take out, clear or replace */
  struct lien_remark first_growth, first_out;  /* file is "" when there is none; no message */
  const char *bound;                           /* why it is quiet, in a few words; "" when it is not */
  enum lien_verdict verdict;
  bool immortal; /* it also keeps its own object alive for ever: struct lien_module tells it */
  /* For a note or a warning; else "" and 0. */
  const char *rule, *message, *function; /* function: where the growth is, qualified */
  struct lien_remark growth_at;          /* where the finding stands; no message */
  struct lien_remark *places;            /* the declaration, every site and why it does not bound, a remedy */
  size_t place_count;
};

/* Static variables of one module (a source file) that keep objects alive for ever. It is a note. */
struct lien_module {
  const char *rule, *message;
  struct lien_remark at;      /* the first declaration; no message */
  struct lien_remark *places; /* each declaration and where the variable gets its object; a remedy */
  size_t place_count;
};

/* A place of a candidate, as in a finding. Its file is "" and its numbers are 0 when they are not known. */
struct lien_step {
  struct lien_remark place;
  unsigned end_line, end_column;
  unsigned depth; /* inlined calls */
};

/* A candidate that holds: a finding. All strings are lent by the facts. */
struct lien_candidate {
  const char *rule, *message;
  const char *function, *object, *kind; /* "" when not said */
  enum lien_verdict level;              /* LIEN_VERDICT_WARNING or LIEN_VERDICT_NOTE */
  struct lien_step at, begin;           /* no message; begin: where the duty began */
  struct lien_step *path;               /* its own, and before the last one the notes of what made its keys hold */
  size_t path_count;
};

struct lien_facts;

struct lien_facts *lien_facts_new(void); /* NULL: out of memory */
/* Adds the facts of text[0..size), JSON lines; lines of other types are skipped. A bad line is an error, and then nothing of
 * the text has been added. name: for messages. What several texts say with the same words is kept once. */
bool lien_facts_read(struct lien_facts *facts, const char *name, const char *text, size_t size, struct lien_error *err);
/* Judges every root and every candidate, once, after all texts are read. whole: these are the facts of all units of the program.
 * If they are not, roots that other units can see are quiet, every function of external linkage is taken to be called by
 * somebody, and a candidate with `unless` is dropped when it is not local. */
bool lien_facts_link(struct lien_facts *facts, bool whole, struct lien_error *err);
/* The roots in the order of their IDs, whatever the order of the texts was; lent. Empty before lien_facts_link. */
const struct lien_cache *lien_facts_caches(const struct lien_facts *facts, size_t *ret_count);
/* In the order of their files; lent. */
const struct lien_module *lien_facts_modules(const struct lien_facts *facts, size_t *ret_count);
/* Those that hold, by file, line, column, rule and message, no two the same; lent. The driver asks after the facts of all units,
 * the plugin alone after those of its own. */
const struct lien_candidate *lien_facts_candidates(const struct lien_facts *facts, size_t *ret_count);
void lien_facts_free(struct lien_facts *facts); /* accepts NULL */

#ifdef __cplusplus
}
#endif
#endif

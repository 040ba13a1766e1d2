/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Findings: read from what the plugin writes (docs/findings.md), brought into one order, written as text or SARIF.
 *
 * What is read is untrusted as the source it comes from: every text is escaped for its output. */
#ifndef LIEN_REPORT_H
#define LIEN_REPORT_H

#include "lien/base.h"

#ifdef __cplusplus
extern "C" {
#endif

/* A stretch of source. file is "" when it is not known; lines and columns count from 1, columns are bytes; 0: not known. */
struct lien_spot {
  const char *file;
  unsigned line, column, end_line, end_column;
};

struct lien_event {
  struct lien_spot at;
  const char *message;
  unsigned depth; /* inlined calls */
};

/* A note says what may be meant so; it is no reason to fail. */
enum lien_level { LIEN_LEVEL_WARNING, LIEN_LEVEL_NOTE };

struct lien_finding {
  const char *rule, *message;
  const char *function, *object, *kind; /* "" when not said */
  struct lien_spot at;
  struct lien_spot begin; /* where the duty began */
  struct lien_event *events;
  size_t event_count;
  enum lien_level level;
  void *source; /* owns all strings above; NULL: they are lent */
};

/* What the plugin says of a unit that it analysed to its end. */
struct lien_stats {
  uint64_t functions, analysed, limited, calls_unknown, nodes, errors;
  double parse, filter, engine, report, facts, captures; /* seconds */
};

struct lien_findings {
  struct lien_finding *items;
  size_t count, capacity;
};

/* Adds the findings of text[0..size), JSON lines, to *to. *ret_ended: whether the unit's last line was there; only then
 * *ret_stats is set. A bad line is an error; the findings before it have been added. Lines of facts (fact.h), candidates among
 * them, are skipped. name: for messages. */
bool lien_findings_read(const char *name, const char *text, size_t size, struct lien_findings *to, struct lien_stats *ret_stats,
                        bool *ret_ended, struct lien_error *err);
/* Adds a copy of *finding; on success its events (malloc'ed) belong to *to. */
bool lien_findings_add(struct lien_findings *to, const struct lien_finding *finding, struct lien_error *err);
/* Sorts by file, line, column, rule and message, and removes what is the same as the one before: what several units say of
 * one header is said once. The shortest path is kept. */
void lien_findings_settle(struct lien_findings *findings);
void lien_findings_free(struct lien_findings *findings); /* accepts NULL */

/* What a rule is, in words. */
struct lien_rule {
  const char *id;    /* "lien.Leak" */
  const char *name;  /* "Leak" */
  const char *brief; /* one sentence */
  const char *full;  /* some sentences */
  const char *help;  /* Markdown: what to do about it */
  bool places;       /* a finding's events are places to look at, not steps of a path */
};

extern const struct lien_rule lien_rules[];
extern const size_t lien_rule_count;

/* A unit that could not be analysed. */
struct lien_failure {
  const char *file, *reason; /* lent */
  const char *detail;        /* lent: the first error line of clang, "" for none */
};

/* How text is written. */
struct lien_text_style {
  const char *directory; /* absolute: files below it are shown relative to it; "" for none */
  bool brief;            /* no path, no source lines */
};

/* Appends one finding as a compiler's warning with its path as notes; source lines are read from disk. */
struct lien_sources;                         /* files read so far */
struct lien_sources *lien_sources_new(void); /* NULL: out of memory */
void lien_sources_free(struct lien_sources *sources);
/* Line `line` of a file, without its end; lent. NULL: not to be had. */
const char *lien_source_line(struct lien_sources *sources, const char *file, unsigned line, size_t *ret_size);
void lien_text_write(const struct lien_finding *finding, const struct lien_text_style *style, struct lien_sources *sources,
                     struct lien_buf *out);

/* One SARIF 2.1.0 log with one run. */
struct lien_sarif {
  const char *root;    /* absolute, real: files below it get relative URIs, others file:// */
  const char *version; /* of Lien */
  const struct lien_failure *failures;
  size_t failure_count;
};

/* Appends the log to out; the findings must be settled. */
void lien_sarif_write(const struct lien_findings *findings, const struct lien_sarif *sarif, struct lien_buf *out);

#ifdef __cplusplus
}
#endif
#endif

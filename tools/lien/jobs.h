/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Child processes, several at once, each with a time limit. */
#ifndef LIEN_JOBS_H
#define LIEN_JOBS_H

#include "lien/base.h"

struct job_command {
  struct lien_list argv; /* argv[0] is searched in PATH if it has no slash; no shell is involved */
  const char *directory; /* where it runs; lent until the job is done */
};

struct job_result {
  int status; /* as wait() gives it */
  bool timed_out;
  bool not_started;   /* output says why */
  const char *output; /* the beginning of what it wrote to stderr; lent during the call */
};

struct jobs {
  size_t count;
  unsigned parallel, seconds;
  /* Makes the command of job `index`; its argv is freed by the caller of start. False: out of memory. */
  bool (*start)(void *context, size_t index, struct job_command *ret);
  /* Called once for each job, in the order in which they end. */
  void (*done)(void *context, size_t index, const struct job_result *result);
  void *context;
};

/* Runs all jobs. False when interrupted by SIGINT, SIGTERM or SIGHUP (see jobs_signal), or when a process cannot be made;
 * then no child is left. */
bool jobs_run(const struct jobs *jobs, struct lien_error *err);

/* Catches the signals that end a program, so that jobs_run can end its children and its caller can tidy up. */
void jobs_catch_signals(void);
/* The signal that was caught, 0 for none. */
int jobs_signal(void);

#endif

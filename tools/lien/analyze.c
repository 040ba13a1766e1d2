/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
#include "analyze.h"

#include "jobs.h"

#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { OUTPUT_LIMIT = 256 << 20, DETAIL_LIMIT = 400, DEFAULT_SECONDS = 300 };

struct run {
  const struct units *units;
  const struct install *install;
  const struct lien_list *args;
  const char *scratch;
  unsigned seconds;
  struct analysis analysis;
  bool failed; /* out of memory */
};

static char *output_path(const struct run *run, size_t index) {
  struct lien_buf path = {0};
  lien_buf_printf(&path, "%s/%zu.jsonl", run->scratch, index);
  if (!path.failed)
    return path.data;
  lien_buf_free(&path);
  return NULL;
}

static bool start(void *context, size_t index, struct job_command *ret) {
  struct run *run = context;
  const struct unit *unit = &run->units->items[index];
  char *output = output_path(run, index);
  if (!output)
    return false;
  ret->directory = unit->command->directory;
  lien_list_add(&ret->argv, run->install->clang);
  for (size_t i = 0; i < unit->flags.args.count; i++)
    lien_list_add(&ret->argv, unit->flags.args.items[i]);
  for (size_t i = 0; i < run->args->count; i++)
    lien_list_add(&ret->argv, run->args->items[i]);
  lien_list_add_joined(&ret->argv, "-fplugin-arg-lien-output=", output);
  /* It is absolute, so it cannot be taken for a flag. */
  lien_list_add(&ret->argv, unit->command->file);
  free(output);
  return true;
}

/* The line of clang's output that says most about a failure: the first error, else the first line. */
static char *detail_of(const char *output) {
  const char *best = output;
  for (const char *line = output; *line; line += strcspn(line, "\n"), line += *line == '\n') {
    const char *error = strstr(line, "error:");
    if (error && error < line + strcspn(line, "\n")) {
      best = line;
      break;
    }
  }
  size_t size = strcspn(best, "\n");
  return strndup(best, size < DETAIL_LIMIT ? size : DETAIL_LIMIT);
}

/* Adds the findings of one output file; a reason for failure goes to *reason, which stays empty otherwise. */
static void read_output(struct run *run, const char *path, int status, struct outcome *outcome, struct lien_buf *reason) {
  char *text;
  size_t size;
  struct lien_error err;
  if (!lien_file_read(path, OUTPUT_LIMIT, &text, &size, &err)) {
    lien_buf_printf(reason, "the plugin's output %s", err.text);
    return;
  }
  bool ended;
  if (!lien_findings_read("output", text, size, &run->analysis.findings, &outcome->stats, &ended, &err))
    lien_buf_printf(reason, "line %u of the plugin's output: %s", err.line, err.text);
  else if (ended && outcome->stats.errors)
    lien_buf_puts(reason, "it does not compile");
  else if (!ended && !status) /* else the status says more */
    lien_buf_puts(reason, "the plugin did not come to the end of the unit");
  else if (ended && !status && !lien_facts_read(run->analysis.facts, "output", text, size, &err))
    lien_buf_printf(reason, "line %u of the plugin's output: %s", err.line, err.text); /* half of a unit's facts would mislead */
  free(text);
}

static void judge(const struct run *run, const struct job_result *result, struct lien_buf *reason) {
  if (result->timed_out) {
    reason->size = 0;
    lien_buf_printf(reason, "stopped after %u seconds", run->seconds);
  } else if (WIFSIGNALED(result->status)) {
    reason->size = 0;
    lien_buf_printf(reason, "clang was killed by signal %d", WTERMSIG(result->status));
  } else if (result->not_started) {
    reason->size = 0;
    lien_buf_add(reason, result->output, strcspn(result->output, "\n"));
  } else if (WEXITSTATUS(result->status) && !reason->size)
    lien_buf_printf(reason, "clang ended with status %d", WEXITSTATUS(result->status));
}

static void done(void *context, size_t index, const struct job_result *result) {
  struct run *run = context;
  struct outcome *outcome = &run->analysis.outcomes[index];
  struct lien_buf reason = {0};
  char *output = output_path(run, index);
  if (output && lien_file_regular(output))
    read_output(run, output, result->status, outcome, &reason);
  else if (!WEXITSTATUS(result->status))
    lien_buf_puts(&reason, "the plugin wrote no output");
  judge(run, result, &reason);
  if (output)
    unlink(output);
  run->failed |= !output || reason.failed;
  free(output);
  if (!reason.size)
    return;
  outcome->reason = reason.data;
  outcome->detail = result->not_started ? strdup("") : detail_of(result->output);
  run->failed |= !outcome->detail;
}

/* A unit whose flags cannot be read is not run, but counts as failed. */
static bool note_broken(struct run *run) {
  for (size_t i = 0; i < run->units->count; i++) {
    struct outcome *outcome = &run->analysis.outcomes[i];
    if (run->units->items[i].broken) {
      outcome->reason = strdup(run->units->items[i].broken);
      outcome->detail = strdup("");
      run->failed |= !outcome->reason || !outcome->detail;
    }
  }
  return !run->failed;
}

struct order {
  struct run *run;
  size_t *indices; /* of the units that can be run */
};

static bool start_ordered(void *context, size_t index, struct job_command *ret) {
  struct order *order = context;
  return start(order->run, order->indices[index], ret);
}

static void done_ordered(void *context, size_t index, const struct job_result *result) {
  struct order *order = context;
  done(order->run, order->indices[index], result);
}

static bool run_units(struct run *run, unsigned parallel, struct lien_error *err) {
  struct order order = {run, calloc(run->units->count + 1, sizeof(size_t))};
  if (!order.indices || !note_broken(run)) {
    free(order.indices);
    return lien_fail(err, "", 0, 0, "out of memory");
  }
  size_t count = 0;
  for (size_t i = 0; i < run->units->count; i++)
    if (!run->units->items[i].broken)
      order.indices[count++] = i;
  struct jobs jobs = {.count = count,
                      .parallel = parallel,
                      .seconds = run->seconds,
                      .start = start_ordered,
                      .done = done_ordered,
                      .context = &order};
  bool ok = jobs_run(&jobs, err);
  free(order.indices);
  return ok && run->failed ? lien_fail(err, "", 0, 0, "out of memory") : ok;
}

/* Adds a finding with its places; its texts stay the facts'. */
static bool add_finding(struct lien_findings *findings, struct lien_finding finding, const struct lien_remark *at,
                        const struct lien_remark *places, size_t count, struct lien_error *err) {
  finding.at = (struct lien_spot){at->file, at->line, at->column, 0, 0};
  finding.begin.file = "";
  finding.events = calloc(count + 1, sizeof *finding.events);
  finding.event_count = count;
  if (!finding.events)
    return lien_fail(err, "", 0, 0, "out of memory");
  for (size_t i = 0; i < count; i++)
    finding.events[i] = (struct lien_event){{places[i].file, places[i].line, places[i].column, 0, 0}, places[i].message, 0};
  if (lien_findings_add(findings, &finding, err))
    return true;
  free(finding.events);
  return false;
}

/* A root that nothing bounds. */
static bool add_cache(struct lien_findings *findings, const struct lien_cache *cache, struct lien_error *err) {
  struct lien_finding finding = {
      .rule = cache->rule,
      .message = cache->message,
      .function = cache->function,
      .object = cache->name,
      .kind = cache->container,
      .level = cache->verdict == LIEN_VERDICT_WARNING ? LIEN_LEVEL_WARNING : LIEN_LEVEL_NOTE,
  };
  return add_finding(findings, finding, &cache->growth_at, cache->places, cache->place_count, err);
}

static bool add_module(struct lien_findings *findings, const struct lien_module *module, struct lien_error *err) {
  struct lien_finding finding = {
      .rule = module->rule, .message = module->message, .function = "", .object = "", .kind = "", .level = LIEN_LEVEL_NOTE};
  return add_finding(findings, finding, &module->at, module->places, module->place_count, err);
}

static struct lien_spot spot_of(const struct lien_step *step) {
  return (struct lien_spot){step->place.file, step->place.line, step->place.column, step->end_line, step->end_column};
}

/* A finding of one unit that the others have made certain. */
static bool add_candidate(struct lien_findings *findings, const struct lien_candidate *candidate, struct lien_error *err) {
  struct lien_finding finding = {
      .rule = candidate->rule,
      .message = candidate->message,
      .function = candidate->function,
      .object = candidate->object,
      .kind = candidate->kind,
      .at = spot_of(&candidate->at),
      .begin = spot_of(&candidate->begin),
      .events = calloc(candidate->path_count + 1, sizeof *finding.events),
      .event_count = candidate->path_count,
      .level = candidate->level == LIEN_VERDICT_WARNING ? LIEN_LEVEL_WARNING : LIEN_LEVEL_NOTE,
  };
  if (!finding.events)
    return lien_fail(err, "", 0, 0, "out of memory");
  for (size_t i = 0; i < candidate->path_count; i++) {
    const struct lien_step *step = &candidate->path[i];
    finding.events[i] = (struct lien_event){spot_of(step), step->place.message, step->depth};
  }
  if (lien_findings_add(findings, &finding, err))
    return true;
  free(finding.events);
  return false;
}

/* What the units say together. */
static bool link_facts(struct analysis *analysis, bool whole, struct lien_error *err) {
  size_t count, module_count, candidate_count;
  if (!lien_facts_link(analysis->facts, whole, err))
    return false;
  const struct lien_cache *caches = lien_facts_caches(analysis->facts, &count);
  for (size_t i = 0; i < count; i++)
    if (caches[i].verdict != LIEN_VERDICT_QUIET && !add_cache(&analysis->findings, &caches[i], err))
      return false;
  const struct lien_module *modules = lien_facts_modules(analysis->facts, &module_count);
  for (size_t i = 0; i < module_count; i++)
    if (!add_module(&analysis->findings, &modules[i], err))
      return false;
  const struct lien_candidate *candidates = lien_facts_candidates(analysis->facts, &candidate_count);
  for (size_t i = 0; i < candidate_count; i++)
    if (!add_candidate(&analysis->findings, &candidates[i], err))
      return false;
  return true;
}

static unsigned processors(void) {
  long count = sysconf(_SC_NPROCESSORS_ONLN);
  return count < 1 ? 1 : (unsigned)count;
}

bool analyze(const struct units *units, const struct install *install, const struct lien_list *args, const char *scratch,
             const struct options *options, struct analysis *ret, struct lien_error *err) {
  struct run run = {.units = units,
                    .install = install,
                    .args = args,
                    .scratch = scratch,
                    .seconds = options->seconds ? options->seconds : DEFAULT_SECONDS};
  run.analysis.outcomes = calloc(units->count + 1, sizeof *run.analysis.outcomes);
  run.analysis.facts = lien_facts_new();
  bool ok = run.analysis.outcomes && run.analysis.facts ? run_units(&run, options->jobs ? options->jobs : processors(), err)
                                                        : lien_fail(err, "", 0, 0, "out of memory");
  for (size_t i = 0; ok && i < units->count; i++)
    run.analysis.failed += run.analysis.outcomes[i].reason != NULL;
  /* What a unit that was not analysed does to the containers of others, or says against their candidates, is not known. */
  ok = ok && link_facts(&run.analysis, !run.analysis.failed && !units->part, err);
  lien_findings_settle(&run.analysis.findings);
  if (ok)
    *ret = run.analysis;
  else
    analysis_free(&run.analysis, units->count);
  return ok;
}

void analysis_free(struct analysis *analysis, size_t unit_count) {
  for (size_t i = 0; analysis->outcomes && i < unit_count; i++) {
    free(analysis->outcomes[i].reason);
    free(analysis->outcomes[i].detail);
  }
  free(analysis->outcomes);
  lien_findings_free(&analysis->findings);
  lien_facts_free(analysis->facts);
}

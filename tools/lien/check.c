/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
#include "check.h"

#include "analyze.h"
#include "caches.h"
#include "headers.h"
#include "jobs.h"
#include "lien/contract.h"
#include "record.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

struct check {
  const struct options *options;
  struct install install;
  struct units units;
  struct lien_list args; /* what every unit gets */
  char *scratch;         /* NULL: not made */
  char *root;            /* of SARIF's relative names */
  struct analysis analysis;
  bool analysed;     /* analysis is to be freed */
  bool build_failed; /* of a build that was watched */
  bool advise;       /* there is no database: say how to make one */
};

static bool make_scratch(struct check *check, struct lien_error *err) {
  const char *folder = getenv("TMPDIR");
  check->scratch = lien_path_join(folder && folder[0] == '/' ? folder : "/tmp", "lien-XXXXXX");
  if (!check->scratch)
    return lien_fail(err, "", 0, 0, "out of memory");
  if (mkdtemp(check->scratch))
    return true;
  lien_fail(err, check->scratch, 0, 0, "a temporary folder cannot be made: %s", strerror(errno));
  free(check->scratch);
  check->scratch = NULL;
  return false;
}

/* Where the database of a watched build is, when it is not kept. */
static void recorded_path(const struct check *check, struct lien_buf *out) {
  lien_buf_printf(out, "%s/compile_commands.json", check->scratch);
}

/* Removes the folder with what the units that were interrupted left in it. */
static void remove_scratch(struct check *check) {
  if (!check->scratch)
    return;
  for (size_t i = 0; i < check->units.count; i++) {
    struct lien_buf path = {0};
    lien_buf_printf(&path, "%s/%zu.jsonl", check->scratch, i);
    if (!path.failed)
      unlink(path.data);
    lien_buf_free(&path);
  }
  struct lien_buf database = {0};
  recorded_path(check, &database);
  if (!database.failed)
    unlink(database.data);
  lien_buf_free(&database);
  rmdir(check->scratch);
  free(check->scratch);
}

/* The user's contracts are read here too, so that a mistake in them is said once and not by every unit. */
static bool add_contracts(struct check *check, struct lien_error *err) {
  if (!check->options->contracts.count)
    return true;
  struct lien_image *packs = lien_image_map(check->install.packs, err);
  bool ok = packs != NULL;
  for (size_t i = 0; ok && i < check->options->contracts.count; i++) {
    char *path = lien_path_real(check->options->contracts.items[i]);
    struct lien_image *image = lien_contracts_read(check->options->contracts.items[i], packs, err);
    ok = path && image;
    if (ok)
      lien_list_add_joined(&check->args, "-fplugin-arg-lien-contracts=", path);
    lien_image_free(image);
    free(path);
  }
  lien_image_free(packs);
  return ok;
}

static void add_number(struct check *check, const char *option, unsigned value) {
  char text[64];
  if (value) {
    snprintf(text, sizeof text, "%s=%u", option, value);
    lien_list_add(&check->args, text);
  }
}

/* Warnings are not wanted, and what newer compilers refuse by default, older ones took: -Wno-everything lets it pass. */
static bool make_args(struct check *check, struct lien_error *err) {
  static const char *const fixed[] = {
      "-fsyntax-only",         "-w", "-Wno-everything", "-Qunused-arguments", "--no-default-config", "-fno-crash-diagnostics",
      "-fno-color-diagnostics"};
  for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++)
    lien_list_add(&check->args, fixed[i]);
  lien_list_add_joined(&check->args, "-fplugin=", check->install.plugin);
  add_number(check, "-fplugin-arg-lien-max-nodes", check->options->max_nodes);
  add_number(check, "-fplugin-arg-lien-large-capture", check->options->large_capture);
  return add_contracts(check, err);
}

/* Said before the units are run, as that may take hours. */
static bool test_sarif(const char *path, struct lien_error *err) {
  FILE *file = fopen(path, "rb+");
  if (!file && errno == ENOENT) {
    file = fopen(path, "wb");
    if (file)
      unlink(path);
  }
  if (!file)
    return lien_fail(err, path, 0, 0, "cannot be written: %s", strerror(errno));
  fclose(file);
  return true;
}

static bool write_sarif(const struct check *check, const struct lien_failure *failures, struct lien_error *err) {
  struct lien_sarif sarif = {check->root, LIEN_VERSION, failures, check->analysis.failed};
  struct lien_buf out = {0};
  lien_sarif_write(&check->analysis.findings, &sarif, &out);
  if (out.failed) {
    lien_buf_free(&out);
    return lien_fail(err, "", 0, 0, "out of memory");
  }
  FILE *file = fopen(check->options->sarif, "wb");
  bool ok = file && fwrite(out.data, 1, out.size, file) == out.size;
  int cause = errno;
  if (file && fclose(file) != 0)
    ok = false;
  lien_buf_free(&out);
  return ok ? true : lien_fail(err, check->options->sarif, 0, 0, "cannot be written: %s", strerror(cause));
}

static size_t count_notes(const struct lien_findings *findings) {
  size_t notes = 0;
  for (size_t i = 0; i < findings->count; i++)
    notes += findings->items[i].level == LIEN_LEVEL_NOTE;
  return notes;
}

static void print_findings(const struct check *check) {
  char here[4096];
  struct lien_text_style style = {getcwd(here, sizeof here) ? here : "", check->options->quiet};
  struct lien_sources *sources = lien_sources_new();
  for (size_t i = 0; i < check->analysis.findings.count; i++) {
    if (check->analysis.findings.items[i].level == LIEN_LEVEL_NOTE && !check->options->notes)
      continue;
    struct lien_buf out = {0};
    lien_text_write(&check->analysis.findings.items[i], &style, sources, &out);
    fwrite(out.data, 1, out.size, stdout);
    lien_buf_free(&out);
  }
  lien_sources_free(sources);
}

static void print_line(FILE *stream, const char *text) {
  struct lien_buf out = {0};
  lien_buf_printable(&out, text, strlen(text));
  fprintf(stream, "%s\n", out.data ? out.data : "");
  lien_buf_free(&out);
}

static void print_failures(const struct lien_failure *failures, size_t count) {
  for (size_t i = 0; i < count; i++) {
    struct lien_buf out = {0};
    lien_buf_printf(&out, "lien: %s: not analysed: %s", failures[i].file, failures[i].reason);
    if (failures[i].detail[0])
      lien_buf_printf(&out, ": %s", failures[i].detail);
    print_line(stderr, out.data ? out.data : failures[i].file);
    lien_buf_free(&out);
  }
}

static void print_dropped(const struct units *units) {
  for (size_t i = 0; i < units->count; i++)
    for (size_t k = 0; k < units->items[i].flags.dropped_count; k++) {
      const struct lien_dropped *dropped = &units->items[i].flags.dropped[k];
      struct lien_buf out = {0};
      lien_buf_printf(&out, "lien: %s: not used: %s (%s)", units->items[i].file, dropped->flag, dropped->reason);
      print_line(stderr, out.data ? out.data : dropped->flag);
      lien_buf_free(&out);
    }
}

static size_t count_files(const struct lien_findings *findings) {
  size_t files = 0;
  for (size_t i = 0; i < findings->count; i++)
    files += !i || strcmp(findings->items[i - 1].at.file, findings->items[i].at.file) != 0;
  return files;
}

static void print_counted(const char *before, unsigned long long count, const char *one, const char *many) {
  printf("%s%llu %s", before, count, count == 1 ? one : many);
}

static void print_summary(const struct check *check) {
  const struct lien_findings *findings = &check->analysis.findings;
  size_t notes = count_notes(findings);
  print_counted("", findings->count - notes, "finding", "findings");
  if (notes)
    printf(", %zu %s%s", notes, notes == 1 ? "note" : "notes", check->options->notes ? "" : " (--notes)");
  print_counted(" in ", count_files(findings), "file", "files");
  print_counted("; ", check->units.count - check->analysis.failed, "unit analysed", "units analysed");
  printf(", %zu failed", check->analysis.failed);
  struct lien_buf left_out = {0};
  units_left_out(&check->units, &left_out);
  printf("%s", left_out.data ? left_out.data : "");
  lien_buf_free(&left_out);
  printf("\n");
}

static void print_stats(const struct check *check) {
  struct lien_stats sum = {0};
  for (size_t i = 0; i < check->units.count; i++) {
    const struct lien_stats *stats = &check->analysis.outcomes[i].stats;
    sum.functions += stats->functions;
    sum.analysed += stats->analysed;
    sum.limited += stats->limited;
    sum.calls_unknown += stats->calls_unknown;
    sum.nodes += stats->nodes;
    sum.parse += stats->parse;
    sum.filter += stats->filter;
    sum.engine += stats->engine;
    sum.report += stats->report;
    sum.facts += stats->facts;
    sum.captures += stats->captures;
  }
  struct rusage use;
  getrusage(RUSAGE_CHILDREN, &use);
  double cpu =
      (double)use.ru_utime.tv_sec + (double)use.ru_stime.tv_sec + (double)(use.ru_utime.tv_usec + use.ru_stime.tv_usec) / 1e6;
  print_counted("stats: ", check->units.count, "unit", "units");
  print_counted(", ", sum.functions, "function", "functions");
  printf(", %llu analysed, %llu of them stopped at the limit", (unsigned long long)sum.analysed, (unsigned long long)sum.limited);
  print_counted(", ", sum.calls_unknown, "unknown call", "unknown calls");
  print_counted(", ", sum.nodes, "node", "nodes");
  printf("\n");
  printf("stats: seconds: parse %.2f, filter %.2f, engine %.2f, report %.2f, facts %.2f, captures %.2f; processor %.2f in all\n",
         sum.parse, sum.filter, sum.engine, sum.report, sum.facts, sum.captures, cpu);
}

static bool print_caches(const struct check *check, struct lien_error *err) {
  char here[4096];
  return caches_print(check->analysis.facts, getcwd(here, sizeof here) ? here : "") ? true
                                                                                    : lien_fail(err, "", 0, 0, "out of memory");
}

/* Everything from the settled findings on. Returns the exit status. */
static int report(const struct check *check, struct lien_error *err) {
  struct lien_failure *failures = calloc(check->analysis.failed + 1, sizeof *failures);
  if (!failures) {
    lien_fail(err, "", 0, 0, "out of memory");
    return EXIT_OWN_ERROR;
  }
  size_t count = 0;
  for (size_t i = 0; i < check->units.count; i++) {
    const struct outcome *outcome = &check->analysis.outcomes[i];
    if (outcome->reason)
      failures[count++] = (struct lien_failure){check->units.items[i].file, outcome->reason, outcome->detail};
  }
  bool table = check->options->command == COMMAND_CACHES, ok = true;
  if (table)
    ok = print_caches(check, err);
  else
    print_findings(check);
  fflush(stdout);
  print_failures(failures, count);
  if (!check->options->quiet && !table)
    print_summary(check);
  if (check->options->stats)
    print_stats(check);
  ok = ok && (!check->options->sarif || write_sarif(check, failures, err));
  free(failures);
  if (!ok)
    return EXIT_OWN_ERROR;
  bool found = !table && check->analysis.findings.count > count_notes(&check->analysis.findings);
  return count ? EXIT_FAILED_UNITS : found ? EXIT_FINDINGS : EXIT_CLEAN;
}

/* Runs the build that is to be watched, and reads what was recorded. The names that it says are meant from here. */
static bool record(struct check *check, struct lien_error *err) {
  const struct options *options = check->options;
  struct lien_buf path = {0};
  char here[4096];
  struct stat info;
  if (!getcwd(here, sizeof here))
    return lien_fail(err, "", 0, 0, "the current folder cannot be read: %s", strerror(errno));
  if (!options->database)
    recorded_path(check, &path);
  else if (stat(options->database, &info) == 0 && S_ISDIR(info.st_mode))
    lien_buf_printf(&path, "%s/compile_commands.json", options->database);
  else
    lien_buf_puts(&path, options->database);
  bool ok = path.failed ? lien_fail(err, "", 0, 0, "out of memory")
                        : record_build(&options->build, path.data, &check->build_failed, err) &&
                              units_read(path.data, &options->arguments, &check->units, err);
  lien_buf_free(&path);
  if (!ok)
    return false;
  free(check->units.folder);
  check->units.folder = lien_path_real(here);
  return check->units.folder ? true : lien_fail(err, "", 0, 0, "out of memory");
}

static bool read_units(struct check *check, struct lien_error *err) {
  const struct options *options = check->options;
  if (options->build.count)
    return record(check, err);
  char *database = units_database(options->database, err);
  check->advise = !database;
  bool ok = database && units_read(database, &options->arguments, &check->units, err);
  free(database);
  return ok;
}

static bool prepare(struct check *check, struct lien_error *err) {
  const struct options *options = check->options;
  if (!install_find(options, &check->install, err) || (options->sarif && !test_sarif(options->sarif, err)) ||
      !make_scratch(check, err) || !read_units(check, err))
    return false;
  check->root = lien_path_real(options->root ? options->root : check->units.folder);
  if (!check->root)
    return lien_fail(err, "", 0, 0, "out of memory");
  if (options->verbose)
    print_dropped(&check->units);
  return make_args(check, err) && install_probe(&check->install, &check->args, check->scratch, err);
}

static int run(struct check *check, struct lien_error *err) {
  if (!prepare(check, err))
    return EXIT_OWN_ERROR;
  check->analysed = analyze(&check->units, &check->install, &check->args, check->scratch, check->options, &check->analysis, err);
  if (!check->analysed)
    return EXIT_OWN_ERROR;
  if (!headers_keep_shown(&check->units, &check->analysis.findings)) {
    lien_fail(err, "", 0, 0, "out of memory");
    return EXIT_OWN_ERROR;
  }
  int status = report(check, err);
  return check->build_failed && status != EXIT_OWN_ERROR ? EXIT_FAILED_UNITS : status;
}

int check_run(const struct options *options) {
  struct check check = {.options = options};
  struct lien_error err = {0};
  jobs_catch_signals();
  int status = run(&check, &err);
  if (check.analysed)
    analysis_free(&check.analysis, check.units.count);
  remove_scratch(&check);
  units_free(&check.units);
  install_free(&check.install);
  lien_list_free(&check.args);
  free(check.root);
  if (jobs_signal()) { /* ends as the signal would have, now that nothing is left behind */
    signal(jobs_signal(), SIG_DFL);
    raise(jobs_signal());
  }
  if (status != EXIT_OWN_ERROR)
    return status;
  print_error(&err);
  if (check.advise)
    fputs(record_advice, stderr);
  return status;
}

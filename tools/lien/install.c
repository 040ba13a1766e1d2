/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
#include "install.h"

#include "jobs.h"
#include "lien/report.h"

#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* Where this program is: the folder's path, malloc'ed. */
static char *own_folder(struct lien_error *err) {
  char path[4096];
  ssize_t size = readlink("/proc/self/exe", path, sizeof path - 1);
  if (size <= 0 || (size_t)size >= sizeof path - 1) {
    lien_fail(err, "", 0, 0, "cannot find out where lien is installed: /proc/self/exe cannot be read");
    return NULL;
  }
  path[size] = '\0';
  *strrchr(path, '/') = '\0';
  return strdup(path);
}

static char *find_plugin(const char *given, struct lien_error *err) {
  if (given)
    return lien_path_real(given);
  char *folder = own_folder(err);
  if (!folder)
    return NULL;
  char *path = lien_path_join(folder, "../lib/lien/LienPlugin.so");
  char *normal = path ? lien_path_normal(path) : NULL;
  free(path);
  free(folder);
  return normal;
}

static char *find_clang(const char *given) {
  char here[4096];
  if (given && strchr(given, '/') && getcwd(here, sizeof here)) /* links are not followed: clang goes by its name */
    return lien_path_join(here, given);
  if (given)
    return strdup(given);
  return strdup(access(LIEN_CLANG, X_OK) == 0 ? LIEN_CLANG : "clang-22");
}

bool install_find(const struct options *options, struct install *ret, struct lien_error *err) {
  lien_fail(err, "", 0, 0, "out of memory");
  struct install install = {.clang = find_clang(options->clang), .plugin = find_plugin(options->plugin, err)};
  char *slash = install.plugin ? strrchr(install.plugin, '/') : NULL;
  if (slash) {
    *slash = '\0';
    install.packs = lien_path_join(install.plugin, "lien.pack");
    *slash = '/';
  }
  if (!install.clang || !install.packs) {
    install_free(&install);
    return false;
  }
  *ret = install;
  return true;
}

void install_free(struct install *install) {
  free(install->clang);
  free(install->plugin);
  free(install->packs);
  *install = (struct install){0};
}

struct probe {
  const struct install *install;
  const struct lien_list *args; /* NULL: only ask for the version */
  const char *output;
  struct job_result result;
  char first_line[512]; /* of what clang wrote, the first with an error if there is one */
};

static bool probe_start(void *context, size_t index, struct job_command *ret) {
  struct probe *probe = context;
  ret->directory = "/";
  lien_list_add(&ret->argv, probe->install->clang);
  if (!probe->args) {
    /* To stderr, which is what jobs_run keeps. */
    lien_list_add(&ret->argv, "-v");
    return true;
  }
  for (size_t i = 0; i < probe->args->count; i++)
    lien_list_add(&ret->argv, probe->args->items[i]);
  lien_list_add_joined(&ret->argv, "-fplugin-arg-lien-output=", probe->output);
  lien_list_add(&ret->argv, "-xc");
  lien_list_add(&ret->argv, "/dev/null");
  return true;
}

static void probe_done(void *context, size_t index, const struct job_result *result) {
  struct probe *probe = context;
  const char *error = strstr(result->output, "error");
  while (error && error > result->output && error[-1] != '\n')
    error--;
  const char *line = error ? error : result->output;
  struct lien_buf text = {0};
  lien_buf_printable(&text, line, strcspn(line, "\n"));
  snprintf(probe->first_line, sizeof probe->first_line, "%s", text.data ? text.data : "");
  lien_buf_free(&text);
  probe->result = *result;
  probe->result.output = NULL;
}

static bool probe_run(struct probe *probe, struct lien_error *err) {
  struct jobs jobs = {.count = 1, .parallel = 1, .seconds = 60, .start = probe_start, .done = probe_done, .context = probe};
  return jobs_run(&jobs, err);
}

/* True when the output file ends as a unit that was analysed does. */
static bool output_ended(const char *path) {
  char *text;
  size_t size;
  if (!lien_file_regular(path) || !lien_file_read(path, 1 << 20, &text, &size, NULL))
    return false;
  struct lien_findings findings = {0};
  struct lien_stats unit;
  bool ended;
  lien_findings_read(path, text, size, &findings, &unit, &ended, NULL);
  lien_findings_free(&findings);
  free(text);
  return ended;
}

/* Says why the probe failed: most often the clang is another one than the plugin was made for. */
static bool explain_failure(const struct probe *failed, struct lien_error *err) {
  struct probe asked = {.install = failed->install};
  if (!probe_run(&asked, err))
    return false;
  const char *version = strstr(asked.first_line, "clang version ");
  version = version ? version + strlen("clang version ") : NULL;
  size_t length = version ? strcspn(version, " (") : 0;
  if (version && (length != strlen(LIEN_CLANG_VERSION) || strncmp(version, LIEN_CLANG_VERSION, length) != 0))
    return lien_fail(err, failed->install->clang, 0, 0, "is clang %.*s, but the plugin was built for clang %s", (int)length,
                     version, LIEN_CLANG_VERSION);
  if (failed->result.timed_out)
    return lien_fail(err, failed->install->clang, 0, 0, "does not answer");
  if (failed->first_line[0])
    return lien_fail(err, failed->install->clang, 0, 0, "cannot use the plugin %s: %s", failed->install->plugin,
                     failed->first_line);
  return lien_fail(err, failed->install->clang, 0, 0, "loaded the plugin %s, which wrote no findings file",
                   failed->install->plugin);
}

bool install_probe(const struct install *install, const struct lien_list *args, const char *scratch, struct lien_error *err) {
  if (access(install->plugin, R_OK) != 0)
    return lien_fail(err, install->plugin, 0, 0, "the plugin is missing; build Lien, or say where it is with --plugin PATH");
  if (access(install->packs, R_OK) != 0)
    return lien_fail(err, install->packs, 0, 0, "the contracts that belong beside the plugin are missing");
  char *output = lien_path_join(scratch, "probe.jsonl");
  if (!output)
    return lien_fail(err, "", 0, 0, "out of memory");
  struct probe probe = {install, args, output, {0}, ""};
  bool ok = probe_run(&probe, err);
  if (ok && probe.result.not_started)
    ok = lien_fail(err, "", 0, 0, "%s", probe.first_line);
  else if (ok && (probe.result.status != 0 || !output_ended(output)))
    ok = explain_failure(&probe, err);
  unlink(output);
  free(output);
  return ok;
}

/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* The only commands that Lien runs besides clang: bear, and with it the build that the user has typed.
 *
 * - The build has a process group of its own, so that a signal that ends Lien can end all of it.
 * - It cannot read from the terminal; what it says goes to standard error, where it does not mix with findings. */
#include "record.h"

#include "jobs.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { STATUS_NOT_STARTED = 127, PATIENCE = 700 /* milliseconds that a build has to end after a signal */, TICK = 20 };

const char record_advice[] =
    "To make one:\n"
    "  CMake       cmake -S . -B build -DCMAKE_EXPORT_COMPILE_COMMANDS=ON    then: lien check -p build\n"
    "  Meson       meson setup build                                         then: lien check -p build\n"
    "  Make        lien check -- make -B                                     (watches the build, through bear)\n"
    "  setuptools  lien check -- python3 setup.py build_ext --force          (the same)\n";

/* bear's path, malloc'ed; NULL: it is not in PATH. */
static char *find_bear(void) {
  const char *places = getenv("PATH");
  while (places && *places) {
    size_t length = strcspn(places, ":");
    struct lien_buf path = {0};
    lien_buf_printf(&path, "%.*s/bear", (int)length, places);
    if (length && !path.failed && access(path.data, X_OK) == 0)
      return path.data;
    lien_buf_free(&path);
    places += length + (places[length] == ':');
  }
  return NULL;
}

static bool check_version(const char *bear, struct lien_error *err) {
  struct lien_list argv = {0};
  lien_list_add(&argv, bear);
  lien_list_add(&argv, "--version");
  char line[128] = "";
  int ends[2];
  pid_t pid = argv.failed || pipe(ends) != 0 ? -1 : fork();
  if (pid == 0) {
    dup2(ends[1], STDOUT_FILENO);
    execv(bear, argv.items);
    _exit(STATUS_NOT_STARTED);
  }
  lien_list_free(&argv);
  if (pid < 0)
    return lien_fail(err, "", 0, 0, "cannot start a process: %s", strerror(errno));
  close(ends[1]);
  ssize_t got = read(ends[0], line, sizeof line - 1);
  line[got > 0 ? got : 0] = '\0';
  line[strcspn(line, "\n")] = '\0';
  close(ends[0]);
  waitpid(pid, NULL, 0);
  if (sscanf(line, "bear %*d.%*d") != EOF && atoi(line + strcspn(line, "0123456789")) >= 3)
    return true;
  return lien_fail(err, bear, 0, 0, "bear 3 or newer is needed, this is '%s'", line);
}

static void become(char **argv) {
  setpgid(0, 0);
  int null = open("/dev/null", O_RDONLY);
  if (null >= 0)
    dup2(null, STDIN_FILENO);
  dup2(STDERR_FILENO, STDOUT_FILENO);
  static const int numbers[] = {SIGINT, SIGTERM, SIGHUP};
  for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
    signal(numbers[i], SIG_DFL);
  execv(argv[0], argv);
  _exit(STATUS_NOT_STARTED);
}

static void pause_a_tick(void) {
  nanosleep(&(struct timespec){.tv_nsec = TICK * 1000000L}, NULL);
}

/* Ends the build on behalf of a signal: first as the signal would, then by force. */
static void end_build(pid_t pid) {
  int status;
  kill(-pid, jobs_signal());
  for (int waited = 0; waited < PATIENCE && waitpid(pid, &status, WNOHANG) == 0; waited += TICK)
    pause_a_tick();
  kill(-pid, SIGKILL);
  waitpid(pid, &status, 0); /* fails when it is gone already */
}

/* Runs argv; its status as wait() gives it. */
static bool run(struct lien_list *argv, int *ret_status, struct lien_error *err) {
  fflush(stdout);
  pid_t pid = argv->failed ? -1 : fork();
  if (pid == 0)
    become(argv->items);
  if (pid < 0)
    return lien_fail(err, "", 0, 0, "cannot start a process: %s", strerror(argv->failed ? ENOMEM : errno));
  setpgid(pid, pid);
  for (;;) {
    if (jobs_signal()) {
      end_build(pid);
      return lien_fail(err, "", 0, 0, "interrupted");
    }
    pid_t ended = waitpid(pid, ret_status, WNOHANG);
    if (ended == pid)
      return true;
    if (ended < 0 && errno != EINTR)
      return lien_fail(err, "", 0, 0, "cannot wait for the build: %s", strerror(errno));
    pause_a_tick();
  }
}

/* Whether the database says anything: bear writes an empty list when nothing was compiled. */
static bool has_entries(const char *database) {
  char head[256] = "";
  FILE *file = fopen(database, "rb");
  size_t got = file ? fread(head, 1, sizeof head - 1, file) : 0;
  if (file)
    fclose(file);
  head[got] = '\0';
  return strchr(head, '{') != NULL;
}

bool record_build(const struct lien_list *command, const char *database, bool *ret_failed, struct lien_error *err) {
  char *bear = find_bear();
  if (!bear)
    return lien_fail(err, "", 0, 0, "bear, which watches what a build compiles, is not in PATH (Debian's package: bear)");
  struct lien_list argv = {0};
  lien_list_add(&argv, bear);
  lien_list_add(&argv, "--output");
  lien_list_add(&argv, database);
  lien_list_add(&argv, "--");
  for (size_t i = 0; i < command->count; i++)
    lien_list_add(&argv, command->items[i]);
  int status = 0;
  unlink(database); /* bear leaves an old one when it fails itself */
  bool ok = check_version(bear, err) && run(&argv, &status, err);
  lien_list_free(&argv);
  free(bear);
  if (!ok)
    return false;
  *ret_failed = status != 0;
  if (WIFSIGNALED(status))
    fprintf(stderr, "lien: the build was killed by signal %d\n", WTERMSIG(status));
  else if (status)
    fprintf(stderr, "lien: the build ended with status %d\n", WEXITSTATUS(status));
  if (has_entries(database))
    return true;
  return lien_fail(err, "", 0, 0, "the build compiled nothing that bear saw%s",
                   status ? "" : "; if everything is up to date, build anew: make -B, build_ext --force");
}

/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
#include "jobs.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { OUTPUT_LIMIT = 64 << 10, TICK = 100 /* milliseconds */, STATUS_NOT_STARTED = 127 };

static const char not_started[] = "lien: ";

struct child {
  pid_t pid; /* 0: this seat is free */
  size_t index;
  int pipe; /* its stderr; -1: it has closed it */
  double deadline;
  bool timed_out;
  struct lien_buf output;
};

static volatile sig_atomic_t caught;

static void on_signal(int number) {
  caught = number;
}

void jobs_catch_signals(void) {
  struct sigaction action = {.sa_handler = on_signal};
  sigemptyset(&action.sa_mask);
  static const int numbers[] = {SIGINT, SIGTERM, SIGHUP};
  for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
    sigaction(numbers[i], &action, NULL);
}

int jobs_signal(void) {
  return caught;
}

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* In the child: says why it cannot go on. */
static void give_up(const char *what, const char *name) {
  dprintf(STDERR_FILENO, "%s%s %s: %s\n", not_started, what, name, strerror(errno));
  _exit(STATUS_NOT_STARTED);
}

/* In the child. A process group of its own, so that the time limit also ends what it starts. */
static void become(const struct job_command *command, int output) {
  setpgid(0, 0);
  struct rlimit no_core = {0, 0};
  setrlimit(RLIMIT_CORE, &no_core);
  int null = open("/dev/null", O_RDWR);
  dup2(output, STDERR_FILENO);
  if (null < 0 || dup2(null, STDIN_FILENO) < 0 || dup2(null, STDOUT_FILENO) < 0)
    give_up("cannot open", "/dev/null");
  if (chdir(command->directory) != 0)
    give_up("cannot go to the directory", command->directory);
  execvp(command->argv.items[0], command->argv.items);
  give_up("cannot run", command->argv.items[0]);
}

static bool spawn(const struct jobs *jobs, size_t index, struct child *child, struct lien_error *err) {
  struct job_command command = {{0}, NULL};
  int ends[2];
  if (!jobs->start(jobs->context, index, &command) || command.argv.failed) {
    lien_list_free(&command.argv);
    return lien_fail(err, "", 0, 0, "out of memory");
  }
  pid_t pid = -1;
  if (pipe(ends) == 0) {
    fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    fcntl(ends[1], F_SETFD, FD_CLOEXEC);
    fcntl(ends[0], F_SETFL, O_NONBLOCK);
    pid = fork();
    if (pid == 0)
      become(&command, ends[1]);
    int cause = errno;
    close(ends[1]);
    if (pid < 0)
      close(ends[0]);
    errno = cause;
  }
  lien_list_free(&command.argv);
  if (pid < 0)
    return lien_fail(err, "", 0, 0, "cannot start a process: %s", strerror(errno));
  *child = (struct child){.pid = pid, .index = index, .pipe = ends[0], .deadline = now() + jobs->seconds};
  return true;
}

/* Takes what the child has written; beyond the limit it is read and forgotten, so that the child does not wait. */
static void drain(struct child *child) {
  char bytes[4096];
  ssize_t got;
  while ((got = read(child->pipe, bytes, sizeof bytes)) > 0)
    if (child->output.size < OUTPUT_LIMIT)
      lien_buf_add(&child->output, bytes, (size_t)got);
  if (got == 0 || (errno != EAGAIN && errno != EINTR)) {
    close(child->pipe);
    child->pipe = -1;
  }
}

static void finish(const struct jobs *jobs, struct child *child, int status) {
  if (child->pipe >= 0)
    drain(child);
  if (child->pipe >= 0)
    close(child->pipe);
  const char *output = child->output.data ? child->output.data : "";
  bool failed =
      WIFEXITED(status) && WEXITSTATUS(status) == STATUS_NOT_STARTED && strncmp(output, not_started, sizeof not_started - 1) == 0;
  struct job_result result = {status, child->timed_out, failed, failed ? output + sizeof not_started - 1 : output};
  jobs->done(jobs->context, child->index, &result);
  lien_buf_free(&child->output);
  child->pid = 0;
}

static void end_all(struct child *children, unsigned seats) {
  for (unsigned i = 0; i < seats; i++)
    if (children[i].pid) {
      kill(-children[i].pid, SIGKILL);
      kill(children[i].pid, SIGKILL); /* it may not have made its group yet */
      waitpid(children[i].pid, NULL, 0);
      if (children[i].pipe >= 0)
        close(children[i].pipe);
      lien_buf_free(&children[i].output);
    }
}

/* Waits until something happens, takes output, ends who is late. A child that has closed its stderr, but runs on, is looked
 * at every few milliseconds. */
static void attend(struct child *children, struct pollfd *polls, unsigned seats) {
  nfds_t count = 0;
  int wait = TICK;
  for (unsigned i = 0; i < seats; i++) {
    if (children[i].pid && children[i].pipe >= 0)
      polls[count++] = (struct pollfd){.fd = children[i].pipe, .events = POLLIN};
    else if (children[i].pid)
      wait = 1;
  }
  poll(polls, count, wait);
  for (unsigned i = 0; i < seats; i++) {
    struct child *child = &children[i];
    if (child->pid && child->pipe >= 0)
      drain(child);
    if (child->pid && !child->timed_out && now() > child->deadline) {
      child->timed_out = true;
      kill(-child->pid, SIGKILL);
      kill(child->pid, SIGKILL);
    }
  }
}

static bool run(const struct jobs *jobs, struct child *children, struct pollfd *polls, unsigned seats, struct lien_error *err) {
  size_t next = 0, ended = 0;
  while (ended < jobs->count) {
    for (unsigned i = 0; i < seats && next < jobs->count; i++)
      if (!children[i].pid && !spawn(jobs, next++, &children[i], err))
        return false;
    attend(children, polls, seats);
    if (caught)
      return lien_fail(err, "", 0, 0, "interrupted");
    for (unsigned i = 0; i < seats; i++) {
      int status;
      if (!children[i].pid || waitpid(children[i].pid, &status, WNOHANG) != children[i].pid)
        continue;
      finish(jobs, &children[i], status);
      ended++;
    }
  }
  return true;
}

bool jobs_run(const struct jobs *jobs, struct lien_error *err) {
  unsigned seats = jobs->parallel < jobs->count ? jobs->parallel : (unsigned)jobs->count;
  struct child *children = calloc(seats + 1, sizeof *children);
  struct pollfd *polls = calloc(seats + 1, sizeof *polls);
  bool ok = children && polls;
  if (!ok)
    lien_fail(err, "", 0, 0, "out of memory");
  else if (!(ok = run(jobs, children, polls, seats, err)))
    end_all(children, seats);
  free(children);
  free(polls);
  return ok;
}

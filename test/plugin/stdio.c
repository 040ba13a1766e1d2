// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Rule: streams and memory blocks of the C library have one owner; fclose ends a stream even when it fails.
// RUN: %lien_verify %s
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int error_path_bad(const char *path) {
  FILE *in = fopen(path, "r");
  if (!in)
    return -1;
  if (fgetc(in) == 'x')
    return 1; // expected-warning{{Leaked file: 'in'}}
  return fclose(in);
}

void fclose_failed_bad(const char *path) {
  FILE *out = fopen(path, "w");
  if (!out)
    return;
  if (fclose(out) != 0)
    fclose(out); // expected-warning{{'out' is released a second time}}
}

FILE *fdopen_bad(const char *path) {
  int fd = open(path, O_RDONLY);
  if (fd < 0)
    return NULL;
  return fdopen(fd, "r"); // expected-warning{{Leaked file descriptor: 'fd'}}
}

FILE *fdopen_ok(const char *path) {
  int fd = open(path, O_RDONLY);
  if (fd < 0)
    return NULL;
  FILE *in = fdopen(fd, "r");
  if (!in)
    close(fd);
  return in;
}

void getline_bad(FILE *in) {
  char *line = NULL;
  size_t size = 0;
  if (getline(&line, &size, in) > 0)
    puts(line);
} // expected-warning{{Leaked memory block: 'line'}}

void getline_ok(FILE *in) {
  char *line = NULL;
  size_t size = 0;
  while (getline(&line, &size, in) > 0)
    puts(line);
  free(line);
}

void inside_bad(const char *text) {
  char *copy = strdup(text);
  if (!copy)
    return;
  char *at = strchr(copy, 'x');
  free(copy);
  if (at)
    puts(at); // expected-warning{{'at' is used after release: it belonged to 'copy'}}
}

char *realloc_ok(char *old) {
  char *grown = realloc(old, 10);
  if (!grown)
    free(old);
  return grown;
}

void popen_ok(void) {
  FILE *pipe = popen("ls", "r");
  if (pipe)
    pclose(pipe);
}

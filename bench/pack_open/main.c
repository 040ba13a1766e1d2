/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* What contracts cost a process: compiles COUNT generated ones (20,000), then maps the image and looks one up, again and again.
 * Prints microseconds: the first time, the least, and the median. */
#include "lien/contract.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { ROUNDS = 201 };

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

/* Contracts of the shapes that packs have: half of them one row, a third two, the rest three. */
static void generate(struct lien_buf *out, unsigned count) {
  lien_buf_puts(
      out, "pack: generated\nkinds: { object: { noun: reference, shared: yes, types: [Object] } }\nkind: object\ncontracts:\n");
  for (unsigned i = 0; i < count; i++) {
    lien_buf_printf(out, "  GeneratedModule_Function%u(self%u, item, *result):\n", i, i % 50);
    if (i % 6 < 3)
      lien_buf_printf(out, "    { self%u: not null, ret: [owned, or null], runs: code }\n", i % 50);
    else if (i % 6 < 5)
      lien_buf_printf(out,
                      "    - { when: ret == 0, item: stolen by self%u, result: owned }\n    - { when: ret != 0, result: null }\n",
                      i % 50);
    else
      lien_buf_puts(out, "    - { when: ret > 0, item: released, result: retained }\n    - { when: ret == 0, result: null }\n"
                         "    - { when: ret < 0, exception: set }\n");
  }
}

static bool compile(const char *path, unsigned count, size_t *ret_size, double *ret_seconds, struct lien_error *err) {
  struct lien_buf text = {0};
  generate(&text, count);
  double begin = now();
  struct lien_builder *builder = lien_builder_new();
  void *bytes = NULL;
  bool ok = builder && !text.failed && lien_yaml_read(builder, "generated", text.data, text.size, err) &&
            lien_builder_finish(builder, &bytes, ret_size, err);
  *ret_seconds = (now() - begin) / 1e6;
  lien_builder_free(builder);
  lien_buf_free(&text);
  FILE *file = ok ? fopen(path, "wb") : NULL;
  ok = ok && file && fwrite(bytes, 1, *ret_size, file) == *ret_size;
  if (file && fclose(file) != 0)
    ok = false;
  free(bytes);
  return ok;
}

/* Microseconds to map, look up, and unmap; negative: it failed. */
static double open_once(const char *path, unsigned count, struct lien_error *err) {
  char name[64];
  snprintf(name, sizeof name, "GeneratedModule_Function%u", count / 2);
  double begin = now();
  struct lien_image *image = lien_image_map(path, err);
  bool found = image && lien_contract_of(image, LIEN_KEY_FUNCTION, name, strlen(name));
  lien_image_free(image);
  double end = now();
  return found ? end - begin : -1;
}

static int compare(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return x < y ? -1 : x > y;
}

int main(int argc, char **argv) {
  unsigned count = argc > 1 ? (unsigned)strtoul(argv[1], NULL, 10) : 20000;
  char path[] = "/tmp/lien-bench-XXXXXX";
  int fd = mkstemp(path);
  struct lien_error err = {.text = "cannot write"};
  size_t size = 0;
  double seconds, times[ROUNDS], first = 0;
  bool ok = count && fd >= 0 && compile(path, count, &size, &seconds, &err);
  for (int i = 0; ok && i < ROUNDS; i++) {
    times[i] = open_once(path, count, &err);
    ok = times[i] >= 0;
    first = i ? first : times[i];
  }
  if (fd >= 0) {
    close(fd);
    unlink(path);
  }
  if (!ok) {
    fprintf(stderr, "%s\n", err.text);
    return 1;
  }
  qsort(times, ROUNDS, sizeof *times, compare);
  printf("%u contracts, image of %zu bytes, read and compiled in %.3f s\n", count, size, seconds);
  printf("map, validate, look up, unmap: first %.0f us, least %.0f us, median %.0f us\n", first, times[0], times[ROUNDS / 2]);
  return 0;
}

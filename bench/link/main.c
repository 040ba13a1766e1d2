/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* What linking costs: link_facts [UNITS [FUNCTIONS [CANDIDATES]]] generates the facts of UNITS (10,000) with FUNCTIONS (20) and
 * CANDIDATES (0) each, reads and links them, and prints seconds and the memory that was needed. The budget is 2 s and 500 MB;
 * beyond it the status is 1.
 *
 * A unit has the facts of a header that all include, functions that call each other and those of its neighbours, two roots of
 * its own, one of which it passes to the unit after it, and now and then an extern root that another unit empties; and
 * candidates, each with a line about what holds: chains of a hundred units. */
#include "lien/fact.h"

#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

enum { HEADER_FUNCTIONS = 20, SECONDS = 2, MEGABYTES = 500 };

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void add_header(struct lien_buf *out) {
  for (unsigned i = 0; i < HEADER_FUNCTIONS; i++)
    lien_buf_printf(out,
                    "{\"type\":\"function\",\"id\":\"/src/include/project/util.h:util_%u\",\"name\":\"util_%u\",\"file\":"
                    "\"/src/include/project/util.h\",\"line\":%u,\"external\":false,\"uses\":[],\"calls\":[]}\n",
                    i, i, 10 * i + 1);
}

static void add_function(struct lien_buf *out, unsigned unit, unsigned units, unsigned index, unsigned functions) {
  const char *uses = index == 1 ? "\"exit\"" : index == 2 ? "\"init\"" : index % 7 == 3 ? "\"method\"" : "";
  lien_buf_printf(out,
                  "{\"type\":\"function\",\"id\":\"module%u_function%u\",\"name\":\"module%u_function%u\",\"file\":"
                  "\"/src/lib/module%u.c\",\"line\":%u,\"external\":true,\"uses\":[%s],\"calls\":[",
                  unit, index, unit, index, unit, 20 * index + 1, uses);
  for (unsigned k = 1; k <= 4; k++)
    lien_buf_printf(out, "\"module%u_function%u\",", (unit + k * k * k) % units, (index + 3 * k) % functions);
  lien_buf_printf(out, "\"/src/include/project/util.h:util_%u\"],\"loops\":[]}\n", index % HEADER_FUNCTIONS);
}

static void add_root(struct lien_buf *out, unsigned unit, const char *id, const char *name, const char *storage) {
  lien_buf_printf(out,
                  "{\"type\":\"root\",\"id\":\"%s\",\"name\":\"%s\",\"file\":\"/src/lib/module%u.c\",\"line\":3,\"column\":8,"
                  "\"storage\":\"%s\",\"container\":\"dict\"}\n",
                  id, name, unit, storage);
}

static void add_site(struct lien_buf *out, unsigned unit, const char *root, const char *sort, unsigned line, unsigned function) {
  lien_buf_printf(
      out,
      "{\"type\":\"site\",\"root\":\"%s\",\"sort\":\"%s\",\"function\":\"module%u_function%u\",\"file\":"
      "\"/src/lib/module%u.c\",\"line\":%u,\"column\":5,\"callee\":\"table_put\",\"key\":\"caller\",\"guard\":\"\"}\n",
      root, sort, unit, function, unit, line);
}

static void add_candidates(struct lien_buf *out, unsigned unit, unsigned units, unsigned count) {
  for (unsigned i = 0; i < count; i++) {
    unsigned next = (unit + 1) % units;
    lien_buf_printf(out, "{\"type\":\"holds\",\"key\":\"sink:module%u_function%u#0:static\",\"if\":[", unit, i);
    if (unit % 100)
      lien_buf_printf(out, "\"sink:module%u_function%u#0:static\"", next, i);
    lien_buf_printf(out, "],\"file\":\"/src/lib/module%u.c\",\"line\":%u,\"column\":5,\"message\":\"passed on here\"}\n", unit,
                    20 * i + 1);
    lien_buf_printf(
        out,
        "{\"type\":\"candidate\",\"rule\":\"lien.EscapedCapture\",\"message\":\"'buffer' is captured by a closure that "
        "outlives it\",\"file\":\"/src/lib/module%u.c\",\"line\":%u,\"column\":5,\"function\":\"module%u_function%u\","
        "\"path\":[{\"file\":\"/src/lib/module%u.c\",\"line\":%u,\"column\":5,\"message\":\"captured here\"}],"
        "\"if\":[\"sink:module%u_function%u#0:static\"],\"unless\":[\"ended:module%u_function%u\"]}\n",
        unit, 20 * i + 9, unit, i, unit, 20 * i + 9, next, i, unit, i);
  }
}

static void add_unit(struct lien_buf *out, unsigned unit, unsigned units, unsigned functions, unsigned candidates) {
  char own[128], parameter[64], shared[64], next[64];
  snprintf(own, sizeof own, "/src/lib/module%u.c:cache", unit);
  snprintf(parameter, sizeof parameter, "module%u_function0#0", unit);
  snprintf(shared, sizeof shared, "shared%u", unit / 10);
  snprintf(next, sizeof next, "module%u_function0", (unit + 1) % units);
  add_header(out);
  for (unsigned i = 0; i < functions; i++)
    add_function(out, unit, units, i, functions);
  add_root(out, unit, own, "cache", "file");
  add_root(out, unit, shared, shared, "extern");
  add_site(out, unit, own, "growth", 30, 3);
  add_site(out, unit, own, unit % 3 ? "clear" : "size", 40, 1);
  add_site(out, unit, parameter, "growth", 50, 0);
  add_site(out, unit, shared, unit % 10 ? "growth" : "shrink", 60, 4);
  const char *roots[] = {own, parameter}; /* the parameter goes from unit to unit, a hundred times */
  for (unsigned i = 0; i < 1 + (unit % 100 > 0); i++)
    lien_buf_printf(out,
                    "{\"type\":\"pass\",\"root\":\"%s\",\"to\":\"%s\",\"param\":0,\"function\":\"module%u_function%u\",\"file\":"
                    "\"/src/lib/module%u.c\",\"line\":%u,\"column\":5}\n",
                    roots[i], next, unit, i ? 0 : 5, unit, 70 + i);
  add_candidates(out, unit, units, candidates);
  lien_buf_printf(out, "{\"type\":\"unit\",\"file\":\"/src/lib/module%u.c\"}\n", unit);
}

static double read_units(struct lien_facts *facts, unsigned units, unsigned functions, unsigned candidates, size_t *ret_bytes,
                         struct lien_error *err) {
  struct lien_buf text = {0};
  double seconds = 0;
  *ret_bytes = 0;
  for (unsigned unit = 0; unit < units && seconds >= 0; unit++) {
    text.size = 0;
    add_unit(&text, unit, units, functions, candidates);
    *ret_bytes += text.size;
    double begin = now();
    bool ok = !text.failed && lien_facts_read(facts, "generated", text.data, text.size, err);
    seconds = ok ? seconds + (now() - begin) : -1;
  }
  lien_buf_free(&text);
  return seconds;
}

int main(int argc, char **argv) {
  unsigned units = argc > 1 ? (unsigned)strtoul(argv[1], NULL, 10) : 10000;
  unsigned functions = argc > 2 ? (unsigned)strtoul(argv[2], NULL, 10) : 20;
  unsigned candidates = argc > 3 ? (unsigned)strtoul(argv[3], NULL, 10) : 0;
  struct lien_facts *facts = lien_facts_new();
  struct lien_error err = {.text = "expected numbers above 0"};
  size_t bytes, count = 0, told = 0;
  double reading = facts && units && functions ? read_units(facts, units, functions, candidates, &bytes, &err) : -1,
         begin = now();
  if (reading < 0 || !lien_facts_link(facts, true, &err)) {
    fprintf(stderr, "%s\n", err.text);
    return 1;
  }
  double linking = now() - begin;
  const struct lien_cache *caches = lien_facts_caches(facts, &count);
  for (size_t i = 0; i < count; i++)
    told += caches[i].verdict != LIEN_VERDICT_QUIET;
  size_t held;
  lien_facts_candidates(facts, &held);
  struct rusage use;
  getrusage(RUSAGE_SELF, &use);
  double megabytes = (double)use.ru_maxrss / 1024;
  printf("%u units, %.1f MB of facts, %zu roots, %zu told, %zu candidates hold\n", units, (double)bytes / 1e6, count, told, held);
  printf("read %.2f s (%.1f us a unit), linked %.2f s, %.0f MB\n", reading, reading * 1e6 / units, linking, megabytes);
  lien_facts_free(facts);
  return reading + linking > SECONDS || megabytes > MEGABYTES;
}

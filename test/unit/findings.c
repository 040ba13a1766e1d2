/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Rule: the plugin's output is read as docs/findings.md says; what several units say of one place is kept once. */
#include "unit.h"

#include "lien/report.h"

#include <string.h>

static const char leak[] = "{\"type\":\"finding\",\"rule\":\"lien.Leak\",\"message\":\"m\",\"file\":\"/x/b.c\",\"line\":3,"
                           "\"column\":4,\"function\":\"f\",\"begin\":{\"file\":\"/x/b.c\",\"line\":1,\"column\":2},"
                           "\"path\":[{\"file\":\"/x/b.c\",\"line\":1,\"column\":2,\"message\":\"taken\",\"depth\":1,"
                           "\"claims\":1}],\"unknown\":[1]}\n";
static const char unit_end[] = "{\"type\":\"unit\",\"file\":\"/x/b.c\",\"functions\":5,\"analysed\":3,\"limited\":1,"
                               "\"calls_unknown\":2,\"nodes\":70,\"errors\":0,\"seconds\":{\"parse\":0.5,\"filter\":1}}\n";

static bool read_text(const char *text, struct lien_findings *findings, struct lien_stats *stats, bool *ended,
                      struct lien_error *err) {
  return lien_findings_read("out", text, strlen(text), findings, stats, ended, err);
}

static void all_members(void **state) {
  struct lien_findings findings = {0};
  struct lien_stats stats;
  struct lien_buf text = {0};
  bool ended;
  lien_buf_printf(&text, "%s%s", leak, unit_end);
  assert_true(read_text(text.data, &findings, &stats, &ended, NULL));
  assert_true(ended);
  assert_int_equal(findings.count, 1);
  const struct lien_finding *finding = &findings.items[0];
  assert_string_equal(finding->rule, "lien.Leak");
  assert_string_equal(finding->at.file, "/x/b.c");
  assert_int_equal(finding->at.line, 3);
  assert_int_equal(finding->at.end_line, 0);
  assert_int_equal(finding->begin.column, 2);
  assert_string_equal(finding->kind, "");
  assert_int_equal(finding->event_count, 1);
  assert_string_equal(finding->events[0].message, "taken");
  assert_int_equal(finding->events[0].depth, 1);
  assert_int_equal(stats.functions, 5);
  assert_int_equal(stats.limited, 1);
  assert_true(stats.parse == 0.5 && stats.filter == 1.0 && stats.engine == 0);
  lien_findings_free(&findings);
  lien_buf_free(&text);
}

static void a_unit_without_its_end(void **state) {
  struct lien_findings findings = {0};
  struct lien_stats stats;
  bool ended = true;
  assert_true(read_text(leak, &findings, &stats, &ended, NULL));
  assert_false(ended);
  assert_int_equal(findings.count, 1);
  lien_findings_free(&findings);
}

static void expect_error(const char *text, unsigned line, const char *part) {
  struct lien_findings findings = {0};
  struct lien_stats stats;
  struct lien_error err = {0};
  bool ended = true;
  assert_false(read_text(text, &findings, &stats, &ended, &err));
  assert_false(ended);
  assert_int_equal(err.line, line);
  if (!strstr(err.text, part))
    fail_msg("'%s' does not say '%s'", err.text, part);
  lien_findings_free(&findings);
}

static void bad_lines(void **state) {
  struct lien_buf text = {0};
  expect_error("oops\n", 1, "not JSON");
  expect_error("\n", 1, "not JSON");
  expect_error("{\"type\":\"finding\",\"rule\":\"r\"", 1, "not JSON");
  expect_error("[1]\n", 1, "\"type\" must be");
  expect_error("{\"type\":\"fact\"}\n", 1, "\"type\" must be");
  expect_error("{\"type\":\"unit\"}\n", 1, "\"file\"");
  expect_error("{\"type\":\"finding\",\"rule\":\"r\",\"message\":\"m\",\"file\":\"/f\",\"line\":1}\n", 1, "\"column\"");
  expect_error("{\"type\":\"finding\",\"rule\":\"r\",\"message\":\"m\",\"file\":\"/f\",\"line\":-1,\"column\":1}\n", 1,
               "\"line\"");
  expect_error("{\"type\":\"finding\",\"rule\":7,\"message\":\"m\",\"file\":\"/f\",\"line\":1,\"column\":1}\n", 1, "\"rule\"");
  expect_error("{\"type\":\"finding\",\"rule\":\"r\",\"message\":\"m\",\"file\":\"/f\",\"line\":1,\"column\":1,\"path\":1}\n", 1,
               "\"path\" must be");
  expect_error("{\"type\":\"finding\",\"rule\":\"r\",\"message\":\"m\",\"file\":\"/f\",\"line\":1,\"column\":1,\"path\":[1]}\n",
               1, "\"path\" must be");
  lien_buf_printf(&text, "%s%s", unit_end, leak);
  expect_error(text.data, 2, "nothing after");
  lien_buf_free(&text);
}

/* Findings before a bad line are kept: a unit that crashed has found what it has found. */
static void what_was_read_stays(void **state) {
  struct lien_findings findings = {0};
  struct lien_stats stats;
  struct lien_buf text = {0};
  bool ended;
  lien_buf_printf(&text, "%s%.20s", leak, leak);
  assert_false(read_text(text.data, &findings, &stats, &ended, NULL));
  assert_int_equal(findings.count, 1);
  lien_findings_free(&findings);
  lien_buf_free(&text);
}

/* Facts are another reader's, however they are spelled; one that is broken too. */
static void facts_are_skipped(void **state) {
  struct lien_findings findings = {0};
  struct lien_stats stats;
  struct lien_buf text = {0};
  bool ended;
  lien_buf_printf(
      &text,
      "{\"type\":\"root\",\"id\":\"r\"}\n%s{\"type\":\"site\",oops\n{\"x\":1,\"type\":\"pass\"}\n"
      "{\"type\":\"function\"}\n{\"type\":\"candidate\",oops\n{ \"type\":\"candidate\",\"rule\":\"r\"}\n{\"type\":\"holds\"}\n%s",
      leak, unit_end);
  assert_true(read_text(text.data, &findings, &stats, &ended, NULL));
  assert_true(ended);
  assert_int_equal(findings.count, 1);
  lien_findings_free(&findings);
  lien_buf_free(&text);
  expect_error("{\"type\":\"roots\"}\n", 1, "\"type\" must be");
  expect_error("{\"type\":\"root", 1, "not JSON");
}

static void levels(void **state) {
  static const char format[] = "{\"type\":\"finding\",\"rule\":\"r\",\"message\":\"m\",\"file\":\"/f\",\"line\":1,"
                               "\"column\":1,\"level\":\"%s\"}\n";
  static const char *const words[] = {"note", "warning", "else"};
  struct lien_findings findings = {0};
  struct lien_stats stats;
  bool ended;
  for (size_t i = 0; i < 3; i++) {
    struct lien_buf text = {0};
    lien_buf_printf(&text, format, words[i]);
    assert_true(read_text(text.data, &findings, &stats, &ended, NULL));
    assert_int_equal(findings.items[i].level, i ? LIEN_LEVEL_WARNING : LIEN_LEVEL_NOTE);
    lien_buf_free(&text);
  }
  lien_findings_settle(&findings);
  assert_int_equal(findings.count, 1); /* of two that say the same, the warning */
  assert_int_equal(findings.items[0].level, LIEN_LEVEL_WARNING);
  lien_findings_free(&findings);
}

static void add(struct lien_findings *findings, const char *file, int line, const char *rule, const char *message, int steps) {
  struct lien_buf text = {0};
  struct lien_stats stats;
  bool ended;
  lien_buf_printf(&text,
                  "{\"type\":\"finding\",\"rule\":\"%s\",\"message\":\"%s\",\"file\":\"%s\",\"line\":%d,\"column\":1,\"path\":[",
                  rule, message, file, line);
  for (int i = 0; i < steps; i++)
    lien_buf_printf(&text, "%s{\"file\":\"/x\",\"line\":1,\"column\":1,\"message\":\"s\"}", i ? "," : "");
  lien_buf_puts(&text, "]}\n");
  assert_true(read_text(text.data, findings, &stats, &ended, NULL));
  lien_buf_free(&text);
}

static void settled(void **state) {
  struct lien_findings findings = {0};
  lien_findings_settle(&findings);
  add(&findings, "/b.c", 10, "lien.Leak", "m", 3);
  add(&findings, "/b.c", 9, "lien.Leak", "m", 0);
  add(&findings, "/a/../b.c", 10, "lien.Leak", "m", 2);
  add(&findings, "/b.c", 10, "lien.Contract", "m", 0);
  add(&findings, "/a.c", 99, "lien.Leak", "m", 0);
  add(&findings, "/b.c", 10, "lien.Leak", "n", 0);
  lien_findings_settle(&findings);
  assert_int_equal(findings.count, 5);
  assert_string_equal(findings.items[0].at.file, "/a.c");
  assert_int_equal(findings.items[1].at.line, 9);
  assert_string_equal(findings.items[2].rule, "lien.Contract");
  assert_string_equal(findings.items[3].message, "m");
  assert_int_equal(findings.items[3].event_count, 2); /* the shorter path */
  assert_string_equal(findings.items[4].message, "n");
  lien_findings_free(&findings);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(all_members), cmocka_unit_test(a_unit_without_its_end),
      cmocka_unit_test(bad_lines),   cmocka_unit_test(what_was_read_stays),
      cmocka_unit_test(settled),     cmocka_unit_test(facts_are_skipped),
      cmocka_unit_test(levels),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

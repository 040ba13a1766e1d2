/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Rule: text and SARIF say the same findings; untrusted text is escaped, columns are counted as each format counts. */
#include "unit.h"

#include "lien/report.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char folder[] = "/tmp/lien-reports-XXXXXX";
static char source[64]; /* a file of this content: */
static const char content[] = "int a;\n\tf(\xc3\xa9, \xf0\x9f\x98\x80, x);\n";

static struct lien_event steps[] = {{{source, 1, 5, 1, 6}, "taken", 0}, {{source, 2, 2, 0, 0}, "left \x1b[31m", 1}};

static struct lien_finding finding_at(const char *file, unsigned line, unsigned column, const char *message) {
  return (struct lien_finding){.rule = "lien.Leak",
                               .message = message,
                               .function = "(anonymous namespace)::Box<a::b>::put(int)",
                               .object = "",
                               .kind = "",
                               .at = {file, line, column, 0, 0},
                               .begin = {source, 1, 5, 1, 6},
                               .events = steps,
                               .event_count = 2};
}

static void text_with_its_path(void **state) {
  struct lien_finding finding = finding_at(source, 2, 13, "'x' leaks");
  struct lien_text_style style = {folder, false};
  struct lien_sources *sources = lien_sources_new();
  struct lien_buf out = {0};
  lien_text_write(&finding, &style, sources, &out);
  assert_string_equal(out.data, "s%20 ce.c:2:13: warning: 'x' leaks [lien.Leak]\n"
                                "    2 | \tf(\xc3\xa9, \xf0\x9f\x98\x80, x);\n"
                                "      | \t       ^\n"
                                "s%20 ce.c:1:5: note: taken\n"
                                "    1 | int a;\n"
                                "      |     ^\n"
                                "s%20 ce.c:2:2: note: left \\x1b[31m\n"
                                "    2 | \tf(\xc3\xa9, \xf0\x9f\x98\x80, x);\n"
                                "      | \t^\n");
  lien_buf_free(&out);
  style.brief = true;
  lien_text_write(&finding, &style, NULL, &out);
  assert_string_equal(out.data, "s%20 ce.c:2:13: warning: 'x' leaks [lien.Leak]\n");
  lien_buf_free(&out);
  struct lien_event only = {{source, 2, 13, 0, 0}, "'x' leaks", 0};
  finding.events = &only;
  finding.event_count = 1;
  style.brief = false;
  lien_text_write(&finding, &style, NULL, &out);
  assert_string_equal(out.data, "s%20 ce.c:2:13: warning: 'x' leaks [lien.Leak]\n");
  lien_buf_free(&out);
  lien_sources_free(sources);
}

static void text_without_its_source(void **state) {
  struct lien_finding finding = finding_at("/gone\n.c", 200, 1, "m\n");
  struct lien_text_style style = {"", false};
  struct lien_sources *sources = lien_sources_new();
  struct lien_buf out = {0};
  finding.event_count = 0;
  lien_text_write(&finding, &style, sources, &out);
  assert_string_equal(out.data, "/gone\\x0a.c:200:1: warning: m\\x0a [lien.Leak]\n");
  lien_buf_free(&out);
  lien_sources_free(sources);
}

static json_t *sarif_of(struct lien_finding *items, size_t count, const struct lien_failure *failures, size_t failure_count) {
  struct lien_findings findings = {items, count, count};
  struct lien_sarif sarif = {folder, "1.2.3", failures, failure_count};
  struct lien_buf out = {0};
  lien_sarif_write(&findings, &sarif, &out);
  json_error_t error;
  json_t *log = json_loadb(out.data, out.size, 0, &error);
  lien_buf_free(&out);
  assert_non_null(log);
  assert_string_equal(json_string_value(json_object_get(log, "version")), "2.1.0");
  return log;
}

static json_t *run_of(json_t *log) {
  return json_array_get(json_object_get(log, "runs"), 0);
}

/* The value at a path such as "results/0/message/text". */
static json_t *at(json_t *value, const char *path) {
  while (value && *path) {
    char name[64];
    size_t length = strcspn(path, "/");
    snprintf(name, sizeof name, "%.*s", (int)length, path);
    value = json_is_array(value) ? json_array_get(value, (size_t)atoi(name)) : json_object_get(value, name);
    path += length + (path[length] == '/');
  }
  return value;
}

static const char *text_at(json_t *value, const char *path) {
  return json_string_value(at(value, path));
}

static void sarif_result(void **state) {
  struct lien_finding finding = finding_at(source, 2, 13, "'x' leaks");
  json_t *log = sarif_of(&finding, 1, NULL, 0), *run = run_of(log), *result = at(run, "results/0");
  assert_string_equal(text_at(result, "ruleId"), "lien.Leak");
  json_t *rule = at(run, "tool/driver/rules/0");
  assert_int_equal(json_integer_value(at(result, "ruleIndex")), 0);
  assert_string_equal(text_at(rule, "id"), "lien.Leak");
  assert_non_null(text_at(rule, "shortDescription/text"));
  assert_non_null(text_at(rule, "fullDescription/text"));
  assert_non_null(text_at(rule, "help/markdown"));
  assert_true(json_array_size(at(rule, "properties/tags")) > 0);
  assert_string_equal(text_at(result, "level"), "warning");
  assert_string_equal(text_at(result, "message/text"), "'x' leaks");
  json_t *where = at(result, "locations/0/physicalLocation");
  assert_string_equal(text_at(where, "artifactLocation/uri"), "s%2520%20ce.c");
  assert_string_equal(text_at(where, "artifactLocation/uriBaseId"), "SRCROOT");
  assert_int_equal(json_integer_value(at(where, "region/startLine")), 2);
  assert_int_equal(json_integer_value(at(where, "region/startColumn")), 10); /* an emoji is two UTF-16 units, 4 bytes */
  assert_int_equal(json_integer_value(at(where, "region/endLine")), 2);
  assert_int_equal(json_integer_value(at(where, "region/endColumn")), 11);
  assert_string_equal(text_at(result, "locations/0/logicalLocations/0/name"), "put");
  assert_string_equal(text_at(result, "locations/0/logicalLocations/0/fullyQualifiedName"), finding.function);
  assert_int_equal(json_integer_value(at(result, "relatedLocations/0/physicalLocation/region/endColumn")), 6);
  json_t *flow = at(result, "codeFlows/0/threadFlows/0/locations");
  assert_int_equal(json_array_size(flow), 2);
  assert_string_equal(text_at(flow, "1/location/message/text"), "left \x1b[31m");
  assert_int_equal(json_integer_value(at(flow, "1/nestingLevel")), 1);
  assert_true(json_is_true(at(run, "invocations/0/executionSuccessful")));
  json_decref(log);
}

/* A note whose events are places, not a path. */
static void places_of_a_note(void **state) {
  struct lien_finding finding = finding_at(source, 2, 13, "'x' grows");
  struct lien_text_style style = {folder, true};
  struct lien_buf out = {0};
  finding.rule = "lien.UnboundedCache";
  finding.level = LIEN_LEVEL_NOTE;
  json_t *log = sarif_of(&finding, 1, NULL, 0), *result = at(run_of(log), "results/0");
  assert_string_equal(text_at(result, "level"), "note");
  assert_null(at(result, "codeFlows"));
  assert_int_equal(json_array_size(at(result, "relatedLocations")), 2);
  assert_int_equal(json_integer_value(at(result, "relatedLocations/1/id")), 1);
  assert_string_equal(text_at(result, "relatedLocations/0/message/text"), "taken");
  assert_int_equal(json_integer_value(at(result, "relatedLocations/1/physicalLocation/region/startLine")), 2);
  json_decref(log);
  lien_text_write(&finding, &style, NULL, &out);
  assert_string_equal(out.data, "s%20 ce.c:2:13: note: 'x' grows [lien.UnboundedCache]\n");
  lien_buf_free(&out);
}

static void expect_uri(const char *file, const char *uri, const char *base) {
  struct lien_finding finding = finding_at(file, 1, 1, "m");
  json_t *log = sarif_of(&finding, 1, NULL, 0),
         *where = at(run_of(log), "results/0/locations/0/physicalLocation/artifactLocation");
  assert_string_equal(text_at(where, "uri"), uri);
  if (base)
    assert_string_equal(text_at(where, "uriBaseId"), base);
  else
    assert_null(text_at(where, "uriBaseId"));
  json_decref(log);
}

static void uris(void **state) {
  char *inside = lien_path_join(folder, "a:b/c?d#e;f\xc3\xa9.c");
  expect_uri(inside, "a%3Ab/c%3Fd%23e%3Bf%C3%A9.c", "SRCROOT");
  expect_uri("/usr/include/a b.h", "file:///usr/include/a%20b.h", NULL);
  free(inside);
}

static void expect_name(const char *qualified, const char *plain) {
  struct lien_finding finding = finding_at("/f", 1, 1, "m");
  finding.function = qualified;
  json_t *log = sarif_of(&finding, 1, NULL, 0);
  assert_string_equal(text_at(run_of(log), "results/0/locations/0/logicalLocations/0/name"), plain);
  json_decref(log);
}

static void plain_names(void **state) {
  expect_name("f", "f");
  expect_name("ns::f", "f");
  expect_name("ns::A<b::c>::f<d::e>(g::h)", "f");
  expect_name("A::~A()", "~A");
  expect_name("A::operator()(int)", "operator()");
  expect_name("A::operator<(const A &)", "operator<");
  expect_name("operators::f", "f");
  expect_name("(anonymous namespace)::f", "f");
  expect_name("operator(", "operator");
  expect_name("::", "::");
}

static void fingerprints(void **state) {
  struct lien_finding items[] = {finding_at(source, 1, 1, "leak of line 3"), finding_at(source, 2, 1, "leak of line 45"),
                                 finding_at(source, 2, 2, "another")};
  json_t *log = sarif_of(items, 3, NULL, 0), *results = at(run_of(log), "results");
  const char *first = text_at(results, "0/partialFingerprints/primaryLocationLineHash");
  const char *second = text_at(results, "1/partialFingerprints/primaryLocationLineHash");
  const char *third = text_at(results, "2/partialFingerprints/primaryLocationLineHash");
  assert_memory_equal(first, second, 16); /* lines move: numbers do not count */
  assert_string_equal(first + 16, ":1");
  assert_string_equal(second + 16, ":2");
  assert_memory_not_equal(first, third, 16);
  assert_string_equal(third + 16, ":1");
  assert_string_equal(json_string_value(json_object_get(at(results, "0/partialFingerprints"), "lienFingerprint/v1")), first);
  json_decref(log);
}

static void failed_units(void **state) {
  struct lien_failure failure = {"/x/a.c", "it does not compile", "a.c:1: error: \"x\""};
  json_t *log = sarif_of(NULL, 0, &failure, 1), *run = run_of(log);
  assert_true(json_is_false(at(run, "invocations/0/executionSuccessful")));
  json_t *note = at(run, "invocations/0/toolExecutionNotifications/0");
  assert_string_equal(text_at(note, "level"), "error");
  assert_string_equal(text_at(note, "message/text"), "/x/a.c: it does not compile: a.c:1: error: \"x\"");
  assert_int_equal(json_array_size(at(run, "results")), 0);
  assert_true(json_is_array(at(run, "results"))); /* an empty list, not nothing: no findings, not "not run" */
  json_decref(log);
}

static void a_rule_without_a_text(void **state) {
  struct lien_finding finding = finding_at(source, 1, 1, "m");
  finding.rule = "lien.New";
  json_t *log = sarif_of(&finding, 1, NULL, 0);
  assert_string_equal(text_at(run_of(log), "results/0/ruleId"), "lien.New");
  assert_null(at(run_of(log), "results/0/ruleIndex"));
  json_decref(log);
}

static int make_source(void **state) {
  if (!mkdtemp(folder))
    return -1;
  snprintf(source, sizeof source, "%s/s%%20 ce.c", folder);
  FILE *file = fopen(source, "w");
  return file && fputs(content, file) >= 0 && fclose(file) == 0 ? 0 : -1;
}

static int remove_source(void **state) {
  unlink(source);
  return rmdir(folder);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(text_with_its_path),    cmocka_unit_test(text_without_its_source),
      cmocka_unit_test(sarif_result),          cmocka_unit_test(uris),
      cmocka_unit_test(places_of_a_note),      cmocka_unit_test(plain_names),
      cmocka_unit_test(fingerprints),          cmocka_unit_test(failed_units),
      cmocka_unit_test(a_rule_without_a_text),
  };
  return cmocka_run_group_tests(tests, make_source, remove_source);
}

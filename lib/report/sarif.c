/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* SARIF 2.1.0: one log, one run, as code-scanning services read it. */
#include "lien/report.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

struct writer {
  const struct lien_findings *findings;
  const struct lien_sarif *sarif;
  struct lien_sources *sources;
  uint64_t *prints; /* the fingerprint of each finding so far */
  struct lien_buf *out;
};

static void put(struct writer *w, const char *text) {
  lien_buf_puts(w->out, text);
}

static void put_string(struct writer *w, const char *text) {
  lien_json_string(w->out, text, strlen(text));
}

/* "name":"text" */
static void put_member(struct writer *w, const char *name, const char *text) {
  put_string(w, name);
  put(w, ":");
  put_string(w, text);
}

static void put_message(struct writer *w, const char *name, const char *text) {
  put_string(w, name);
  put(w, ":{");
  put_member(w, "text", text);
  put(w, "}");
}

/* Everything but unreserved characters and slashes is percent-encoded: a colon in the first part of a relative URI would
 * be read as a scheme. */
static void put_path(struct writer *w, const char *path) {
  for (const unsigned char *s = (const unsigned char *)path; *s; s++) {
    bool plain = *s < 0x80 && (isalnum(*s) || strchr("-._~/", *s));
    lien_buf_printf(w->out, plain ? "%c" : "%%%02X", *s);
  }
}

static void put_artifact(struct writer *w, const char *file) {
  const char *below = lien_path_below(file, w->sarif->root);
  put(w, "\"artifactLocation\":{\"uri\":\"");
  if (!below && file[0] == '/')
    put(w, "file://");
  put_path(w, below ? below : file);
  put(w, below ? "\",\"uriBaseId\":\"SRCROOT\"}" : "\"}");
}

/* A column in UTF-16 code units, as SARIF counts, for a column in bytes. */
static unsigned utf16_column(struct writer *w, const char *file, unsigned line, unsigned column) {
  size_t size;
  const char *text = lien_source_line(w->sources, file, line, &size);
  if (!text || !column)
    return column ? column : 1;
  unsigned units = 1;
  for (size_t i = 0; i + 1 < column && i < size; i++) {
    unsigned char c = (unsigned char)text[i];
    units += (c & 0xc0) != 0x80; /* each character once, */
    units += c >= 0xf0;          /* those beyond U+FFFF twice */
  }
  return units;
}

static void put_region(struct writer *w, const struct lien_spot *at) {
  bool ends = at->end_line > at->line || (at->end_line == at->line && at->end_column > at->column);
  unsigned start = utf16_column(w, at->file, at->line, at->column);
  unsigned end = ends ? utf16_column(w, at->file, at->end_line, at->end_column) : start + 1;
  lien_buf_printf(w->out, "\"region\":{\"startLine\":%u,\"startColumn\":%u,\"endLine\":%u,\"endColumn\":%u}", at->line, start,
                  ends ? at->end_line : at->line, end);
}

static void put_physical(struct writer *w, const struct lien_spot *at) {
  put(w, "\"physicalLocation\":{");
  put_artifact(w, at->file);
  if (at->line) {
    put(w, ",");
    put_region(w, at);
  }
  put(w, "}");
}

/* The plain name in a qualified one: "push" of "(anonymous namespace)::Stack<a::b>::push(int)". */
static void plain_name(const char *qualified, struct lien_buf *ret) {
  const char *begin = qualified, *s = qualified;
  int depth = 0;
  for (; *s; s++) {
    if (s == begin && strncmp(s, "operator", 8) == 0 && !isalnum((unsigned char)s[8]) && s[8] != '_') {
      s += strncmp(s, "operator()", 10) == 0 ? 10 : 8;
      s += strcspn(s, "(");
      lien_buf_add(ret, begin, (size_t)(s - begin));
      return;
    }
    if (*s == '(' && !depth && s > begin)
      break;
    depth += *s == '<' || *s == '(' ? 1 : (*s == '>' || *s == ')') && depth ? -1 : 0;
    if (!depth && s[0] == ':' && s[1] == ':') {
      begin = s + 2;
      s++;
    }
  }
  size_t plain = strcspn(begin, "<");
  lien_buf_add(ret, begin, begin + plain < s ? plain : (size_t)(s - begin));
}

static void put_logical(struct writer *w, const char *function) {
  struct lien_buf name = {0};
  plain_name(function, &name);
  put(w, ",\"logicalLocations\":[{");
  put_member(w, "name", name.size ? name.data : function);
  put(w, ",");
  put_member(w, "fullyQualifiedName", function);
  put(w, ",\"kind\":\"function\"}]");
  lien_buf_free(&name);
}

/* Places to look at, which are no path. */
static void put_places(struct writer *w, const struct lien_finding *finding) {
  put(w, ",\"relatedLocations\":[");
  size_t count = 0;
  for (size_t i = 0; i < finding->event_count; i++) {
    const struct lien_event *event = &finding->events[i];
    if (!event->at.file[0])
      continue;
    lien_buf_printf(w->out, "%s{\"id\":%zu,", count ? "," : "", count);
    put_physical(w, &event->at);
    put(w, ",");
    put_message(w, "message", event->message);
    put(w, "}");
    count++;
  }
  put(w, "]");
}

static void put_flow(struct writer *w, const struct lien_finding *finding) {
  put(w, ",\"codeFlows\":[{\"threadFlows\":[{\"locations\":[");
  const char *comma = "";
  for (size_t i = 0; i < finding->event_count; i++) {
    const struct lien_event *event = &finding->events[i];
    if (!event->at.file[0])
      continue;
    put(w, comma);
    put(w, "{\"location\":{");
    put_physical(w, &event->at);
    put(w, ",");
    put_message(w, "message", event->message);
    lien_buf_printf(w->out, "},\"nestingLevel\":%u}", event->depth);
    comma = ",";
  }
  put(w, "]}]}]");
}

static uint64_t hash_text(uint64_t hash, const char *text) {
  return lien_hash(hash, text, strlen(text) + 1);
}

/* Of what stays the same when lines move: rule, file, function, and the message without its numbers. */
static uint64_t fingerprint(struct writer *w, const struct lien_finding *finding) {
  const char *below = lien_path_below(finding->at.file, w->sarif->root);
  uint64_t hash = hash_text(LIEN_HASH_START, finding->rule);
  hash = hash_text(hash, below ? below : finding->at.file);
  hash = hash_text(hash, finding->function);
  for (const char *s = finding->message; *s; s++)
    if (*s < '0' || *s > '9')
      hash = lien_hash(hash, s, 1);
  return hash;
}

static void put_fingerprints(struct writer *w, size_t index) {
  uint64_t hash = fingerprint(w, &w->findings->items[index]);
  unsigned equals = 1;
  if (w->prints) {
    for (size_t i = 0; i < index; i++)
      equals += w->prints[i] == hash;
    w->prints[index] = hash;
  }
  lien_buf_printf(w->out,
                  ",\"partialFingerprints\":{\"primaryLocationLineHash\":\"%016llx:%u\",\"lienFingerprint/v1\":\"%016llx:%u\"}",
                  (unsigned long long)hash, equals, (unsigned long long)hash, equals);
}

static void put_result(struct writer *w, size_t index) {
  const struct lien_finding *finding = &w->findings->items[index];
  put(w, index ? ",\n{" : "\n{");
  put_member(w, "ruleId", finding->rule);
  const struct lien_rule *rule = NULL;
  for (size_t i = 0; i < lien_rule_count; i++)
    if (strcmp(lien_rules[i].id, finding->rule) == 0) {
      lien_buf_printf(w->out, ",\"ruleIndex\":%zu", i);
      rule = &lien_rules[i];
    }
  put(w, finding->level == LIEN_LEVEL_NOTE ? ",\"level\":\"note\"," : ",\"level\":\"warning\",");
  put_message(w, "message", finding->message);
  put(w, ",\"locations\":[{");
  put_physical(w, &finding->at);
  if (finding->function[0])
    put_logical(w, finding->function);
  put(w, "}]");
  if (rule && rule->places)
    put_places(w, finding);
  else if (finding->begin.file[0] && finding->begin.line) {
    put(w, ",\"relatedLocations\":[{\"id\":0,");
    put_physical(w, &finding->begin);
    put(w, ",\"message\":{\"text\":\"the duty began here\"}}]");
  }
  if (finding->event_count && !(rule && rule->places))
    put_flow(w, finding);
  put_fingerprints(w, index);
  put(w, "}");
}

static void put_rules(struct writer *w) {
  for (size_t i = 0; i < lien_rule_count; i++) {
    const struct lien_rule *rule = &lien_rules[i];
    put(w, i ? ",\n{" : "\n{");
    put_member(w, "id", rule->id);
    put(w, ",");
    put_member(w, "name", rule->name);
    put(w, ",");
    put_message(w, "shortDescription", rule->brief);
    put(w, ",");
    put_message(w, "fullDescription", rule->full);
    put(w, ",\"help\":{");
    put_member(w, "text", rule->help);
    put(w, ",");
    put_member(w, "markdown", rule->help);
    put(w, "},\"defaultConfiguration\":{\"level\":\"warning\"},\"properties\":{\"tags\":[\"correctness\",\"lifetime\"]}}");
  }
}

static void put_invocation(struct writer *w) {
  lien_buf_printf(w->out, "\"invocations\":[{\"executionSuccessful\":%s,\"toolExecutionNotifications\":[",
                  w->sarif->failure_count ? "false" : "true");
  for (size_t i = 0; i < w->sarif->failure_count; i++) {
    const struct lien_failure *failure = &w->sarif->failures[i];
    struct lien_buf text = {0};
    lien_buf_printf(&text, "%s: %s", failure->file, failure->reason);
    if (failure->detail[0])
      lien_buf_printf(&text, ": %s", failure->detail);
    put(w, i ? ",\n{" : "\n{");
    put(w, "\"level\":\"error\",");
    put_message(w, "message", text.data ? text.data : failure->file);
    put(w, ",\"locations\":[{");
    put_physical(w, &(struct lien_spot){.file = failure->file});
    put(w, "}]}");
    lien_buf_free(&text);
  }
  put(w, "]}]");
}

void lien_sarif_write(const struct lien_findings *findings, const struct lien_sarif *sarif, struct lien_buf *out) {
  struct writer w = {findings, sarif, lien_sources_new(), calloc(findings->count + 1, sizeof(uint64_t)), out};
  out->failed |= !w.sources || !w.prints;
  if (!out->failed) {
    put(&w, "{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\"version\":\"2.1.0\",\"runs\":[{\n");
    put(&w, "\"tool\":{\"driver\":{\"name\":\"Lien\",");
    put_member(&w, "semanticVersion", sarif->version);
    put(&w, ",\"rules\":[");
    put_rules(&w);
    put(&w, "]}},\n\"originalUriBaseIds\":{\"SRCROOT\":{\"uri\":\"file://");
    put_path(&w, sarif->root);
    put(&w, sarif->root[strlen(sarif->root) - 1] == '/' ? "\"}},\n" : "/\"}},\n");
    put(&w, "\"columnKind\":\"utf16CodeUnits\",\n");
    put_invocation(&w);
    put(&w, ",\n\"results\":[");
    for (size_t i = 0; i < findings->count; i++)
      put_result(&w, i);
    put(&w, "]}]}\n");
  }
  lien_sources_free(w.sources);
  free(w.prints);
}

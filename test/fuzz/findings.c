/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* What the plugin writes, read, settled, and written as text and SARIF. */
#include "lien/report.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size) {
  struct lien_findings findings = {0};
  struct lien_stats stats;
  struct lien_error err;
  bool ended;
  lien_findings_read("out", (const char *)data, size, &findings, &stats, &ended, &err);
  lien_findings_settle(&findings);
  struct lien_sources *sources = lien_sources_new();
  struct lien_text_style style = {"/nowhere", false};
  struct lien_sarif sarif = {"/nowhere", "0", NULL, 0};
  struct lien_buf out = {0};
  for (size_t i = 0; sources && i < findings.count; i++)
    lien_text_write(&findings.items[i], &style, sources, &out);
  for (size_t i = 0; i < out.size; i++)
    if ((unsigned char)out.data[i] < 0x20 && out.data[i] != '\n' && out.data[i] != '\t')
      abort(); /* a control character would reach the terminal */
  lien_sarif_write(&findings, &sarif, &out);
  lien_buf_free(&out);
  lien_sources_free(sources);
  lien_findings_free(&findings);
  return 0;
}

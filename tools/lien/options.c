/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
#include "options.h"

#include <stdlib.h>
#include <string.h>

enum kind { FLAG, TEXT, LIST, NUMBER };
enum { CHECK = 1, EXPLAIN = 2, CACHES = 8, RUN = CHECK | CACHES, ALL = RUN | EXPLAIN | 4 };

struct row {
  char letter; /* 0: none */
  const char *name;
  const char *value; /* what stands for it in the help; NULL: a flag */
  enum kind kind;
  size_t offset; /* in struct options */
  unsigned most; /* of a number, which is at least 1 */
  unsigned commands;
  const char *help;
};

#define MEMBER(name) offsetof(struct options, name)

static const struct row rows[] = {
    {'p', "database", "DIR", TEXT, MEMBER(database), 0, RUN,
     "folder of compile_commands.json, or the file (default: ., then build); with --, where to keep what is recorded"},
    {'j', "jobs", "N", NUMBER, MEMBER(jobs), 1024, RUN, "units analysed at once (default: the processors)"},
    {0, "sarif", "FILE", TEXT, MEMBER(sarif), 0, CHECK, "also write SARIF 2.1.0"},
    {0, "root", "DIR", TEXT, MEMBER(root), 0, CHECK,
     "SARIF names files below DIR relative to it, others absolutely (default: the database's folder)"},
    {0, "contracts", "FILE", LIST, MEMBER(contracts), 0, RUN | EXPLAIN, "contracts of your own, YAML; may be repeated"},
    {0, "stats", NULL, FLAG, MEMBER(stats), 0, RUN, "say what was analysed and what it cost"},
    {'q', "quiet", NULL, FLAG, MEMBER(quiet), 0, CHECK, "one line a finding, and no summary"},
    {0, "notes", NULL, FLAG, MEMBER(notes), 0, CHECK, "print notes too; without it they are counted (and in SARIF)"},
    {'v', "verbose", NULL, FLAG, MEMBER(verbose), 0, RUN, "say which flags of the database are not used, and why"},
    {0, "max-nodes", "N", NUMBER, MEMBER(max_nodes), 1000000000, RUN, "steps of analysis spent on one function at most"},
    {0, "large-capture", "BYTES", NUMBER, MEMBER(large_capture), 1000000000, RUN, "what a closure may copy (default: 512)"},
    {0, "time-limit", "SECONDS", NUMBER, MEMBER(seconds), 1000000, RUN, "stop a unit that takes longer (default: 300)"},
    {0, "clang", "PATH", TEXT, MEMBER(clang), 0, RUN, "the clang to run (default: the one that Lien was built for)"},
    {0, "plugin", "PATH", TEXT, MEMBER(plugin), 0, ALL, "the plugin to load (default: ../lib/lien/LienPlugin.so beside lien)"},
    {'h', "help", NULL, FLAG, MEMBER(help), 0, ALL, "show this text"},
    {0, "version", NULL, FLAG, MEMBER(version), 0, ALL, "show the version"},
};

enum { ROW_COUNT = sizeof rows / sizeof *rows };

static bool set(struct options *options, const struct row *row, const char *spelled, const char *value, struct lien_error *err) {
  char *member = (char *)options + row->offset;
  switch (row->kind) {
  case FLAG:
    if (value)
      return lien_fail(err, "", 0, 0, "option %s takes no value", spelled);
    *(bool *)member = true;
    return true;
  case TEXT:
    *(const char **)member = value;
    return true;
  case LIST:
    lien_list_add((struct lien_list *)member, value);
    return true;
  case NUMBER:
    break;
  }
  char *end;
  unsigned long number = strtoul(value, &end, 10);
  if (value[0] < '0' || value[0] > '9' || *end || number < 1 || number > row->most)
    return lien_fail(err, "", 0, 0, "option %s expects a number from 1 to %u, not '%s'", spelled, row->most, value);
  *(unsigned *)member = (unsigned)number;
  return true;
}

/* The row of argv's word, and the value that is joined to it (NULL: none). */
static const struct row *find(const char *word, const char **ret_value) {
  *ret_value = NULL;
  for (size_t i = 0; i < ROW_COUNT; i++) {
    size_t length = strlen(rows[i].name);
    if (word[1] == '-') {
      if (strncmp(word + 2, rows[i].name, length) != 0 || (word[2 + length] && word[2 + length] != '='))
        continue;
      *ret_value = word[2 + length] ? word + 3 + length : NULL;
      return &rows[i];
    }
    if (rows[i].letter && word[1] == rows[i].letter) {
      *ret_value = word[2] ? word + 2 : NULL;
      return &rows[i];
    }
  }
  return NULL;
}

static bool read_words(int argc, char **argv, struct options *options, struct lien_error *err) {
  static const unsigned commands[] = {
      [COMMAND_CHECK] = CHECK, [COMMAND_CACHES] = CACHES, [COMMAND_EXPLAIN] = EXPLAIN, [COMMAND_HELP] = 4};
  unsigned command = commands[options->command];
  for (int i = 0; i < argc; i++) {
    const char *word = argv[i], *value;
    if (strcmp(word, "--") == 0) {
      struct lien_list *rest = command & RUN ? &options->build : &options->arguments;
      while (++i < argc)
        lien_list_add(rest, argv[i]);
      if (!rest->count && command & RUN)
        return lien_fail(err, "", 0, 0, "-- expects the command of a build behind it: lien check -- make -B");
      break;
    }
    if (word[0] != '-' || !word[1]) {
      lien_list_add(&options->arguments, word);
      continue;
    }
    const struct row *row = find(word, &value);
    if (!row || !(row->commands & command))
      return lien_fail(err, "", 0, 0, "unknown option '%s'; see lien --help", word);
    if (row->kind != FLAG && !value && !(value = ++i < argc ? argv[i] : NULL))
      return lien_fail(err, "", 0, 0, "option %s expects %s", word, row->value);
    if (!set(options, row, word, value, err))
      return false;
  }
  return true;
}

static bool read_command(const char *word, struct options *options, struct lien_error *err) {
  if (strcmp(word, "check") == 0)
    options->command = COMMAND_CHECK;
  else if (strcmp(word, "caches") == 0)
    options->command = COMMAND_CACHES;
  else if (strcmp(word, "explain") == 0)
    options->command = COMMAND_EXPLAIN;
  else if (strcmp(word, "help") == 0)
    options->command = COMMAND_HELP;
  else
    return lien_fail(err, "", 0, 0, "unknown command '%s': expected check, caches or explain; see lien --help", word);
  return true;
}

bool options_read(int argc, char **argv, struct options *ret, struct lien_error *err) {
  struct options options = {.command = COMMAND_HELP};
  int first = argc > 1 && argv[1][0] != '-' ? 2 : 1;
  if (argc < 2)
    return lien_fail(err, "", 0, 0, "no command: expected check, caches or explain; see lien --help");
  bool ok = (first == 1 || read_command(argv[1], &options, err)) && read_words(argc - first, argv + first, &options, err);
  if (ok && options.command == COMMAND_HELP && options.arguments.count)
    ok = lien_fail(err, "", 0, 0, "no command: expected check, caches or explain before '%s'", options.arguments.items[0]);
  if (ok && options.command == COMMAND_EXPLAIN && !options.help && options.arguments.count != 1)
    ok = lien_fail(err, "", 0, 0, "explain expects the name of one function");
  if (ok && (options.contracts.failed || options.arguments.failed || options.build.failed))
    ok = lien_fail(err, "", 0, 0, "out of memory");
  if (options.version)
    options.command = COMMAND_VERSION;
  if (options.help)
    options.command = COMMAND_HELP;
  if (ok)
    *ret = options;
  else
    options_free(&options);
  return ok;
}

void options_free(struct options *options) {
  lien_list_free(&options->contracts);
  lien_list_free(&options->arguments);
  lien_list_free(&options->build);
}

void options_help(struct lien_buf *out) {
  lien_buf_puts(out, "Lien finds reference-count and lifetime bugs in C and C++.\n\n"
                     "  lien check [OPTION...] [FILE...]    analyse the units of a compile database (all, or those of FILE...)\n"
                     "  lien check [OPTION...] [FILE...] -- BUILD...\n"
                     "                                      run a build (make -B, ...) and analyse what it compiles; needs bear\n"
                     "  lien caches [OPTION...] [FILE...]   list the containers that outlive every call, and what bounds each\n"
                     "  lien explain FUNCTION               say what a function does with its arguments and its result\n\n");
  for (size_t i = 0; i < ROW_COUNT; i++) {
    const struct row *row = &rows[i];
    char left[64];
    snprintf(left, sizeof left, "%s%.1s%s--%s%s%s", row->letter ? "-" : "  ", row->letter ? &row->letter : "",
             row->letter ? ", " : "  ", row->name, row->value ? " " : "", row->value ? row->value : "");
    lien_buf_printf(out, "  %-26s %s\n", left, row->help);
  }
  lien_buf_puts(out,
                "\nExit status: 0 no findings, 1 Lien could not do its work, 2 findings, 3 some units could not be analysed.\n");
}

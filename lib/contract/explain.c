/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* A contract as a reader wants it: what happens, when, and where that is written. */
#include "explain.h"

static const char each_argument[] = "each variable argument", each_variable[] = "what each variable argument points to";

static bool is_address(const struct lien_words *words, unsigned param) {
  const struct lien_outcome *outcome = lien_contract_outcomes(words->image, words->contract);
  for (unsigned i = 0; i < words->contract->outcome_count; i++, outcome++) {
    const struct lien_effect *effects = lien_outcome_effects(words->image, outcome);
    for (unsigned k = 0; k < outcome->effect_count; k++)
      if (effects[k].place.root == param && effects[k].place.deref)
        return true;
  }
  return false;
}

static void versions(const struct lien_words *words, unsigned since, unsigned until) {
  if (since)
    lien_buf_printf(words->out, " since %u.%u", since >> 8, since & 255);
  if (until)
    lien_buf_printf(words->out, " until %u.%u", until >> 8, until & 255);
}

static void signature(const struct lien_words *words) {
  static const char *const prefixes[] = {"", "macro ", "type ", "slot ", ""};
  const struct lien_contract *contract = words->contract;
  lien_buf_printf(words->out, "%s%s", prefixes[contract->key], lien_contract_name(words->image, contract));
  if (contract->reason)
    return;
  lien_buf_puts(words->out, "(");
  for (unsigned i = 0; i < contract->param_count; i++) {
    bool reference = i < 32 && (contract->references >> i & 1);
    lien_buf_printf(words->out, "%s%s%s", i ? ", " : "",
                    reference              ? "&"
                    : is_address(words, i) ? "*"
                                           : "",
                    lien_contract_param(words->image, contract, i));
  }
  if (contract->variadic)
    lien_buf_printf(words->out, "%s%s...", contract->param_count ? ", " : "", contract->variadic == 2 ? "*" : "");
  lien_buf_puts(words->out, ")");
  versions(words, contract->since, contract->until);
}

static void flag_words(const struct lien_words *words, unsigned flags, bool *any) {
  static const struct {
    unsigned flag;
    const char *text;
  } texts[] = {{LIEN_NO_RETURN, "never returns"},
               {LIEN_RUNS_CODE, "may run any code (what was only borrowed may be gone)"},
               {LIEN_EXCEPTION_SET, "leaves an exception set"},
               {LIEN_EXCEPTION_UNSET, "leaves no exception set"},
               {LIEN_EXCEPTION_CLEARED, "clears the exception"},
               {LIEN_TELLS_EXCEPTION, "tells whether an exception is set"}};
  for (unsigned i = 0; i < sizeof texts / sizeof *texts; i++)
    if (flags & texts[i].flag) {
      lien_buf_printf(words->out, "%s%s", *any ? "; " : "", texts[i].text);
      *any = true;
    }
}

/* When the code runs that is used as this type or slot, begun by this macro, or given to this function. */
static void role_words(const struct lien_words *words, unsigned flags, bool *any) {
  static const char *const when[] = {"once, at the start", "once, at the end", "at the end of one object"};
  unsigned role = flags & LIEN_ROLES;
  if (!role)
    return;
  uint8_t key = words->contract->key;
  const char *who = key == LIEN_KEY_TYPE || key == LIEN_KEY_SLOT ? "what is used as this"
                    : key == LIEN_KEY_MACRO                      ? "a function that begins with this"
                                                                 : "a function that is given to it";
  lien_buf_printf(words->out, "%s%s runs %s", *any ? "; " : "", who, when[role / LIEN_ROLE_INIT - 1]);
  *any = true;
}

static bool moves(uint8_t verb) {
  return verb == LIEN_STOLEN || verb == LIEN_RELEASED;
}

static const struct lien_effect *effect_on(const struct lien_words *words, const struct lien_outcome *outcome, unsigned param) {
  const struct lien_effect *effects = lien_outcome_effects(words->image, outcome);
  for (unsigned i = 0; i < outcome->effect_count; i++)
    if (effects[i].place.root == param && !effects[i].place.field && effects[i].verb != LIEN_UNCHANGED &&
        !lien_verb_is_of_containers(effects[i].verb) && !lien_verb_is_of_closures(effects[i].verb))
      return &effects[i];
  return NULL;
}

/* What other outcomes take from the caller, and this one does not: the trap of a contract like this. */
static void still_owed(const struct lien_words *words, const struct lien_outcome *outcome, bool *any) {
  const struct lien_outcome *all = lien_contract_outcomes(words->image, words->contract);
  for (unsigned param = 0; param < words->contract->param_count; param++) {
    bool elsewhere = false;
    for (unsigned i = 0; i < words->contract->outcome_count; i++) {
      const struct lien_effect *effect = effect_on(words, &all[i], param);
      elsewhere |= effect && moves(effect->verb);
    }
    if (!elsewhere || effect_on(words, outcome, param) || outcome->flags & LIEN_NO_RETURN)
      continue;
    lien_buf_printf(words->out, "%sthe caller still owes what it owed for '%s'",
                    *any ? "; " : "nothing moves: ", lien_contract_param(words->image, words->contract, param));
    *any = true;
  }
}

static void units(const struct lien_words *words, const struct lien_outcome *outcome) {
  const struct lien_format *format = lien_image_format(words->image, outcome->format - 1);
  const struct lien_unit *unit = lien_format_units(words->image, format);
  for (uint32_t i = 0; i < format->unit_count; i++, unit++) {
    const struct lien_effect *arguments = lien_unit_arguments(words->image, unit);
    struct lien_buf text = {0};
    struct lien_words inner = {words->image, words->contract, &text, "the argument", "the variable"};
    for (unsigned k = 0; k < unit->argument_count; k++)
      if (arguments[k].verb != LIEN_UNCHANGED || arguments[k].flags) {
        lien_buf_puts(&text, text.size ? "; " : "");
        lien_words_effect(&inner, &arguments[k]);
      }
    if (unit->converter)
      lien_buf_puts(&text, "the first argument is a function that fills in the second");
    if (text.size)
      lien_buf_printf(words->out, "    %-4s %s\n", lien_image_string(words->image, unit->text), text.data);
    lien_buf_free(&text);
  }
}

static bool says_claims(const struct lien_words *words) {
  return !lien_image_pack(words->image, words->contract->pack)->claims_unknown;
}

static void row(const struct lien_words *words, const struct lien_outcome *outcome) {
  lien_buf_puts(words->out, outcome->test_count ? "  when " : "  always");
  lien_words_tests(words, outcome);
  versions(words, outcome->since, outcome->until);
  lien_buf_puts(words->out, ": ");
  bool any = false;
  const struct lien_effect *effects = lien_outcome_effects(words->image, outcome);
  for (unsigned i = 0; i < outcome->effect_count; i++) {
    lien_buf_puts(words->out, any ? "; " : "");
    lien_words_effect(words, &effects[i]);
    any = true;
  }
  flag_words(words, outcome->flags, &any);
  role_words(words, outcome->flags, &any);
  still_owed(words, outcome, &any);
  if (outcome->format) {
    lien_buf_printf(words->out, "%seach variable argument is what '%s' says of it:\n", any ? "; " : "",
                    lien_contract_param(words->image, words->contract, outcome->format_param));
    units(words, outcome);
  } else
    lien_buf_printf(words->out, "%s\n", any ? "" : says_claims(words) ? "nothing moves" : "nothing goes in or comes out");
}

static bool registers(const struct lien_words *words) {
  const struct lien_outcome *outcome = lien_contract_outcomes(words->image, words->contract);
  for (unsigned i = 0; i < words->contract->outcome_count; i++, outcome++) {
    const struct lien_effect *effects = lien_outcome_effects(words->image, outcome);
    for (unsigned k = 0; k < outcome->effect_count; k++)
      if (lien_verb_is_of_closures(effects[k].verb))
        return true;
  }
  return false;
}

static void one(const struct lien_words *words) {
  const struct lien_contract *contract = words->contract;
  signature(words);
  lien_buf_puts(words->out, "\n");
  if (contract->reason)
    lien_buf_printf(words->out, "  no contract, on purpose: %s\n", lien_image_string(words->image, contract->reason));
  const struct lien_outcome *outcomes = lien_contract_outcomes(words->image, contract);
  for (unsigned i = 0; i < contract->outcome_count; i++)
    row(words, &outcomes[i]);
  if (!says_claims(words))
    lien_buf_puts(words->out, registers(words) ? "  what is said of releases counts only for what is registered\n"
                                               : "  nothing is said of who must release what\n");
  const struct lien_pack *pack = lien_image_pack(words->image, contract->pack);
  lien_buf_printf(words->out, "  from %s, %s:%u\n", lien_image_string(words->image, pack->name),
                  lien_image_string(words->image, pack->file), contract->line);
}

void lien_explain(const struct lien_image *image, const struct lien_contract *contract, struct lien_buf *out) {
  for (; contract; contract = lien_contract_overload(image, contract))
    one(&(struct lien_words){image, contract, out, each_argument, each_variable});
}

void lien_effect_words(const struct lien_image *image, const struct lien_contract *contract, const struct lien_effect *effect,
                       struct lien_buf *out) {
  lien_words_effect(&(struct lien_words){image, contract, out, each_argument, each_variable}, effect);
}

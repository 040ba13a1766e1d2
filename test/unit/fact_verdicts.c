/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Rule: a root is reported when data of callers goes in at any time, nothing takes it out while the root lives, and nothing
 * bounds it; what is not known is quiet. */
#include "fact.h"

static void grows_for_ever(void **state) {
  EXPECT(WARNING, "", CACHE, API("f"), GROWTH("f", 5, CALLER));
  EXPECT(WARNING, "", CACHE, API("f"), GROWTH("f", 5, ",'key':'parsed'"));
  EXPECT(NOTE, "", CACHE, API("f"), GROWTH("f", 5, ",'key':'unknown'"));
  EXPECT(NOTE, "", CACHE, API("f"), GROWTH("f", 5, ",'key':'none'"));
  EXPECT(NOTE, "", CACHE, API("f"), GROWTH("f", 5, ",'key':'parameter'"));
  EXPECT(NOTE, "", CACHE ",'intended':true", API("f"), GROWTH("f", 5, CALLER));
  EXPECT(WARNING, "", CACHE, API("f"), SITE("size", "f", 4, ""), GROWTH("f", 5, CALLER));
}

static void does_not_grow(void **state) {
  EXPECT(QUIET, "does not grow", CACHE, API("f"), SITE("size", "f", 5, ""));
  EXPECT(QUIET, "holds weakly", CACHE ",'weak':true", API("f"), GROWTH("f", 5, CALLER));
}

static void guards_and_keys(void **state) {
  EXPECT(QUIET, "a test of its size", CACHE, API("f"), GROWTH("f", 5, CALLER ",'guard':'size'"));
  EXPECT(QUIET, "grows only once", CACHE, API("f"), GROWTH("f", 5, CALLER ",'guard':'once'"));
  EXPECT(QUIET, "few keys", CACHE, API("f"), GROWTH("f", 5, ",'key':'small'"), GROWTH("f", 6, ",'key':'literal'"));
  EXPECT(QUIET, "every growth is bounded", CACHE, API("f"), GROWTH("f", 5, ",'key':'small'"),
         GROWTH("f", 6, CALLER ",'guard':'size'"));
  EXPECT(WARNING, "", CACHE, API("f"), GROWTH("f", 5, ",'key':'small'"), GROWTH("f", 6, CALLER));
}

static void evictions(void **state) {
  EXPECT(QUIET, "eviction", CACHE, API("f"), API("g"), GROWTH("f", 5, CALLER), SITE("shrink", "g", 9, ""));
  EXPECT(QUIET, "eviction", CACHE, API("f"), GROWTH("f", 5, CALLER), SITE("clear", "f", 9, ""));
  EXPECT(QUIET, "eviction", CACHE, API("f"), GROWTH("f", 5, CALLER), SITE("reset", "f", 9, ""));
  /* made on first use, not made anew */
  EXPECT(WARNING, "", CACHE, API("f"), GROWTH("f", 5, CALLER), SITE("reset", "f", 4, ",'guard':'once'"));
  /* in a function of which nothing is known */
  EXPECT(QUIET, "eviction", CACHE, API("f"), GROWTH("f", 5, CALLER), SITE("shrink", "nobody", 9, ""));
}

#define EXIT(id) FUNCTION(id, "false", ",'uses':['exit']")

static void only_at_exit(void **state) {
  EXPECT(WARNING, "", CACHE, API("f"), EXIT("end"), GROWTH("f", 5, CALLER), SITE("clear", "end", 9, ""));
  EXPECT(WARNING, "", CACHE, API("f"), FUNCTION("end", "false", ",'uses':['exit'],'calls':['wipe']"), API("wipe"),
         GROWTH("f", 5, CALLER), SITE("shrink", "wipe", 9, ""));
  /* registered in a unit that does not define it: that alone is no body */
  EXPECT(WARNING, "", CACHE, API("f"), API("end"), FUNCTION("end", "true", ",'declared':true,'uses':['exit']"),
         GROWTH("f", 5, CALLER), SITE("clear", "end", 9, ""));
  EXPECT(QUIET, "eviction", CACHE, API("f"), FUNCTION("end", "true", ",'declared':true,'uses':['exit']"), GROWTH("f", 5, CALLER),
         SITE("clear", "end", 9, ""));
  /* also called at other times */
  EXPECT(QUIET, "eviction", CACHE, FUNCTION("f", "true", ",'calls':['wipe']"),
         FUNCTION("end", "false", ",'uses':['exit'],'calls':['wipe']"), API("wipe"), GROWTH("f", 5, CALLER),
         SITE("shrink", "wipe", 9, ""));
  EXPECT(QUIET, "grows only at exit", CACHE, EXIT("end"), GROWTH("end", 5, CALLER));
  EXPECT(WARNING, "", CACHE, API("f"), EXIT("end"), GROWTH("f", 5, CALLER), SITE("escape", "end", 9, ""));
}

static void only_at_start(void **state) {
  EXPECT(QUIET, "grows only at start", CACHE, FUNCTION("init", "true", ",'uses':['init'],'calls':['add']"), API("add"),
         GROWTH("add", 5, CALLER), GROWTH("init", 6, CALLER));
  EXPECT(WARNING, "", CACHE, FUNCTION("init", "true", ",'uses':['init'],'calls':['add']"),
         FUNCTION("f", "true", ",'calls':['add']"), API("add"), GROWTH("add", 5, CALLER));
  EXPECT(WARNING, "", CACHE, FUNCTION("init", "true", ",'uses':['init'],'calls':['add']"),
         FUNCTION("add", "false", ",'uses':['method']"), GROWTH("add", 5, CALLER));
  /* it is made at start */
  EXPECT(WARNING, "", CACHE, FUNCTION("init", "true", ",'uses':['init']"), API("f"), GROWTH("f", 5, CALLER),
         SITE("reset", "init", 3, ""));
}

static void from_main(void **state) {
  EXPECT(QUIET, "grows only at start", CACHE, FUNCTION("main", "true", ",'uses':['main'],'calls':['add']"), API("add"),
         GROWTH("add", 5, CALLER));
  EXPECT(WARNING, "", CACHE, FUNCTION("main", "true", ",'uses':['main'],'calls':['add'],'loops':['add']"), API("add"),
         GROWTH("add", 5, CALLER));
  EXPECT(WARNING, "", CACHE, FUNCTION("main", "true", ",'uses':['main'],'calls':['run'],'loops':[]"),
         FUNCTION("run", "true", ",'calls':['add'],'loops':['add']"), API("add"), GROWTH("add", 5, CALLER));
  EXPECT(WARNING, "", CACHE, FUNCTION("main", "true", ",'uses':['main'],'calls':[],'loops':[]"),
         GROWTH("main", 5, ",'key':'parsed','loop':true"));
  /* an eviction in main counts unless it is known to be outside of loops */
  EXPECT(QUIET, "eviction", CACHE, API("f"), FUNCTION("main", "true", ",'uses':['main']"), GROWTH("f", 5, CALLER),
         SITE("clear", "main", 9, ""));
  EXPECT(WARNING, "", CACHE, API("f"), FUNCTION("main", "true", ",'uses':['main'],'loops':[]"), GROWTH("f", 5, CALLER),
         SITE("clear", "main", 9, ""));
}

static void destructors(void **state) {
  /* an element that goes takes itself out of a container of the process; an object's own containers go with it */
  static const char dealloc[] = FUNCTION("dealloc", "false", ",'uses':['destroy']");
  EXPECT(QUIET, "eviction", CACHE, API("f"), dealloc, GROWTH("f", 5, CALLER), SITE("shrink", "dealloc", 9, ""));
  EXPECT(NOTE, "", ROOT("cache", "object"), API("f"), dealloc, GROWTH("f", 5, CALLER), SITE("shrink", "dealloc", 9, ""));
  EXPECT(NOTE, "", ROOT("cache", "object"), FUNCTION("f", "true", ",'calls':['A::~A']"),
         "function 'id':'A::~A','name':'~A','external':true", GROWTH("f", 5, CALLER), SITE("clear", "A::~A", 9, ""));
  EXPECT(QUIET, "eviction", ROOT("cache", "object"), API("f"), API("g"), GROWTH("f", 5, CALLER), SITE("clear", "g", 9, ""));
}

static void meant_to_stay(void **state) {
  /* what is interned or registered */
  EXPECT(NOTE, "", CACHE, API("intern_name"), GROWTH("intern_name", 5, CALLER));
  EXPECT(NOTE, "", CACHE, API("plugin_register"), GROWTH("plugin_register", 5, CALLER));
}

static void published(void **state) {
  /* given away at start only: what is seen is judged, as a note */
  EXPECT(NOTE, "", CACHE, FUNCTION("init", "true", ",'uses':['init']"), API("f"), GROWTH("f", 5, CALLER),
         SITE("escape", "init", 9, ""));
  EXPECT(QUIET, "eviction", CACHE, FUNCTION("init", "true", ",'uses':['init']"), API("f"), API("g"), GROWTH("f", 5, CALLER),
         SITE("escape", "init", 9, ""), SITE("shrink", "g", 10, ""));
}

static void unknown_is_silence(void **state) {
  EXPECT(QUIET, "unknown: it escapes", CACHE, API("f"), GROWTH("f", 5, CALLER), SITE("escape", "f", 9, ""));
  EXPECT_PART(QUIET, "unknown: other units can see it", CACHE, API("f"), GROWTH("f", 5, CALLER));
  EXPECT_PART(WARNING, "", CACHE ",'local':true", API("f"), GROWTH("f", 5, CALLER));
  /* in a part of a program every external function has callers */
  EXPECT_PART(QUIET, "eviction", CACHE ",'local':true", API("f"), FUNCTION("end", "false", ",'uses':['exit'],'calls':['wipe']"),
              API("wipe"), GROWTH("f", 5, CALLER), SITE("shrink", "wipe", 9, ""));
}

static void circles_of_calls(void **state) {
  EXPECT(WARNING, "", CACHE, FUNCTION("f", "true", ",'calls':['g']"), FUNCTION("g", "false", ",'calls':['f','g']"),
         GROWTH("g", 5, CALLER));
  EXPECT(WARNING, "", CACHE, FUNCTION("f", "true", ",'calls':['f']"), GROWTH("f", 5, CALLER));
}

static void several_definitions(void **state) {
  /* two programs with one name: all that either does counts */
  EXPECT(QUIET, "eviction", CACHE, FUNCTION("f", "true", ""), FUNCTION("end", "false", ",'uses':['exit'],'calls':['wipe']"),
         FUNCTION("end", "false", ",'uses':['callback'],'calls':['wipe']"), API("wipe"), GROWTH("f", 5, CALLER),
         SITE("shrink", "wipe", 9, ""));
  /* one of them does not say which of its calls stand in a loop */
  EXPECT(QUIET, "eviction", CACHE, API("f"), FUNCTION("main", "true", ",'uses':['main']"),
         FUNCTION("main", "true", ",'uses':['main'],'loops':[]"), GROWTH("f", 5, CALLER), SITE("clear", "main", 9, ""));
}

static void several_declarations(void **state) {
  EXPECT(QUIET, "holds weakly", CACHE ",'weak':true", CACHE, API("f"), GROWTH("f", 5, CALLER));
  EXPECT(QUIET, "holds weakly", CACHE, CACHE ",'weak':true", API("f"), GROWTH("f", 5, CALLER));
  EXPECT_PART(QUIET, "unknown: other units can see it", CACHE ",'local':true", CACHE, API("f"), GROWTH("f", 5, CALLER));
  EXPECT_PART(QUIET, "unknown: other units can see it", CACHE, CACHE ",'local':true", API("f"), GROWTH("f", 5, CALLER));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(grows_for_ever),      cmocka_unit_test(does_not_grow),        cmocka_unit_test(guards_and_keys),
      cmocka_unit_test(evictions),           cmocka_unit_test(only_at_exit),         cmocka_unit_test(only_at_start),
      cmocka_unit_test(from_main),           cmocka_unit_test(destructors),          cmocka_unit_test(meant_to_stay),
      cmocka_unit_test(published),           cmocka_unit_test(unknown_is_silence),   cmocka_unit_test(circles_of_calls),
      cmocka_unit_test(several_definitions), cmocka_unit_test(several_declarations),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

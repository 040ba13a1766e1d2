// RUN: %lien_verify -verify-ignore-unexpected=note %s
// SQLite: hooks, functions and values with their destroyers; SQLITE_STATIC (NULL) lends, SQLITE_TRANSIENT (-1) copies.
typedef struct sqlite3 sqlite3;
typedef struct sqlite3_stmt sqlite3_stmt;
typedef struct sqlite3_context sqlite3_context;
typedef void (*destructor)(void *);
#define SQLITE_STATIC ((destructor)0)
#define SQLITE_TRANSIENT ((destructor)-1)
int sqlite3_open(const char *, sqlite3 **);
int sqlite3_close(sqlite3 *);
int sqlite3_step(sqlite3_stmt *);
int sqlite3_bind_text(sqlite3_stmt *, int, const char *, int, destructor);
void sqlite3_result_text(sqlite3_context *, const char *, int, destructor);
int sqlite3_create_function(sqlite3 *, const char *, int, int, void *, void (*)(sqlite3_context *), void (*)(sqlite3_context *), void (*)(sqlite3_context *));
void *sqlite3_update_hook(sqlite3 *, void (*)(void *), void *);
int sqlite3_exec(sqlite3 *, const char *, int (*)(void *, int, char **, char **), void *, char **);
void *malloc(unsigned long);
void free(void *);
char *strdup(const char *);
void step(sqlite3_context *c);
void changed(void *data);
int row(void *data, int n, char **values, char **names);

int static_bad(sqlite3_stmt *s) {
  char text[10] = "x";
  return sqlite3_bind_text(s, 1, text, -1, SQLITE_STATIC); // expected-warning {{the address of 'text' is registered with 'sqlite3_bind_text' and is kept longer than 'text' lives}}
}
int static_ok(sqlite3_stmt *s) {
  char text[10] = "x";
  int failed = sqlite3_bind_text(s, 1, text, -1, SQLITE_STATIC);
  return failed ? failed : sqlite3_step(s);
}
int transient_ok(sqlite3_stmt *s) {
  char text[10] = "x";
  return sqlite3_bind_text(s, 1, text, -1, SQLITE_TRANSIENT);
}
int copied_ok(sqlite3_stmt *s) {
  char *text = strdup("x");
  if (!text)
    return 1;
  int failed = sqlite3_bind_text(s, 1, text, -1, SQLITE_TRANSIENT);
  free(text);
  return failed;
}
int destroyed_bad(sqlite3_stmt *s) {
  char *text = strdup("x");
  if (!text)
    return 1;
  int failed = sqlite3_bind_text(s, 1, text, -1, free);
  free(text); // expected-warning {{'text' is released a second time}}
  return failed;
}
int destroyed_ok(sqlite3_stmt *s) {
  char *text = strdup("x");
  return text ? sqlite3_bind_text(s, 1, text, -1, free) : 1;
}
void result_bad(sqlite3_context *c) {
  char text[10] = "x";
  sqlite3_result_text(c, text, -1, SQLITE_STATIC); // expected-warning {{the address of 'text' is registered with 'sqlite3_result_text'}}
}
void result_ok(sqlite3_context *c) {
  char text[10] = "x";
  sqlite3_result_text(c, text, -1, SQLITE_TRANSIENT);
}
int aggregate_bad(sqlite3 *db) {
  int sum = 0;
  return sqlite3_create_function(db, "f", 1, 1, &sum, 0, step, step); // expected-warning {{'sum' is captured}}
}
int own_connection_ok(void) {
  sqlite3 *db;
  int sum = 0;
  if (sqlite3_open(":memory:", &db) == 0)
    sqlite3_create_function(db, "f", 1, 1, &sum, 0, step, step);
  return sqlite3_close(db);
}
void hook_ok(sqlite3 *db) { int n = 0; sqlite3_update_hook(db, changed, &n); sqlite3_update_hook(db, 0, 0); }
int exec_ok(sqlite3 *db) { int n = 0; return sqlite3_exec(db, "select 1", row, &n, 0); }

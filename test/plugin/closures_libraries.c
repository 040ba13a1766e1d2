// RUN: %lien_verify -verify-ignore-unexpected=note %s
// The packs of pthreads, GLib, libcurl, SQLite and libuv say what outlives the frame, and what ends it.
typedef unsigned long pthread_t;
typedef struct _GObject GObject;
typedef struct _GSource GSource;
typedef struct CURL CURL;
typedef struct sqlite3 sqlite3;
typedef struct uv_loop_s uv_loop_t;
typedef struct uv_timer_s { void *data; int state; } uv_timer_t;
int pthread_create(pthread_t *, const void *, void *(*)(void *), void *);
int pthread_join(pthread_t, void **);
unsigned g_timeout_add(unsigned, int (*)(void *), void *);
int g_source_remove(unsigned);
GSource *g_timeout_source_new(unsigned);
void g_source_set_callback(GSource *, int (*)(void *), void *, void (*)(void *));
unsigned g_source_attach(GSource *, void *);
void g_source_destroy(GSource *);
void g_source_unref(GSource *);
void g_main_loop_run(void *);
unsigned long g_signal_connect_data(void *, const char *, void (*)(void), void *, void (*)(void *), int);
#define g_signal_connect(o, s, c, d) g_signal_connect_data((o), (s), (c), (d), (void *) 0, 0)
unsigned g_signal_handlers_disconnect_matched(void *, int, unsigned, unsigned, void *, void *, void *);
#define g_clear_handle_id(p, clear) \
  do { unsigned *_p = (p); unsigned _id = *_p; if (_id > 0) { *_p = 0; clear(_id); } } while (0)
int curl_easy_setopt(CURL *, int, ...);
CURL *curl_easy_init(void);
void curl_easy_cleanup(CURL *);
int curl_easy_perform(CURL *);
int sqlite3_create_function(sqlite3 *, const char *, int, int, void *, void (*)(void), void (*)(void), void (*)(void));
void *sqlite3_commit_hook(sqlite3 *, int (*)(void *), void *);
int sqlite3_exec(sqlite3 *, const char *, int (*)(void *, int, char **, char **), void *, char **);
int uv_timer_start(uv_timer_t *, void (*)(uv_timer_t *), unsigned long, unsigned long);
int uv_run(uv_loop_t *, int);

void *work(void *);
int tick(void *);
void handle(void);
int row(void *, int, char **, char **);
void fire(uv_timer_t *);
struct self { CURL *curl; sqlite3 *db; GObject *object; unsigned id; char error[256]; };

void thread_bad(void) {
  int count;
  pthread_t t;
  pthread_create(&t, 0, work, &count); // expected-warning {{'count' is captured by address}}
}
void timeout_bad(void) { int count; g_timeout_add(10, tick, &count); } // expected-warning {{'count' is captured}}
void source_bad(void) {
  int count;
  GSource *source = g_timeout_source_new(10);
  g_source_set_callback(source, tick, &count, 0); // expected-warning {{'count' is captured}}
  g_source_attach(source, 0);
  g_source_unref(source);
}
void signal_bad(struct self *self) { int count; g_signal_connect(self->object, "s", handle, &count); } // expected-warning {{'count'}}
void curl_bad(struct self *self) {
  char error[256];
  curl_easy_setopt(self->curl, 10010, error); // expected-warning {{the address of 'error'}}
  curl_easy_perform(self->curl);
}
void hook_bad(struct self *self) { int count; sqlite3_commit_hook(self->db, tick, &count); } // expected-warning {{'count'}}
int function_bad(sqlite3 *db) {
  int count;
  return sqlite3_create_function(db, "f", 0, 1, &count, handle, 0, 0); // expected-warning {{'count' is captured}}
}
void uv_bad(void) { uv_timer_t timer; uv_timer_start(&timer, fire, 10, 0); } // expected-warning {{'timer' is captured}}

int thread_ok(void) {
  int count;
  pthread_t t;
  if (pthread_create(&t, 0, work, &count))
    return 1;
  return pthread_join(t, 0);
}
void timeout_ok(struct self *self, void *loop) {
  int a, b, c;
  g_timeout_add(10, tick, &a);
  g_main_loop_run(loop);
  self->id = g_timeout_add(10, tick, &b);
  g_clear_handle_id(&self->id, g_source_remove);
  unsigned id = g_timeout_add(10, tick, &c);
  g_source_remove(id);
}
void source_ok(void) {
  int count;
  GSource *source = g_timeout_source_new(10);
  g_source_set_callback(source, tick, &count, 0);
  g_source_attach(source, 0);
  g_source_destroy(source);
  g_source_unref(source);
}
void signal_ok(struct self *self) {
  int count;
  g_signal_connect(self->object, "s", handle, &count);
  g_signal_handlers_disconnect_matched(self->object, 24, 0, 0, 0, (void *) handle, &count);
}
void curl_ok(struct self *self) {
  char error[256];
  CURL *own = curl_easy_init();
  curl_easy_setopt(own, 10010, error);
  curl_easy_perform(own);
  curl_easy_cleanup(own);
  curl_easy_setopt(self->curl, 10010, self->error);
  curl_easy_setopt(self->curl, 10001, error);
  curl_easy_setopt(self->curl, 10001, (void *) 0);
}
void sqlite_ok(sqlite3 *db) {
  int count;
  sqlite3_exec(db, "select 1", row, &count, 0);
  sqlite3_commit_hook(db, tick, &count);
  sqlite3_commit_hook(db, 0, 0);
}
void uv_ok(uv_loop_t *loop) { uv_timer_t timer; uv_timer_start(&timer, fire, 10, 0); uv_run(loop, 0); }

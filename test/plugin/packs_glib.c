// RUN: %lien_verify -verify-ignore-unexpected=note %s
// GLib and GIO: data of the frame that is registered, and what ends or waits for the registration.
typedef void *gpointer;
typedef int (*GSourceFunc)(gpointer);
typedef void (*GCallback)(void);
typedef void (*GDestroyNotify)(gpointer);
typedef struct _GMainContext GMainContext;
typedef struct _GSource GSource;
typedef struct _GObject GObject;
typedef struct _GTask GTask;
typedef struct _GFile GFile;
typedef struct _GThreadPool GThreadPool;
typedef struct _GHashTable GHashTable;
typedef void (*GAsyncReadyCallback)(GObject *, void *, gpointer);
unsigned g_timeout_add_seconds(unsigned, GSourceFunc, gpointer);
unsigned g_idle_add_full(int, GSourceFunc, gpointer, GDestroyNotify);
int g_source_remove(unsigned);
GSource *g_idle_source_new(void);
void g_source_set_callback(GSource *, GSourceFunc, gpointer, GDestroyNotify);
unsigned g_source_attach(GSource *, GMainContext *);
void g_source_destroy(GSource *);
void g_source_unref(GSource *);
int g_main_context_iteration(GMainContext *, int);
unsigned long g_signal_connect_data(gpointer, const char *, GCallback, gpointer, void (*)(gpointer, void *), int);
unsigned g_signal_handlers_disconnect_matched(gpointer, int, unsigned, unsigned, void *, gpointer, gpointer);
void g_file_read_async(GFile *, int, void *, GAsyncReadyCallback, gpointer);
unsigned g_bus_own_name(int, const char *, int, GCallback, GCallback, GCallback, gpointer, GDestroyNotify);
void g_bus_unown_name(unsigned);
GTask *g_task_new(gpointer, void *, GAsyncReadyCallback, gpointer);
void g_task_set_task_data(GTask *, gpointer, GDestroyNotify);
void g_task_run_in_thread(GTask *, void (*)(GTask *));
void g_object_unref(gpointer);
int g_thread_pool_push(GThreadPool *, gpointer, void **);
void g_thread_pool_free(GThreadPool *, int, int);
void g_hash_table_foreach(GHashTable *, void (*)(gpointer, gpointer, gpointer), gpointer);
gpointer g_malloc0(unsigned long);
void g_free(gpointer);
static int tick(gpointer data) { return *(int *)data; }
int other(gpointer data);
void ready(GObject *source, void *result, gpointer data);
void each(gpointer key, gpointer value, gpointer data);

void seconds_bad(void) { int x = 0; g_timeout_add_seconds(1, tick, &x); } // expected-warning {{'x' is captured by address by a closure that is registered with 'g_timeout_add_seconds' and outlives it}}
void seconds_ok(void) { int x = 0; unsigned id = g_timeout_add_seconds(1, tick, &x); g_source_remove(id); }
void source_bad(void) {
  int x = 0;
  GSource *source = g_idle_source_new();
  g_source_set_callback(source, tick, &x, 0); // expected-warning {{'x' is captured}}
  g_source_attach(source, 0);
  g_source_unref(source);
}
void source_ok(void) {
  int x = 0;
  GSource *source = g_idle_source_new();
  g_source_set_callback(source, tick, &x, 0);
  g_source_attach(source, 0);
  g_source_destroy(source);
  g_source_unref(source);
}
void signal_bad(GObject *o) { int x = 0; g_signal_connect_data(o, "a", (GCallback)tick, &x, 0, 0); } // expected-warning {{'x' is captured}}
void signal_ok(GObject *o) { int x = 0; g_signal_connect_data(o, "b", (GCallback)tick, &x, 0, 0); g_signal_handlers_disconnect_matched(o, 24, 0, 0, 0, (gpointer)tick, &x); }
void other_bad(GObject *o) { int x = 0; g_signal_connect_data(o, "c", (GCallback)other, &x, 0, 0); g_signal_handlers_disconnect_matched(o, 24, 0, 0, 0, (gpointer)other, o); } // expected-warning {{'x' is captured}}
void answer_bad(GFile *file) { int done = 0; g_file_read_async(file, 0, 0, ready, &done); } // expected-warning {{'done' is captured}}
void answer_ok(GFile *file) { int done = 0; g_file_read_async(file, 0, 0, ready, &done); while (!done) g_main_context_iteration(0, 1); }
void lost_bad(void) { int x; g_bus_own_name(1, "a", 0, 0, 0, (GCallback)tick, &x, 0); } // expected-warning {{'x' is captured}}
void lost_ok(void) { int x; unsigned id = g_bus_own_name(1, "a", 0, 0, 0, (GCallback)tick, &x, 0); g_bus_unown_name(id); }
void task_bad(GObject *o) { int x; GTask *task = g_task_new(o, 0, ready, &x); g_object_unref(task); } // expected-warning {{'x' is captured}}
void pool_bad(GThreadPool *pool) { int job = 1; g_thread_pool_push(pool, &job, 0); } // expected-warning {{'job' is captured}}
void pool_ok(GThreadPool *pool) { int job = 1; g_thread_pool_push(pool, &job, 0); g_thread_pool_free(pool, 0, 1); }
void owned_job_ok(GThreadPool *pool) { int *job = g_malloc0(sizeof *job); g_thread_pool_push(pool, job, 0); }
void each_ok(GHashTable *table) { int sum = 0; g_hash_table_foreach(table, each, &sum); }
void leaked_bad(void) { int *x = g_malloc0(sizeof *x); g_idle_add_full(0, tick, x, 0); } // expected-warning {{'x' is given to 'g_idle_add_full' without a destroyer, and nothing releases it}}
void leaked_ok(void) { int *x = g_malloc0(sizeof *x); g_idle_add_full(0, tick, x, g_free); }

// RUN: %lien_verify -verify-ignore-unexpected=note %s
// libuv, libcurl and libevent: handles, requests, options and events whose data is in the frame.
typedef struct uv_loop uv_loop_t;
typedef struct uv_timer { void *data; int all[10]; } uv_timer_t;
typedef struct uv_fs { void *data; } uv_fs_t;
typedef struct uv_handle uv_handle_t;
typedef void CURL;
typedef enum { CURLOPT_WRITEDATA = 10001, CURLOPT_URL = 10002, CURLOPT_ERRORBUFFER = 10010 } CURLoption;
struct curl_slist;
struct event_base;
struct event;
struct bufferevent;
int uv_timer_init(uv_loop_t *, uv_timer_t *);
int uv_timer_start(uv_timer_t *, void (*)(uv_timer_t *), unsigned long, unsigned long);
void uv_close(uv_handle_t *, void (*)(uv_handle_t *));
int uv_run(uv_loop_t *, int);
int uv_fs_open(uv_loop_t *, uv_fs_t *, const char *, int, int, void (*)(uv_fs_t *));
CURL *curl_easy_init(void);
void curl_easy_cleanup(CURL *);
int curl_easy_setopt(CURL *, CURLoption, ...);
int curl_easy_perform(CURL *);
struct event *event_new(struct event_base *, int, short, void (*)(int, short, void *), void *);
void event_free(struct event *);
int event_base_dispatch(struct event_base *);
void bufferevent_setcb(struct bufferevent *, void (*)(struct bufferevent *, void *), void (*)(struct bufferevent *, void *), void (*)(struct bufferevent *, short, void *), void *);
void *malloc(unsigned long);
void free(void *);
void tick(uv_timer_t *t);
void opened(uv_fs_t *request);
static void closed(uv_handle_t *handle) { free(handle); }
void fired(int fd, short events, void *data);
void failed(struct bufferevent *b, short events, void *data);

void timer_bad(uv_loop_t *loop) { uv_timer_t t; uv_timer_init(loop, &t); uv_timer_start(&t, tick, 1, 0); } // expected-warning {{'t' is captured by address by a closure that is registered with 'uv_timer_start' and outlives it}}
void timer_ok(uv_loop_t *loop) { uv_timer_t t; uv_timer_init(loop, &t); uv_timer_start(&t, tick, 1, 0); uv_run(loop, 0); }
void close_bad(uv_loop_t *loop, uv_timer_t *t) { uv_close((uv_handle_t *)t, 0); free(t); } // expected-warning {{registered with 'uv_close'}}
void close_ok(uv_loop_t *loop, uv_timer_t *t) { uv_close((uv_handle_t *)t, closed); }
void request_bad(uv_loop_t *loop) { uv_fs_t r; uv_fs_open(loop, &r, "x", 0, 0, opened); } // expected-warning {{'r' is captured}}
void request_ok(uv_loop_t *loop) { uv_fs_t r; uv_fs_open(loop, &r, "x", 0, 0, 0); }

void errors_bad(CURL *handle) {
  char text[256];
  curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, text); // expected-warning {{the address of 'text' is registered with 'curl_easy_setopt' and is kept longer than 'text' lives}}
}
void errors_ok(void) {
  CURL *handle = curl_easy_init();
  char text[256];
  curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, text);
  curl_easy_cleanup(handle);
}
void performed_bad(CURL *handle) { int n = 0; curl_easy_setopt(handle, CURLOPT_WRITEDATA, &n); curl_easy_perform(handle); } // expected-warning {{the address of 'n' is registered}}
void reset_ok(CURL *handle) { int n = 0; curl_easy_setopt(handle, CURLOPT_WRITEDATA, &n); curl_easy_setopt(handle, CURLOPT_WRITEDATA, (void *)0); }
void copied_ok(CURL *handle) { char url[10] = "x"; curl_easy_setopt(handle, CURLOPT_URL, url); }

void event_bad(struct event_base *base) { int x = 0; event_new(base, 1, 2, fired, &x); } // expected-warning {{'x' is captured}}
void event_ok(struct event_base *base) { int x = 0; struct event *e = event_new(base, 1, 2, fired, &x); event_free(e); }
void dispatch_ok(struct event_base *base) { int x = 0; event_new(base, 1, 2, fired, &x); event_base_dispatch(base); }
void errors_only_bad(struct bufferevent *b) { int x = 0; bufferevent_setcb(b, 0, 0, failed, &x); } // expected-warning {{'x' is captured}}

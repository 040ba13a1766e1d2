// RUN: %lien_verify -fblocks -verify-ignore-unexpected=note %s
// The C library, Tcl, Xt, Lua and libdispatch: data of the frame that is registered, and what is only called.
typedef unsigned long pthread_t;
typedef struct Tcl_Interp Tcl_Interp;
typedef struct Widget *Widget;
typedef struct App *App;
typedef struct lua_State lua_State;
typedef struct queue *dispatch_queue_t;
int pthread_create(pthread_t *, const void *, void *(*)(void *), void *);
int pthread_join(pthread_t, void **);
int pthread_detach(pthread_t);
int on_exit(void (*)(int, void *), void *);
void qsort_r(void *, unsigned long, unsigned long, int (*)(const void *, const void *, void *), void *);
void Tcl_DoWhenIdle(void (*)(void *), void *);
void Tcl_CancelIdleCall(void (*)(void *), void *);
int Tcl_LinkVar(Tcl_Interp *, const char *, char *, int);
void Tcl_UnlinkVar(Tcl_Interp *, const char *);
void XtAddCallback(Widget, const char *, void (*)(Widget, void *, void *), void *);
void XtRemoveCallback(Widget, const char *, void (*)(Widget, void *, void *), void *);
unsigned long XtAppAddTimeOut(App, unsigned long, void (*)(void *, unsigned long *), void *);
void XtRemoveTimeOut(unsigned long);
void lua_setwarnf(lua_State *, void (*)(void *, const char *, int), void *);
lua_State *luaL_newstate(void);
void lua_close(lua_State *);
void dispatch_async_f(dispatch_queue_t, void *, void (*)(void *));
void dispatch_sync_f(dispatch_queue_t, void *, void (*)(void *));
void *work(void *data);
void run(void *data);
void left(int status, void *data);
int compare(const void *a, const void *b, void *data);
void pressed(Widget w, void *data, void *call);
void late(void *data, unsigned long *id);
void warn(void *data, const char *text, int more);

void thread_bad(void) { int x; pthread_t t; if (!pthread_create(&t, 0, work, &x)) pthread_detach(t); } // expected-warning {{'x' is captured by address by a closure that is registered with 'pthread_create' and outlives it}}
void thread_ok(void) { int x; pthread_t t; if (!pthread_create(&t, 0, work, &x)) pthread_join(t, 0); }
void exit_bad(void) { int x; on_exit(left, &x); } // expected-warning {{'x' is captured}}
void exit_ok(void) { static int x; on_exit(left, &x); }
void sort_ok(int *all) { int calls = 0; qsort_r(all, 10, sizeof *all, compare, &calls); }
void idle_bad(void) { int x; Tcl_DoWhenIdle(run, &x); } // expected-warning {{'x' is captured}}
void idle_ok(void) { int x; Tcl_DoWhenIdle(run, &x); Tcl_CancelIdleCall(run, &x); }
void link_bad(Tcl_Interp *interp) { int x; Tcl_LinkVar(interp, "x", (char *)&x, 1); } // expected-warning {{the address of 'x' is registered with 'Tcl_LinkVar'}}
void link_ok(Tcl_Interp *interp) { int x; Tcl_LinkVar(interp, "x", (char *)&x, 1); Tcl_UnlinkVar(interp, "x"); }
void callback_bad(Widget w) { int x; XtAddCallback(w, "a", pressed, &x); } // expected-warning {{'x' is captured}}
void callback_ok(Widget w) { int x; XtAddCallback(w, "a", pressed, &x); XtRemoveCallback(w, "a", pressed, &x); }
void timer_bad(App app) { int x; XtAppAddTimeOut(app, 1, late, &x); } // expected-warning {{'x' is captured}}
void timer_ok(App app) { int x; unsigned long id = XtAppAddTimeOut(app, 1, late, &x); XtRemoveTimeOut(id); }
void warnings_bad(lua_State *L) { int x; lua_setwarnf(L, warn, &x); } // expected-warning {{'x' is captured}}
void warnings_ok(void) { int x; lua_State *L = luaL_newstate(); lua_setwarnf(L, warn, &x); lua_close(L); }
void queued_bad(dispatch_queue_t queue) { int x; dispatch_async_f(queue, &x, run); } // expected-warning {{'x' is captured}}
void queued_ok(dispatch_queue_t queue) { int x; dispatch_sync_f(queue, &x, run); }

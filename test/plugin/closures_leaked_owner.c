// RUN: %clang -fsyntax-only -fplugin=%plugin -fplugin-arg-lien-contracts=%S/Inputs/registry.yaml -Xclang -verify -Xclang -verify-ignore-unexpected=note %s
// A registration that only borrows an object must end when the object does.
#include "Inputs/registry.h"

struct lamp { unsigned id; int on; };
static int blink(void *data) { return ((struct lamp *)data)->on; }
void lamp_start_bad(struct lamp *lamp) {
  lamp->id = loop_add(1, blink, lamp); // expected-warning {{'lamp' is lent to 'loop_add', and 'lamp_free' ends it while the registration stays}}
}
void lamp_free(struct lamp *lamp) { free(lamp); }

struct fan { int on; };
static int turn(void *data) { return ((struct fan *)data)->on; }
struct fan *fan_new_bad(void) {
  struct fan *fan = calloc(1, sizeof *fan);
  loop_add(1, turn, fan); // expected-warning {{'fan' is lent to 'loop_add', and 'fan_free' ends it}}
  return fan;
}
void fan_free(void *data) {
  struct fan *fan = data;
  free(fan);
}

/* It is not enough that something stops it before: the finalizer runs by itself. */
struct app_private { unsigned id; };
typedef struct App { Object base; struct app_private *priv; int uses; } App;
static int expired(void *data) { return ((App *)data)->uses; }
void app_release_bad(App *app) {
  if (app->uses == 0)
    app->priv->id = loop_add(10, expired, app); // expected-warning {{'app' is lent to 'loop_add', and 'app_finalize' ends it}}
}
void app_hold(App *app) {
  if (app->priv->id)
    loop_remove(app->priv->id);
}
static void app_finalize(Object *object) {
  App *app = (App *)checked_cast(object, 1);
  free(app->priv);
}
void app_class_init(ObjectClass *class) { class->finalize = app_finalize; }

struct view { unsigned id; Source *source; int dirty; };
static void changed(Source *source, void *data) { ((struct view *)data)->dirty = 1; }
void view_watch_bad(struct view *view, Source *source) {
  view->id = source_connect(source, changed, view); // expected-warning {{'view' is lent to 'source_connect', and 'view_free' ends it}}
}
void view_free(struct view *view) { free(view); }

struct pump { unsigned id, other; };
static int pumps(void *data) { return ((struct pump *)data)->other; }
static int drips(void *data) { return ((struct pump *)data)->other; }
void pump_start_bad(struct pump *pump) {
  pump->id = loop_add(1, pumps, pump); // expected-warning {{'pump' is lent to 'loop_add', and 'pump_free' ends it}}
  pump->other = loop_add(2, drips, pump);
}
void pump_free(struct pump *pump) {
  loop_remove(pump->other);
  free(pump);
}

struct bell { unsigned id; int rings; };
static int rings(void *data) { return ((struct bell *)data)->rings; }
static int other(void *data) { return ((struct bell *)data)->rings; }
void bell_start_bad(struct bell *bell) {
  loop_add(1, rings, bell); // expected-warning {{'bell' is lent to 'loop_add', and 'bell_free' ends it}}
}
void bell_free(struct bell *bell) {
  loop_remove_by_funcs(other, bell);
  free(bell);
}

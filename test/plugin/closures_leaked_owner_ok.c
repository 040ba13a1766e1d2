// RUN: %clang -fsyntax-only -fplugin=%plugin -fplugin-arg-lien-contracts=%S/Inputs/registry.yaml -Xclang -verify -Xclang -verify-ignore-unexpected=note %s
// expected-no-diagnostics
// A registration that only borrows an object is fine when something ends it, keeps the object alive, or both end together.
#include "Inputs/registry.h"

struct lamp { unsigned id; int on; };
static int blink(void *data) { return ((struct lamp *)data)->on; }
void lamp_start_ok(struct lamp *lamp) { lamp->id = loop_add(1, blink, lamp); }
void lamp_free(struct lamp *lamp) {
  unsigned id = lamp->id;
  if (id)
    loop_remove(id);
  free(lamp);
}

struct fan { int on; };
static int turn(void *data) { return ((struct fan *)data)->on; }
void fan_start_ok(struct fan *fan) { loop_add(1, turn, fan); }
static void fan_stop(struct fan *fan) { loop_remove_by_funcs(turn, fan); }
void fan_free(struct fan *fan) {
  fan_stop(fan);
  free(fan);
}

/* The caller stops it before. */
struct pump { unsigned id; };
static int pumps(void *data) { return ((struct pump *)data)->id; }
void pump_start_ok(struct pump *pump) { pump->id = loop_add(1, pumps, pump); }
void pump_stop(struct pump *pump) { loop_remove(pump->id); }
void pump_free(struct pump *pump) { free(pump); }

typedef struct App { Object base; unsigned id; int uses; } App;
static int expired(void *data) { return ((App *)data)->uses; }
void app_start_ok(App *app) { app->id = loop_add(1, expired, app); }
static void app_stop(App *app) { loop_remove(app->id); }
static void app_finalize(Object *object) { app_stop((App *)checked_cast(object, 1)); }
void app_class_init(ObjectClass *class) { class->finalize = app_finalize; }

typedef struct Job { Counted base; int left; } Job;
static int step(void *data) { return ((Job *)data)->left; }
static int last_step(void *data) {
  counted_unref(data);
  return 0;
}
void job_retained_ok(Job *job) { loop_add(1, last_step, counted_ref(job)); }
void job_retained_before_ok(Job *job) {
  counted_ref(job);
  loop_add(1, step, job);
}
void job_released_by_callback_ok(Job *job) { loop_add(1, last_step, job); }
void job_free(Job *job) { free(job); }

/* Handlers of what the object owns go with it; so do those of its own. */
struct view { Source *source; int dirty; };
static void changed(Source *source, void *data) { ((struct view *)data)->dirty = 1; }
void view_watch_ok(struct view *view) { source_connect(view->source, changed, view); }
void view_watch_other_ok(struct view *view, Source *source) { source_connect(source, changed, view); }
void view_free(struct view *view) {
  free(view->source);
  free(view);
}

/* Nothing runs after main. */
struct game { unsigned id; };
static int play(void *data) { return ((struct game *)data)->id; }
void game_start_ok(struct game *game) { game->id = loop_add(1, play, game); }
static void game_free(struct game *game) { free(game); }
int main(void) {
  struct game *game = calloc(1, sizeof *game);
  game_start_ok(game);
  game_free(game);
}

// RUN: %lien_verify -verify-ignore-unexpected=note -analyzer-config lien:Contracts=%S/Inputs/cycles.yaml %s
// In C: an object with which data is registered that holds the object, and an object that holds itself through a field.
typedef struct object object;
typedef void (*callback)(void *);
object *object_ref(void *);
void object_unref(void *);
unsigned long connect_full(void *, callback, void *, void (*)(void *));
void disconnect(void *, unsigned long);
void disconnect_by(void *, callback, void *);
void set_data(void *, void *, void (*)(void *));
object *method_new(callback, void *);

typedef struct widget {
  object *child, *parent, *method, *second, *closed, *seen;
  unsigned long id;
} widget;

static void clicked(void *data) {}
static void pressed(void *data) {}

void connected_bad(object *o) {
  connect_full(o, clicked, object_ref(o), object_unref); // expected-warning {{holds a reference to the object, which holds the closure: neither is ever released}}
}

void retained_before_bad(object *o) {
  object_ref(o);
  connect_full(o, clicked, o, object_unref); // expected-warning {{holds a reference to 'o', which holds the closure}}
}

void data_bad(object *o) {
  set_data(o, object_ref(o), object_unref); // expected-warning {{neither is ever released}}
}

void variable_bad(object *o) {
  object *self = object_ref(o);
  connect_full(o, clicked, self, object_unref); // expected-warning {{holds a reference to 'self'}}
}

void widget_free(widget *self) {
  object_unref(self->child);
  object_unref(self->method);
}

struct widget_class {
  void (*free)(widget *);
} widget_class = {widget_free};

void child_bad(widget *self) {
  connect_full(self->child, clicked, object_ref(self), object_unref); // expected-warning {{neither is ever released}}
}

void method_bad(widget *self) {
  self->method = method_new(clicked, self); // expected-warning {{what is stored in 'method' holds a reference to 'self', which holds it: neither is ever released}}
}

void parent_ok(widget *self) {
  connect_full(self->parent, clicked, object_ref(self), object_unref); // the widget does not own it
}

void other_ok(object *o, object *other) {
  connect_full(o, clicked, object_ref(other), object_unref);
}

void lent_ok(object *o) {
  connect_full(o, clicked, o, 0);
}

void id_kept_ok(widget *self) {
  self->id = connect_full(self, clicked, object_ref(self), object_unref);
}

void ended_ok(object *o) {
  connect_full(o, pressed, object_ref(o), object_unref);
}
void end(object *o) {
  disconnect_by(o, pressed, o);
}

void other_method_ok(widget *self, widget *other) {
  self->second = method_new(clicked, other);
}

void reset_ok(widget *self) {
  self->closed = method_new(clicked, self);
}
void widget_close(widget *self) {
  object_unref(self->closed);
  self->closed = 0;
}

void visited_ok(widget *self) {
  self->seen = method_new(clicked, self);
}
int widget_visit(widget *self, int (*visit)(object *, void *), void *arg) {
  return visit(self->seen, arg);
}

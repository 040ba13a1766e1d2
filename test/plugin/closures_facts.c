// RUN: %clang -fsyntax-only -fplugin=%plugin -fplugin-arg-lien-output=%t %s && FileCheck --match-full-lines %s < %t
// What functions do with code and data that other units give them is said to those units.
typedef void (*code_t)(void *data);
struct slot { code_t code; void *data; };
static code_t last_code;
static void *last_data;
void other(code_t code, void *data);

void keep(code_t code, void *data) {
  last_code = code;
  last_data = data;
}
// CHECK-DAG: {"type":"holds","key":"sink:keep/2#1:static",{{.*}}"line":[[@LINE-2]],"column":3,"message":"the closure is stored in 'last_data' here"}
void fill(struct slot *slot, code_t code, void *data) {
  slot->code = code;
  slot->data = data;
}
// CHECK-DAG: {"type":"holds","key":"sink:fill/3#2:param:0",{{.*}}}
void on(code_t code, void *data) { other(code, data); }
// CHECK-DAG: {"type":"holds","key":"sink:on/2#1:static","if":["sink:other/2#1:static"],{{.*}}}
void twice(code_t code, void *data) {
  code(data);
  code(data);
}
// CHECK-NOT: sink:twice
static void mine(code_t code, void *data) { last_code = code, last_data = data; }
void use(void) { mine(0, 0); }
// CHECK-NOT: sink:{{.*}}mine

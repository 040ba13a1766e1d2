// RUN: %clang++ -fsyntax-only -w -fplugin=%plugin -fplugin-arg-lien-output=%t %s && FileCheck %s < %t
// Containers of the standard library: class statics, thread_local, singletons, indexing.
#include <map>
#include <string>
#include <vector>

struct Table {
  static std::map<std::string, int> counts;
  std::vector<int> values;
  static Table &instance() {
    static Table table;
    return table;
  }
};
std::map<std::string, int> Table::counts;
static thread_local std::vector<std::string> names;
static std::map<int, int> erased;

void count(const std::string &name) {
  Table::counts[name]++;
  names.push_back(name);
}
void add(int value) {
  Table::instance().values.push_back(value);
  erased.insert({value, value});
}
void remove(int value) {
  erased.erase(value);
  names.clear();
}
// CHECK-DAG: {"type":"root","id":"Table::counts",{{.*}}"storage":"class","container":"std::map"
// CHECK-DAG: {"type":"root","id":"{{.*}}:names",{{.*}}"storage":"thread","container":"std::vector"
// CHECK-DAG: {"type":"root","id":"struct Table.values",{{.*}}"storage":"function"
// CHECK-DAG: {"type":"site","root":"Table::counts","sort":"growth","function":"count",{{.*}}"key":"caller"
// CHECK-DAG: {"type":"site","root":"{{.*}}:names","sort":"growth","function":"count",{{.*}}"key":"caller"
// CHECK-DAG: {"type":"site","root":"{{.*}}:names","sort":"clear","function":"remove"
// CHECK-DAG: {"type":"site","root":"struct Table.values","sort":"growth","function":"add"
// CHECK-DAG: {"type":"site","root":"{{.*}}:erased","sort":"growth","function":"add"
// CHECK-DAG: {"type":"site","root":"{{.*}}:erased","sort":"shrink","function":"remove"

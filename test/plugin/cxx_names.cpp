// RUN: %lien_verify -std=c++17 -analyzer-config lien:Contracts=%S/Inputs/cxx_names.yaml %s
// A C++ function's contract is found by its name without template arguments and inline namespaces, and by its overload: as many
// parameters, the same of which are references, `...` for any number.
struct Thing;
Thing *make_thing();
namespace ns {
inline namespace v1 {
template <class Key> struct Box {
  void put(Thing *thing);
  void put(const Key &key, Thing *thing);
  void put(Thing *thing, int count, int more);
};
} // namespace v1
} // namespace ns

void taken_ok(ns::Box<int> &box) { box.put(make_thing()); }
void variadic_ok(ns::Box<int> &box) { box.put(make_thing(), 1, 2); }

void looked_at_bad(ns::Box<int> &box) {
  Thing *thing = make_thing();
  box.put(7, thing);
} // expected-warning {{Leaked handle}}

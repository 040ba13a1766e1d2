// RUN: %clang++ -fsyntax-only -std=c++20 -fplugin=%plugin -Xclang -verify -Xclang -verify-ignore-unexpected=note %s
// Containers of Boost and Abseil that outlive a call: members are those of a base class, as in Abseil.
namespace boost {
namespace unordered {
template <class K, class V> struct unordered_map {
  unordered_map();
  ~unordered_map();
  V &operator[](const K &);
  void emplace(const K &, const V &);
  int erase(const K &);
};
} // namespace unordered
using unordered::unordered_map;
} // namespace boost
namespace absl {
namespace container_internal {
template <class K, class V> struct raw_hash_set {
  int erase(const K &);
  void clear();
};
template <class K, class V> struct raw_hash_map : raw_hash_set<K, V> {
  raw_hash_map();
  ~raw_hash_map();
  V &operator[](const K &);
  void try_emplace(const K &, V);
};
} // namespace container_internal
template <class K, class V> struct flat_hash_map : container_internal::raw_hash_map<K, V> {
  using Base = container_internal::raw_hash_map<K, V>;
  using Base::operator[];
  using Base::try_emplace;
  using Base::erase;
  using Base::clear;
};
} // namespace absl

static boost::unordered_map<const char *, int> boost_bad, boost_ok;
static absl::flat_hash_map<const char *, int> absl_bad, tried_bad, absl_ok, cleared_ok;

void grow_bad(const char *key) {
  boost_bad[key] = 1;            // expected-warning {{'boost_bad'}}
  absl_bad[key] = 1;             // expected-warning {{'absl_bad'}}
  tried_bad.try_emplace(key, 1); // expected-warning {{'tried_bad'}}
}
void grow_ok(const char *key) {
  boost_ok.emplace(key, 1);
  absl_ok[key] = 1;
  cleared_ok[key] = 1;
}
void shrink_ok(const char *key) {
  boost_ok.erase(key);
  absl_ok.erase(key);
  cleared_ok.clear();
}

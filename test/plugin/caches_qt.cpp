// RUN: %clang++ -fsyntax-only -std=c++20 -fplugin=%plugin -Xclang -verify -Xclang -verify-ignore-unexpected=note %s
// Qt's containers that outlive a call.
struct QString { QString(); QString(const QString &); ~QString(); };
template <class K, class V> struct QHash {
  struct iterator { V &operator*(); };
  QHash();
  ~QHash();
  iterator insert(const K &, const V &);
  V &operator[](const K &);
  bool remove(const K &);
  V take(const K &);
  iterator find(const K &);
  iterator erase(iterator);
  void clear();
  int size() const;
};
template <class K, class V> struct QMap {
  QMap();
  ~QMap();
  void insert(const K &, const V &);
  int remove(const K &);
};
template <class T> struct QSet {
  QSet();
  ~QSet();
  void insert(const T &);
  QSet &operator<<(const T &);
  bool remove(const T &);
};
template <class T> struct QList {
  QList();
  ~QList();
  void append(const T &);
  QList &operator<<(const T &);
  T takeFirst();
  void removeAt(int);
  void clear();
  int size() const;
};
template <class K, class V> struct QCache {
  QCache(int);
  ~QCache();
  bool insert(const K &, V *, int cost = 1);
};

static QHash<QString, int> hash_bad, indexed_bad, hash_ok, taken_ok, erased_ok, cleared_ok;
static QMap<QString, int> map_bad, map_ok;
static QSet<QString> set_bad, streamed_set_bad, set_ok;
static QList<QString> list_bad, streamed_bad, list_ok, limited_ok;
static QCache<QString, int> cache_ok(100); /* evicts by its cost */

void grow_bad(const QString &key) {
  hash_bad.insert(key, 1);  // expected-warning {{'hash_bad' (a QHash}}
  indexed_bad[key] = 1;     // expected-warning {{'indexed_bad'}}
  map_bad.insert(key, 1);   // expected-warning {{'map_bad' (a QMap}}
  set_bad.insert(key);      // expected-warning {{'set_bad' (a QSet}}
  streamed_set_bad << key;  // expected-warning {{'streamed_set_bad'}}
  list_bad.append(key);     // expected-warning {{'list_bad' (a QList}}
  streamed_bad << key;      // expected-warning {{'streamed_bad'}}
}

void grow_ok(const QString &key, int *value) {
  hash_ok.insert(key, 1);
  taken_ok.insert(key, 1);
  erased_ok[key] = 1;
  cleared_ok[key] = 1;
  map_ok.insert(key, 1);
  set_ok.insert(key);
  list_ok.append(key);
  if (limited_ok.size() < 100)
    limited_ok.append(key);
  cache_ok.insert(key, value);
}

void shrink_ok(const QString &key) {
  hash_ok.remove(key);
  taken_ok.take(key);
  erased_ok.erase(erased_ok.find(key));
  cleared_ok.clear();
  map_ok.remove(key);
  set_ok.remove(key);
  list_ok.takeFirst();
}

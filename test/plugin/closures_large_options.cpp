// What is large is an option, in every door; from a quarter of it on it is a note, which only the driver shows.
// RUN: rm -rf %t && mkdir %t
// RUN: %clang++ -fsyntax-only -fplugin=%plugin %s 2>&1 | FileCheck %s --check-prefix=NONE --allow-empty
// RUN: %clang++ -fsyntax-only -fplugin=%plugin -fplugin-arg-lien-large-capture=100 %s 2>&1 | FileCheck %s --check-prefix=TOLD
// RUN: %clang++ --analyze -fplugin=%plugin -Xclang -analyzer-output=text -Xclang -analyzer-checker=lien -Xclang -analyzer-config -Xclang lien:LargeCaptureBytes=100 %s 2>&1 | FileCheck %s --check-prefix=TOLD
// RUN: %clang++ -fsyntax-only -fplugin=%plugin -fplugin-arg-lien-output=%t/out %s
// RUN: FileCheck %s --check-prefix=NOTE --input-file %t/out
// RUN: %status 1 %clang++ -fsyntax-only -fplugin=%plugin -fplugin-arg-lien-large-capture=x %s 2>&1 | FileCheck %s --check-prefix=WRONG
#include <functional>
#include <string>

struct Small {
  char name[200];
};
void use(const Small &);
void use(const std::string &);
std::function<void()> on_tick, on_tock;

void small(const Small &small) {
  on_tick = [small] { use(small); };
}
void text(std::string text) {
  on_tock = [text] { use(text); };
}
// NONE-NOT: warning:
// TOLD: closures_large_options.cpp:[[@LINE-6]]:13: warning: this closure, stored in 'on_tick', keeps a copy of 'small' (200 bytes) until 'on_tick' is reset
// TOLD-NOT: 'text'
// NOTE: "rule":"lien.LargeCapture","message":"this closure, stored in 'on_tick', keeps a copy of 'small' (200 bytes){{.*}},"level":"note"
// NOTE: "rule":"lien.LargeCapture","message":"this closure, stored in 'on_tock', keeps a copy of 'text'{{.*}}though nobody uses 'text' afterwards{{.*}},"level":"note"{{.*}}"message":"'text' ('std::string') is captured by copy here"
// WRONG: error: lien: 'large-capture=x' is not an option

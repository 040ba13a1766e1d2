/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* The rules' texts, once: SARIF, and whoever else must say what a rule is, takes them from here. */
#include "lien/report.h"

const struct lien_rule lien_rules[] = {
    {"lien.Leak", "Leak", "A reference or resource is not released on a path.",
     "On the path that is shown the code takes a reference (or another resource) that it must release, and ends without having "
     "released it, returned it or handed it to somebody who takes it over.",
     "Release the object on every path that ends the function, most often on the error paths: after each call that can fail, "
     "go to one place that releases what has been taken so far.\n\n"
     "`lien explain FUNCTION` says what a function does with its arguments and result.",
     .places = false},
    {"lien.OverRelease", "OverRelease", "A reference is released that the code does not own.",
     "On the path that is shown the code releases a reference (or another resource) once more than it has taken it: it was only "
     "borrowed, was taken over by another call, or has been released before.",
     "Remove the extra release, or take a reference of your own before. A call that *steals* its argument releases it for you, "
     "some of them also when they fail.\n\n"
     "`lien explain FUNCTION` says what a function does with its arguments and result.",
     .places = false},
    {"lien.UseAfterRelease", "UseAfterRelease", "An object is used after its last reference was released.",
     "On the path that is shown the object may be gone when it is used: the code has released its last reference, or has only "
     "borrowed it from an object that has let go of it since.",
     "Use the object before the release, or take a reference of your own while you use it.\n\n"
     "`lien explain FUNCTION` says what a function does with its arguments and result.",
     .places = false},
    {"lien.NullRelease", "NullRelease", "NULL is given to a release that must not be given NULL.",
     "On the path that is shown the pointer is NULL, and the function that is to release it uses it without a test: the program "
     "crashes there.",
     "Use the variant that accepts NULL (`Py_XDECREF`), test the pointer, or release on this path only what was taken.\n\n"
     "`lien explain FUNCTION` says what a function does with its arguments and result.",
     .places = false},
    {"lien.Contract", "Contract", "A function does not do what its contract says.",
     "The function has a contract (an annotation, or a contract file), and on the path that is shown its body does something "
     "else "
     "with a reference than the contract promises to its callers.",
     "Change the body, or the contract if the body is what callers rely on.", .places = false},
    {"lien.UnboundedCache", "UnboundedCache", "A container that outlives every call grows without a bound.",
     "The container lives as long as the process (a thread, a module). What callers pass is put into it, again and again, and "
     "nothing in the program takes an element out while it lives, and no test of its size stops the growth. The places are the "
     "container's declaration and all sites that were considered.",
     "Give it a maximum size and take out what was used least recently, hold its keys or values weakly, or take an element out "
     "when what it describes goes. If it is meant to live for ever, say so: `LIEN_IMMORTAL`.\n\n"
     "`lien caches` lists all such containers and what bounds each.",
     .places = true},
    {"lien.GrowingState", "GrowingState", "A container in an object grows with each call while the object lives.",
     "Calls put elements into a field of an object, and none takes one out before the object ends, so that an object that lives "
     "long grows without a bound. The places are the field's declaration and all sites that were considered.",
     "Take an element out when it has been dealt with, or keep only the newest up to a maximum.\n\n"
     "`lien caches` lists all such containers and what bounds each.",
     .places = true},
    {"lien.ImmortalRoot", "ImmortalRoot", "Static variables keep objects alive for ever.",
     "Static variables of the module hold claims on objects, and nothing in the program releases these: the objects stay when "
     "the "
     "module or the interpreter that they belong to is gone, and several interpreters share them. The places are the "
     "variables' declarations and where each gets its object.",
     "Keep the objects in the module's state and release them in its clear function (`m_clear`, PEP 630), or release them in a "
     "function that runs at exit. If they are meant to live for ever, say so: `LIEN_LIVES_FOREVER`.\n\n"
     "`lien caches` lists each of them.",
     .places = true},
    {"lien.EscapedCapture", "EscapedCapture", "A closure outlives what it captured by reference or by pointer.",
     "The closure (a lambda, a block, a registered function with its data) has only a reference or a pointer to something that "
     "ends, on "
     "the way that is shown, while the closure is still stored: when it runs, it uses what is not there any more.",
     "Capture by value, give the object to the closure (a shared pointer, a destroy-notify), or end the closure (reset, "
     "unregister, "
     "join) on every way out before the object ends.",
     .places = false},
    {"lien.LargeCapture", "LargeCapture", "A stored closure holds a large object.",
     "The closure is stored and keeps a copy of a large object, or keeps a large object alive, until it is reset or its holder "
     "ends.",
     "Move the object into the closure, share it (a shared pointer, a reference count), or capture only what the code needs.",
     .places = false},
    {"lien.RetainCycle", "RetainCycle", "A closure holds the object that holds the closure.",
     "The object keeps the closure, and the closure keeps a reference of its own to the object: neither is ever released, "
     "because "
     "nothing resets the closure.",
     "Capture a weak reference (`std::weak_ptr`, `g_object_connect_object`), or reset the closure when the object is closed; a C "
     "type "
     "of Python needs `tp_traverse` and `tp_clear`.",
     .places = false},
    {"lien.LeakedCapture", "LeakedCapture", "The data of a closure is never released, or the closure is never unregistered.",
     "The data that was registered with a function has no destroyer and nobody else releases it; or the registration stays when "
     "the "
     "data is destroyed.",
     "Give a destroyer, release the data when the closure has run or is removed, or unregister the closure before its data goes.",
     .places = false},
    {"lien.MismatchedRemoval", "MismatchedRemoval", "A removal names other data than the registration did.",
     "The code removes a closure by its function and data, and no registration of this function has that data: nothing is "
     "removed, "
     "and the closure stays.",
     "Give the removal the same data as the registration.", .places = false},
};

const size_t lien_rule_count = sizeof lien_rules / sizeof *lien_rules;

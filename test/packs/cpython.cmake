# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
add_executable(packs-shapes ${CMAKE_CURRENT_LIST_DIR}/shapes.c)
target_compile_definitions(packs-shapes PRIVATE _POSIX_C_SOURCE=200809L)
target_link_libraries(packs-shapes PRIVATE lien_contract)
add_test(NAME packs.cpython-names COMMAND packs-shapes ${CMAKE_BINARY_DIR}/lib/lien/lien.pack ${CMAKE_CURRENT_LIST_DIR}/cpython.names)

# The list itself, where there are headers to hold it against.
find_program(PACKS_CLANG clang HINTS ${LLVM_TOOLS_BINARY_DIR} NO_DEFAULT_PATH)
find_package(Python3 COMPONENTS Interpreter QUIET)
pkg_check_modules(PYTHON3 QUIET python3)
if(PACKS_CLANG AND Python3_FOUND AND PYTHON3_FOUND AND EXISTS ${PYTHON3_INCLUDEDIR}/python${PYTHON3_VERSION}/Python.h)
  add_test(NAME packs.cpython-headers
           COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_LIST_DIR}/names.py --check ${CMAKE_CURRENT_LIST_DIR}/cpython.names
                   ${PACKS_CLANG} ${PYTHON3_VERSION}=${PYTHON3_INCLUDEDIR}/python${PYTHON3_VERSION})
endif()

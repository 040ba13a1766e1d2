# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
add_test(NAME packs.jansson-names
         COMMAND ${CMAKE_CURRENT_LIST_DIR}/names.sh ${PROJECT_SOURCE_DIR}/lib/packs/jansson.yaml
                 ${CMAKE_CURRENT_LIST_DIR}/jansson.names ${JANSSON_INCLUDEDIR}/jansson.h "(json|jansson)_")

# GoogleTest from Debian's sources, so that native and WebAssembly tests are built alike.
# sgan_add_test(<name> <source>... LIBRARIES <target>...) builds a test program and registers its cases with ctest.

set(SGAN_GOOGLETEST /usr/src/googletest CACHE PATH "GoogleTest's sources")
mark_as_advanced(SGAN_GOOGLETEST)
if(NOT EXISTS ${SGAN_GOOGLETEST}/CMakeLists.txt)
  message(FATAL_ERROR "${SGAN_GOOGLETEST} is missing: install googletest, or run scripts/install-packages.sh")
endif()
set(INSTALL_GTEST OFF)
add_subdirectory(${SGAN_GOOGLETEST} ${CMAKE_BINARY_DIR}/googletest EXCLUDE_FROM_ALL SYSTEM)

function(sgan_add_test name)
  cmake_parse_arguments(arg "" "" "LIBRARIES" ${ARGN})
  add_executable(${name} ${arg_UNPARSED_ARGUMENTS})
  target_link_libraries(${name} PRIVATE sgan::options ${arg_LIBRARIES} GTest::gtest_main)
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_CURRENT_BINARY_DIR})  # not among the programs
  if(EMSCRIPTEN)
    target_link_options(${name} PRIVATE -sNODERAWFS=1 -sEXIT_RUNTIME=1 -sALLOW_MEMORY_GROWTH=1)
    # One process for the whole suite: starting Node for each case would take longer than the cases.
    add_test(NAME ${name} COMMAND ${name} WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
  else()
    gtest_discover_tests(${name} WORKING_DIRECTORY ${PROJECT_SOURCE_DIR} PROPERTIES TIMEOUT 300)
  endif()
endfunction()

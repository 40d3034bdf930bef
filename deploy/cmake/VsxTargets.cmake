# How every target of the project is made: one library per folder row of the dependency table, one test program per
# folder. Warnings are errors for all of them; nothing may be linked that the table (tests/architecture) does not allow.

add_library(vsx_build_flags INTERFACE)
target_compile_options(vsx_build_flags INTERFACE
  -Wall -Wextra -Wpedantic -Werror -Wshadow -Wconversion -Wno-sign-conversion -Wnon-virtual-dtor -Woverloaded-virtual
  -fstack-protector-strong -fno-omit-frame-pointer)
if(CMAKE_BUILD_TYPE STREQUAL "Release")
  target_compile_options(vsx_build_flags INTERFACE -D_FORTIFY_SOURCE=2)
  # g++ 12 sees overlapping copies and overruns in plain std::string concatenation when it optimises (gcc bug 105651).
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
    target_compile_options(vsx_build_flags INTERFACE -Wno-restrict -Wno-error=array-bounds -Wno-error=stringop-overflow
                           -Wno-error=stringop-overread -Wno-error=maybe-uninitialized)
  endif()
endif()
if(VSX_BUILD_FUZZERS)
  add_compile_options(-fsanitize=fuzzer-no-link)  # coverage, without which a fuzzer is blind
endif()
if(VSX_SANITIZE)
  add_compile_options(-fsanitize=${VSX_SANITIZE} -fno-sanitize-recover=all -g1)
  add_link_options(-fsanitize=${VSX_SANITIZE})
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # g++ 12 sees a std::string overrun where a sanitized one is moved into absl::StatusOr.
    target_compile_options(vsx_build_flags INTERFACE -Wno-error=array-bounds -Wno-error=stringop-overflow -Wno-error=maybe-uninitialized)
  endif()
endif()

# vsx_library(<name> SOURCES <files…> [DEPENDS <targets…>] [PRIVATE_DEPENDS <targets…>]): target vsx_<name>, alias vsx::<name>.
function(vsx_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPENDS;PRIVATE_DEPENDS" ${ARGN})
  add_library(vsx_${name} STATIC ${ARG_SOURCES})
  add_library(vsx::${name} ALIAS vsx_${name})
  target_include_directories(vsx_${name} PUBLIC "${PROJECT_SOURCE_DIR}")
  target_link_libraries(vsx_${name} PUBLIC ${ARG_DEPENDS} PRIVATE vsx_build_flags ${ARG_PRIVATE_DEPENDS})
endfunction()

# vsx_test(<name> SOURCES <files…> [THREADED <files…>] DEPENDS <targets…> [LABELS <labels…>] [TIMEOUT <seconds>]
# [ARGS <arguments…>]): a GoogleTest program run by ctest as one test. THREADED are the sources whose tests have
# threads: all that ThreadSanitizer judges, beside what SOURCES has of helpers (no *_test.cc). The shared vectors'
# folder is given as VSX_VECTORS_DIR, the source tree as VSX_SOURCE_DIR.
function(vsx_test name)
  cmake_parse_arguments(ARG "" "TIMEOUT" "SOURCES;THREADED;DEPENDS;LABELS;ARGS" ${ARGN})
  if(VSX_SANITIZE STREQUAL "thread")
    if(NOT ARG_THREADED)
      return()
    endif()
    list(APPEND ARG_LABELS tsan)
    list(FILTER ARG_SOURCES EXCLUDE REGEX "_test\\.cc$")
    # The packaged libraries are not instrumented: TSan sees the copies that RocksDB makes but not the atomics that order
    # them, and would report these.
    set(environment ENVIRONMENT "TSAN_OPTIONS=ignore_noninstrumented_modules=1:halt_on_error=1")
  endif()
  add_executable(${name} ${ARG_SOURCES} ${ARG_THREADED})
  target_include_directories(${name} PRIVATE "${PROJECT_SOURCE_DIR}")
  target_link_libraries(${name} PRIVATE ${ARG_DEPENDS} GTest::gmock GTest::gtest_main vsx_build_flags)
  # What is tested is optimised, and checked for everything; the tests need not be. A null pointer of theirs ends them
  # anyway, and these four checks are a third of the time that their compilation takes.
  if(CMAKE_BUILD_TYPE STREQUAL "Release")
    target_compile_options(${name} PRIVATE -O1)
  elseif(VSX_SANITIZE MATCHES "address")
    target_compile_options(${name} PRIVATE -O0 -fno-sanitize=null,alignment,object-size,vptr)
  endif()
  target_compile_definitions(${name} PRIVATE
    VSX_SOURCE_DIR="${PROJECT_SOURCE_DIR}" VSX_VECTORS_DIR="${VSX_VECTORS_DIR}" VSX_BINARY_DIR="${PROJECT_BINARY_DIR}")
  add_test(NAME ${name} COMMAND ${name} ${ARG_ARGS})
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 600)
  endif()
  # What may take longest begins first, so that no long test runs alone at the end.
  set_tests_properties(${name} PROPERTIES LABELS "${ARG_LABELS}" TIMEOUT ${ARG_TIMEOUT} COST ${ARG_TIMEOUT} ${environment})
endfunction()

# vsx_precompile_grpc(<targets…>): gRPC's headers, precompiled once for all libraries and once for all test programs,
# which are not optimised alike.
function(vsx_precompile_grpc)
  foreach(name IN LISTS ARGN)
    get_target_property(type ${name} TYPE)
    get_property(owner GLOBAL PROPERTY vsx_precompiled_grpc_of_${type})
    if(owner)
      target_precompile_headers(${name} REUSE_FROM ${owner})
    else()
      target_precompile_headers(${name} PRIVATE <grpcpp/grpcpp.h> "$<$<STREQUAL:${type},EXECUTABLE>:<gtest/gtest.h$<ANGLE-R>>")
      set_property(GLOBAL PROPERTY vsx_precompiled_grpc_of_${type} ${name})
    endif()
  endforeach()
endfunction()

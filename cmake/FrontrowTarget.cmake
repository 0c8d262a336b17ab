# One way to declare a room, so that every room obeys the same house rules.
#
#   frontrow_library(<name> SOURCES <file>... [NEEDS <target>...] [PCH <header>...])
#   frontrow_test(<name> LABEL <label> SOURCES <file>... [NEEDS <target>...]
#                 [PCH <header>... | PCH_OF <target>])
#
# PCH_OF takes the precompiled headers of another target, so that they are made once.

set(FRONTROW_SANITIZE "" CACHE STRING "Sanitizers to build with, as for -fsanitize=")

find_program(FRONTROW_CCACHE ccache)
if(FRONTROW_CCACHE)
  # Precompiled headers are cached too, once ccache is told that their defines do not matter.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env
    CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
    ${FRONTROW_CCACHE})
  add_compile_options(-fpch-preprocess)
endif()
find_program(FRONTROW_MOLD mold)
if(FRONTROW_MOLD)
  add_link_options(-fuse-ld=mold)
endif()
if(FRONTROW_SANITIZE)
  add_compile_options(-fsanitize=${FRONTROW_SANITIZE} -fno-omit-frame-pointer -O1)
  # A test at every use of a pointer nearly doubles the time to compile, and AddressSanitizer sees
  # null and what is beside an object by itself.
  add_compile_options(-fno-sanitize=null,object-size,alignment)
  # Instrumented code makes GCC 12 see uninitialised values inside std::regex; other builds look.
  add_compile_options(-Wno-maybe-uninitialized)
  add_link_options(-fsanitize=${FRONTROW_SANITIZE})
endif()
# Release keeps symbols: a profile or a core dump of the night must be readable.
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -g1 -DNDEBUG")
set(CMAKE_CXX_FLAGS_DEBUG "-O0 -g1")

function(frontrow_house_rules target)
  target_compile_features(${target} PUBLIC cxx_std_20)
  target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic -Wconversion
    $<$<CXX_COMPILER_ID:GNU>:-Wshadow=local> -Werror)
  target_include_directories(${target} PUBLIC ${PROJECT_SOURCE_DIR})
  set_target_properties(${target} PROPERTIES CXX_EXTENSIONS OFF)
endfunction()

function(frontrow_library name)
  cmake_parse_arguments(arg "" "" "SOURCES;NEEDS;PCH" ${ARGN})
  add_library(${name} STATIC ${arg_SOURCES})
  target_link_libraries(${name} PUBLIC ${arg_NEEDS})
  frontrow_house_rules(${name})
  if(arg_PCH)
    target_precompile_headers(${name} PRIVATE ${arg_PCH})
  endif()
endfunction()

function(frontrow_test name)
  cmake_parse_arguments(arg "" "LABEL;PCH_OF" "SOURCES;NEEDS;PCH" ${ARGN})
  add_executable(${name} ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE frontrow_test_main ${arg_NEEDS})
  frontrow_house_rules(${name})
  if(arg_PCH)
    target_precompile_headers(${name} PRIVATE ${arg_PCH})
  elseif(arg_PCH_OF)
    target_precompile_headers(${name} REUSE_FROM ${arg_PCH_OF})
  endif()
  if(arg_LABEL MATCHES "^(unit|integration)$")
    add_dependencies(sanitized_tests ${name})
  endif()
  catch_discover_tests(${name} TEST_PREFIX "${arg_LABEL}: " PROPERTIES LABELS ${arg_LABEL})
endfunction()

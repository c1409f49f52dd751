# What every target of ours shares: warnings are errors, sanitizers where asked, SIMD in WebAssembly.

add_library(sgan_options INTERFACE)
add_library(sgan::options ALIAS sgan_options)
target_compile_options(sgan_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion
  # The same bits natively and in WebAssembly: no fused multiply-add behind our back.
  -ffp-contract=off)
if(PROJECT_IS_TOP_LEVEL)
  # Inside another project, a newer compiler's warnings must not break that one's build.
  target_compile_options(sgan_options INTERFACE -Werror)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # GCC 12 reports overlaps inside std::string that are not there (GCC bug 105651).
  target_compile_options(sgan_options INTERFACE -Wno-restrict)
endif()
if(SGAN_SANITIZE STREQUAL "thread")
  target_compile_options(sgan_options INTERFACE -fsanitize=thread)
  target_link_options(sgan_options INTERFACE -fsanitize=thread)
elseif(SGAN_SANITIZE)
  target_compile_options(sgan_options INTERFACE
    -fsanitize=address,undefined,float-cast-overflow -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(sgan_options INTERFACE -fsanitize=address,undefined)
endif()
if(SGAN_COVERAGE)
  target_compile_options(sgan_options INTERFACE -O1 --coverage -fprofile-update=atomic)
  target_link_options(sgan_options INTERFACE --coverage)
endif()
if(SGAN_FUZZ)
  target_compile_options(sgan_options INTERFACE -fsanitize=fuzzer-no-link)
endif()
if(EMSCRIPTEN AND SGAN_WASM_SIMD)
  # Whatever knows SIMD has known memory.copy and memory.fill for longer.
  target_compile_options(sgan_options INTERFACE -msimd128 -mbulk-memory)
endif()

# Header-only libraries from Debian. em++ must not see /usr/include itself, so the ones wanted are linked into a folder
# of the build; native targets use the same folder.

set(SGAN_SYSTEM_INCLUDE /usr/include CACHE PATH "Where the header-only libraries are installed")
set(_staged ${CMAKE_BINARY_DIR}/third_party)
file(MAKE_DIRECTORY ${_staged})

function(sgan_header_library name folder package)
  if(NOT EXISTS ${SGAN_SYSTEM_INCLUDE}/${folder})
    message(FATAL_ERROR "${SGAN_SYSTEM_INCLUDE}/${folder} is missing: install ${package}, or run scripts/install-packages.sh")
  endif()
  file(MAKE_DIRECTORY ${_staged}/${name})
  file(CREATE_LINK ${SGAN_SYSTEM_INCLUDE}/${folder} ${_staged}/${name}/${folder} SYMBOLIC)
  add_library(third_party_${name} INTERFACE)
  target_include_directories(third_party_${name} SYSTEM INTERFACE ${_staged}/${name})
  add_library(third_party::${name} ALIAS third_party_${name})
endfunction()

sgan_header_library(nlohmann_json nlohmann nlohmann-json3-dev)
sgan_header_library(stb stb libstb-dev)            # <stb/stb_image_write.h>
sgan_header_library(highway hwy libhwy-dev)
# The kernels keep vectors in arrays, which those of SVE cannot be in; NEON runs on the same processors.
target_compile_definitions(third_party_highway INTERFACE
  "HWY_DISABLED_TARGETS=(HWY_SVE|HWY_SVE2|HWY_SVE_256|HWY_SVE2_128)")
if(NOT EMSCRIPTEN)
  # Highway's run-time choice of instruction set.
  find_library(SGAN_HWY_LIBRARY hwy REQUIRED)
  target_link_libraries(third_party_highway INTERFACE ${SGAN_HWY_LIBRARY})
  sgan_header_library(cli11 CLI libcli11-dev)
  sgan_header_library(eigen eigen3 libeigen3-dev)  # <Eigen/Dense>
  target_include_directories(third_party_eigen SYSTEM INTERFACE ${_staged}/eigen/eigen3)
endif()

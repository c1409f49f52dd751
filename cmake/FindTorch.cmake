# Finds LibTorch by its own configuration, one with CUDA also where CUDA's compiler is missing: that configuration asks
# for nvcc unless a target torch::cudart exists, and nothing here is compiled by nvcc. For CUDA graphs the headers of
# CUDA's runtime are needed too, from PyPI's nvidia-cuda-runtime and nvidia-cuda-crt or from a CUDA toolkit; without
# them a LibTorch with CUDA works, step by step.
#
# Sets what TorchConfig.cmake sets, and SGAN_WITH_CUDA, which whoever links TORCH_LIBRARIES also has as a definition.
#   SGAN_CUDA_INCLUDE  folders with cuda_runtime_api.h and crt/host_defines.h, if they are not where they usually are

set(SGAN_CUDA_INCLUDE "" CACHE STRING "Folders of the CUDA runtime's headers; empty: where they usually are")
mark_as_advanced(SGAN_CUDA_INCLUDE)

# CMAKE_PREFIX_PATH is .../torch/share/cmake or an unpacked libtorch, Torch_DIR .../torch/share/cmake/Torch.
set(_libraries)
foreach(_prefix IN LISTS Torch_DIR CMAKE_PREFIX_PATH)
  list(APPEND _libraries ${_prefix}/lib ${_prefix}/../../lib ${_prefix}/../../../lib)
endforeach()
find_library(SGAN_TORCH torch_cpu PATHS ${_libraries} NO_DEFAULT_PATH)
find_library(SGAN_TORCH torch_cpu)
mark_as_advanced(SGAN_TORCH)
if(SGAN_TORCH)
  # Else TorchConfig.cmake takes those of another LibTorch, if one is installed in the system.
  get_filename_component(_libraries ${SGAN_TORCH} DIRECTORY)
  set(TORCH_LIBRARY ${_libraries}/libtorch.so CACHE FILEPATH "")
  set(c10_LIBRARY ${_libraries}/libc10.so CACHE FILEPATH "")
endif()

set(SGAN_WITH_CUDA FALSE)
if(SGAN_TORCH AND EXISTS ${_libraries}/libtorch_cuda.so AND NOT TARGET torch::cudart)
  # torch/lib -> the folder of all Python packages
  get_filename_component(_packages ${_libraries}/../.. ABSOLUTE)
  file(GLOB _pypi ${_packages}/nvidia/cu[0-9]* ${_packages}/nvidia/cuda_runtime)
  set(_toolkits ${_pypi} $ENV{CUDA_HOME} $ENV{CUDA_PATH} /usr/local/cuda)
  find_path(SGAN_CUDA_RUNTIME_HEADERS cuda_runtime_api.h HINTS ${SGAN_CUDA_INCLUDE} ${_toolkits} PATH_SUFFIXES include)
  find_path(SGAN_CUDA_COMPILER_HEADERS crt/host_defines.h HINTS ${SGAN_CUDA_INCLUDE} ${_toolkits} PATH_SUFFIXES include)
  find_library(SGAN_CUDA_RUNTIME NAMES cudart libcudart.so.14 libcudart.so.13 libcudart.so.12 NAMES_PER_DIR
    HINTS ${_toolkits} PATH_SUFFIXES lib lib64)
  # Several processes on GPUs talk by NCCL, whose header LibTorch's includes; without it through the CPU.
  find_path(SGAN_NCCL_HEADERS nccl.h HINTS ${SGAN_CUDA_INCLUDE} ${_packages}/nvidia/nccl ${_toolkits} PATH_SUFFIXES include)
  mark_as_advanced(SGAN_CUDA_RUNTIME_HEADERS SGAN_CUDA_COMPILER_HEADERS SGAN_CUDA_RUNTIME SGAN_NCCL_HEADERS)

  get_property(SGAN_TORCH_WARNED GLOBAL PROPERTY SGAN_TORCH_WARNED)  # each folder looks for its own packages

  add_library(torch::cudart INTERFACE IMPORTED)
  add_library(torch::nvtoolsext INTERFACE IMPORTED)  # named by LibTorch 2.0 to 2.4
  if(SGAN_CUDA_RUNTIME_HEADERS AND SGAN_CUDA_COMPILER_HEADERS AND SGAN_CUDA_RUNTIME)
    set(SGAN_WITH_CUDA TRUE)
    set_target_properties(torch::cudart PROPERTIES
      INTERFACE_INCLUDE_DIRECTORIES "${SGAN_CUDA_RUNTIME_HEADERS};${SGAN_CUDA_COMPILER_HEADERS}"
      INTERFACE_COMPILE_DEFINITIONS SGAN_WITH_CUDA
      INTERFACE_LINK_LIBRARIES ${SGAN_CUDA_RUNTIME})
    if(SGAN_NCCL_HEADERS)
      set_property(TARGET torch::cudart APPEND PROPERTY INTERFACE_INCLUDE_DIRECTORIES ${SGAN_NCCL_HEADERS})
      set_property(TARGET torch::cudart APPEND PROPERTY INTERFACE_COMPILE_DEFINITIONS SGAN_WITH_NCCL USE_C10D_NCCL)
    endif()
  elseif(NOT SGAN_TORCH_WARNED)
    set_property(GLOBAL PROPERTY SGAN_TORCH_WARNED TRUE)
    message(WARNING "LibTorch has CUDA, but the headers of CUDA's runtime are missing, so steps on a GPU are slower than "
      "they could be: pip install nvidia-cuda-runtime nvidia-cuda-crt in the version of torch's CUDA, or install the CUDA "
      "toolkit, or set SGAN_CUDA_INCLUDE to the folders that have cuda_runtime_api.h and crt/host_defines.h")
  endif()
endif()

set(_required)
if(Torch_FIND_REQUIRED)
  set(_required REQUIRED)
endif()
find_package(Torch CONFIG ${_required})
unset(_libraries)
unset(_packages)
unset(_pypi)
unset(_required)
unset(_toolkits)

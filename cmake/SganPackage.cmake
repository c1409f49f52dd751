# Installs the core with its headers and a package that find_package(sgan) finds: the component sgan_core.
include(CMakePackageConfigHelpers)

set(_package ${CMAKE_INSTALL_LIBDIR}/cmake/sgan)
set_target_properties(sgan_core PROPERTIES EXPORT_NAME core)
install(TARGETS sgan_core EXPORT sgan COMPONENT sgan_core)
install(DIRECTORY include/ DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT sgan_core)
install(EXPORT sgan NAMESPACE sgan:: FILE sgan-targets.cmake DESTINATION ${_package} COMPONENT sgan_core)
configure_package_config_file(${PROJECT_SOURCE_DIR}/cmake/sgan-config.cmake.in ${CMAKE_CURRENT_BINARY_DIR}/sgan-config.cmake
  INSTALL_DESTINATION ${_package} NO_SET_AND_CHECK_MACRO)
write_basic_package_version_file(${CMAKE_CURRENT_BINARY_DIR}/sgan-config-version.cmake COMPATIBILITY SameMajorVersion)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/sgan-config.cmake ${CMAKE_CURRENT_BINARY_DIR}/sgan-config-version.cmake
  DESTINATION ${_package} COMPONENT sgan_core)
unset(_package)

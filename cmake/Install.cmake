# SPDX-License-Identifier: MIT
# Program, library with headers and a package file (find_package(weald)), man page, completions, bundled reviews.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

# The man page and the completions are made from the program's own tables.
set(made ${CMAKE_CURRENT_BINARY_DIR}/made)
add_custom_command(
  OUTPUT ${made}/weald.1 ${made}/weald.bash ${made}/_weald ${made}/weald.fish
  COMMAND ${CMAKE_COMMAND} -E make_directory ${made}
  COMMAND weald generate man -o ${made}/weald.1
  COMMAND weald generate completion bash -o ${made}/weald.bash
  COMMAND weald generate completion zsh -o ${made}/_weald
  COMMAND weald generate completion fish -o ${made}/weald.fish
  DEPENDS weald VERBATIM)
add_custom_target(made ALL DEPENDS ${made}/weald.1)

install(TARGETS weald RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(FILES ${made}/weald.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES ${made}/weald.bash DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME weald)
install(FILES ${made}/_weald DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/site-functions)
install(FILES ${made}/weald.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)
install(DIRECTORY studies DESTINATION ${CMAKE_INSTALL_DATADIR}/weald)

# The layers as weald::text … weald::plots; weald::weald is all of them up to the figures.
set(layers weald_options weald_text weald_numerics weald_effects weald_models weald_review weald_interchange weald_citations weald_analysis weald_output weald_plots)
foreach(layer IN LISTS layers)
  string(REPLACE weald_ "" name ${layer})
  set_target_properties(${layer} PROPERTIES EXPORT_NAME ${name})
endforeach()
install(TARGETS ${layers} EXPORT weald ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(DIRECTORY engine plots DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/weald FILES_MATCHING PATTERN "*.h")
set(package ${CMAKE_INSTALL_LIBDIR}/cmake/weald)
install(EXPORT weald NAMESPACE weald:: FILE weald-targets.cmake DESTINATION ${package})
configure_package_config_file(cmake/weald-config.cmake.in ${CMAKE_CURRENT_BINARY_DIR}/weald-config.cmake INSTALL_DESTINATION ${package})
write_basic_package_version_file(${CMAKE_CURRENT_BINARY_DIR}/weald-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/weald-config.cmake ${CMAKE_CURRENT_BINARY_DIR}/weald-config-version.cmake DESTINATION ${package})

# The page that shows models, a source made of the files in the folder page. Its scripts, each after those it imports:
set(modules dom measures colours model store entries virtual-list tree-rows tree chart icicle timeline nodes call-list changes details
            main)
set(page "${CMAKE_CURRENT_LIST_DIR}/page")
list(TRANSFORM modules REPLACE ".+" "${page}/\\0.js" OUTPUT_VARIABLE scripts)
list(JOIN modules "," modules)
set(maker "${PROJECT_SOURCE_DIR}/cmake/EmbedPage.cmake")
set(made "${CMAKE_CURRENT_BINARY_DIR}/PageText.cpp")
add_custom_command(
  OUTPUT "${made}" DEPENDS "${maker}" "${page}/page.html" "${page}/page.css" ${scripts} VERBATIM
  COMMAND ${CMAKE_COMMAND} "-DOUTPUT=${made}" "-DFOLDER=${page}" "-DMODULES=${modules}" -P "${maker}")
target_sources(HierEmit PRIVATE "${made}")
target_include_directories(HierEmit PRIVATE "${CMAKE_CURRENT_LIST_DIR}")

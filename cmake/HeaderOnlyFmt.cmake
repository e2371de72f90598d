# Hier::fmt, the formatting library, header-only and in one version everywhere.
#
# torch's headers include the fmt of the wheel (12), which hides an installed one wherever they are used; the linker
# has no library for it. So every area takes the headers of the wheel, header-only. They are reached through a folder
# that holds nothing but fmt: Support and Hierarchy must not see torch. An installed fmt serves a torch without one.
add_library(HierFmt INTERFACE)
add_library(Hier::fmt ALIAS HierFmt)
target_compile_definitions(HierFmt INTERFACE FMT_HEADER_ONLY=1)
if(EXISTS "${Libtorch_INCLUDE_DIR}/fmt/format.h")
  set(folder "${PROJECT_BINARY_DIR}/fmt-headers")
  file(MAKE_DIRECTORY "${folder}")
  file(CREATE_LINK "${Libtorch_INCLUDE_DIR}/fmt" "${folder}/fmt" SYMBOLIC)
  target_include_directories(HierFmt SYSTEM INTERFACE "${folder}")
else()
  find_package(fmt REQUIRED)
  target_link_libraries(HierFmt INTERFACE fmt::fmt-header-only)
endif()

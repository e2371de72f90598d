# Hier::LLVMSupport, LLVM's Support library, and Hier::LLVMHeaders, its headers alone. Needs find_package(LLVM).
#
# Read by the build of Hier, and by whoever builds on the installed one: LLVM may be in another place there.
if(NOT TARGET Hier::LLVMSupport)
  add_library(Hier::LLVMHeaders INTERFACE IMPORTED)
  target_include_directories(Hier::LLVMHeaders INTERFACE ${LLVM_INCLUDE_DIRS})
  separate_arguments(llvm_definitions NATIVE_COMMAND "${LLVM_DEFINITIONS}")
  target_compile_definitions(Hier::LLVMHeaders INTERFACE ${llvm_definitions})

  llvm_map_components_to_libnames(llvm_libraries support)
  add_library(Hier::LLVMSupport INTERFACE IMPORTED)
  target_link_libraries(Hier::LLVMSupport INTERFACE Hier::LLVMHeaders ${llvm_libraries})
endif()

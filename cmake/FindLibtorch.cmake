# Libtorch::Libtorch, the headers and CPU libraries of a torch Python package.
#
# The package's own CMake files stop when a CUDA wheel meets a machine without CUDA, so they are not used. Looked at in
# this order: -DTorch_DIR= (the torch folder, the one it is in, or its share/cmake/Torch), -DPython3_EXECUTABLE=, the
# active virtual environment, the python3 on the PATH, and .venv in the source folder. torch itself is not imported:
# that takes more than a second.
#
# Sets Libtorch_VERSION, Libtorch_INCLUDE_DIR, Libtorch_LIBRARY_DIR, and Libtorch_PYTHON unless Torch_DIR is given.

set(Libtorch_TESTED_VERSIONS 2.13.0)

# Sets <result> to the torch folder that the Python program <python> would import, or to nothing.
function(libtorch_of_python result python)
  execute_process(
    COMMAND "${python}" -c "import importlib.util as u; print(*u.find_spec('torch').submodule_search_locations)"
    WORKING_DIRECTORY "${CMAKE_CURRENT_BINARY_DIR}"
    OUTPUT_VARIABLE folder OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
  set(${result} "${folder}" PARENT_SCOPE)
endfunction()

unset(libtorch_folder)
unset(Libtorch_PYTHON)
set(libtorch_probe include/torch/csrc/jit/ir/ir.h) # a package of a distribution may come without headers
if(Torch_DIR)
  foreach(folder "${Torch_DIR}" "${Torch_DIR}/torch" "${Torch_DIR}/../../..")
    if(NOT libtorch_folder AND EXISTS "${folder}/${libtorch_probe}")
      get_filename_component(libtorch_folder "${folder}" REALPATH)
    endif()
  endforeach()
else()
  find_program(libtorch_python3 NAMES python3 NO_CACHE)
  foreach(python "${Python3_EXECUTABLE}" "$ENV{VIRTUAL_ENV}/bin/python" "${libtorch_python3}"
          "${PROJECT_SOURCE_DIR}/.venv/bin/python")
    if(NOT libtorch_folder AND EXISTS "${python}")
      libtorch_of_python(folder "${python}")
      if(EXISTS "${folder}/${libtorch_probe}")
        set(libtorch_folder "${folder}")
        set(Libtorch_PYTHON "${python}")
      endif()
    endif()
  endforeach()
endif()

if(libtorch_folder)
  set(Libtorch_INCLUDE_DIR "${libtorch_folder}/include")
  set(Libtorch_LIBRARY_DIR "${libtorch_folder}/lib")
  if(EXISTS "${libtorch_folder}/version.py")
    file(STRINGS "${libtorch_folder}/version.py" version REGEX "^__version__ = ")
    string(REGEX REPLACE ".*['\"](.*)['\"].*" "\\1" Libtorch_VERSION "${version}")
  elseif(EXISTS "${libtorch_folder}/build-version") # the zip archive, which has no Python part
    file(STRINGS "${libtorch_folder}/build-version" Libtorch_VERSION LIMIT_COUNT 1)
  endif()
endif()

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(Libtorch
  REQUIRED_VARS Libtorch_LIBRARY_DIR Libtorch_INCLUDE_DIR VERSION_VAR Libtorch_VERSION
  REASON_FAILURE_MESSAGE "no torch package: activate a virtual environment that has one, or give -DTorch_DIR= or -DPython3_EXECUTABLE=")
if(NOT Libtorch_FOUND)
  return()
endif()

string(REGEX REPLACE "\\+.*" "" version "${Libtorch_VERSION}")
if(NOT version IN_LIST Libtorch_TESTED_VERSIONS)
  message(WARNING "torch ${Libtorch_VERSION} in ${libtorch_folder} is not a version that Hier is tested with "
                  "(${Libtorch_TESTED_VERSIONS}); the build goes on with it")
endif()

# A distribution's libtorch has the same file names. Everything here is linked by its full path, so this only informs.
file(GLOB others /usr/lib/libc10.so /usr/lib/*/libc10.so /usr/local/lib/libc10.so)
if(others)
  message(WARNING "a second libtorch is installed (${others}); Hier links the one in ${Libtorch_LIBRARY_DIR} only")
endif()

if(NOT TARGET Libtorch::Libtorch)
  add_library(Libtorch::Libtorch INTERFACE IMPORTED)
  foreach(name c10 torch_cpu)
    add_library(Libtorch::${name} SHARED IMPORTED)
    set_target_properties(Libtorch::${name} PROPERTIES IMPORTED_LOCATION "${Libtorch_LIBRARY_DIR}/lib${name}.so")
  endforeach()
  set_target_properties(Libtorch::Libtorch PROPERTIES
    INTERFACE_INCLUDE_DIRECTORIES "${Libtorch_INCLUDE_DIR};${Libtorch_INCLUDE_DIR}/torch/csrc/api/include"
    INTERFACE_LINK_LIBRARIES "Libtorch::torch_cpu;Libtorch::c10"
    # The headers include an fmt of their own, which is in no library.
    INTERFACE_COMPILE_DEFINITIONS FMT_HEADER_ONLY=1
    # A CUDA wheel's libtorch_cpu needs libraries of other wheels, which only the loader has to find. A shared library
    # is linked without looking for them, and a plugin's own may be missing.
    INTERFACE_LINK_OPTIONS
      "$<$<STREQUAL:$<TARGET_PROPERTY:TYPE>,EXECUTABLE>:LINKER:--unresolved-symbols=ignore-in-shared-libs>")
endif()

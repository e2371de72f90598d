# Makes a C++ source of the files of a page: cmake -DOUTPUT=FILE.cpp -DFOLDER=DIR -DMODULES=a,b,c -P EmbedPage.cmake
#
# MODULES are the names of the scripts, each after those that it imports. A browser that opens a file reads no modules
# beside it: they are joined, each in a function that returns what it exports.
cmake_minimum_required(VERSION 3.22)

set(script "\"use strict\";\nconst modules = {};\n")
string(REPLACE "," ";" names "${MODULES}")
foreach(name IN LISTS names)
  file(READ "${FOLDER}/${name}.js" text)
  # A list would end at a bracket or semicolon in the text: what is exported is taken one by one.
  set(exports "")
  set(rest "${text}")
  while("${rest}" MATCHES "\nexport (class|function|const) ([A-Za-z]+)")
    string(APPEND exports "${CMAKE_MATCH_2}, ")
    string(FIND "${rest}" "${CMAKE_MATCH_0}" place)
    string(LENGTH "${CMAKE_MATCH_0}" length)
    math(EXPR place "${place} + ${length}")
    string(SUBSTRING "${rest}" ${place} -1 rest)
  endwhile()
  string(REGEX REPLACE "\nimport ({[^}]*}) from \"./([a-z-]+).js\";" "\nconst \\1 = modules[\"\\2\"];" text "${text}")
  string(REPLACE "\nexport " "\n" text "${text}")
  string(APPEND script "modules[\"${name}\"] = (() => {\n${text}return { ${exports}};\n})();\n")
endforeach()

file(READ "${FOLDER}/page.html" template)
file(READ "${FOLDER}/page.css" style)
string(STRIP "${template}" template)
string(APPEND template "\n")

# A string literal for each part.
set(source "// Made by EmbedPage.cmake of the files in lib/Emit/page.\n#include \"PageText.h\"\n\nnamespace hier {\n\n")
foreach(part template style script)
  if("${${part}}" MATCHES "\\)page\"")
    message(FATAL_ERROR "the ${part} of the page has what ends its literal")
  endif()
  string(SUBSTRING "${part}" 0 1 first)
  string(TOUPPER "${first}" first)
  string(SUBSTRING "${part}" 1 -1 others)
  string(APPEND source "const llvm::StringLiteral page${first}${others}(R\"page(${${part}})page\");\n\n")
endforeach()
string(APPEND source "} // namespace hier\n")
file(WRITE "${OUTPUT}" "${source}")

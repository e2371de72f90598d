//===- RandomGraph.h - Texts of graphs, as parseIR reads them ---*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Random graphs in all the spellings that both readers have: types, attributes,
// nested blocks, spaces, comments, line ends.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_TEST_DIFFERENTIAL_RANDOMGRAPH_H
#define HIER_TEST_DIFFERENTIAL_RANDOMGRAPH_H

#include <random>
#include <string>
#include <vector>

namespace hier {

class RandomGraph {
public:
  /// The same text for the same seed.
  explicit RandomGraph(unsigned seed) : random(seed) {}

  std::string text();

private:
  using Names = std::vector<std::string>;

  size_t below(size_t limit) { return random() % limit; }
  bool oneIn(size_t count) { return below(count) == 0; }
  const char *oneOf(std::initializer_list<const char *> choices);

  std::string space();
  std::string lineEnd();
  std::string comma() { return space() + "," + within(); }
  std::string within();

  std::string type(size_t depth);
  std::string tensorType();
  std::string completeTensorType();
  std::string typeOf(bool omissible);
  std::string newName();
  std::string definition(Names &names);
  std::string operands(const Names &names);

  std::string integer();
  std::string number();
  std::string string();
  std::string literal();
  std::string list();
  std::string attributes();

  void addNode(Names &names, size_t indent, size_t depth);
  void addConstant(Names &names);
  void addKnown(Names &names);
  void addBlocks(const Names &names, size_t indent, size_t depth);
  void addNodes(Names &names, size_t indent, size_t depth);

  std::mt19937 random;
  std::string out;
  size_t values = 0;
  bool free = false; // spaces where torch prints none, and the reverse
};

} // namespace hier

#endif // HIER_TEST_DIFFERENTIAL_RANDOMGRAPH_H

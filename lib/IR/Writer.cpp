//===- Writer.cpp - From a program to text --------------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Module::dump_to_str for the tree of objects that a program holds.
//
//===----------------------------------------------------------------------===//

#include "hier/IR/Writer.h"

#include "GraphWriter.h"
#include "TorchAccess.h"

using namespace torch::jit;

namespace hier {

namespace {

constexpr size_t step = 2;

class ModuleWriter {
public:
  ModuleWriter(TextBuffer &out, GraphWriter &graphs)
      : out(out), graphs(graphs) {}

  void write(const ModuleObject &root) {
    std::vector<Open> open;
    writeHead(root, 0);
    open.push_back({&root, 0, 0});
    while (!open.empty()) {
      Open &parent = open.back();
      if (parent.nextChild < parent.object->children.size()) {
        const ModuleObject &child =
            *parent.object->children[parent.nextChild++];
        size_t indent = parent.indent + 2 * step;
        writeHead(child, indent);
        open.push_back({&child, indent, 0});
        continue;
      }
      line(parent.indent + step, "}");
      line(parent.indent, "}");
      open.pop_back();
    }
  }

private:
  struct Open {
    const ModuleObject *object;
    size_t indent;
    size_t nextChild;
  };

  void line(size_t indent, llvm::StringRef text) {
    (out.append(indent, ' ') += text) += '\n';
  }

  void writeHead(const ModuleObject &object, size_t indent) {
    line(indent, "module " + object.className + " {");
    writeAttributes(object.parameters, "parameters", indent + step);
    writeAttributes(object.attributes, "attributes", indent + step);
    line(indent + step, "methods {");
    for (const Method &method : object.methods)
      writeMethod(method, indent + 2 * step);
    line(indent + step, "}");
    line(indent + step, "submodules {");
  }

  void writeAttributes(const std::vector<AttributeText> &attributes,
                       const std::string &section, size_t indent) {
    line(indent, section + " {");
    for (const AttributeText &attribute : attributes) {
      ((out.append(indent + step, ' ') += attribute.name) += " = ");
      // The lines of a value all have the margin.
      size_t from = 0, end;
      while ((end = attribute.value.find('\n', from)) != std::string::npos) {
        out.append(attribute.value.data() + from, end + 1 - from);
        out.append(indent + step, ' ');
        from = end + 1;
      }
      out += llvm::StringRef(attribute.value).drop_front(from);
      out += '\n';
    }
    line(indent, "}");
  }

  void writeMethod(const Method &method, size_t indent) {
    line(indent, "method " + method.name + " {");
    if (method.graph) {
      out.append(indent + step, ' ');
      graphs.write(*method.graph, indent + step);
      line(indent - step, ""); // An empty line, within the method's margin.
    }
    line(indent, "}");
  }

  TextBuffer &out;
  GraphWriter &graphs;
};

} // namespace

//===----------------------------------------------------------------------===//
// How long it gets
//===----------------------------------------------------------------------===//

static size_t nodesOf(const Graph &graph) {
  return access::get<access::GraphNodes>(graph).size();
}

static size_t nodesOf(const Item &item) {
  if (item.graph)
    return nodesOf(*item.graph);
  size_t nodes = 0;
  if (item.module)
    for (const ModuleObject *object : allObjects(*item.module))
      for (const Method &method : object->methods)
        nodes += method.graph ? nodesOf(*method.graph) : 0;
  return nodes;
}

/// More than most do.
static constexpr size_t bytesOfNode = 384;

void writeGraph(std::string &out, const Graph &graph, size_t indent) {
  TextBuffer buffer(out);
  buffer.reserve(bytesOfNode * nodesOf(graph));
  buffer.append(indent, ' ');
  GraphWriter(buffer).write(graph, indent);
}

static void write(TextBuffer &buffer, const Program &program) {
  buffer += program.blankBefore;
  GraphWriter graphs(buffer, program.depthWithMargin);
  for (const Item &item : program.items) {
    graphs.printsTypes = item.printsTypes;
    graphs.shapeSymbols = item.types ? &item.types->shapeSymbols() : nullptr;
    if (item.graph)
      graphs.write(*item.graph, 0);
    else if (item.module)
      ModuleWriter(buffer, graphs).write(*item.module);
    buffer += item.blankAfter;
  }
  if (!program.endsWithNewline)
    buffer.removeLast();
}

void writeProgram(std::string &out, const Program &program) {
  TextBuffer buffer(out);
  size_t nodes = 0;
  for (const Item &item : program.items)
    nodes += nodesOf(item);
  buffer.reserve(bytesOfNode * nodes);
  write(buffer, program);
}

void writeProgram(llvm::raw_ostream &os, const Program &program) {
  std::string piece;
  {
    TextBuffer buffer(piece, &os);
    write(buffer, program);
  }
  os << piece;
}

} // namespace hier

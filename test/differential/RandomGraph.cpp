//===- RandomGraph.cpp - Texts of graphs, as parseIR reads them -----------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A grammar, walked at random. Half of the graphs are spelt as torch does.
//
//===----------------------------------------------------------------------===//

#include "RandomGraph.h"

namespace hier {

const char *RandomGraph::oneOf(std::initializer_list<const char *> choices) {
  return choices.begin()[below(choices.size())];
}

//===----------------------------------------------------------------------===//
// Spaces
//===----------------------------------------------------------------------===//

/// On one line.
std::string RandomGraph::space() {
  return free ? oneOf({"", "", "", "", " ", "  ", "\t", "\\\n   "}) : "";
}

/// After a comma within brackets.
std::string RandomGraph::within() {
  return free ? oneOf({"", " ", " ", "  ", "\n    ", " # and\n  "}) : " ";
}

std::string RandomGraph::lineEnd() {
  return free ? oneOf({"\n", "\n", "  \n", " # why\n", "# f.py\n", "\n\n",
                       "\n  # a line, (of [ comment\n", "\r\n"})
              : "\n";
}

//===----------------------------------------------------------------------===//
// Types
//===----------------------------------------------------------------------===//

std::string RandomGraph::completeTensorType() {
  std::string size = std::to_string(1 + below(3));
  return oneOf({"Long", "Int", "Bool"}) + space() + "(1" + comma() + "1" +
         comma() + "strides=[1" + comma() + size + "]" + comma() +
         "requires_grad=0" + comma() + "device=cpu" + space() + ")";
}

std::string RandomGraph::tensorType() {
  std::string type = oneOf(
      {"Float", "Double", "Long", "Half", "Bool", "ComplexFloat", "QInt8"});
  type += space() + "(";
  size_t rank = below(4);
  std::vector<std::string> facts;
  facts.reserve(rank + 3);
  bool hasStrides = oneIn(3) && rank > 0;
  for (size_t index = 0; index < rank; ++index)
    facts.push_back(hasStrides ? std::to_string(below(9))
                               : oneOf({"1", "8", "32", "*", "0", "SS(-2)"}));
  if (hasStrides) {
    std::string strides = "strides=[";
    for (size_t index = 0; index < rank; ++index)
      strides += (index > 0 ? comma() : "") + std::to_string(1 + below(9));
    facts.push_back(strides + "]");
  }
  if (oneIn(3))
    facts.emplace_back(oneOf({"requires_grad=0", "requires_grad=1"}));
  if (oneIn(3))
    facts.emplace_back(oneOf({"device=cpu", "device=cuda:1", "device=cuda"}));
  for (size_t index = 0; index < facts.size(); ++index)
    type += (index > 0 ? comma() : space()) + facts[index];
  return type + space() + ")";
}

std::string RandomGraph::type(size_t depth) {
  std::string made;
  size_t form = below(depth > 2 ? 3 : 9);
  if (form == 0)
    made = tensorType();
  else if (form <= 2)
    made = oneOf({"Tensor",
                  "int",
                  "float",
                  "bool",
                  "str",
                  "complex",
                  "Device",
                  "Scalar",
                  "None",
                  "NoneType",
                  "Any",
                  "Generator",
                  "Stream",
                  "t",
                  "Capsule",
                  "QScheme",
                  "AnyClassType",
                  "Storage",
                  "DeviceIndex",
                  "string",
                  "AnyEnumType",
                  "__torch__.torch.classes.quantized.LinearPackedParamsBase"});
  else if (form <= 4)
    made = type(depth + 1) + space() + "[" + space() + "]";
  else if (form == 5)
    made = "(" + type(depth + 1) + comma() + "int" + space() + ")?";
  else if (form == 6)
    made = std::string("(") + (oneIn(4) ? "" : type(depth + 1)) + ")";
  else if (form == 7)
    made = "(" + type(depth + 1) + comma() + type(depth + 1) + space() + ")";
  else
    made = oneIn(2) ? oneOf({"Future", "RRef", "Await"}) + space() + "(" +
                          type(depth + 1) + ")"
           : oneIn(4) ? "Union(int" + comma() + "Device" + comma() + "str)"
                      : oneOf({"Dict(str", "Dict (int"}) + comma() +
                            type(depth + 1) + ")";
  return made + (form == 0 && oneIn(4) ? space() + "?" : "");
}

std::string RandomGraph::typeOf(bool omissible) {
  if (omissible && oneIn(3))
    return "";
  std::string colon = free ? oneOf({":", " :", ": ", " : "}) : " : ";
  return colon + type(0);
}

//===----------------------------------------------------------------------===//
// Values
//===----------------------------------------------------------------------===//

std::string RandomGraph::newName() {
  std::string number = std::to_string(values++);
  return oneIn(2)
             ? number
             : oneOf({"x", "input.", "self.weight.", "_a", "Conv_"}) + number;
}

std::string RandomGraph::definition(Names &names) {
  names.push_back(newName());
  return "%" + names.back() + typeOf(/*omissible=*/true);
}

std::string RandomGraph::operands(const Names &names) {
  std::string list = "(" + space();
  for (size_t count = names.empty() ? 0 : below(4); count > 0; --count)
    list += "%" + names[below(names.size())] + (count > 1 ? comma() : space());
  return list + ")";
}

//===----------------------------------------------------------------------===//
// Attributes
//===----------------------------------------------------------------------===//

std::string RandomGraph::integer() {
  return (oneIn(3) ? "-" + space() : "") +
         oneOf(
             {"0", "1", "7", "12", "007", "4294967296", "9223372036854775807"});
}

std::string RandomGraph::number() {
  return (oneIn(3) ? "-" + space() : "") +
         oneOf({"0.", "1.", "0.5", ".25", "1e3", "1.0", "3.1415926535897931",
                "1e-07", "2.5e+30", "0.1", "123456789012."});
}

std::string RandomGraph::string() {
  return oneOf({R"("")", R"("a, b=[c]")", R"("\"\\\n\t\a")", R"("\'")",
                R"("é")", R"("\303\251")", R"('it"s')", R"("""a"b""")",
                R"("# no comment")", R"("%x : (")", R"("\000\177")"});
}

std::string RandomGraph::literal() {
  switch (below(6)) {
  case 0:
    return integer();
  case 1:
    return number();
  case 2:
    return string();
  case 3:
    return oneOf({"2j", "0.5j", "-1.j", "1e3j"});
  case 4:
    return list();
  default:
    return oneOf({"int", "Float(2, 3)", "Tensor?", "t", "Dict(str, int)",
                  "int[]", "Future(int)", "Device"});
  }
}

std::string RandomGraph::list() {
  std::string elements = "[" + space();
  size_t kind = below(5);
  for (size_t count = 1 + below(4); count > 0; --count) {
    elements += kind == 0   ? integer()
                : kind == 1 ? number()
                : kind == 2 ? string()
                : kind == 3 ? oneOf({"1j", "-0.5j", "2.j"})
                            : oneOf({"int", "Float(2, 3)", "str[]"});
    elements += count > 1 ? comma() : space();
  }
  return elements + "]";
}

std::string RandomGraph::attributes() {
  if (oneIn(2))
    return "";
  std::string made = space() + "[" + space();
  size_t count = below(4);
  for (size_t index = 0; index < count; ++index)
    made += (index > 0 ? comma() : "") + "a" + std::to_string(index) + space() +
            "=" + space() + literal();
  return made + space() + "]";
}

//===----------------------------------------------------------------------===//
// Nodes
//===----------------------------------------------------------------------===//

void RandomGraph::addConstant(Names &names) {
  static const std::pair<const char *, const char *> constants[] = {
      {" : int", "1"},
      {" : float", "0.5"},
      {" : bool", "1"},
      {" : str", "\"text\""},
      {" : int[]", "[1, 2,3]"},
      {" : float[]", "[1.0, .5]"},
      {" : float[]", "[1, 2]"},
      {" : str[]", "[\"a\", 'b, c']"},
      {" : complex", "2j"},
      {" : complex[]", "[2j, -1j]"},
      {" : int[]", "annotate(List[int], [])"},
      {" : Dict(str, int)", "annotate(Dict[str, int], {})"},
      {" : Generator", "torch.Generator(device=\"cpu\", seed=7)"},
      {" : Tensor", "3"},
      {" : Device", "\"cuda:0\""},
      {"", "1"},
      {"", "[1, 2]"},
      {"", "\"x\""},
      {"", "0.25"},
  };
  names.push_back(newName());
  out += "%" + names.back();
  if (oneIn(5)) {
    out += " : " + completeTensorType() + " = prim::Constant[value={" +
           std::to_string(below(2)) + "}]()";
    return;
  }
  auto [type, value] = constants[below(std::size(constants))];
  out += std::string(type) + " =" + space() + " prim::Constant" + space() +
         "[value" + space() + "=" + space() + value + space() + "]" + space() +
         "()";
}

/// An operator that has a schema, which says what is left out.
void RandomGraph::addKnown(Names &names) {
  std::string tensor = newName();
  names.push_back(tensor);
  out += "%" + tensor + " = foo::tensor()" + lineEnd() + "  ";
  names.push_back(newName());
  out += "%" + names.back();
  if (oneIn(4))
    out += ", %" + (names.push_back(newName()), names.back()) +
           " = aten::frexp(%" + tensor + ")";
  else
    out += oneOf({" = aten::size(", " = aten::relu(", " = aten::dim(",
                  " = aten::Bool(", " = aten::neg( ", " = prim::device("}) +
           ("%" + tensor) + ")";
}

void RandomGraph::addBlocks(const Names &names, size_t indent, size_t depth) {
  size_t count = 1 + below(3);
  for (size_t index = 0; index < count; ++index) {
    Names inner = names;
    out += std::string(indent + 2, ' ') + "block" + std::to_string(index) +
           space() + "(";
    for (size_t input = 0, inputs = below(3); input < inputs; ++input)
      out += (input > 0 ? comma() : space()) + definition(inner);
    out += space() + ")" + space() + ":" + lineEnd();
    addNodes(inner, indent + 4, depth + 1);
    out += std::string(indent + 4, ' ') + "->" + space() + " " +
           operands(inner) + lineEnd();
  }
}

void RandomGraph::addNode(Names &names, size_t indent, size_t depth) {
  out += std::string(indent, ' ');
  size_t form = below(8);
  if (form < 2)
    return addConstant(names), void(out += lineEnd());
  if (form == 2 && indent == 2)
    return addKnown(names), void(out += lineEnd());
  Names after = names;
  std::string outputs;
  for (size_t count = below(4); count > 0; --count)
    outputs += definition(after) + (count > 1 ? ", " : "");
  if (!outputs.empty())
    out += outputs + (free ? oneOf({" = ", "=", " =", "  =  "}) : " = ");
  // An If or a Loop takes the blocks that it needs: those are in the texts.
  out += oneOf({"foo::bar", "my::op_1", "b::lock", "return_::x",
                "prim::TupleConstruct", "prim::ListConstruct"});
  out += attributes() + space() + operands(names);
  if (depth < 3 && oneIn(4)) {
    out += lineEnd();
    addBlocks(names, indent, depth);
  } else if (free && oneIn(6)) {
    out += " foo::same_line()" + lineEnd();
  } else {
    out += lineEnd();
  }
  names = after;
}

void RandomGraph::addNodes(Names &names, size_t indent, size_t depth) {
  for (size_t count = depth == 0 ? below(12) : below(4); count > 0; --count)
    addNode(names, indent, depth);
}

std::string RandomGraph::text() {
  free = oneIn(2);
  out = free ? oneOf({"", "\n", "\n\n", "# before\n"}) : "";
  out += "graph" + (free ? oneOf({"", " ", "  "}) : std::string()) + "(";
  Names names;
  for (size_t count = below(4); count > 0; --count)
    out += definition(names) + (count > 1 ? comma() : space());
  out += ")" + space() + ":" + lineEnd();
  addNodes(names, 2, 0);
  out += "  return " + operands(names) + (oneIn(3) ? "" : "\n");
  return out;
}

} // namespace hier

//===- Vocabulary.cpp - The words of generated programs -------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The lists of words, and what is made up from the bytes.
//
//===----------------------------------------------------------------------===//

#include "Vocabulary.h"

#include "llvm/ADT/StringExtras.h"

#include <c10/util/StringUtil.h>

#include <sstream>

using namespace llvm;

namespace hier::fuzz {

size_t Vocabulary::pick(size_t count) {
  return source.ConsumeIntegralInRange<size_t>(0, count - 1);
}

std::string Vocabulary::word(ArrayRef<StringLiteral> words) {
  return words[pick(words.size())].str();
}

/// A few bytes, none of them a newline or one of `forbidden`.
std::string Vocabulary::bytes(StringRef forbidden) {
  std::string made = source.ConsumeRandomLengthString(12);
  llvm::erase_if(made, [&](char byte) {
    return byte == '\n' || byte == '\0' || forbidden.contains(byte);
  });
  return made;
}

//===----------------------------------------------------------------------===//
// Names
//===----------------------------------------------------------------------===//

/// Can the text of a node be told from such a name? A name may hold nearly all
/// of the syntax, but not what ends a definition or an operand.
static bool isReadableName(StringRef name) {
  bool isNumber = all_of(name, [](char byte) { return isDigit(byte); });
  return !name.empty() && !isNumber && !name.contains(" : ") &&
         !name.ends_with(" :") && !name.contains(" = ") &&
         !name.contains('%') && !name.contains(')');
}

std::string Vocabulary::valueName() {
  static constexpr StringLiteral plain[] = {"x",     "input", "self.1",
                                            "x.1",   "x.01",  "hidden_states",
                                            "out.2", "_",     "y"};
  static constexpr StringLiteral odd[] = {"a b/c",
                                          "p](r",
                                          "k=1, j",
                                          "k=2",
                                          "q)",
                                          "\xc3\x9f\xe2\x86\x92",
                                          "\"quoted\\",
                                          "# hash",
                                          "-1",
                                          "1e5",
                                          "%twice",
                                          "tab\tbell\a",
                                          "x , scope: y # z:1:2",
                                          "/f/f.0/Conv_output_0",
                                          "onnx::Conv_18",
                                          "x.",
                                          ".5",
                                          "5.5",
                                          "x.99999999999999999999",
                                          "x.18446744073709551615",
                                          "latin\xdf"};
  switch (pick(8)) {
  case 0:
    return word(plain);
  case 1:
    return word(odd);
  case 2: {
    std::string made = bytes("");
    return isReadableName(made) ? made : "made";
  }
  case 3:
    return std::to_string(source.ConsumeIntegralInRange<uint64_t>(
        0, UINT64_C(999999999999999999)));
  default:
    return std::to_string(pick(100));
  }
}

std::string Vocabulary::memberName() {
  static constexpr StringLiteral names[] = {
      "layer", "0",     "1",   "12",    "encoder", "weight",   "h",
      "k.v",   "a b/c", "p]r", "01",    "блок",    "training", "forward",
      "__x",   "a/b",   "{",   "__mod", "fc",      "x[0]",     "__module"};
  if (!oneIn(8))
    return word(names);
  std::string made = bytes("=");
  return made.empty() ? "made" : made;
}

std::string Vocabulary::methodName() {
  static constexpr StringLiteral names[] = {
      "forward", "forward1", "forward2",    "forward__0",   "helper",
      "encode",  "odd name", "__getitem__", "forward__0__1"};
  return word(names);
}

std::string Vocabulary::className() {
  static constexpr StringLiteral names[] = {
      "__torch__.pkg.Net",
      "__torch__.pkg.___torch_mangle_3.Net",
      "__torch__.torch.nn.modules.linear.Linear",
      "__torch__.torch.nn.modules.normalization.LayerNorm",
      "__torch__.torch.nn.modules.container.ModuleList",
      "__torch__.transformers.models.bert.modeling_bert.BertLayer",
      "__torch__.Top",
      "__torch__.Odd..Name",
      "Plain",
      "__torch__.make.<locals>.Net"};
  return word(names);
}

//===----------------------------------------------------------------------===//
// Types and kinds
//===----------------------------------------------------------------------===//

std::string Vocabulary::type() {
  static constexpr StringLiteral types[] = {
      "Tensor",
      "int",
      "bool",
      "float",
      "str",
      "int[]",
      "Tensor[]",
      "NoneType",
      "Any",
      "Function",
      "Device",
      "complex",
      "number",
      "Tensor?",
      "Dict(str, Tensor)",
      "Future[Tensor]",
      "(Tensor, int)",
      "()",
      "Union[Tensor, int, NoneType]",
      "NamedTuple(a : Tensor, b : int)",
      "InterfaceType<pkg.Op>",
      "Enum<__torch__.Color>",
      "__torch__.Plain",
      "Float(2, 8, strides=[8, 1], requires_grad=0, device=cpu)",
      "Long()",
      "Float(*, *)",
      "FloatTensor",
      "Tensor[Undefined]",
      "tensor<4xf32>",
      "mystery?",
      "Unknown[Tensor, {k}]",
      "RRef[Tensor]",
      "Await[int]",
      "Dict(Tensor, Tensor)",
      "__torch__.a..b",
      "Tensor(requires_grad=1)"};
  if (!oneIn(2))
    return "Tensor";
  std::string made = word(types);
  for (size_t count = pick(3); count > 0; --count)
    switch (pick(4)) {
    case 0:
      made += "[]";
      break;
    case 1:
      made += StringRef(made).ends_with("?") ? "" : "?"; // libtorch has one
      break;
    case 2:
      made.insert(0, "(").append(", Tensor)");
      break;
    default:
      made.insert(0, "Future[").append("]");
    }
  return made;
}

std::string Vocabulary::kind() {
  static constexpr StringLiteral kinds[] = {"aten::neg",
                                            "aten::add",
                                            "aten::relu",
                                            "aten::linear",
                                            "prim::Print",
                                            "prim::TupleConstruct",
                                            "prim::TupleUnpack",
                                            "prim::ListUnpack",
                                            "prim::ListConstruct",
                                            "prim::DictConstruct",
                                            "prim::SetAttr",
                                            "prim::GetAttr",
                                            "prim::CallMethod",
                                            "prim::CallFunction",
                                            "prim::CreateObject",
                                            "prim::Constant",
                                            "onnx::Conv",
                                            "custom::op",
                                            "aten::lift_0",
                                            "prim::RaiseException",
                                            "prim::NumToTensor",
                                            "aten::Int",
                                            "prim::unchecked_cast",
                                            "prim::device",
                                            "aten::wait",
                                            "prim::Store",
                                            "custom::op_0_0",
                                            "a::b::c",
                                            "prim::isinstance"};
  return word(kinds);
}

std::string Vocabulary::subgraphKind() {
  static constexpr StringLiteral kinds[] = {"prim::fork", "prim::FusionGroup",
                                            "prim::TensorExprGroup",
                                            "prim::DifferentiableGraph"};
  return word(kinds);
}

std::string Vocabulary::pythonName() {
  static constexpr StringLiteral names[] = {"Scale", "ig", "pkg.mod.<lambda>"};
  return word(names);
}

std::string Vocabulary::scalars() {
  static constexpr StringLiteral texts[] = {
      "", "2.0", "1, \"a)b\", (True, None), [1, 2]", "{'k': 1}"};
  return word(texts);
}

//===----------------------------------------------------------------------===//
// Attributes
//===----------------------------------------------------------------------===//

std::string inQuotes(const std::string &value) {
  std::ostringstream text;
  c10::printQuotedString(text, value);
  return text.str();
}

std::string Vocabulary::attributeValue() {
  static constexpr StringLiteral values[] = {
      "1",
      "-1",
      "0.5",
      "1.",
      "-0.",
      "1e+30",
      "inf",
      "-nan",
      "True",
      "9223372036854775808",
      "1.+2.j",
      "\"a\\\"], b=1](%x) # f.py:1:1\"",
      "[1, -2, 3]",
      "[]",
      "[0.5, 1.]",
      "[\"a\", \"b, c\"]",
      "{0.5}",
      "{0}",
      "<Tensor>",
      "[<Tensors>]",
      "{\"a\": 1, \"b\": 2}",
      "(1, \"x, y\")",
      "annotate(List[int], [])",
      "<Graph>",
      "unquoted text",
      "__torch__.Color.GREEN",
      "\"\\000\\033\\177\"",
      "[{1}, {2}]",
      "Tensor",
      "0.01 * -3.05  8.58 [ CPUFloatType{2} ]",
      "[[1, 2], [3]]"};
  return oneIn(4) ? inQuotes(source.ConsumeRandomLengthString(12))
                  : word(values);
}

std::string Vocabulary::constant() {
  std::string name = oneIn(6) ? "name=" : "value=";
  return " = prim::Constant" +
         (oneIn(5) ? "" : "[" + name + attributeValue() + "]");
}

std::string Vocabulary::attributes() {
  static constexpr StringLiteral names[] = {
      "value", "name",   "alpha",         "a.b",           "Subgraph",
      "dtype", "device", "hierarchy_tag", "hierarchy_path"};
  if (!oneIn(3))
    return "";
  size_t first = pick(std::size(names));
  std::string text = "[" + names[first].str() + "=" + attributeValue();
  if (oneIn(2))
    text += ", " + names[(first + 1) % std::size(names)].str() + "=" +
            attributeValue();
  return text + "]";
}

//===----------------------------------------------------------------------===//
// Scopes, locations and what modules hold
//===----------------------------------------------------------------------===//

std::string Vocabulary::scope() {
  static constexpr StringLiteral scopes[] = {
      "__module",
      "__module.encoder",
      "__module.encoder/__module.encoder.layer.0",
      "__module.layer/__module.layer.0/__module.layer.0.fc",
      "__module.a b/c/__module.a b/c.fc",
      "pkg.Model::/pkg.Encoder::encoder/torch.nn.Linear::encoder.fc",
      "pkg.Net::",
      "/a//b/",
      "Net/Linear[fc]",
      "__module.a # 1:2:3"};
  if (oneIn(8))
    return "s" + bytes("#");
  if (!oneIn(3))
    return word(scopes);
  std::string path = memberName();
  std::string made = "__module." + path;
  for (size_t count = pick(4); count > 0; --count) {
    path += "." + memberName();
    made += "/__module." + path;
  }
  return made;
}

std::string Vocabulary::scopeAndLocation() {
  static constexpr StringLiteral locations[] = {
      "f.py:12:0",      "<string>:3:44",    "/opt/my model/a#b.py:1:2",
      "f.py:12:256",    "f.py:999999999:7", ":1:2",
      "C:\\x:y.py:1:2", "f.py:1:1000"};
  std::string text;
  if (oneIn(3))
    text += ", scope: " + scope();
  if (oneIn(3))
    text += " # " + word(locations);
  return text;
}

std::string Vocabulary::memberValue() {
  static constexpr StringLiteral values[] = {
      "...",
      "False",
      "None",
      "12",
      "0.5",
      "",
      "encoder",
      "{",
      "}",
      "-0.01 *\n -3.0500  8.5800\n[ CPUFloatType{2} ]",
      "a = b = c",
      "first line\n\n  second = line\nmethods {\n}",
      "<__torch__.Other object at 0x7f>",
      "<x object at 0x>",
      "[1, 2]"};
  return word(values);
}

} // namespace hier::fuzz

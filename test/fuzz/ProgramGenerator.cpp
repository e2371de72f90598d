//===- ProgramGenerator.cpp - A valid program from any bytes --------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The lines of module dumps. The classes of a dump come first, so that any of
// their methods can call any other.
//
//===----------------------------------------------------------------------===//

#include "ProgramGenerator.h"

#include "llvm/ADT/StringExtras.h"

using namespace llvm;

namespace hier::fuzz {

static constexpr size_t step = 2;
static constexpr size_t maxModules = 12;
static constexpr size_t maxDepth = 5;

std::string ProgramGenerator::generate() {
  text.clear();
  for (size_t count = 1 + words.pick(3); count > 0; --count) {
    classes.clear();
    if (words.oneIn(3)) {
      MethodSpec bare;
      bare.inputs = words.pick(4);
      bare.outputs = words.pick(3);
      text += graphs.generate(bare, std::nullopt);
    } else {
      makeClasses();
      moduleBudget = maxModules;
      appendModule(0, 0, 0);
    }
    if (words.oneIn(4))
      text += "\n";
    if (words.isAtEnd())
      break;
  }
  return text;
}

//===----------------------------------------------------------------------===//
// Classes
//===----------------------------------------------------------------------===//

void ProgramGenerator::makeClasses() {
  for (size_t count = 1 + words.pick(5); count > 0; --count) {
    ClassSpec made;
    made.name = words.className();
    while (any_of(classes, [&](const ClassSpec &other) {
      return other.name == made.name;
    }))
      made.name += std::to_string(classes.size());
    classes.push_back(std::move(made));
  }
  for (ClassSpec &made : classes) {
    makeMembers(made);
    for (size_t methods = 1 + words.pick(3); methods > 0; --methods) {
      MethodSpec method;
      method.name = words.oneIn(2) ? words.methodName() : "forward";
      method.inputs = words.pick(3);
      method.outputs = words.pick(3);
      if (none_of(made.methods, [&](const MethodSpec &other) {
            return other.name == method.name;
          }))
        made.methods.push_back(std::move(method));
    }
  }
  for (size_t index = 0; index < classes.size(); ++index)
    for (MethodSpec &method : classes[index].methods)
      if (!words.oneIn(4))
        method.text = graphs.generate(method, index);
}

/// Submodules are of any class, their own included.
void ProgramGenerator::makeMembers(ClassSpec &made) {
  for (size_t count = words.pick(5); count > 0; --count) {
    MemberSpec member;
    member.name = words.memberName();
    if (any_of(made.members, [&](const MemberSpec &other) {
          return other.name == member.name;
        }))
      continue;
    if (words.oneIn(3)) {
      member.value = words.memberValue();
    } else {
      member.child = words.pick(classes.size());
      member.value = "<" + classes[*member.child].name + " object at 0x1>";
    }
    if (!member.child && words.oneIn(3))
      made.parameters.push_back(member);
    made.members.push_back(std::move(member));
  }
}

//===----------------------------------------------------------------------===//
// Modules
//===----------------------------------------------------------------------===//

/// A module and what is below it. Where the tree ends for want of room, the
/// attributes for what would follow are left out as well.
void ProgramGenerator::appendModule(size_t indent, size_t index, size_t depth) {
  const ClassSpec &spec = classes[index];
  std::string margin(indent, ' ');
  text += margin + "module " + spec.name + " {\n";
  size_t children = 0;
  if (depth < maxDepth)
    children = std::min<size_t>(
        moduleBudget,
        count_if(spec.members, [](auto &m) { return m.child.has_value(); }));
  moduleBudget -= children;
  appendMembers(indent + step, "parameters", spec.parameters, 0);
  appendMembers(indent + step, "attributes", spec.members, children);
  appendMethods(indent + step, index);
  text += margin + "  submodules {\n";
  for (const MemberSpec &member : spec.members)
    if (member.child && children > 0) {
      --children;
      appendModule(indent + 2 * step, *member.child, depth + 1);
    }
  text += margin + "  }\n" + margin + "}\n";
}

/// Appends `from` with a margin before each line.
static void appendIndented(std::string &out, StringRef from, size_t indent) {
  for (StringRef line : split(from, '\n'))
    (out.append(indent, ' ') += line) += '\n';
}

void ProgramGenerator::appendMembers(size_t indent, StringRef section,
                                     ArrayRef<MemberSpec> members,
                                     size_t childCount) {
  std::string margin(indent, ' ');
  text += margin + section.str() + " {\n";
  for (const MemberSpec &member : members) {
    if (member.child && childCount == 0)
      continue;
    childCount -= member.child.has_value();
    appendIndented(text, member.name + " = " + member.value, indent + step);
  }
  text += margin + "}\n";
}

void ProgramGenerator::appendMethods(size_t indent, size_t index) {
  std::string margin(indent, ' ');
  text += margin + "methods {\n";
  for (const MethodSpec &method : classes[index].methods) {
    text += margin + "  method " + method.name + " {\n";
    std::string graph =
        method.text.empty() ? graphs.generate(method, index) : method.text;
    appendIndented(text, StringRef(graph).drop_back(), indent + 2 * step);
    ((text += margin) += "\n") += margin;
    text += "  }\n";
  }
  text += margin + "}\n";
}

} // namespace hier::fuzz

//===- PassesFuzzer.cpp - Any passes on any valid program -----------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A generated program is read and printed byte for byte. Any passes, in any
// order and with any options, leave a program that is valid and whose text is
// read and printed as it is; the same passes leave the same program again.
//
//===----------------------------------------------------------------------===//

#include "FuzzCheck.h"
#include "ProgramGenerator.h"
#include "hier/IR/Verifier.h"
#include "hier/Passes/Pipeline.h"
#include "llvm/Support/raw_ostream.h"

#include <cstdlib>

using namespace hier;
using namespace llvm;

static std::string makePass(fuzz::Vocabulary &words) {
  ArrayRef<const PassInfo *> all = PassRegistry::builtin().passes();
  const PassInfo &pass = *all[words.pick(all.size())];
  std::string options;
  for (StringRef key : pass.optionKeys())
    // Calls may double a graph at every level.
    if (key == "max-nodes")
      options += " max-nodes=" + std::to_string(2000 - words.pick(2000));
    else if (key == "policy" && words.oneIn(2))
      options += words.oneIn(2) ? " policy=hf" : " policy=all";
    else if (key == "attributes" && words.oneIn(2))
      options += words.oneIn(2) ? " attributes=tag,path,call,origins,evidence"
                                : " attributes=path,call";
    else if (key == "all" && words.oneIn(2))
      options += " all=true";
    else if (key == "limit" && words.oneIn(2))
      options += " limit=" + std::to_string(words.pick(20));
  return pass.flag.str() + "{" + options + "}";
}

static void verify(const Program &program, StringRef origin) {
  if (Error error = verifyProgram(program))
    fuzz::fail("the program is not valid: " + toString(std::move(error)) +
                   "\n---- printed\n" + fuzz::print(program),
               origin);
}

/// The text after `passes`; nothing after an error. `origin` is the text before
/// and the passes, for the message of what does not hold.
static std::optional<std::string> run(StringRef text, StringRef method,
                                      ArrayRef<std::string> passes,
                                      StringRef origin) {
  Program program = fuzz::mustRead(text, origin);
  verify(program, origin);
  std::string printed = fuzz::print(program);
  if (printed != text)
    fuzz::fail("a generated program is not printed as it is:\n" + printed,
               origin);
  for (Item &item : program.items)
    item.entry = method.str();
  for (const std::string &pass : passes) {
    Pipeline pipeline;
    std::string before = fuzz::print(program);
    if (Error error = pipeline.append(pass, "passes"))
      fuzz::fail("a generated pipeline is refused: " +
                     toString(std::move(error)),
                 origin);
    if (Error error = pipeline.run(program)) {
      std::string message = toString(std::move(error));
      if (StringRef(message).contains("INTERNAL ASSERT"))
        fuzz::fail(message, origin);
      return std::nullopt;
    }
    verify(program, origin);
    if (pipeline.hasReports() && fuzz::print(program) != before)
      fuzz::fail("a report changes the program: " + pass, origin);
    fuzz::checkReports(program, origin);
  }
  printed = fuzz::print(program);
  fuzz::checkFixedPoint(printed, origin);
  return printed;
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  FuzzedDataProvider source(data, size);
  fuzz::Vocabulary words(source);
  std::vector<std::string> passes;
  for (size_t count = 1 + words.pick(4); count > 0; --count)
    passes.push_back(makePass(words));
  bool again = words.oneIn(4);
  std::string method = words.oneIn(8) ? words.methodName() : "forward";
  std::string text = fuzz::ProgramGenerator(source).generate();
  std::string origin = text + "---- after --method='" + method + "'";
  for (const std::string &pass : passes)
    origin += " " + pass;
  if (std::getenv("HIER_FUZZ_PRINT")) // for what no property here has found
    errs() << origin << '\n';
  std::optional<std::string> first = run(text, method, passes, origin);
  if (again && first != run(text, method, passes, origin))
    fuzz::fail("the same passes print another program", origin);
  return 0;
}

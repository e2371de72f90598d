//===- MutationCheck.cpp - Damaged dumps ----------------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// hier-mutation-check [-changes=N] FILE...: cuts each dump off after each of
// its lines and in the middle of each, and changes a few of its bytes N times.
// Each text that comes of it is refused with an error whose place lies in it,
// or it is read, and then what is printed of it is printed as it is when it is
// read again, before and after --tag-hierarchy; and it does not differ from
// itself, and from the dump only if the dump differs from it.
//
//===----------------------------------------------------------------------===//

#include "../fuzz/FuzzCheck.h"
#include "hier/Diff/ModelDiff.h"
#include "hier/IR/Verifier.h"
#include "hier/Passes/Pipeline.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/raw_ostream.h"

#include <random>

using namespace hier;
using namespace llvm;

static cl::list<std::string> files(cl::Positional, cl::OneOrMore,
                                   cl::desc("FILE..."));
static cl::opt<unsigned> changes("changes", cl::init(1000),
                                 cl::desc("damaged texts of each dump"));

namespace {

struct Tally {
  size_t read = 0;
  size_t refused = 0;
};

struct Dump {
  StringRef text;
  std::vector<ModelView> views;
};

} // namespace

static std::vector<ModelView> viewsOf(Program &program, StringRef text) {
  std::vector<ModelView> views;
  for (Item &item : program.items)
    if (Expected<ModelView> view = viewOf(item, "text"))
      views.push_back(std::move(*view));
    else
      fuzz::checkError(view.takeError(), text);
  return views;
}

static void checkDiffs(Program &program, const Dump &dump, StringRef text) {
  std::vector<ModelView> views = viewsOf(program, text);
  for (const ModelView &view : views)
    if (!diffOf(view, view).empty())
      fuzz::fail("it differs from itself", text);
  for (const auto &[view, whole] : zip(views, dump.views))
    if (diffOf(view, whole).empty() != diffOf(whole, view).empty())
      fuzz::fail("only one of two differs from the other", text);
}

/// What is valid may be reported on and tagged, or refused; either leaves
/// nothing broken.
static void checkPasses(Program program, StringRef text) {
  Pipeline pipeline;
  cantFail(pipeline.append(
      "print-static-hierarchy,print-execution-trace,compare-hierarchies,"
      "print-tag-quality,print-traced-hierarchy,tag-hierarchy",
      "passes"));
  if (Error error = pipeline.run(program)) {
    std::string message = toString(std::move(error));
    if (StringRef(message).contains("broken IR"))
      fuzz::fail(message, text);
    return;
  }
  fuzz::checkReports(program, text);
  fuzz::checkFixedPoint(fuzz::print(program), text);
}

static void check(StringRef text, const Dump &dump, Tally &tally) {
  std::optional<Program> program = fuzz::read(text);
  ++(program ? tally.read : tally.refused);
  if (!program)
    return;
  fuzz::checkFixedPoint(fuzz::print(*program), text);
  if (Error error = verifyProgram(*program)) {
    fuzz::checkError(std::move(error), text);
    return;
  }
  checkDiffs(*program, dump, text);
  checkPasses(std::move(*program), text);
}

static void checkCuts(const Dump &dump, Tally &tally) {
  StringRef text = dump.text;
  size_t start = 0;
  for (size_t end = text.find('\n'); end != StringRef::npos;
       end = text.find('\n', start)) {
    check(text.take_front((start + end) / 2), dump, tally);
    check(text.take_front(end + 1), dump, tally);
    start = end + 1;
  }
}

/// One byte is put in, taken out or replaced, by one of the text or any other.
static void changeByte(std::string &text, std::mt19937 &random) {
  if (text.empty())
    return;
  size_t at = random() % text.size();
  char byte = random() % 2 == 0 ? static_cast<char>(random())
                                : text[random() % text.size()];
  switch (random() % 3) {
  case 0:
    text.insert(at, 1, byte);
    break;
  case 1:
    text.erase(at, 1);
    break;
  default:
    text[at] = byte;
  }
}

static void checkChanges(const Dump &dump, Tally &tally) {
  std::mt19937 random(1); // NOLINT(cert-msc*): the same texts each time
  for (unsigned change = 0; change < changes; ++change) {
    std::string damaged = dump.text.str();
    for (size_t count = 1 + random() % 4; count > 0; --count)
      changeByte(damaged, random);
    check(damaged, dump, tally);
  }
}

int main(int argc, char **argv) {
  cl::ParseCommandLineOptions(argc, argv, "Reads damaged dumps\n");
  ExitOnError exitOnError("hier-mutation-check: ");
  Tally sum;
  for (const std::string &file : files) {
    auto buffer = exitOnError(errorOrToExpected(MemoryBuffer::getFile(file)));
    Dump dump = {buffer->getBuffer(), {}};
    if (std::optional<Program> program = fuzz::read(dump.text))
      dump.views = viewsOf(*program, dump.text);
    Tally cuts, changed;
    checkCuts(dump, cuts);
    checkChanges(dump, changed);
    outs() << file << ": of " << cuts.read + cuts.refused << " cut off, "
           << cuts.read << " read; of " << changed.read + changed.refused
           << " changed, " << changed.read << " read\n";
    sum.read += cuts.read + changed.read;
    sum.refused += cuts.refused + changed.refused;
  }
  outs() << sum.read + sum.refused << " damaged texts: " << sum.read
         << " read, " << sum.refused << " refused\n";
  return 0;
}

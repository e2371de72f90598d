//===- HierarchyTable.cpp - A tree of modules for people ------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// All cells are spelt, then the columns are as wide as the widest, unless the
// terminal is narrower: then paths lose their beginnings, or else give way to
// names before the classes, which lose their ends.
//
//===----------------------------------------------------------------------===//

#include "HierarchyTable.h"

#include "hier/Support/Report.h"
#include "hier/Support/Text.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/ConvertUTF.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/Process.h"
#include "llvm/Support/Unicode.h"

#include <array>
#include <sys/ioctl.h>
#include <unistd.h>

using namespace llvm;

namespace hier {

//===----------------------------------------------------------------------===//
// Cells
//===----------------------------------------------------------------------===//

std::string shownText(StringRef text) { return printable(jsonText(text)); }

/// `1.23 G`: three digits and a unit; exact below a thousand.
static std::string spell(uint64_t number) {
  static constexpr StringLiteral units = "kMGTPE";
  if (number < 1000)
    return std::to_string(number);
  double scaled = static_cast<double>(number) / 1000;
  size_t unit = 0;
  for (; scaled >= 999.5; scaled /= 1000)
    ++unit;
  int decimals = scaled < 9.995 ? 2 : scaled < 99.95 ? 1 : 0;
  std::string text;
  raw_string_ostream(text) << format("%.*f ", decimals, scaled) << units[unit];
  return text;
}

/// Of what is not known in whole, the part that is, as a bound.
static std::string spell(const Amount &amount, StringRef unit = "") {
  if (!amount.isKnown() && amount.known == 0)
    return "?";
  std::string text = amount.isKnown() ? "" : "≥ ";
  text += spell(amount.known);
  if (!unit.empty() && amount.known < 1000)
    text += ' ';
  return text + unit.str();
}

static size_t widthOf(StringRef text) {
  int width = sys::unicode::columnWidthUTF8(text);
  return width < 0 ? text.size() : width;
}

namespace {

/// A line: the two that are left-aligned, and numbers.
struct Line {
  std::string branches; ///< What leads to the class in the tree.
  std::string name;     ///< The last part of the path.
  std::string className;
  std::string path;
  std::array<std::string, 5> numbers;
};

class TablePrinter {
public:
  explicit TablePrinter(raw_ostream &os);

  void add(Line line);
  void print();

private:
  size_t width() const;
  void fit();
  void putNamesForPaths();
  void print(const Line &line, bool isHead);
  void printPart(StringRef text, raw_ostream::Colors color, bool isBold);

  raw_ostream &os;
  bool isColored;
  std::vector<Line> lines;
  size_t treeWidth = 0;
  size_t pathWidth = 0;
  std::array<size_t, 5> numberWidths = {};
};

} // namespace

//===----------------------------------------------------------------------===//
// Lines
//===----------------------------------------------------------------------===//

/// `│  ├─ ` for each row.
static std::vector<std::string> branchesOf(ArrayRef<HierarchyRow> rows) {
  std::vector<std::string> all;
  std::vector<std::string> stems = {""}; // by depth
  for (const HierarchyRow &row : rows) {
    if (row.depth == 0) {
      all.emplace_back();
      continue;
    }
    stems.resize(row.depth);
    all.push_back(stems.back() + (row.isLast ? "└─ " : "├─ "));
    stems.push_back(stems.back() + (row.isLast ? "   " : "│  "));
  }
  return all;
}

static Line lineOf(const ModelView &view, const HierarchyRow &row,
                   std::string branches) {
  const ModelView::Module &first = view.modules[row.modules.front()];
  Line line;
  line.branches = std::move(branches);
  line.className = first.className.empty() ? "?" : shownText(first.className);
  if (row.siblings > 1)
    line.className += " × " + std::to_string(row.siblings);
  line.name = shownText(row.name);
  line.path = shownText(row.path);
  line.numbers = {std::to_string(row.calls), std::to_string(row.total.nodes),
                  spell(row.total.parameters), spell(row.total.flops),
                  spell(row.total.activationBytes, "B")};
  return line;
}

//===----------------------------------------------------------------------===//
// Columns
//===----------------------------------------------------------------------===//

TablePrinter::TablePrinter(raw_ostream &os)
    : os(os), isColored(os.has_colors() &&
                        sys::Process::GetEnv("NO_COLOR").value_or("").empty()) {
  add({"",
       "",
       "Class",
       "Path",
       {"Calls", "Nodes", "Parameters", "FLOPs", "Activations"}});
}

/// One name of a text may be longer than all else: no column is as wide.
static constexpr size_t mostColumns = 160;

void TablePrinter::add(Line line) {
  auto widen = [](size_t &column, size_t width) {
    column = std::max(column, std::min(width, mostColumns));
  };
  widen(treeWidth, widthOf(line.branches) + widthOf(line.className));
  widen(pathWidth, widthOf(line.path));
  for (size_t at = 0; at < line.numbers.size(); ++at)
    numberWidths[at] = std::max(numberWidths[at], widthOf(line.numbers[at]));
  lines.push_back(std::move(line));
}

static constexpr size_t gap = 2; // between columns

/// Those of the terminal; zero where there is none, or it does not tell.
static size_t columnsOf(const raw_ostream &os) {
  if (!os.is_displayed())
    return 0;
  if (unsigned wanted = sys::Process::StandardOutColumns()) // by COLUMNS
    return wanted;
  winsize size = {};
  return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

size_t TablePrinter::width() const {
  size_t width = treeWidth + (pathWidth > 0 ? gap + pathWidth : 0);
  for (size_t number : numberWidths)
    width += gap + number;
  return width;
}

/// In the tree a name tells as much as a path.
void TablePrinter::putNamesForPaths() {
  pathWidth = 0;
  for (Line &line : lines) {
    if (!line.name.empty())
      line.className = line.name + ": " + line.className;
    size_t width = widthOf(line.branches) + widthOf(line.className);
    treeWidth = std::max(treeWidth, std::min(width, mostColumns));
  }
}

static constexpr size_t leastPath = 24;
static constexpr size_t leastTree = 24;

void TablePrinter::fit() {
  size_t columns = columnsOf(os);
  if (columns == 0 || width() <= columns)
    return;
  if (width() - columns + leastPath <= pathWidth) {
    pathWidth -= width() - columns;
    return;
  }
  putNamesForPaths();
  if (width() > columns)
    treeWidth = std::max(std::min(treeWidth, leastTree),
                         treeWidth - std::min(treeWidth, width() - columns));
}

/// The bytes of the first character.
static StringRef firstOf(StringRef text) {
  return text.take_front(getNumBytesForUTF8(text.front()));
}

/// The bytes of the last character.
static StringRef lastOf(StringRef text) {
  size_t size = 1;
  while (size < text.size() && continuesCharacter(text[text.size() - size]))
    ++size;
  return text.take_back(size);
}

/// `…layer.0.output`: whole names from the end on, if at least one fits.
static std::string shortPath(StringRef path, size_t width) {
  if (widthOf(path) <= width)
    return path.str();
  StringRef characters, names; // as many as fit
  StringRef rest = path;
  for (size_t left = width; !rest.empty();) {
    StringRef character = lastOf(rest);
    if (widthOf(character) >= left) // One is for the ellipsis.
      break;
    left -= widthOf(character);
    rest = rest.drop_back(character.size());
    characters = path.drop_front(rest.size());
    if (rest.ends_with("."))
      names = characters;
  }
  return "…" + (names.empty() ? characters : names).str();
}

/// `TransformerEnco…`
static std::string shortName(StringRef name, size_t width) {
  if (widthOf(name) <= width)
    return name.str();
  std::string kept;
  for (size_t left = width; !name.empty();) {
    StringRef character = firstOf(name);
    if (widthOf(character) >= left) // One is for what follows.
      break;
    left -= widthOf(character);
    kept += character;
    name = name.drop_front(character.size());
  }
  return kept + "…";
}

void TablePrinter::printPart(StringRef text, raw_ostream::Colors color,
                             bool isBold) {
  if (!isColored || text.empty()) {
    os << text;
    return;
  }
  os.changeColor(color, isBold) << text;
  os.resetColor();
}

/// The space that `text` leaves of a column.
static raw_ostream &indent(raw_ostream &os, size_t width, StringRef text) {
  size_t shown = widthOf(text);
  return os.indent(static_cast<unsigned>(width - std::min(width, shown)));
}

void TablePrinter::print(const Line &line, bool isHead) {
  size_t left = treeWidth - std::min(treeWidth, widthOf(line.branches));
  std::string className = shortName(line.className, left);
  printPart(line.branches, raw_ostream::BRIGHT_BLACK, /*isBold=*/false);
  printPart(className, raw_ostream::CYAN, /*isBold=*/true);
  indent(os, left, className);
  if (pathWidth > 0) {
    std::string path = shortPath(line.path, pathWidth);
    os.indent(gap);
    printPart(path, raw_ostream::GREEN, isHead);
    indent(os, pathWidth, path);
  }
  for (size_t at = 0; at < line.numbers.size(); ++at) {
    const std::string &number = line.numbers[at];
    indent(os.indent(gap), numberWidths[at], number);
    bool isKnown = !StringRef(number).starts_with("?") &&
                   !StringRef(number).starts_with("≥");
    if (isKnown && !isHead)
      os << number;
    else
      printPart(number, isHead ? raw_ostream::WHITE : raw_ostream::YELLOW,
                isHead);
  }
  os << '\n';
}

void TablePrinter::print() {
  fit();
  if (isColored)
    os.enable_colors(true);
  for (const Line &line : lines) {
    bool isHead = &line == &lines.front();
    print(line, isHead);
    if (isHead)
      os << std::string(width(), '=') << '\n';
  }
}

//===----------------------------------------------------------------------===//
// The whole
//===----------------------------------------------------------------------===//

/// `what` is what the parts of the sum are, one by one.
static void printTotal(raw_ostream &os, StringRef name, const std::string &text,
                       const Amount &amount, StringRef what) {
  os << padded(name, 13) << text;
  if (!amount.isKnown())
    os << ", not known of " << amount.unknown << ' ' << what
       << (amount.unknown == 1 ? "" : "s");
  os << '\n';
}

void printHierarchyTable(raw_ostream &os, const ModelView &view,
                         ArrayRef<HierarchyRow> rows) {
  TablePrinter table(os);
  std::vector<std::string> branches = branchesOf(rows);
  for (size_t at = 0; at < rows.size(); ++at)
    table.add(lineOf(view, rows[at], std::move(branches[at])));
  table.print();
  const ModuleCost &all = view.modules.front().total;
  size_t called = count_if(view.modules, [](const ModelView::Module &module) {
    return module.isTraced;
  });
  os << "\nModules:     " << view.modules.size() << ", of which " << called
     << " run\nNodes:       " << all.nodes << '\n';
  printTotal(os, "Parameters:",
             spell(all.parameters) + " (" + spell(all.parameterBytes, "B") +
                 ")",
             all.parameters, "parameter");
  printTotal(os, "FLOPs:", spell(all.flops), all.flops, "node");
  printTotal(os, "Activations:", spell(all.activationBytes, "B"),
             all.activationBytes, "node");
}

} // namespace hier

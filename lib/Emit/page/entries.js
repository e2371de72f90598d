/**
 * The module tree that is shown: that of one dump, or of two, whose modules are matched by their paths. Siblings that are
 * alike can be folded into one.
 */
import { measures, parameterBytes, sameAmount, sum, time } from "./measures.js";

// No two profiles have the same times.
const compared = [...measures.filter((measure) => measure !== time), parameterBytes];

/** Fewer siblings than this are not worth a fold. */
const leastRepeats = 3;

/**
 * A module, or a fold of siblings that are alike, which are then its children.
 * @typedef {object} Entry
 * @property {string} key        what it is known by when it is open or closed
 * @property {string} path       of the module, or of the first that is folded
 * @property {number} left       place in the left model; -1 where it has none
 * @property {number} right      the same of the right model
 * @property {?Entry} parent
 * @property {Entry[]} children
 * @property {boolean} isFold
 * @property {number} kind       entries with equal subtrees have equal numbers
 */

export class EntryTree {
  /**
   * @param {import("./model.js").Model} left
   * @param {?import("./model.js").Model} right
   */
  constructor(left, right) {
    this.models = { left, right };
    this.entries = [];
    this.byPath = new Map();
    this.root = this.make("", 0, right ? 0 : -1, null);
    for (let next = 0; next < this.entries.length; ++next)
      this.addChildren(this.entries[next]);
    this.numberKinds();
  }

  make(path, left, right, parent) {
    const entry = { key: path, path, left, right, parent, children: [], isFold: false, kind: 0 };
    this.entries.push(entry);
    this.byPath.set(path, entry);
    return entry;
  }

  /** What only the right has follows what it follows there. */
  addChildren(entry) {
    const { left, right } = this.models;
    const lefts = entry.left < 0 ? [] : left.children[entry.left];
    const rights = entry.right < 0 ? [] : right.children[entry.right];
    const isRight = new Set(rights.map((module) => right.pathOf(module)));
    const add = (path) => this.byPath.has(path) ||
      entry.children.push(this.make(path, left.find(path), right ? right.find(path) : -1, entry));
    let next = 0;
    for (const module of lefts) {
      const path = left.pathOf(module);
      if (isRight.has(path))
        for (; next < rights.length && right.pathOf(rights[next]) !== path; ++next)
          if (left.find(right.pathOf(rights[next])) < 0)
            add(right.pathOf(rights[next]));
      add(path);
    }
    rights.forEach((rest) => add(right.pathOf(rest)));
  }

  /** From the leaves up, so that entries are alike when they and their children are. */
  numberKinds() {
    const kinds = new Map();
    for (const entry of [...this.entries].reverse()) {
      const below = entry.children.map((child) => `${this.nameOf(child)}:${child.kind}`);
      const text = JSON.stringify([this.classOf(entry), this.marksOf(entry), ...below]);
      entry.kind = kinds.get(text) ?? kinds.size;
      kinds.set(text, entry.kind);
    }
  }

  /** The model that has the entry, and its place there; the left one if both do. */
  home(entry) {
    return entry.left >= 0 ? [this.models.left, entry.left] : [this.models.right, entry.right];
  }
  nameOf(entry) {
    const [model, module] = this.home(entry);
    return model.nameOf(module);
  }
  classOf(entry) {
    const [model, module] = this.home(entry);
    return model.classOf(module);
  }

  /** What is remarkable about a module: `static only`, `only left`, `class differs`. @returns {string[]} */
  marksOf(entry) {
    const { left, right } = this.models;
    const [model, module] = this.home(entry);
    if (!right)
      return [model.markOf(module)].filter(Boolean);
    if (entry.left < 0 || entry.right < 0)
      return [entry.left < 0 ? "only right" : "only left", model.markOf(module)].filter(Boolean);
    const marks = [left.markOf(entry.left)];
    if (left.classOf(entry.left) !== right.classOf(entry.right))
      marks.push("class differs");
    if (left.markOf(entry.left) !== right.markOf(entry.right))
      marks.push(`right: ${right.markOf(entry.right) || "both"}`);
    if (this.differences(entry).length > 0)
      marks.push("differs");
    return marks.filter(Boolean);
  }

  /** In which numbers the two sides of a module differ. @returns {string[]} */
  differences(entry) {
    const { left, right } = this.models;
    if (!right || entry.left < 0 || entry.right < 0)
      return [];
    const found = compared.filter((measure) =>
      !sameAmount(left.amount(entry.left, measure), right.amount(entry.right, measure)));
    const labels = found.map((measure) => measure.label);
    return left.callsOf(entry.left) === right.callsOf(entry.right) ? labels : ["Calls", ...labels];
  }

  /** What an entry has on one side, or null where it is not there; of a fold, of all that is folded. */
  amount(entry, side, measure) {
    if (entry.isFold)
      return this.sumOf(entry, (child) => this.amount(child, side, measure));
    return entry[side] < 0 ? null : this.models[side].amount(entry[side], measure);
  }
  callsOf(entry, side) {
    if (entry.isFold)
      return this.sumOf(entry, (child) => ({ known: this.callsOf(child, side) ?? 0, unknown: 0 })).known;
    return entry[side] < 0 ? null : this.models[side].callsOf(entry[side]);
  }
  sumOf(entry, part) {
    const parts = entry.children.map(part).filter(Boolean);
    return parts.length > 0 ? sum(parts) : null;
  }

  /** The children of an entry with those that are alike in folds. @returns {Entry[]} */
  foldedChildren(entry) {
    if (entry.isFold)
      return entry.children;
    entry.folded ??= this.fold(entry);
    return entry.folded;
  }

  fold(entry) {
    const folded = [];
    for (let begin = 0, end; begin < entry.children.length; begin = end) {
      const first = entry.children[begin];
      for (end = begin + 1; end < entry.children.length && this.repeats(first, entry.children[end]); ++end);
      const run = entry.children.slice(begin, end);
      if (run.length < leastRepeats)
        folded.push(...run);
      else
        folded.push({ ...first, key: `${first.path}\n×`, parent: entry, children: run, isFold: true });
    }
    return folded;
  }

  /** Numbered siblings that are alike, as those of a list are. */
  repeats(first, other) {
    return first.kind === other.kind && /^\d+$/.test(this.nameOf(first)) && /^\d+$/.test(this.nameOf(other));
  }
}

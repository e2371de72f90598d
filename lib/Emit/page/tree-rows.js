/**
 * Which entries of the module tree are in sight: those whose parents are open, or what a search has found.
 */

/** At the start, levels are opened until there would be more rows than this. */
const firstRows = 60;

/**
 * @typedef {object} Row
 * @property {import("./entries.js").Entry} entry
 * @property {number} level       from 1
 * @property {boolean} hasChildren
 * @property {boolean} isOpen
 * @property {boolean} isFound    by the search
 */

export class TreeRows {
  /** @param {import("./entries.js").EntryTree} tree */
  constructor(tree) {
    this.tree = tree;
    this.folds = true;
    this.query = "";
    this.open = new Set();
    this.openFirst();
  }

  /** Level by level, folds left closed. */
  openFirst() {
    let count = 1;
    for (let level = [this.tree.root]; level.length > 0;) {
      const opened = level.filter((entry) => !entry.isFold);
      const next = opened.flatMap((entry) => this.tree.foldedChildren(entry));
      count += next.length;
      if (count > firstRows && level[0] !== this.tree.root)
        return;
      opened.forEach((entry) => this.open.add(entry.key));
      level = next;
    }
  }

  childrenOf(entry) {
    return this.folds && !this.query ? this.tree.foldedChildren(entry) : entry.children;
  }

  setOpen(entry, isOpen) {
    if (isOpen)
      this.open.add(entry.key);
    else
      this.open.delete(entry.key);
  }

  /** Opens what is around the module at `path`, so that its row is there. */
  reveal(path) {
    let entry = this.tree.byPath.get(path);
    for (; entry?.parent; entry = entry.parent) {
      const fold = this.tree.foldedChildren(entry.parent).find((child) => child.isFold && child.children.includes(entry));
      if (fold)
        this.open.add(fold.key);
      this.open.add(entry.parent.key);
    }
  }

  /** The entries that the search finds: its words are all in the path, the class or the marks. */
  found() {
    const words = this.query.toLowerCase().split(/\s+/).filter(Boolean);
    return new Set(this.tree.entries.filter((entry) => {
      const text = [entry.path, this.tree.nameOf(entry), this.tree.classOf(entry), ...this.tree.marksOf(entry)]
        .join("\n").toLowerCase();
      return words.every((word) => text.includes(word));
    }));
  }

  /** @returns {{rows: Row[], count: number}} the rows, and how many modules the search finds */
  list() {
    const found = this.query ? this.found() : new Set();
    const kept = new Set();
    for (const entry of found)
      for (let around = entry; around && !kept.has(around); around = around.parent)
        kept.add(around);
    const rows = [];
    const stack = [[this.tree.root, 1]];
    while (stack.length > 0) {
      const [entry, level] = stack.pop();
      const children = this.childrenOf(entry).filter((child) => !this.query || kept.has(child));
      const isOpen = this.query !== "" || this.open.has(entry.key);
      rows.push({ entry, level, hasChildren: children.length > 0, isOpen, isFound: found.has(entry) });
      if (isOpen)
        for (let child = children.length; child-- > 0;)
          stack.push([children[child], level + 1]);
    }
    return { rows, count: found.size };
  }
}

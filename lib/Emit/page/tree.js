/**
 * The module tree as a table: a row for each module, or for siblings that are alike.
 */
import { element } from "./dom.js";
import { colourOf } from "./colours.js";
import { counted, difference, inFull, isUnknown, measures, sameAmount, shown } from "./measures.js";
import { TreeRows } from "./tree-rows.js";
import { VirtualList } from "./virtual-list.js";

export class TreeView {
  /**
   * @param {import("./store.js").Store} store
   * @param {{place: HTMLElement, search: HTMLInputElement, found: HTMLElement, fold: HTMLInputElement}} parts
   */
  constructor(store, parts) {
    this.store = store;
    this.parts = parts;
    this.head = element("div", { class: "head", role: "row" });
    this.list = new VirtualList({
      id: "modules", role: "treegrid", label: "Module tree", rowHeight: 26, head: this.head,
      render: (row) => this.renderRow(row),
      choose: (row, index, event) => this.choose(row, event),
      key: (row, event) => row !== undefined && this.onKey(row, event),
    });
    parts.place.append(this.list.node);
    parts.search.addEventListener("input", () => this.search());
    parts.search.addEventListener("keydown", (event) => this.onSearchKey(event));
    parts.fold.addEventListener("change", () => this.update(() => { this.rows.folds = parts.fold.checked; }));
  }

  /** @param {import("./entries.js").EntryTree} tree */
  show(tree) {
    this.tree = tree;
    this.rows = new TreeRows(tree);
    this.rows.folds = this.parts.fold.checked;
    this.rows.query = this.parts.search.value.trim();
    this.changed(new Set(["path", "measure"]));
  }

  changed(changed) {
    if (changed.has("measure"))
      this.renderHead();
    if (changed.has("path"))
      this.update(() => this.rows.reveal(this.store.state.path));
    else if (changed.has("measure"))
      this.list.draw();
  }

  /** Draws the rows anew after `change`. */
  update(change) {
    change();
    const { rows, count } = this.rows.list();
    const { path } = this.store.state;
    const isSelected = (row) => row.entry.path === path && !row.entry.isFold;
    this.list.show(rows, rows.findIndex(isSelected));
    this.list.reveal(this.list.active);
    this.parts.found.textContent = this.rows.query ? `${counted(count, "module")} found` : "";
  }

  //===--------------------------------------------------------------------===//
  // Searching and moving
  //===--------------------------------------------------------------------===//

  search() {
    this.update(() => { this.rows.query = this.parts.search.value.trim(); });
    if (!this.rows.query)
      this.update(() => this.rows.reveal(this.store.state.path));
  }

  onSearchKey(event) {
    if (event.key === "Escape" && this.parts.search.value) {
      this.parts.search.value = "";
      this.search();
    } else if (event.key === "Enter" || event.key === "ArrowDown") {
      const first = this.list.rows.find((row) => row.isFound);
      if (first)
        this.store.select(first.entry.path);
      this.list.node.focus();
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  choose(row, event) {
    const isTwisty = event.target instanceof Element && event.target.closest(".twisty");
    if (row.hasChildren && (isTwisty || (row.entry.isFold && event.type === "click")))
      this.update(() => this.rows.setOpen(row.entry, !row.isOpen));
    if (!isTwisty && !row.entry.isFold)
      this.store.select(row.entry.path);
  }

  onKey(row, event) {
    const opens = event.key === "ArrowRight" && row.hasChildren;
    const closes = event.key === "ArrowLeft" && row.hasChildren && row.isOpen;
    if (opens && row.isOpen)
      this.moveTo(this.list.active + 1);
    else if (opens || closes || (event.key === "Enter" && row.entry.isFold))
      this.toggle(row);
    else if (event.key === "ArrowLeft" && row.level > 1)
      this.moveTo(this.list.rows.findLastIndex((other, index) => index < this.list.active && other.level < row.level));
    else if (event.key === "Enter")
      this.store.update({ root: row.entry.path });
    else
      return false;
    return true;
  }

  toggle(row) {
    const { active } = this.list;
    this.update(() => this.rows.setOpen(row.entry, !row.isOpen));
    this.list.activate(active);
  }

  moveTo(index) {
    this.list.activate(index);
    this.choose(this.list.rows[index], new Event("key"));
  }

  //===--------------------------------------------------------------------===//
  // Rows
  //===--------------------------------------------------------------------===//

  renderHead() {
    const { measure, right } = this.store.state;
    const titles = right ? [`${measure.label}: left`, "right", "difference"]
      : ["Calls", ...measures.map(({ label }) => label)];
    this.head.replaceChildren(element("span", { class: "name", role: "columnheader", text: "Module" }),
      ...titles.map((text, index) => element("span", { class: this.columnClass(index), role: "columnheader", text })));
    this.list.node.classList.toggle("compared", right !== null);
  }

  /** The column of the measure that sizes stand for is the one that narrow screens keep. */
  columnClass(index) {
    const { measure, right } = this.store.state;
    const isMain = right !== null || measures[index - 1] === measure;
    return isMain ? "number main" : "number";
  }

  renderRow(row) {
    const { entry } = row;
    const cells = this.store.state.right ? this.comparedCells(entry) : this.cells(entry);
    const marks = entry.isFold ? [] : this.tree.marksOf(entry);
    const states = [row.isFound && "found", this.isIdle(entry) && "idle", ...marks.map((mark) => mark.replace(/[^a-z]+/g, "-"))];
    const node = element("div", {
      role: "row", "aria-level": row.level, "aria-expanded": row.hasChildren ? String(row.isOpen) : null,
      class: states.filter(Boolean).join(" "),
      "data-path": entry.isFold ? null : entry.path, "data-fold": entry.isFold ? entry.path : null,
    }, this.nameCell(row, marks), ...cells);
    node.style.setProperty("--level", row.level - 1);
    return node;
  }

  nameCell({ entry, hasChildren, isOpen }, marks) {
    const twisty = element("span", { class: hasChildren ? "twisty" : "leaf", "aria-hidden": true, text: isOpen ? "▾" : "▸" });
    const dot = element("span", { class: "dot", "aria-hidden": true });
    const className = this.tree.classOf(entry);
    dot.style.setProperty("--hue", colourOf(className));
    const last = entry.children[entry.children.length - 1];
    const name = entry.isFold ? `${this.tree.nameOf(entry)} … ${this.tree.nameOf(last)}` : this.tree.nameOf(entry);
    const parts = [twisty, dot, element("b", { text: name })];
    if (entry.isFold)
      parts.push(element("span", { class: "times", text: `× ${entry.children.length}` }));
    parts.push(...marks.map((mark) => this.mark(entry, mark)));
    if (className && className !== name)
      parts.push(element("span", { class: "class", text: className }));
    return element("span", { class: "name", role: "gridcell", title: this.titleOf(entry) }, ...parts);
  }

  mark(entry, mark) {
    const title = mark === "differs" ? `differs in: ${this.tree.differences(entry).join(", ")}` : null;
    return element("span", { class: "mark", text: mark === "differs" ? "≠" : mark, title, "aria-label": title });
  }

  /** Has nothing of it run on any side? */
  isIdle(entry) {
    return this.store.sides.every(([side, model]) => entry[side] < 0 || model.isIdle(entry[side]));
  }

  titleOf(entry) {
    const [model] = this.tree.home(entry);
    return [entry.path || model.rootPath || "the root", this.tree.classOf(entry)].filter(Boolean).join("\n");
  }

  cells(entry) {
    const calls = this.tree.callsOf(entry, "left");
    return [element("span", { class: "number", role: "gridcell", text: String(calls) }),
      ...measures.map((measure, index) => this.amountCell(entry, "left", measure, this.columnClass(index + 1)))];
  }

  amountCell(entry, side, measure, className) {
    const amount = this.tree.amount(entry, side, measure);
    if (!amount)
      return element("span", { class: className, role: "gridcell", "aria-label": "not there" });
    const cell = element("span", {
      class: className + (isUnknown(amount) ? " unknown" : ""), role: "gridcell", "data-measure": measure.id,
      text: shown(amount, measure), title: `${inFull(amount, measure)} (${measure.about})`,
    });
    if (measure === this.store.state.measure)
      cell.style.setProperty("--part", this.share(side, amount));
    return cell;
  }

  /** How much of all that there is. */
  share(side, amount) {
    const all = this.tree.amount(this.tree.root, side, this.store.state.measure);
    return all.known > 0 ? Math.min(1, amount.known / all.known) : 0;
  }

  comparedCells(entry) {
    const { measure } = this.store.state;
    const amounts = ["left", "right"].map((side) => this.tree.amount(entry, side, measure));
    const isSame = amounts[0] && amounts[1] && sameAmount(...amounts);
    const change = amounts[0] && amounts[1] ? difference(...amounts, measure) : "";
    return [this.amountCell(entry, "left", measure, "number main"), this.amountCell(entry, "right", measure, "number main"),
      element("span", { class: `number main ${isSame ? "" : "change"}`, role: "gridcell", text: change })];
  }
}

/**
 * The modules of one dump as an icicle: below each module those that it consists of, as wide as the measure says.
 */
import { Chart } from "./chart.js";
import { colourOf } from "./colours.js";
import { drawing, fitted, hit, setText } from "./dom.js";
import { counted, inFull, isUnknown, shown } from "./measures.js";

const rowHeight = 26;
/** What is narrower than this is not drawn, in pixels. */
const leastWidth = 0.7;

/** @typedef {{module: number, x: number, width: number, depth: number}} Block */

/**
 * Shares out `width` among the modules below `root`. Where several have a parameter together their sum is more than
 * the whole, and all get less.
 * @param {import("./model.js").Model} model
 * @returns {{blocks: Block[], depth: number, hidden: number}} `hidden` modules of which nothing is known
 */
export function layOut(model, root, measure, width) {
  const blocks = [];
  let depth = 0;
  let hidden = 0;
  const stack = [{ module: root, x: 0, width, depth: 0 }];
  while (stack.length > 0) {
    const block = stack.pop();
    blocks.push(block);
    depth = Math.max(depth, block.depth + 1);
    const children = model.children[block.module];
    const amounts = children.map((child) => model.amount(child, measure));
    const own = model.amount(block.module, measure, "own").known;
    const parts = amounts.reduce((total, amount) => total + amount.known, own);
    const scale = block.width / Math.max(parts, model.amount(block.module, measure).known, Number.MIN_VALUE);
    let x = block.x;
    children.forEach((module, index) => {
      const part = amounts[index].known * scale;
      if (part >= leastWidth)
        stack.push({ module, x, width: part, depth: block.depth + 1 });
      hidden += amounts[index].known === 0 && amounts[index].unknown > 0;
      x += part;
    });
  }
  return { blocks, depth, hidden };
}

export class Icicle extends Chart {
  /** @param {import("./store.js").Store} store @param {"left"|"right"} side */
  constructor(store, side) {
    super(store, side, drawing("svg", {
      class: "icicle", role: "tree", tabindex: 0, "aria-label": `Sizes of modules, ${side}`,
    }), "chart");
  }

  /** The module that the chart begins at: where this dump has none at that path, the root. */
  get root() {
    return Math.max(0, this.model.find(this.store.state.root));
  }

  changed(changed) {
    if (["left", "right", "root", "measure"].some((key) => changed.has(key)))
      this.draw();
    else if (changed.has("path"))
      this.mark();
  }

  draw() {
    const { measure, right } = this.store.state;
    const width = this.node.clientWidth;
    if (!this.model || width === 0)
      return;
    const { blocks, depth, hidden } = layOut(this.model, this.root, measure, width);
    const all = this.model.amount(this.root, measure);
    const height = depth * rowHeight;
    this.svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    this.svg.setAttribute("height", height);
    this.svg.replaceChildren(...blocks.map((block) => this.block(block, all, measure)));
    setText(this.caption, right ? `${this.side}: ${this.model.name}` : "");
    setText(this.note, this.remark(all, measure, hidden));
    this.mark();
  }

  /** What the sizes do not say. */
  remark(all, measure, hidden) {
    if (isUnknown(all))
      return `${measure.label} of these modules are not known.`;
    if (all.known === 0)
      return `${measure.label} of these modules are 0.`;
    const parts = all.unknown > 0 ? `Sizes are the least that can be: ${counted(all.unknown, "part")} not known. ` : "";
    return parts + (hidden > 0 ? `Not drawn: ${counted(hidden, "module")} of unknown size.` : "");
  }

  block({ module, x, width, depth }, all, measure) {
    const { model } = this;
    const amount = model.amount(module, measure);
    const className = model.classOf(module);
    const percent = all.known > 0 ? ` (${(100 * amount.known / all.known).toFixed(1)} %)` : "";
    const label = `${model.placeOf(module)}: ${shown(amount, measure)}${percent}`;
    const group = drawing("g", {
      class: "block", role: "treeitem", "aria-level": depth + 1,
      "aria-label": label, "data-path": model.pathOf(module), id: `${this.side}-block-${module}`,
    });
    const y = depth * rowHeight;
    const shape = {
      x: x.toFixed(2), y, width: Math.max(leastWidth, width - 1).toFixed(2), height: rowHeight - 1, rx: width > 8 ? 3 : 0,
    };
    group.style.setProperty("--hue", colourOf(className));
    group.append(drawing("title", { text: `${label}\n${className}\n${inFull(amount, measure)} ${measure.about}` }),
      drawing("rect", shape));
    group.append(...this.labels(model.nameOf(module), className, x + 6, y + rowHeight / 2, width - 12));
    return group;
  }

  /** The name, and the class where there is room for it. */
  labels(name, className, x, y, width) {
    const text = fitted(name, width);
    if (!text)
      return [];
    const label = drawing("text", { x: x.toFixed(2), y, text });
    const rest = className === name ? "" : fitted(className, width - 7 * text.length - 10);
    if (rest)
      label.append(drawing("tspan", { class: "class", dx: 7, text: rest }));
    return [label];
  }

  /** Marks what is selected. */
  mark() {
    const { path } = this.store.state;
    this.svg.removeAttribute("aria-activedescendant");
    for (const block of this.svg.children) {
      const isSelected = block.dataset.path === path;
      block.setAttribute("aria-selected", isSelected);
      if (isSelected)
        this.svg.setAttribute("aria-activedescendant", block.id);
    }
    // What is drawn last lies above the others.
    const selected = this.svg.querySelector("[aria-selected=true]");
    if (selected)
      this.svg.append(selected);
  }

  onClick(event) {
    const block = hit(event, "data-path");
    if (block)
      this.store.select(block.dataset.path);
  }

  /** In, or out again at the block that the chart begins at. */
  onDoubleClick(event) {
    const block = hit(event, "data-path");
    if (block)
      this.zoom(this.model.find(block.dataset.path));
  }

  zoom(module) {
    const target = module === this.root ? this.model.modules.parent[module] : module;
    this.store.update({ root: this.model.pathOf(target) });
  }

  onKey(event) {
    const { model } = this;
    const module = Math.max(0, model.find(this.store.state.path));
    const parent = model.modules.parent[module];
    const siblings = module === 0 ? [0] : model.children[parent];
    const place = siblings.indexOf(module);
    const targets = {
      ArrowUp: parent, ArrowDown: model.children[module][0],
      ArrowLeft: siblings[place - 1], ArrowRight: siblings[place + 1],
    };
    if (event.key in targets)
      this.moveTo(targets[event.key]);
    else if (event.key === "Enter")
      this.zoom(module);
    else
      return;
    event.preventDefault();
  }

  /** Selects a module, and goes out as far as is needed to see it. */
  moveTo(module) {
    if (module === undefined)
      return;
    const { model, root } = this;
    const isBelow = model.first[module] >= model.first[root] && model.first[module] < model.last[root];
    const path = model.pathOf(module);
    this.store.update({ path, call: null, node: null, root: isBelow ? this.store.state.root : path });
  }
}

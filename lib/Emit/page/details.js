/**
 * All there is to know of the module that is selected: its place, its numbers, its nodes and its calls.
 */
import { CallView } from "./call-list.js";
import { byId, element } from "./dom.js";
import { difference, inFull, isUnknown, measures, parameterBytes, shown } from "./measures.js";
import { NodeView } from "./nodes.js";

export class DetailsView {
  /** @param {import("./store.js").Store} store */
  constructor(store) {
    this.store = store;
    this.head = element("div", { class: "module" });
    this.views = { nodes: new NodeView(store), calls: new CallView(store) };
    this.tab = "nodes";
    this.side = "left";
    this.tabs = element("div", { class: "tabs", role: "tablist", "aria-label": "Of the module" });
    this.sides = element("div", { class: "tabs sides", role: "tablist", "aria-label": "Side" });
    this.panel = element("div", { id: "panel", role: "tabpanel" });
    this.tools = element("div", { class: "tools" });
    const switches = element("div", { class: "switches" }, this.tabs, this.sides, this.tools);
    byId("details").append(this.head, switches, this.panel);
    for (const list of [this.tabs, this.sides]) {
      list.addEventListener("click", (event) => this.onTab(event));
      list.addEventListener("keydown", (event) => this.onTabKey(event));
    }
  }

  /** @param {import("./entries.js").EntryTree} tree */
  show(tree) {
    this.tree = tree;
    this.changed(new Set(["path"]));
  }

  changed(changed) {
    if (changed.has("path") || changed.has("measure"))
      this.renderHead();
    const { call, node } = this.store.state;
    const side = changed.has("node") && node ? node.side : changed.has("call") && call ? call.side : null;
    if (side)
      this.side = side;
    if (changed.has("path") || changed.has("call") || side !== null && side !== this.views.nodes.side)
      this.renderPanel();
    else if (changed.has("node"))
      this.views.nodes.mark();
  }

  get entry() {
    return this.tree.byPath.get(this.store.state.path) ?? this.tree.root;
  }

  //===--------------------------------------------------------------------===//
  // The module
  //===--------------------------------------------------------------------===//

  renderHead() {
    const { entry, tree } = this;
    const [model, module] = tree.home(entry);
    const marks = tree.marksOf(entry).map((mark) => element("span", { class: "mark", text: mark }));
    const tag = model.tagOf(module);
    const definition = model.definitionOf(module);
    const className = model.classOf(module);
    this.head.replaceChildren(this.trail(entry), element("p", { class: "about" },
      element("span", {}, element("b", { class: "class", text: className || "class not known" }),
        ...(definition ? [element("span", { class: "muted", text: ` of ${definition}` })] : [])), ...marks,
      element("code", { class: "tag", text: tag || "no tag", title: "the tag of its last call" })), this.facts(entry));
  }

  /** The path, each part of which selects the module there. */
  trail(entry) {
    const parts = [];
    for (let around = entry; around; around = around.parent)
      parts.unshift(element("a", { href: `#${encodeURIComponent(around.path)}`, text: this.tree.nameOf(around) }));
    parts.at(-1).setAttribute("aria-current", "true");
    return element("h2", { class: "trail" }, ...parts);
  }

  facts(entry) {
    const calls = this.fact("Calls", ["left", "right"].map((side) => this.tree.callsOf(entry, side)), String);
    const amounts = [...measures, parameterBytes].map((measure) => this.amountFact(entry, measure));
    return element("dl", { class: "facts" }, calls, ...amounts);
  }

  amountFact(entry, measure) {
    const amounts = ["left", "right"].map((side) => this.tree.amount(entry, side, measure));
    const fact = this.fact(measure.label, amounts, (amount) => shown(amount, measure));
    const there = amounts.filter(Boolean);
    fact.title = there.map((amount) => inFull(amount, measure)).join(" / ");
    fact.dataset.measure = measure.id;
    fact.classList.toggle("unknown", there.every(isUnknown));
    fact.append(element("dd", { class: "own", text: this.remark(entry, measure, there) }));
    return fact;
  }

  /** Of two sides how they differ, of one what is the module's own. */
  remark(entry, measure, amounts) {
    if (amounts.length === 2)
      return difference(...amounts, measure);
    const { left, right } = this.store.state;
    return right ? "" : `own: ${shown(left.amount(entry.left, measure, "own"), measure)}`;
  }

  fact(label, values, text) {
    const [left, right] = values.map((value) => value === null ? "–" : text(value));
    const both = this.store.state.right && left !== right ? `${left} → ${right}` : left;
    const fact = element("div", {}, element("dt", { text: label }), element("dd", { text: both }));
    fact.classList.toggle("change", both !== left);
    return fact;
  }

  //===--------------------------------------------------------------------===//
  // Its nodes and calls
  //===--------------------------------------------------------------------===//

  renderPanel() {
    const { right, path } = this.store.state;
    if (!right)
      this.side = "left";
    else if (this.store.state[this.side].find(path) < 0)
      this.side = this.side === "left" ? "right" : "left";
    for (const view of Object.values(this.views))
      view.side = this.side;
    const view = this.views[this.tab];
    if (this.panel.firstChild !== view.node) {
      this.panel.replaceChildren(view.node);
      this.tools.replaceChildren(view.tools);
    }
    view.show();
    this.renderTabs();
  }

  renderTabs() {
    const tab = (name, text, isOn) => element("button", {
      type: "button", role: "tab", "data-tab": name, "aria-selected": isOn, "aria-controls": "panel",
      tabindex: isOn ? 0 : -1, text,
    });
    const focused = document.activeElement?.dataset?.tab;
    this.tabs.replaceChildren(tab("nodes", "Nodes", this.tab === "nodes"),
      tab("calls", `Calls (${this.views.calls.count})`, this.tab === "calls"));
    this.sides.replaceChildren(...(this.store.state.right
      ? ["left", "right"].map((side) => tab(side, side, this.side === side)) : []));
    if (focused)
      document.querySelector(`[data-tab=${focused}]`)?.focus();
  }

  onTab(event) {
    const tab = event.target.dataset.tab;
    if (tab in this.views)
      this.tab = tab;
    else if (tab)
      this.side = tab;
    if (tab)
      this.renderPanel();
  }

  onTabKey(event) {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight")
      return;
    const other = event.currentTarget.querySelector("[aria-selected=false]");
    other?.focus();
    other?.click();
    event.preventDefault();
  }
}

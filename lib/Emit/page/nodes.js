/**
 * The nodes of a module: a list of any length that can be filtered, and all of the node that is selected.
 */
import { element } from "./dom.js";
import { counted, fullNumber, measureOf, shownNumber, time } from "./measures.js";
import { VirtualList } from "./virtual-list.js";

const flops = measureOf("flops");
const bytes = measureOf("bytes");

export class NodeView {
  /** @param {import("./store.js").Store} store */
  constructor(store) {
    this.store = store;
    this.side = "left";
    this.filter = element("input", {
      id: "node-filter", type: "search", placeholder: "Filter nodes: kind, IR or source", "aria-label": "Filter nodes",
      autocomplete: "off", spellcheck: "false",
    });
    this.below = element("input", { id: "with-below", type: "checkbox", checked: true });
    this.count = element("output", { id: "node-count", for: "node-filter" });
    this.list = new VirtualList({
      id: "nodes", role: "grid", label: "Nodes", rowHeight: 40,
      render: (node) => this.renderRow(node),
      choose: (node) => this.store.update({ node: { side: this.side, node } }),
    });
    this.whole = element("div", { id: "node", "aria-live": "polite" });
    this.tools = element("div", { class: "tools" }, this.filter, this.count,
      element("label", { class: "check" }, this.below, " With modules below"));
    this.node = element("div", { class: "nodes" }, this.list.node, this.whole);
    this.filter.addEventListener("input", () => this.show());
    this.filter.addEventListener("keydown", (event) => this.onFilterKey(event));
    this.below.addEventListener("change", () => this.show());
  }
  get model() { return this.store.state[this.side]; }

  onFilterKey(event) {
    if (event.key !== "Escape" || !this.filter.value)
      return;
    this.filter.value = "";
    this.show();
    event.stopPropagation();
  }

  /** Lists the nodes of the module that is selected, of its one call if one is. */
  show() {
    const { model } = this;
    const { path, call } = this.store.state;
    const module = model.find(path);
    const isOfCall = call?.side === this.side;
    let nodes = isOfCall ? model.nodesOfCall(call.call, this.below.checked) :
      module < 0 ? [] : model.nodesOf(module, this.below.checked);
    const words = this.filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    if (words.length > 0)
      nodes = nodes.filter((node) => this.matches(node, words));
    this.list.node.scrollTop = 0;
    this.list.show(nodes);
    this.count.textContent = counted(nodes.length, "node") + (isOfCall ? " in this call" : "");
    this.mark();
  }

  matches(node, words) {
    const text = `${this.model.textOf(node)}\n${this.model.sourceOf(node)}`.toLowerCase();
    return words.every((word) => text.includes(word));
  }

  /** Shows all of the node that is selected. */
  mark() {
    const { node } = this.store.state;
    const isHere = node?.side === this.side;
    const index = isHere ? this.list.rows.indexOf(node.node) : -1;
    // First, since it takes room from the list, in which the row has to be seen.
    this.whole.replaceChildren(...(index >= 0 ? this.describe(node.node) : []));
    this.whole.scrollTop = 0;
    this.list.activate(index);
  }

  renderRow(node) {
    const { model } = this;
    const source = model.sourceOf(node);
    const number = (value, measure) => element("span", {
      class: value === null ? "number unknown" : "number", role: "gridcell", text: shownNumber(value, measure),
      title: `${fullNumber(value, measure)} (${measure.about})`,
    });
    return element("div", { role: "row", "data-node": node },
      element("span", { class: "place", role: "gridcell", text: String(node) }),
      element("code", { class: "kind", role: "gridcell", text: model.kindOf(node) }),
      element("span", { class: "where", role: "gridcell", text: this.whereIs(node) }),
      element("span", { class: "source", role: "gridcell", text: source.slice(source.lastIndexOf("/") + 1), title: source }),
      number(model.nodes.flops[node], flops), number(model.nodes.bytes[node], bytes),
      element("code", { class: "text", role: "gridcell", text: model.textOf(node), title: model.textOf(node) }));
  }

  /** The module that a node is in, below the one that is selected. */
  whereIs(node) {
    const path = this.model.pathOf(this.model.nodes.module[node]);
    const around = this.store.state.path;
    return around !== "" && (path === around || path.startsWith(`${around}.`)) ? path.slice(around.length + 1) : path;
  }

  /** The nearest call that is known: that of a module around the node's, if none of its own is. */
  describeCall(node) {
    const { model } = this;
    const call = model.nodes.call[node];
    const module = model.calls.module[call];
    const of = module === model.nodes.module[node] ? "" : ` of ${model.placeOf(module)}`;
    return model.isAround(call) ? "" : model.numberOf(call) + of;
  }

  describe(node) {
    const { model } = this;
    const { nodes } = model;
    const module = nodes.module[node];
    const facts = [
      ["Module", model.placeOf(module)],
      ["Call", this.describeCall(node)],
      ["Tag", model.tagOfNode(node)],
      ["Evidence", model.evidenceOf(node)],
      ["Source", model.sourceOf(node)],
      ["Inside", nodes.owner[node] === null ? "" : `${nodes.owner[node]}: ${model.kindOf(nodes.owner[node])}`],
      ["FLOPs", fullNumber(nodes.flops[node], flops)],
      ["Activations", fullNumber(nodes.bytes[node], bytes)],
      ["Time", model.timeOf(node) === null ? "" : shownNumber(model.timeOf(node), time)],
    ];
    return [element("pre", { text: model.textOf(node) }), element("dl", {},
      ...facts.filter(([, value]) => value).map(([name, value]) =>
        element("div", {}, element("dt", { text: name }), element("dd", { text: value }))))];
  }
}

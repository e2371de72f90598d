/**
 * The calls of a module: when each is, and which module makes it.
 */
import { element } from "./dom.js";
import { VirtualList } from "./virtual-list.js";

export class CallView {
  /** @param {import("./store.js").Store} store */
  constructor(store) {
    this.store = store;
    this.side = "left";
    this.list = new VirtualList({
      id: "calls", role: "grid", label: "Calls", rowHeight: 24,
      render: (call) => this.renderRow(call),
      choose: (call) => this.store.update({ call: { side: this.side, call }, node: null }),
    });
    this.tools = element("div", { class: "tools" });
    this.node = element("div", { class: "calls" }, this.list.node);
  }
  get model() { return this.store.state[this.side]; }

  get count() {
    const module = this.model ? this.model.find(this.store.state.path) : -1;
    return module < 0 ? 0 : this.model.callsOfModules[module].length;
  }

  show() {
    const module = this.model ? this.model.find(this.store.state.path) : -1;
    this.list.show(module < 0 ? [] : this.model.callsOfModules[module]);
    this.mark();
  }

  mark() {
    const { call } = this.store.state;
    const index = call?.side === this.side ? this.list.rows.indexOf(call.call) : -1;
    if (index !== this.list.active)
      this.list.activate(index);
  }

  renderRow(call) {
    const { model } = this;
    const span = model.spanOf(call);
    const caller = model.calls.parent[call];
    const isFromOutside = call === 0 || model.isAround(caller);
    const by = !isFromOutside ? model.placeOf(model.calls.module[caller]) :
      model.rootPath ? "what is around" : "the program";
    const cell = (className, text) => element("span", { class: className, role: "gridcell", text, title: text });
    return element("div", { role: "row", "data-call": call },
      cell("place", String(model.calls.index[call] + 1)),
      cell("text", model.tagOfCall(call)),
      cell("source", `by ${by}`),
      cell("number wide", `nodes ${span.begin} – ${span.end}`));
  }
}

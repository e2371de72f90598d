/**
 * What has changed in a module from the left side to the right one, node by node, as hier-diff tells it.
 */
import { byId, element } from "./dom.js";
import { VirtualList } from "./virtual-list.js";

/**
 * @typedef {object} Line
 * @property {string} mark     `+`, `-`, `>`, `~`, or nothing of a fact that belongs to the line above
 * @property {string} text
 * @property {number} [before] the node on the left that it is about
 * @property {number} [after]  the node on the right
 */

/** The differences that the page holds: those from its first model to its second, if it has just two. */
class Changes {
  constructor() {
    const script = byId("changes-data");
    this.data = script ? JSON.parse(script.textContent) : null;
  }

  /** Are they those of what is shown? */
  areShown(models, state) {
    return this.data !== null && state.left === models.at(0) && state.right === models.at(1);
  }

  /** @returns {Line[]} */
  of(path) {
    const { modules, graph } = this.data;
    const lines = Object.hasOwn(modules, path) ? modules[path] : [];
    return path === "" ? [...graph, ...lines] : lines;
  }
}

export const changes = new Changes();

const meanings = {
  "+": "only right", "-": "only left", ">": "moved", "~": "changed", "<": "moved away", "": "what differs",
};

export class ChangeView {
  /**
   * @param {import("./store.js").Store} store
   * @param {import("./model.js").ModelList} models
   * @param {(side: string, node: number) => void} open  shows a node among those of the module
   */
  constructor(store, models, open) {
    this.store = store;
    this.models = models;
    this.open = open;
    this.list = new VirtualList({
      id: "changes", role: "grid", label: "Changes", rowHeight: 24,
      render: (line) => this.renderRow(line),
      choose: (line, _, event) => event.type === "click" && this.choose(line),
      key: (line, event) => event.key === "Enter" && line !== undefined && this.choose(line),
    });
    this.tools = element("div", { class: "tools" });
    this.node = element("div", { class: "changes" }, this.list.node);
  }

  /** Is it known what has changed between the models that are shown? */
  get isThere() { return changes.areShown(this.models, this.store.state); }

  get lines() { return this.isThere ? changes.of(this.store.state.path) : []; }

  /** How many nodes and facts of the module itself. */
  get count() { return this.lines.filter((line) => line.mark !== "").length; }

  show() { this.list.show(this.lines); }

  mark() {}

  choose(line) {
    if (line.after !== undefined)
      this.open("right", line.after);
    else if (line.before !== undefined)
      this.open("left", line.before);
    return true;
  }

  renderRow(line) {
    const cell = (className, text, title) => element("span", { class: className, role: "gridcell", text, title });
    return element("div", { role: "row", "data-mark": line.mark },
      cell("mark-of", line.mark, meanings[line.mark]), cell("text", line.text, line.text));
  }
}

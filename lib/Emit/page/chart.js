/**
 * What charts of one side have in common: a drawing with a caption and a note, drawn anew whenever its size changes.
 */
import { element } from "./dom.js";

export class Chart {
  /**
   * A chart has the methods `draw`, `onClick`, `onDoubleClick` and `onKey`.
   * @param {import("./store.js").Store} store
   * @param {"left"|"right"} side
   * @param {SVGElement} svg
   * @param {string} className  of the whole
   */
  constructor(store, side, svg, className) {
    this.store = store;
    this.side = side;
    this.svg = svg;
    this.note = element("p", { class: "note", "aria-live": "polite" });
    this.caption = element("h3");
    this.node = element("figure", { class: className, "data-side": side }, this.caption, svg, this.note);
    svg.addEventListener("click", (event) => this.onClick(event));
    svg.addEventListener("dblclick", (event) => this.onDoubleClick(event));
    svg.addEventListener("keydown", (event) => this.onKey(event));
    new ResizeObserver(() => this.draw()).observe(this.node);
  }

  get model() { return this.store.state[this.side]; }
}

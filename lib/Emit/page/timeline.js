/**
 * The calls of one dump over the positions of its nodes: a call lies below the one that made it.
 */
import { Chart } from "./chart.js";
import { colourOf } from "./colours.js";
import { drawing, fitted, hit, setText } from "./dom.js";
import { counted } from "./measures.js";

const rowHeight = 18;
/** What is narrower than this is not drawn where there is something beside it, in pixels. */
const leastWidth = 1;

export class Timeline extends Chart {
  /** @param {import("./store.js").Store} store @param {"left"|"right"} side */
  constructor(store, side) {
    super(store, side, drawing("svg", {
      class: "timeline", role: "application", tabindex: 0, "aria-label": `Calls in their order, ${side}`,
    }), "trace");
    this.whole = { begin: 0, end: 1 };
    this.range = this.whole;
  }

  changed(changed) {
    if (changed.has("left") || changed.has("right"))
      this.show();
    else if (["path", "call", "node"].some((key) => changed.has(key)))
      this.mark();
  }

  show() {
    if (!this.model)
      return;
    this.whole = { begin: 0, end: Math.max(1, this.model.nodeCount) };
    this.zoom(this.whole);
  }

  zoom(range) {
    this.range = range;
    this.draw();
  }

  draw() {
    const width = this.node.clientWidth;
    if (!this.model || width === 0)
      return;
    const spans = this.spansToDraw(width);
    const depth = this.model.spans.reduce((most, span) => Math.max(most, span.depth + 1), 0);
    const height = depth * rowHeight + 14;
    this.svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    this.svg.setAttribute("height", height);
    this.cursor = drawing("line", { class: "cursor", y1: 0, y2: height });
    this.svg.replaceChildren(...spans.map((span) => this.bar(span, width)), ...this.axis(width, height), this.cursor);
    setText(this.caption, this.store.state.right ? `${this.side}: ${this.model.name}` : "");
    this.mark();
  }

  x(position, width) {
    return (position - this.range.begin) / (this.range.end - this.range.begin) * width;
  }

  /** Those in sight; of several in one pixel the first. */
  spansToDraw(width) {
    const drawnUpTo = [];
    return this.model.spans.filter((span) => {
      const begin = this.x(span.begin, width);
      const end = Math.max(begin + leastWidth, this.x(span.end, width));
      if (end < 0 || begin > width || end <= (drawnUpTo[span.depth] ?? -Infinity))
        return false;
      drawnUpTo[span.depth] = end;
      return true;
    });
  }

  bar(span, width) {
    const { model } = this;
    const module = model.calls.module[span.call];
    const begin = Math.max(0, this.x(span.begin, width));
    const length = Math.max(leastWidth, Math.min(width, this.x(span.end, width)) - begin - 0.5);
    const y = span.depth * rowHeight;
    const isLevel = !model.isAround(span.call) && (span.call === 0 || model.calls.makesLevel[span.call]);
    const className = isLevel ? "block" : "block quiet";
    const group = drawing("g", { class: className, "data-call": span.call, "data-path": model.pathOf(module) });
    group.style.setProperty("--hue", colourOf(model.classOf(module)));
    group.append(drawing("title", { text: this.describe(span) }),
      drawing("rect", { x: begin.toFixed(2), y, width: length.toFixed(2), height: rowHeight - 1, rx: length > 6 ? 2 : 0 }));
    const text = fitted(model.nameOf(module), length - 8, 6.2);
    if (text)
      group.append(drawing("text", { x: (begin + 4).toFixed(2), y: y + rowHeight / 2, text }));
    return group;
  }

  describe({ call, begin, end }) {
    const { model } = this;
    const module = model.calls.module[call];
    const place = model.placeOf(module);
    const count = counted(end - begin, "node");
    if (model.isAround(call))
      return `all calls of ${place} and of what is in it\n${count}`;
    const times = model.callsOfModules[module].length > 1 ? `, call ${model.numberOf(call)}` : "";
    const level = call === 0 || model.calls.makesLevel[call] ? "" : " (makes no level)";
    return `${place}${times}\n${model.tagOfCall(call)}${level}\n${count} from ${begin}`;
  }

  /** Positions of nodes below the bars, at round numbers. */
  axis(width, height) {
    const length = this.range.end - this.range.begin;
    const steps = [1, 2, 5].map((step) => step * 10 ** Math.floor(Math.log10(Math.max(1, length / 8))));
    const step = steps.find((round) => length / round <= 12) ?? steps[2] * 2;
    const marks = [];
    for (let at = Math.ceil(this.range.begin / step) * step; at <= this.range.end; at += step) {
      const x = this.x(at, width);
      const anchor = x > width - 20 ? "end" : x < 10 ? "start" : "middle";
      marks.push(drawing("text", { class: "tick", x: x.toFixed(1), y: height - 5, "text-anchor": anchor, text: String(at) }));
    }
    return marks;
  }

  /** Marks the calls of the module that is selected, the one call that is, and the node. */
  mark() {
    const { path, call, node } = this.store.state;
    for (const bar of this.svg.querySelectorAll(".block")) {
      bar.classList.toggle("of-module", bar.dataset.path === path);
      bar.classList.toggle("selected", call !== null && call.side === this.side && Number(bar.dataset.call) === call.call);
    }
    const span = call?.side === this.side ? this.model?.spanOf(call.call) : undefined;
    setText(this.note, span ? this.describe(span).replaceAll("\n", " · ") : this.model?.missingCalls ?? "");
    const x = node?.side === this.side ? this.x(node.node + 0.5, this.node.clientWidth).toFixed(1) : -9;
    this.cursor?.setAttribute("x1", x);
    this.cursor?.setAttribute("x2", x);
  }

  select(call) {
    this.store.select(this.model.pathOf(this.model.calls.module[call]), { side: this.side, call });
  }

  onClick(event) {
    const bar = hit(event, "data-call");
    if (bar)
      this.select(Number(bar.dataset.call));
  }

  onDoubleClick(event) {
    const bar = hit(event, "data-call");
    const span = bar && this.model.spanOf(Number(bar.dataset.call));
    if (span)
      this.zoomTo(span);
  }

  /** In, or out again at the call that fills the width. */
  zoomTo({ begin, end }) {
    const isThere = this.range.begin === begin && this.range.end === end;
    this.zoom(isThere || end === begin ? this.whole : { begin, end });
  }

  onKey(event) {
    const { spans } = this.model;
    const { call } = this.store.state;
    const place = call?.side === this.side ? call.call : -1;
    const depth = spans[place]?.depth ?? 0;
    const targets = {
      ArrowRight: place + 1, ArrowLeft: place - 1, Home: 0, End: spans.length - 1,
      ArrowUp: spans.findLastIndex((span, index) => index < place && span.depth === depth - 1),
      ArrowDown: spans[place + 1]?.depth === depth + 1 ? place + 1 : -1,
    };
    if (spans[targets[event.key]])
      this.select(spans[targets[event.key]].call);
    else if (event.key === "Enter" && spans[place])
      this.zoomTo(spans[place]);
    else if (event.key === "Escape")
      this.zoom(this.whole);
    else
      return;
    event.preventDefault();
    event.stopPropagation();
  }
}

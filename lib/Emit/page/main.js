/**
 * Puts the page together: what it shows at first, the head, and what is in the address.
 */
import { DetailsView } from "./details.js";
import { byId, element, setText } from "./dom.js";
import { EntryTree } from "./entries.js";
import { Icicle } from "./icicle.js";
import { counted, measures, shown } from "./measures.js";
import { ModelList } from "./model.js";
import { Store } from "./store.js";
import { Timeline } from "./timeline.js";
import { TreeView } from "./tree.js";

/** The path in the address, or null where it is no text. */
function pathOfAddress() {
  try {
    return decodeURIComponent(location.hash.slice(1));
  } catch {
    return null;
  }
}

class Page {
  constructor() {
    this.models = new ModelList(document.querySelectorAll("script.model"));
    const [left, right] = [this.models.at(0), this.models.count === 2 ? this.models.at(1) : null];
    this.store = new Store({ left, right, path: "", root: "", call: null, node: null, measure: measures[0] });
    this.tree = new TreeView(this.store, {
      place: byId("tree"), search: byId("search"), found: byId("found"), fold: byId("fold"),
    });
    this.details = new DetailsView(this.store, this.models);
    this.charts = ["left", "right"].map((side) => new Icicle(this.store, side));
    this.timelines = ["left", "right"].map((side) => new Timeline(this.store, side));
    this.renderMeasures();
    this.renderChoices();
    this.store.listen((changed) => this.changed(changed));
    this.showModels();
    window.addEventListener("hashchange", () => this.openAddress());
    document.addEventListener("keydown", (event) => this.onKey(event));
    this.openAddress();
  }

  //===--------------------------------------------------------------------===//
  // What has changed
  //===--------------------------------------------------------------------===//

  changed(changed) {
    if (changed.has("left") || changed.has("right"))
      return this.showModels();
    for (const view of [this.tree, this.details, ...this.charts, ...this.timelines])
      view.changed(changed);
    if (changed.has("root"))
      this.renderTrail();
    if (changed.has("path"))
      this.writeAddress();
    if (changed.has("measure"))
      this.renderMeasures();
  }

  showModels() {
    const { right, path } = this.store.state;
    this.entries = new EntryTree(this.store.state.left, right);
    const keptPath = this.entries.byPath.has(path) ? path : "";
    Object.assign(this.store.state, { path: keptPath, root: "", call: null, node: null });
    document.body.classList.toggle("two", right !== null);
    byId("charts").replaceChildren(...this.shownOf(this.charts));
    byId("timelines").replaceChildren(...this.shownOf(this.timelines));
    this.tree.show(this.entries);
    this.details.show(this.entries);
    const all = new Set(["left", "right"]);
    [...this.charts, ...this.timelines].forEach((view) => view.changed(all));
    this.renderTrail();
    this.renderTitle();
  }

  shownOf(views) {
    return views.slice(0, this.store.sides.length).map((view) => view.node);
  }

  //===--------------------------------------------------------------------===//
  // The address
  //===--------------------------------------------------------------------===//

  openAddress() {
    const asked = pathOfAddress();
    const path = asked === this.store.state.left.rootPath ? "" : asked;
    const isThere = path !== null && this.entries.byPath.has(path);
    this.tell(isThere ? "" : `There is no module '${asked ?? location.hash}' here.`);
    if (isThere && path !== this.store.state.path)
      this.store.select(path);
  }

  writeAddress() {
    this.tell("");
    if (pathOfAddress() !== this.store.state.path)
      history.replaceState(null, "", `#${encodeURIComponent(this.store.state.path)}`);
  }

  /** Says something above everything else; what is missing from a dump, if there is nothing else to say. */
  tell(text) {
    const missing = this.store.sides.map(([, model]) => model.missingModules).filter(Boolean);
    const notice = text || [...new Set(missing)].join("; ");
    byId("notice").hidden = notice === "";
    setText(byId("notice"), notice);
  }

  //===--------------------------------------------------------------------===//
  // The head
  //===--------------------------------------------------------------------===//

  renderTitle() {
    const { left, right } = this.store.state;
    const name = (model) => element("span", { class: "model" }, element("b", { text: model.title }),
      element("span", { text: ` ${[model.rootPath, model.name].filter(Boolean).join(" of ")}` }));
    const other = right ? [element("span", { class: "muted", text: " beside " }), name(right)] : [];
    byId("title").replaceChildren(name(left), ...other);
    setText(byId("summary"), right ? this.comparison() : this.summary(left));
  }

  summary(model) {
    const amounts = measures.slice(1).map((measure) => `${shown(model.amount(0, measure), measure)} ${measure.word}`);
    return [counted(model.moduleCount, "module"), counted(model.madeCalls, "call"), counted(model.nodeCount, "node"),
      ...amounts].join("  ·  ");
  }

  comparison() {
    const { entries } = this.entries;
    const count = (test) => entries.filter(test).length;
    return [`${count((entry) => entry.left >= 0 && entry.right >= 0)} modules on both sides`,
      `${count((entry) => entry.right < 0)} only left`, `${count((entry) => entry.left < 0)} only right`,
      `${count((entry) => this.entries.differences(entry).length > 0)} with other numbers`].join("  ·  ");
  }

  renderMeasures() {
    const { measure } = this.store.state;
    if (byId("measures").childElementCount === 0)
      byId("measures").append(...measures.map((each) => this.measureButton(each)));
    for (const button of byId("measures").children) {
      const isOn = button.dataset.measure === measure.id;
      button.setAttribute("aria-checked", isOn);
      button.tabIndex = isOn ? 0 : -1;
    }
  }

  measureButton(measure) {
    const button = element("button", {
      type: "button", role: "radio", "data-measure": measure.id, title: measure.about, text: measure.label,
    });
    button.addEventListener("click", () => this.store.update({ measure }));
    button.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step)
        return;
      const next = measures.at((measures.indexOf(measure) + step) % measures.length);
      this.store.update({ measure: next });
      byId("measures").querySelector(`[data-measure=${next.id}]`).focus();
      event.preventDefault();
    });
    return button;
  }

  /** Which of several dumps are shown. */
  renderChoices() {
    if (this.models.count < 2)
      return;
    const options = () => this.models.names.map((name, index) => element("option", { value: index, text: name }));
    const [left, right] = [byId("left-model"), byId("right-model")];
    left.append(...options());
    right.append(element("option", { value: -1, text: "nothing" }), ...options());
    right.value = this.models.count === 2 ? 1 : -1;
    left.addEventListener("change", () => this.store.update({ left: this.models.at(left.value) }));
    right.addEventListener("change", () =>
      this.store.update({ right: right.value < 0 ? null : this.models.at(right.value) }));
    byId("left-choice").hidden = byId("right-choice").hidden = false;
  }

  /** The modules around the one that the charts begin at. */
  renderTrail() {
    const parts = [];
    for (let entry = this.entries.byPath.get(this.store.state.root); entry; entry = entry.parent) {
      const part = element("button", { type: "button", text: this.entries.nameOf(entry), title: entry.path });
      const { path } = entry;
      part.addEventListener("click", () => this.store.update({ root: path }));
      parts.unshift(part);
    }
    byId("trail").replaceChildren(...parts);
  }

  //===--------------------------------------------------------------------===//
  // Keys
  //===--------------------------------------------------------------------===//

  onKey(event) {
    const isTyping = event.target instanceof HTMLInputElement && event.target.type === "search";
    if (event.key === "/" && !isTyping) {
      byId("search").focus();
      byId("search").select();
    } else if (event.key === "Escape" && this.store.state.root !== "") {
      const entry = this.entries.byPath.get(this.store.state.root);
      this.store.update({ root: entry.parent?.path ?? "" });
    } else {
      return;
    }
    event.preventDefault();
  }
}

new Page();

/**
 * One dump, as the page holds it: columns of numbers, and a table of the strings that some of them stand for. It is read
 * when it is first looked at.
 */

/** Bits of a module's flags. */
const isStatic = 1;
const isTraced = 2;

/**
 * A call as a bar of the timeline: from one position in the program to another.
 * @typedef {{call: number, begin: number, end: number, depth: number}} Span
 */

export class Model {
  /**
   * @param {object} data  what PageData.cpp has written
   * @param {string} name  what it goes by
   */
  constructor(data, name) {
    this.data = data;
    this.strings = data.strings;
    this.name = name;
    /** Of a module that is shown alone, where it is in its model. */
    this.rootPath = this.strings[data.rootPath];
    this.missingModules = this.strings[data.missingModules];
    this.missingCalls = this.strings[data.missingCalls];
    this.modules = data.modules;
    this.calls = data.calls;
    this.nodes = data.nodes;
    this.moduleCount = data.modules.parent.length;
    this.callCount = data.calls.module.length;
    this.nodeCount = data.nodes.module.length;
    this.places = new Map(this.modules.path.map((path, module) => [this.strings[path], module]));
    this.children = this.childrenOfModules();
    this.callsOfModules = this.callsByModule();
    this.orderModules();
    this.title = this.classOf(0) || this.strings[data.rootClass] || "a graph";
  }

  get madeCalls() { return this.callCount - (this.isAround(0) ? 1 : 0); }

  /** @returns {number[][]} the modules below each module, in their order */
  childrenOfModules() {
    const children = groups(this.modules.parent, this.moduleCount);
    children[0] = children[0].filter((module) => module !== 0);
    return children;
  }

  /** @returns {number[][]} the calls of each module */
  callsByModule() {
    const calls = groups(this.calls.module, this.moduleCount);
    calls[0] = calls[0].filter((call) => !this.isAround(call));
    return calls;
  }

  /** Numbers modules so that those below one follow it: `first[m]` to `last[m]`. */
  orderModules() {
    this.first = new Int32Array(this.moduleCount);
    this.last = new Int32Array(this.moduleCount);
    const stack = [0];
    for (let number = 0; stack.length > 0;) {
      const module = stack.pop();
      if (module < 0) {
        this.last[~module] = number;
        continue;
      }
      this.first[module] = number++;
      stack.push(~module);
      for (let child = this.children[module].length; child-- > 0;)
        stack.push(this.children[module][child]);
    }
  }

  /** The module at `path`, or -1. */
  find(path) {
    return this.places.get(path) ?? -1;
  }
  /** What a module is found by: nothing for the first one, also if it is shown alone. */
  pathOf(module) { return this.strings[this.modules.path[module]]; }
  /** Where a module is, or what it is called if it is the whole model. */
  placeOf(module) { return this.pathOf(module) || this.rootPath || this.title; }
  nameOf(module) { return module === 0 ? this.title : this.strings[this.modules.name[module]]; }
  classOf(module) { return this.strings[this.modules.className[module]]; }
  definitionOf(module) { return this.strings[this.modules.definition[module]]; }
  tagOf(module) { return this.strings[this.modules.tag[module]]; }
  callsOf(module) { return this.modules.calls[module]; }
  /** Is it no call, but all that happens around the calls of a module that is shown alone? */
  isAround(call) { return call === 0 && this.calls.isAround; }

  /** Has nothing in it run? */
  isIdle(module) {
    return this.callsOf(module) === 0 && this.modules.total.nodes[module] === 0;
  }

  /** `static only`, `traced only`, or nothing where it is both. */
  markOf(module) {
    const flags = this.modules.flags[module];
    return flags === isStatic ? "static only" : flags === isTraced ? "traced only" : "";
  }

  /**
   * What a module has by itself (`own`) or with all below it (`total`). What has no column is not known.
   * @returns {import("./measures.js").Amount}
   */
  amount(module, measure, which = "total") {
    const { [measure.id]: known, [measure.id + "Unknown"]: unknown } = this.modules[which];
    return known ? { known: known[module], unknown: unknown?.[module] ?? 0 } : { known: 0, unknown: 1 };
  }

  /** The nodes of a module, and of those below it if `withBelow`. */
  nodesOf(module, withBelow) {
    const found = [];
    const first = this.first[module];
    const last = withBelow ? this.last[module] : first + 1;
    this.nodes.module.forEach((owner, node) => {
      if (this.first[owner] >= first && this.first[owner] < last)
        found.push(node);
    });
    return found;
  }

  /** The nodes that a call runs, and those that the calls in it run if `withBelow`. */
  nodesOfCall(call, withBelow) {
    const { parent } = this.calls;
    const isWithin = new Uint8Array(this.callCount);
    isWithin[call] = 1;
    // A call comes after the one that makes it.
    for (let inner = call + 1; withBelow && inner < this.callCount; ++inner)
      isWithin[inner] = isWithin[parent[inner]];
    const found = [];
    this.nodes.call.forEach((runner, node) => isWithin[runner] && found.push(node));
    return found;
  }

  kindOf(node) { return this.strings[this.nodes.kind[node]]; }
  textOf(node) { return this.strings[this.nodes.text[node]]; }
  sourceOf(node) { return this.strings[this.nodes.source[node]]; }
  evidenceOf(node) { return this.strings[this.nodes.evidence[node]]; }
  timeOf(node) { return this.nodes.time?.[node] ?? null; }
  tagOfNode(node) { return this.strings[this.nodes.tag[node]]; }
  tagOfCall(call) { return this.strings[this.calls.tag[call]]; }

  /** @returns {Span[]} of every call, in the order in which they are entered */
  get spans() {
    this.madeSpans ??= this.makeSpans();
    return this.madeSpans;
  }

  /** `3 of 12`, the calls of its module. */
  numberOf(call) {
    return `${this.calls.index[call] + 1} of ${this.callsOfModules[this.calls.module[call]].length}`;
  }

  /** The bar of a call. */
  spanOf(call) {
    return this.spans[call];
  }

  makeSpans() {
    const { parent, begin, end } = this.calls;
    const spans = [];
    for (let call = 0; call < this.callCount; ++call)
      spans.push({ call, begin: begin[call], end: end[call], depth: call === 0 ? 0 : spans[parent[call]].depth + 1 });
    return spans;
  }
}

/** The places of each value: `groups([0, 1, 0], 2)` is `[[0, 2], [1]]`. */
function groups(column, count) {
  const found = Array.from({ length: count }, () => []);
  column.forEach((value, place) => found[value].push(place));
  return found;
}

/** Names of files without the folders that all are in. */
function shortNames(names) {
  const parts = names.map((name) => name.split("/"));
  while (parts.every((each) => each.length > 1 && each[0] === parts[0][0]))
    parts.forEach((each) => each.shift());
  return parts.map((each) => each.join("/"));
}

/** The dumps of the page, each read when it is asked for. */
export class ModelList {
  constructor(scripts) {
    this.scripts = [...scripts];
    this.names = shortNames(this.scripts.map((script) => script.dataset.name));
    this.models = [];
  }
  get count() { return this.scripts.length; }

  /** @returns {Model} */
  at(index) {
    this.models[index] ??= new Model(JSON.parse(this.scripts[index].textContent), this.names[index]);
    return this.models[index];
  }
}

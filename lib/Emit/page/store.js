/**
 * What the page shows, in one place. Views are told what has changed, and ask here for the rest.
 */

/**
 * @typedef {object} State
 * @property {import("./model.js").Model} left
 * @property {?import("./model.js").Model} right  what it is compared with, if anything
 * @property {string} path       of the module that is selected
 * @property {string} root       of the module that the charts begin at
 * @property {?{side: string, call: number}} call  the call that is selected
 * @property {?{side: string, node: number}} node  the node that is selected
 * @property {import("./measures.js").Measure} measure
 */

export class Store {
  /** @param {State} state */
  constructor(state) {
    this.state = state;
    this.listeners = [];
  }

  /** `listener(changed)` is called after each change, with the names of what is no longer as it was. */
  listen(listener) {
    this.listeners.push(listener);
  }

  /** @param {Partial<State>} change */
  update(change) {
    const changed = new Set(Object.keys(change).filter((key) => this.state[key] !== change[key]));
    Object.assign(this.state, change);
    if (changed.size > 0)
      this.listeners.forEach((listener) => listener(changed));
  }

  /** Selects a module, and a call of it if one is given. */
  select(path, call = null) {
    this.update({ path, call, node: null });
  }

  /** The models that are shown, with the name of their side. @returns {[string, import("./model.js").Model][]} */
  get sides() {
    const { left, right } = this.state;
    return right ? [["left", left], ["right", right]] : [["left", left]];
  }
}

/**
 * A list of any length, of which only the rows that are seen are there. It keeps the keyboard's focus itself, and says
 * which row is the active one.
 */
import { element } from "./dom.js";

/** Rows beyond the edges, so that scrolling shows no gap. */
const margin = 8;

export class VirtualList {
  /**
   * @param {object} options
   * @param {string} options.id          of the list, and the beginning of those of its rows
   * @param {string} options.role        of the list
   * @param {string} options.label       what it is, for those who do not see it
   * @param {number} options.rowHeight   in pixels
   * @param {?HTMLElement} options.head  what stays above the rows
   * @param {(row: *, index: number) => HTMLElement} options.render
   * @param {(row: *, index: number, event: Event) => void} options.choose   a row is clicked, or moved to by a key
   * @param {?(row: *, event: KeyboardEvent) => boolean} options.key  a key the list does not know; true if it is used
   */
  constructor(options) {
    this.options = options;
    this.rows = [];
    this.active = -1;
    this.space = element("div", { class: "space", role: "presentation" });
    this.empty = element("p", { class: "note", text: "Nothing to list." });
    this.node = element("div", {
      id: options.id, class: "list", role: options.role, tabindex: 0, "aria-label": options.label,
    }, ...(options.head ? [options.head] : []), this.empty, this.space);
    this.node.addEventListener("scroll", () => this.later());
    this.node.addEventListener("keydown", (event) => this.onKey(event));
    this.node.addEventListener("click", (event) => this.onClick(event));
    new ResizeObserver(() => this.later()).observe(this.node);
  }

  /** Shows `rows`, of which `active` is the active one. */
  show(rows, active = -1) {
    this.rows = rows;
    this.active = active;
    this.space.style.height = `${rows.length * this.options.rowHeight}px`;
    this.empty.hidden = rows.length > 0;
    this.node.setAttribute("aria-rowcount", rows.length);
    this.draw();
  }

  /** Makes a row the active one, and brings it into sight. */
  activate(index) {
    this.active = index;
    this.reveal(index);
    this.draw();
  }

  reveal(index) {
    const { rowHeight } = this.options;
    const top = index * rowHeight;
    const { scrollTop } = this.node;
    const height = this.node.clientHeight - (this.options.head?.offsetHeight ?? 0);
    const isSeen = top >= scrollTop && top + rowHeight <= scrollTop + height;
    if (index < 0 || height <= 0 || isSeen)
      return;
    const isNear = top > scrollTop - 2 * rowHeight && top < scrollTop + height + rowHeight;
    this.node.scrollTop = !isNear ? top - height / 2 : top < scrollTop ? top : top + rowHeight - height;
  }

  later() {
    this.pending ??= requestAnimationFrame(() => this.draw());
  }

  draw() {
    cancelAnimationFrame(this.pending);
    this.pending = undefined;
    const { rowHeight, id } = this.options;
    const first = Math.max(0, Math.floor(this.node.scrollTop / rowHeight) - margin);
    const last = Math.min(this.rows.length, Math.ceil((this.node.scrollTop + this.node.clientHeight) / rowHeight) + margin);
    const drawn = [];
    for (let index = first; index < last; ++index) {
      const row = this.options.render(this.rows[index], index);
      row.id = `${id}-${index}`;
      row.dataset.index = index;
      row.classList.add("row");
      row.setAttribute("aria-rowindex", index + 1);
      row.setAttribute("aria-selected", index === this.active);
      row.style.transform = `translateY(${index * rowHeight}px)`;
      drawn.push(row);
    }
    this.space.replaceChildren(...drawn);
    if (this.active >= first && this.active < last)
      this.node.setAttribute("aria-activedescendant", `${id}-${this.active}`);
    else
      this.node.removeAttribute("aria-activedescendant");
  }

  onClick(event) {
    const row = event.target.closest(".row");
    if (row)
      this.options.choose(this.rows[row.dataset.index], Number(row.dataset.index), event);
  }

  onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey)
      return;
    const page = Math.max(1, Math.floor(this.node.clientHeight / this.options.rowHeight) - 1);
    const last = this.rows.length - 1;
    const targets = {
      ArrowDown: this.active + 1, ArrowUp: this.active - 1, Home: 0, End: last,
      PageDown: this.active + page, PageUp: this.active - page,
    };
    if (event.key in targets && last >= 0) {
      const index = Math.min(last, Math.max(0, targets[event.key]));
      this.activate(index);
      this.options.choose(this.rows[index], index, event);
    } else if (!this.options.key?.(this.rows[this.active], event)) {
      return;
    }
    event.preventDefault();
  }
}

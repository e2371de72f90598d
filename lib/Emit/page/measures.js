/**
 * What modules are measured in, and how numbers are shown. What is not known is never shown as 0.
 */

/**
 * A sum of what is known, and of how many parts nothing is known.
 * @typedef {{known: number, unknown: number}} Amount
 *
 * @typedef {object} Measure
 * @property {string} id       its column in the data
 * @property {string} label    its name above a column
 * @property {string} word     its name in a sentence
 * @property {string} about    what it counts
 * @property {string[]} units  from the least to the largest
 */

/** How many of a unit make one of the next. */
const step = 1000;
// The spaces are such as no line breaks at.
const counts = ["", "\u00a0k", "\u00a0M", "\u00a0G", "\u00a0T", "\u00a0P", "\u00a0E"];
const sizes = ["\u00a0B", "\u00a0kB", "\u00a0MB", "\u00a0GB", "\u00a0TB", "\u00a0PB"];

const durations = ["\u00a0ns", "\u00a0µs", "\u00a0ms", "\u00a0s"];

/** @type {Measure[]} */
export const measures = [
  { id: "nodes", label: "Nodes", word: "nodes", about: "nodes of the graph", units: counts },
  {
    id: "parameters", label: "Parameters", word: "parameters", about: "elements of parameters, each counted once",
    units: counts,
  },
  { id: "flops", label: "FLOPs", word: "FLOPs", about: "floating-point operations", units: counts },
  {
    id: "bytes", label: "Activations", word: "activations", about: "bytes of the tensors that nodes make",
    units: sizes,
  },
];

/** What a profile tells, if one of the models has been profiled. @type {Measure} */
export const time = {
  id: "time", label: "Time", word: "of time", about: "median time of a run", units: durations,
};
if (document.querySelector("script.model[data-profiled]"))
  measures.push(time);

/** Not one of those that charts are drawn by. @type {Measure} */
export const parameterBytes = {
  id: "parameterBytes", label: "Parameter bytes", word: "bytes of parameters", about: "bytes of parameters",
  units: sizes,
};

export function measureOf(id) {
  return measures.find((measure) => measure.id === id) ?? measures[0];
}

/** `1.23 M`, with three digits. */
function short(number, measure) {
  let unit = 0;
  // As it is rounded, since 999.7 k would be shown as 1000 k.
  for (; Math.round(number) >= step && unit + 1 < measure.units.length; ++unit)
    number /= step;
  const digits = unit === 0 ? 0 : number < 9.995 ? 2 : number < 99.95 ? 1 : 0;
  return number.toFixed(digits) + measure.units[unit];
}

/** `1,234,567`, or as many digits of it as are held. */
function whole(number) {
  return Number.isSafeInteger(Math.round(number)) ? Math.round(number).toLocaleString("en-US") : number.toPrecision(15);
}

/** Is nothing of it known? */
export function isUnknown(amount) {
  return amount.unknown > 0 && amount.known === 0;
}

/** `1.23 M`, `≥ 1.23 M` where parts are not known, or `unknown`. @param {Amount} amount */
export function shown(amount, measure) {
  if (isUnknown(amount))
    return "unknown";
  return (amount.unknown > 0 ? "≥ " : "") + short(amount.known, measure);
}

/** All digits, and how much is not known. @param {Amount} amount */
export function inFull(amount, measure) {
  const unit = measure.units === sizes ? " bytes" : measure === time ? " ns" : "";
  const parts = `${whole(amount.unknown)} ${amount.unknown === 1 ? "part" : "parts"} not known`;
  if (isUnknown(amount))
    return `unknown: ${parts}`;
  return whole(amount.known) + unit + (amount.unknown > 0 ? `, and ${parts}` : "");
}

/** A number of the model that may be missing. @param {?number} number */
export function shownNumber(number, measure) {
  return number === null ? "unknown" : short(number, measure);
}

export function fullNumber(number, measure) {
  return inFull({ known: number ?? 0, unknown: number === null ? 1 : 0 }, measure);
}

/** `+1.2 k`, or nothing where it cannot be said. @param {Amount} left @param {Amount} right */
export function difference(left, right, measure) {
  if (left.unknown > 0 || right.unknown > 0)
    return sameAmount(left, right) ? "" : "differs";
  const change = right.known - left.known;
  return change === 0 ? "" : (change > 0 ? "+" : "−") + short(Math.abs(change), measure);
}

export function sameAmount(left, right) {
  return left.known === right.known && left.unknown === right.unknown;
}

/** @param {Amount[]} amounts @returns {Amount} */
export function sum(amounts) {
  return amounts.reduce((total, part) => ({ known: total.known + part.known, unknown: total.unknown + part.unknown }),
    { known: 0, unknown: 0 });
}

/** `1 node`, `2 nodes`. */
export function counted(number, what) {
  return `${whole(number)} ${what}${number === 1 ? "" : "s"}`;
}

/**
 * Elements are made here, and nowhere from text: what a model says is only ever put in as text, and never as markup.
 */

const svgNamespace = "http://www.w3.org/2000/svg";

/** Attributes that are read by people. */
const spoken = ["title", "aria-label"];

/** What nobody would see, or what turns the text around it, is spelt out. */
const invisible = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;

/** `text` with control characters and the like as `\u{1b}`. */
function visible(text) {
  return text.replace(invisible, (character) => `\\u{${character.charCodeAt(0).toString(16)}}`);
}

/**
 * Sets attributes, and takes `text` and `class` for what they are called in HTML.
 * @param {Element} made
 * @param {Object<string, *>} attributes  those that are null or undefined are left out, and those of HTML that are false
 * @param {(Node|string)[]} children
 */
function complete(made, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || (value === false && !name.startsWith("aria-")))
      continue;
    if (name === "text")
      setText(made, value);
    else if (spoken.includes(name))
      made.setAttribute(name, visible(value));
    else
      made.setAttribute(name, value === true && !name.startsWith("aria-") ? "" : String(value));
  }
  made.append(...children);
  return made;
}

/** Puts a text into an element, in the place of all that is in it. */
export function setText(node, text) {
  node.textContent = visible(text);
}

/** An element of HTML: `element("td", {class: "number", text: "12"})`. */
export function element(name, attributes = {}, ...children) {
  return complete(document.createElement(name), attributes, children);
}

/** The same of SVG. */
export function drawing(name, attributes = {}, ...children) {
  return complete(document.createElementNS(svgNamespace, name), attributes, children);
}

/** @returns {HTMLElement} the one with that id, which page.html has */
export function byId(id) {
  return document.getElementById(id);
}

/** `text`, or its beginning and an ellipsis, in about so many pixels. */
export function fitted(text, pixels, characterWidth = 6.7) {
  const most = Math.floor(pixels / characterWidth);
  if (text.length <= most)
    return text;
  return most < 3 ? "" : text.slice(0, most - 1) + "…";
}

/** The element at or above where an event happened that has an attribute. */
export function hit(event, attribute) {
  return event.target instanceof Element ? event.target.closest(`[${attribute}]`) : null;
}

/**
 * A colour for each class, so that what is alike looks alike everywhere.
 */

/** Hues that are well apart, in the order in which classes take them. */
const hues = [255, 150, 55, 310, 200, 95, 20, 280, 175, 75, 340, 225];

const taken = new Map();

/** The hue of a class, in degrees; the style sheet makes the colour of it. */
export function colourOf(className) {
  let hue = taken.get(className);
  if (hue === undefined) {
    hue = (hues[taken.size % hues.length] + 9 * Math.floor(taken.size / hues.length)) % 360;
    taken.set(className, hue);
  }
  return hue;
}

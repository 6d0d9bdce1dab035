/** Pictures of which the build says where their axes lie, what they span and which parts move. */

const carry = ([low, high], [from, to], value) => from + ((to - from) * (value - low)) / (high - low);

/** Far outside a picture the exact place no longer matters, and SVG would not hold it. */
const within = (place) => Math.min(Math.max(place, -1e5), 1e5);

/** Return the place of a point. */
export function placeOf([across, up], { left, right, bottom, top, x, y }) {
  return [carry(x, [left, right], across), carry(y, [bottom, top], up)].map(within);
}

/** Return the point under a pointer. */
export function under({ clientX, clientY }, picture, { left, right, bottom, top, x, y }) {
  const at = new DOMPoint(clientX, clientY).matrixTransform(picture.getScreenCTM().inverse());
  return [carry([left, right], x, at.x), carry([bottom, top], y, at.y)];
}

/** Lead lines, drawn as one, each through its places. */
export function drawLines(picture, name, lines) {
  const drawn = lines.map((places) => `M${places.map((place) => place.join(" ")).join("L")}`);
  picture.querySelector(`.moving-${name} path`).setAttribute("d", drawn.join(""));
}

/** Lead a line through places. */
export function drawLine(picture, name, places) {
  drawLines(picture, name, [places]);
}

/** Move a dot, or a word, to a place. */
export function moveTo(picture, name, [x, y]) {
  const moved = picture.querySelector(`.moving-${name} :is(use, text)`);
  moved.setAttribute("x", x);
  moved.setAttribute("y", y);
}

/** Tell whether whoever reads asked for less motion. */
export const wantsStillness = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** Return which part of the way between two places lies in a picture, to a little before its edge. */
export function partInside([fromX, fromY], [toX, toY], { left, right, bottom, top }) {
  const edge = 6;
  const part = (from, to, low, high) => {
    if (to < low) return (low + edge - from) / (to - from);
    return to > high ? (high - edge - from) / (to - from) : 1;
  };
  return Math.min(part(fromX, toX, left, right), part(fromY, toY, top, bottom));
}

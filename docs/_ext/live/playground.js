/** The playground: gradient descent in pictures that the build has drawn. */

import { pass } from "./neuron.js";
import { drawLine, moveTo, partInside, placeOf, under, wantsStillness } from "./picture.js";

const root = document.querySelector(".playground");
const data = JSON.parse(document.getElementById("playground-data").textContent);
const { line, bowl, error } = data.frames;
const find = (selector) => root.querySelector(selector);
const each = (selector, change) => root.querySelectorAll(selector).forEach(change);
const rate = find("#playground-rate");
const weights = [find("[name=w1]"), find("[name=w0]")];
const status = find("[role=status]");
const adder = find(".playground-add");
const handle = document.createElement("button"); // by which the reader's own point is moved

// The points

/** Merge the sums of some points with one point more, as `Moments` do. */
function merge({ n, mean_x, mean_y, s_xx, s_xy }, [x, y]) {
  const [dx, dy] = [x - mean_x, y - mean_y];
  const part = n / (n + 1);
  return {
    n: n + 1,
    mean_x: mean_x + dx / (n + 1),
    mean_y: mean_y + dy / (n + 1),
    s_xx: s_xx + part * dx * dx,
    s_xy: s_xy + part * dx * dy,
  };
}

/** Give both curvatures of the bowl, the smaller first. */
function curvatures({ n, mean_x, s_xx }) {
  const q = s_xx / n + mean_x ** 2;
  const largest = n * ((q + 1) / 2 + Math.hypot((q - 1) / 2, mean_x));
  return [(n / largest) * s_xx, largest];
}

/** Return the points that are chosen, with the reader's own one, and what can be said beforehand. */
function collect(own) {
  const { truth, exponents, ...given } = data.sets[find("[name=playground-set]:checked").value];
  const x = own ? [...data.x, own[0]] : data.x;
  const y = own ? [...given.y, own[1]] : given.y;
  const moments = own ? merge(given.moments, own) : given.moments;
  const slope = moments.s_xy / moments.s_xx;
  const best = [slope, moments.mean_y - slope * moments.mean_x];
  const [flattest, steepest] = curvatures(moments);
  const set = { x, y, truth, exponents, moments, best, bound: 2 / steepest, narrow: steepest / flattest };
  return { ...set, floor: pass(set, best[1], best[0]).sse };
}

// The run

/** Move both weights by slopes that were found before either moved, and keep the record. */
function step(run) {
  const [w0, w1] = now(run);
  const { dE_dw0, dE_dw1 } = pass(run.set, w0, w1);
  run.w0.push(w0 - run.rate * dE_dw0);
  run.w1.push(w1 - run.rate * dE_dw1);
  run.sse.push(pass(run.set, run.w0.at(-1), run.w1.at(-1)).sse);
}

const now = (run) => [run.w0, run.w1, run.sse].map((record) => record.at(-1));
const epoch = (run) => run.sse.length - 1;
const isLost = (run) => run.sse.at(-1) > run.hopeful;
const isOver = (run) => isLost(run) || epoch(run) >= data.most;
const toNextStop = (run) => data.epochs - (epoch(run) % data.epochs);

function advance(run, epochs) {
  for (let k = 0; k < epochs && !isOver(run); k++) step(run);
}

// Words

/** Write a number with four digits, as the package does in its messages. */
const short = (number, digits = 4) => String(Number(number.toPrecision(digits)));
const withMinus = (text) => text.replaceAll("-", "−");

/** Say of a lost run what DivergenceError would. */
function lament({ rate, set: { bound, narrow } }, epoch) {
  let digits = 4;
  while (digits < 17 && short(rate, digits) === short(bound, digits)) digits++;
  const needed = Math.ceil(Math.log(0.01) / Math.log1p(-1 / narrow));
  const numbers = { epoch, needed, advised: short(bound / 2) };
  Object.assign(numbers, { rate: short(rate, digits), bound: short(bound, digits) });
  return data.lost.replace(/\{(\w+)\}/g, (_, name) => numbers[name]);
}

/** Say where a run stands. */
function sentence(run) {
  if (isLost(run)) return lament(run, epoch(run));
  const [w0, w1, sse] = now(run).map((number) => number.toPrecision(4));
  const line = `${w1} x ${w0 < 0 ? "-" : "+"} ${w0.replace("-", "")}`;
  const end = isOver(run) ? " The pictures end here: reset, or change a setting." : "";
  return withMinus(`Epoch ${epoch(run)}: E = ${sse}, line ŷ = ${line}.${end}`);
}

/** Say something; an address in it is a link. */
function say(text) {
  const [before, page, after] = text.split(/(troubleshooting\.html#[\w-]+)/);
  status.textContent = before;
  if (!page) return;
  const link = Object.assign(document.createElement("a"), { href: data.up + page, textContent: page });
  status.append(link, after);
}

// Pictures

/** Where the way to a place leaves its picture, let an arrow point to it. */
function drawArrow(picture, from, to, frame) {
  const part = partInside(from, to, frame);
  const [across, down] = to.map((end, axis) => end - from[axis]);
  const at = [from[0] + part * across, from[1] + part * down];
  const turn = (Math.atan2(across, -down) * 180) / Math.PI; // it was drawn upwards
  picture.querySelector(".moving-arrow").style.visibility = part < 1 ? "visible" : "hidden";
  picture.querySelector(".moving-arrow use").setAttribute("transform", `rotate(${turn} ${at})`);
  moveTo(picture, "arrow", at);
}

const acrossPicture = ([slope, intercept]) => line.x.map((x) => placeOf([x, slope * x + intercept], line));
const heightOf = (sse, [first, step]) => (Math.log10(sse) - first) / step;

/** Lead a ring around the best weights, on which E is so much above the floor. */
function ring(height, { moments: { n, mean_x, s_xx }, best: [w1, w0] }) {
  return Array.from({ length: 121 }, (_, k) => {
    const tilt = Math.sqrt((2 * height) / s_xx) * Math.cos((k * Math.PI) / 60);
    const lift = Math.sqrt((2 * height) / n) * Math.sin((k * Math.PI) / 60); // at the mean of x
    return placeOf([w1 + tilt, w0 + lift - tilt * mean_x], bowl);
  });
}

/** Draw what stands still while a run goes on. */
function drawPoints(set) {
  const { y, truth, best, floor, exponents } = set;
  each(".moving-points use", (dot, i) => dot.setAttribute("y", placeOf([0, y[i]], line)[1]));
  each(".moving-rings path", (path, k) => path.setAttribute("d", `M${ring(4 ** k, set).join("L")}z`));
  drawLine(root, "truth", acrossPicture(truth));
  drawLine(root, "best", acrossPicture(best));
  moveTo(root, "true", placeOf(truth, bowl));
  const star = placeOf(best, bowl);
  moveTo(root, "star", star);
  moveTo(root, "star-word", [star[0] + 7, star[1] + 21]);
  const height = heightOf(floor, exponents);
  const ends = error.x.map((k) => placeOf([k, height], error));
  drawLine(root, "floor", ends);
  moveTo(root, "floor-word", [ends[0][0] + 8, ends[0][1] - 6]);
  // Without noise there is no floor but rounding.
  each("[class|=moving-floor]", (part) => { part.style.visibility = floor > 1e-9 ? "" : "hidden"; });
  each(".moving-errors text", (label, k) => {
    const exponent = exponents[0] + k * exponents[1];
    label.textContent = exponents[1] === 1 ? 10 ** exponent : withMinus(`1e${exponent}`);
  });
}

/** Draw a run; double the numbers on the axis of the epochs as often as it needs. */
function drawRun({ set, w0, w1, sse }) {
  const factor = 2 ** Math.max(0, Math.ceil(Math.log2((sse.length - 1) / data.epochs)));
  each(".moving-epochs text", (label, k) => { label.textContent = factor * data.ticks[k]; });
  const middle = placeOf([0.5, w1.at(-1) / 2 + w0.at(-1)], line);
  const path = w1.map((slope, k) => placeOf([slope, w0[k]], bowl));
  const curve = sse.map((one, k) => placeOf([k / factor, heightOf(one, set.exponents)], error));
  const [here, last] = [path.at(-1), curve.at(-1)];
  drawLine(root, "line", acrossPicture([w1.at(-1), w0.at(-1)]));
  drawLine(root, "path", path);
  drawLine(root, "curve", curve);
  moveTo(root, "start", path[0]);
  moveTo(root, "here", here);
  moveTo(root, "now", last);
  drawArrow(find(".playground-line"), [middle[0], (line.top + line.bottom) / 2], middle, line);
  drawArrow(find(".playground-bowl"), placeOf(set.best, bowl), here, bowl);
  drawArrow(find(".playground-error"), [last[0], error.bottom], last, error);
}

// Controls

let own, run, timer; // own: the reader's own point, if there is one

/** Show where the run stands. While it plays, nothing is read aloud. */
function show() {
  drawRun(run);
  status.setAttribute("aria-live", timer ? "off" : "polite");
  say(sentence(run));
  // All digits, for whoever compares.
  const [w0, w1, sse] = now(run);
  const { bound, floor, best } = run.set;
  Object.assign(root.dataset, { epoch: epoch(run), w0, w1, sse, bound, floor, best });
}

/** Tell whether both weights are numbers that the pictures can start from, and say if not. */
function areReadable() {
  const isWrong = (input) => !(Math.abs(input.valueAsNumber) <= input.max);
  for (const input of weights) input.setAttribute("aria-invalid", isWrong(input));
  const wrong = weights.find(isWrong);
  if (!wrong) return true;
  pause();
  say(withMinus(`${wrong.name} needs a number from ${wrong.min} to ${wrong.max}.`));
  return false;
}

/** Return a starting weight; the book's own has more digits than its field shows. */
const startOf = (input) => (input.value === input.defaultValue ? data.start[input.name] : input.valueAsNumber);

/** Mark the largest rate on the scale that leads to the best line. */
function markBound(bound) {
  const [low, high, step] = [rate.min, rate.max, rate.step].map(Number);
  const side = rate.valueAsNumber > bound ? ", above the bound" : "";
  find("output").textContent = short(rate.valueAsNumber) + side;
  find(".playground-bound").textContent = `lost above ${short(Math.floor(bound / step) * step)}`;
  root.style.setProperty("--bound", (bound - low) / (high - low));
}

/** Start again with what is set, and go as far at once as asked. */
function restart(epochs = 0) {
  const set = collect(own);
  markBound(set.bound);
  drawPoints(set);
  if (!areReadable()) return;
  const [w1, w0] = weights.map(startOf);
  const start = pass(set, w0, w1).sse;
  // As in the package, a run is lost above an error that no sound one reaches.
  const hopeful = data.hopeful * Math.max(start, pass(set, 0, 0).sse);
  run = { set, rate: rate.valueAsNumber, hopeful, w0: [w0], w1: [w1], sse: [start] };
  advance(run, epochs);
  show();
}

function pause() {
  clearInterval(timer);
  timer = undefined;
  find("[data-do=play]").textContent = "Play";
}

/** Run on to the next stop, an epoch at a time or, where motion is not wanted, at once. */
function play() {
  if (isOver(run)) restart();
  if (wantsStillness()) return advance(run, toNextStop(run));
  find("[data-do=play]").textContent = "Pause";
  timer = setInterval(() => {
    advance(run, 1);
    if (isOver(run) || toNextStop(run) === data.epochs) pause();
    show();
  }, 50);
}

function press(what) {
  const isPlaying = timer !== undefined;
  pause();
  if (!areReadable()) return;
  if (what === "reset") return restart();
  if (what !== "play") advance(run, Number(what));
  else if (!isPlaying) play();
  show();
}

/** Start where a reader clicks among the rings, to a tenth. */
function startAt(clicked) {
  weights.forEach((input, k) => { input.value = clicked[k].toFixed(1); });
  restart();
}

// The reader's own point

const cut = (value, [low, high]) => Number(Math.min(Math.max(value, low), high).toFixed(2));

/** Put the point somewhere in its picture, or take it away; the run follows as far as it was. */
function put(point) {
  own = point && [cut(point[0], line.x), cut(point[1], line.y)];
  handle.hidden = !own;
  adder.textContent = own ? "Remove the point" : "Add a point";
  if (own) {
    const [x, y] = placeOf(own, line);
    const { width, height } = find(".playground-line svg").viewBox.baseVal;
    Object.assign(handle.style, { left: `${(100 * x) / width}%`, top: `${(100 * y) / height}%` });
    handle.ariaLabel = withMinus(`Your point, x = ${own[0]}, y = ${own[1]}: move it with the arrow keys`);
  }
  root.dataset.own = own ?? "";
  restart(run ? epoch(run) : 0);
}

function toggle() {
  put(own ? undefined : [0.9, -1.5]);
  (own ? handle : adder).focus();
}

const STEPS = { ArrowLeft: [-0.02, 0], ArrowRight: [0.02, 0], ArrowUp: [0, 0.1], ArrowDown: [0, -0.1] };

function pushPoint(event) {
  const by = STEPS[event.key];
  if (by) put(own.map((value, axis) => value + by[axis]));
  else if (event.key === "Delete") toggle();
  else return;
  event.preventDefault();
}

function listen() {
  const [points, rings] = [find(".playground-line svg"), find(".playground-bowl svg")];
  each("[data-do]", (button) => button.addEventListener("click", () => press(button.dataset.do)));
  rings.addEventListener("click", (event) => startAt(under(event, rings, bowl)));
  points.addEventListener("click", (event) => put(under(event, points, line)));
  adder.addEventListener("click", toggle);
  handle.addEventListener("keydown", pushPoint);
  handle.addEventListener("pointerdown", ({ pointerId }) => handle.setPointerCapture(pointerId));
  handle.addEventListener("pointermove", (event) => {
    if (handle.hasPointerCapture(event.pointerId)) put(under(event, points, line));
  });
  // At once, not only when a field is left: what a press of a button changes would move the button.
  for (const part of [find(".playground-rate"), find(".playground-settings")]) {
    part.addEventListener("input", () => restart());
  }
}

Object.assign(handle, { type: "button", className: "playground-handle" });
find(".playground-line").append(handle);
listen();
Object.assign(root, { role: "group", ariaLabel: "Playground" });
each(".playground-rate, .playground-run, .playground-settings, .playground-still", (part) => {
  part.hidden = !part.hidden;
});
put();

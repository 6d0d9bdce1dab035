/** The playground: gradient descent in pictures that the build has drawn. */

import { drawDot, drawLine, partInside, placeOf, pointAt } from "./picture.js";

const root = document.querySelector(".playground");
const data = JSON.parse(document.getElementById("playground-data").textContent);
const find = (selector) => root.querySelector(selector);
const share = find("#playground-share");
const weights = [find("[name=w1]"), find("[name=w0]")];
const status = find("[role=status]");

// The run

/** Give the error of a line and both its slopes: one pass over all points. */
function pass({ y }, w0, w1) {
  const { x } = data;
  let sse = 0, dE_dw0 = 0, dE_dw1 = 0;
  for (let i = 0; i < x.length; i++) {
    const miss = w1 * x[i] + w0 - y[i];
    sse += 0.5 * miss * miss;
    dE_dw0 += miss;
    dE_dw1 += miss * x[i];
  }
  return { sse, dE_dw0, dE_dw1 };
}

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
const short = (number) => String(Number(number.toPrecision(4)));
const withMinus = (text) => text.replaceAll("-", "−");

/** Say where a run stands; of a lost one, what DivergenceError would: data and bound stay the same. */
function sentence(run) {
  if (isLost(run)) return data.lost.replace("{epoch}", epoch(run)).replace("{rate}", short(run.rate));
  const [w0, w1, sse] = now(run).map((number) => number.toPrecision(4));
  const line = `${w1} x ${w0 < 0 ? "-" : "+"} ${w0.replace("-", "")}`;
  const end = isOver(run) ? " The pictures end here: reset, or change a setting." : "";
  return withMinus(`Epoch ${epoch(run)}: E = ${sse}, line ŷ = ${line}.${end}`);
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
  drawDot(picture, "arrow", at);
}

/** Draw a run; double the numbers on the axis of the epochs as often as it needs. */
function draw(view, { set, w0, w1, sse }) {
  const { line, bowl, error } = set.frames;
  const factor = 2 ** Math.max(0, Math.ceil(Math.log2((sse.length - 1) / data.epochs)));
  const labels = view.querySelectorAll(".moving-epochs text");
  labels.forEach((label, k) => { label.textContent = factor * data.ticks[k]; });
  const onLine = (x) => placeOf([x, w1.at(-1) * x + w0.at(-1)], line);
  const path = w1.map((slope, k) => placeOf([slope, w0[k]], bowl));
  const curve = sse.map((height, k) => placeOf([k / factor, Math.log10(height)], error));
  const [middle, here, last] = [onLine(0.5), path.at(-1), curve.at(-1)];
  drawLine(view, "line", line.x.map(onLine));
  drawLine(view, "path", path);
  drawLine(view, "curve", curve);
  drawDot(view, "start", path[0]);
  drawDot(view, "here", here);
  drawDot(view, "now", last);
  const [lines, rings, errors] = view.children;
  drawArrow(lines, [middle[0], (line.top + line.bottom) / 2], middle, line);
  drawArrow(rings, placeOf(set.best, bowl), here, bowl);
  drawArrow(errors, [last[0], error.bottom], last, error);
}

// Controls

let run, timer;
const chosen = () => find("[name=playground-set]:checked").value;

/** Show where the run stands. While it plays, nothing is read aloud. */
function show() {
  for (const view of root.querySelectorAll("[data-set]")) {
    view.hidden = view.dataset.set !== chosen();
    if (!view.hidden) draw(view, run);
  }
  status.setAttribute("aria-live", timer ? "off" : "polite");
  status.textContent = sentence(run);
  find(".playground-help").hidden = !isLost(run);
  // All digits, for whoever compares.
  const [w0, w1, sse] = now(run);
  Object.assign(root.dataset, { epoch: epoch(run), w0, w1, sse });
}

/** Tell whether both weights are numbers that the pictures can start from, and say if not. */
function areReadable() {
  const isWrong = (input) => !(Math.abs(input.valueAsNumber) <= input.max);
  for (const input of weights) input.setAttribute("aria-invalid", isWrong(input));
  const wrong = weights.find(isWrong);
  if (!wrong) return true;
  pause();
  status.textContent = withMinus(`${wrong.name} needs a number from ${wrong.min} to ${wrong.max}.`);
  return false;
}

function restart() {
  const rate = share.valueAsNumber * data.bound;
  const side = share.valueAsNumber > 1 ? ", above the bound" : "";
  find("output").textContent = `${share.valueAsNumber.toFixed(2)}, η = ${short(rate)}${side}`;
  if (!areReadable()) return;
  const [w1, w0] = weights.map((input) => input.valueAsNumber);
  const set = data.sets[chosen()];
  const start = pass(set, w0, w1).sse;
  // As in the package, a run is lost above an error that no sound one reaches.
  const hopeful = data.hopeful * Math.max(start, pass(set, 0, 0).sse);
  run = { set, rate, hopeful, w0: [w0], w1: [w1], sse: [start] };
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
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) return advance(run, toNextStop(run));
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
function startAt({ clientX, clientY }, svg) {
  const at = new DOMPoint(clientX, clientY).matrixTransform(svg.getScreenCTM().inverse());
  const clicked = pointAt([at.x, at.y], run.set.frames.bowl);
  weights.forEach((input, k) => { input.value = clicked[k].toFixed(1); });
  restart();
}

for (const button of root.querySelectorAll("[data-do]")) {
  button.addEventListener("click", () => press(button.dataset.do));
}
for (const svg of root.querySelectorAll(".playground-bowl svg")) {
  svg.addEventListener("click", (event) => startAt(event, svg));
}
share.addEventListener("input", restart);
find(".playground-settings").addEventListener("change", restart);
Object.assign(root, { role: "group", ariaLabel: "Playground" });
for (const part of root.querySelectorAll(":scope > :not([data-set])")) part.hidden = !part.hidden;
restart();

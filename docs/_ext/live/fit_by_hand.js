/** Fit by hand: readers move the line, see how the points pull, and let the neuron go on. */

import { pass } from "./neuron.js";
import { drawLine, drawLines, placeOf, under, wantsStillness } from "./picture.js";

const root = document.querySelector(".fit-by-hand");
const data = JSON.parse(document.getElementById("fit-by-hand-data").textContent);
const { x, y, frames } = data;
const find = (selector) => root.querySelector(selector);
const sliders = { w0: find("[name=w0]"), w1: find("[name=w1]") };
const goOn = find("[data-do=go-on]");
const picture = find(".fit-line svg");

/** The weights, and how many epochs the neuron has moved them. */
let w0, w1, epoch, timer;

const heightAt = (across) => w1 * across + w0;

// Pictures

const onLine = (across) => placeOf([across, heightAt(across)], frames.line);
const miss = (across, target) => [placeOf([across, target], frames.line), onLine(across)];

/** Return the corners of a squared miss, which opens to the middle of the picture. */
function square(across, target) {
  const [[near, from], [, to]] = miss(across, target);
  const far = near + Math.sign(0.5 - across) * Math.abs(to - from);
  return [[near, from], [near, to], [far, to], [far, from], [near, from]];
}

function drawPulls(name, pulls, sum) {
  const stick = (across, up) => [0, up].map((end) => placeOf([across, end], frames[name]));
  drawLines(root, `pulls-${name}`, pulls.map((pull, i) => stick(x[i], pull)));
  drawLine(root, `mean-${name}`, stick(data.beside, sum / x.length));
}

function draw({ dE_dw0, dE_dw1 }) {
  const ends = frames.line.x.map(onLine);
  drawLine(root, "line", ends);
  drawLine(root, "grip", ends);
  drawLines(root, "handles", [0, 0.5, 1].map((at) => [onLine(at), onLine(at)]));
  drawLines(root, "misses", x.map((at, i) => miss(at, y[i])));
  drawLines(root, "squares", data.few.map((i) => square(x[i], y[i])));
  const pulls = x.map((at, i) => y[i] - heightAt(at));
  drawPulls("w0", pulls, -dE_dw0);
  drawPulls("w1", pulls.map((pull, i) => pull * x[i]), -dE_dw1);
}

// Words

const short = (number) => number.toFixed(2).replace(/^-0\.00$/, "0.00").replace("-", "−");

/** Say whither a sum of pulls moves its weight, as far as its digits tell. */
function wayOf(sum) {
  if (short(sum) === "0.00") return "neither up nor down";
  return sum > 0 ? "up" : "down";
}

/** Say how far the neuron, or the reader, has come; only who is near is told how near one can get. */
function sentence(sse) {
  const [now, neuron, best] = [sse, data.neuron, data.best].map(short);
  const floor = `No line gets below ${best}.`;
  const ways = `from your line the neuron gets to ${now}, from its own start to ${neuron}.`;
  if (epoch === data.epochs) return `Step ${epoch}: ${ways} ${floor}`;
  if (epoch) return `Step ${epoch} from your line.`;
  if (sse <= data.neuron) return `You beat the neuron. ${floor}`;
  return sse <= 2 * data.best ? `Close. ${floor}` : "";
}

/** Write a text unless it stands there, so that what has not changed is not read aloud again. */
function write(selector, text) {
  const place = find(selector);
  if (place.textContent !== text) place.textContent = text;
}

function say({ sse, dE_dw0, dE_dw1 }) {
  for (const [name, weight, sum] of [["w0", w0, -dE_dw0], ["w1", w1, -dE_dw1]]) {
    write(`.fit-sum-${name}`, short(sum));
    write(`.fit-way-${name}`, wayOf(sum));
    write(`[for=fit-${name}]:is(output)`, short(weight));
    sliders[name].value = weight;
    sliders[name].setAttribute("aria-valuetext", `${short(weight)}, E = ${short(sse)}`);
  }
  write(".fit-sse", short(sse));
  write("[role=status]", sentence(sse));
}

// The line moves

/** Show where the line stands; all digits too, for whoever compares. */
function show() {
  const now = pass(data, w0, w1);
  draw(now);
  say(now);
  Object.assign(root.dataset, { epoch, w0, w1, ...now });
}

function pause() {
  clearTimeout(timer);
  timer = undefined;
  goOn.textContent = "Let the neuron go on";
  find("[role=status]").ariaLive = "polite";
}

/** Move the line by hand, as far as the sliders go. */
function move(weights) {
  pause();
  const { min, max } = Math;
  const within = ([name, weight]) => max(sliders[name].min, min(weight, sliders[name].max));
  [w0, w1] = Object.entries({ w0, w1, ...weights }).map(within);
  epoch = 0;
  show();
}

function learn() {
  const { dE_dw0, dE_dw1 } = pass(data, w0, w1);
  w0 -= data.learningRate * dE_dw0;
  w1 -= data.learningRate * dE_dw1;
  epoch += 1;
}

/** Go on epoch by epoch, slowly at first; all at once where motion is not wanted. */
function run() {
  do learn(); while (wantsStillness() && epoch < data.epochs);
  if (epoch < data.epochs) timer = setTimeout(run, Math.max(20, 400 * 0.9 ** epoch));
  else pause();
  show();
}

function start() {
  if (timer) return pause();
  if (epoch === data.epochs) epoch = 0;
  goOn.textContent = "Pause";
  find("[role=status]").ariaLive = "off";
  run();
}

// By hand

/** What a pointer holds: where on the line, how far above it, and what stays in its place. */
let held;

/** Near an end the other end stays, in the middle the slope does. */
function hold(event) {
  event.target.setPointerCapture(event.pointerId);
  const [across, up] = under(event, picture, frames.line);
  const pivot = [1, undefined, 0][Math.min(2, Math.max(0, Math.floor(3 * across)))];
  held = { across, above: up - heightAt(across), pivot, height: heightAt(pivot) };
}

function follow(event) {
  if (!event.target.hasPointerCapture(event.pointerId)) return;
  const { across, above, pivot, height } = held;
  const up = under(event, picture, frames.line)[1] - above;
  const slope = pivot === undefined ? w1 : (up - height) / (across - pivot);
  move({ w0: up - slope * across, w1: slope });
}

picture.insertAdjacentHTML("beforeend",
  '<g class="moving-handles"><path/></g><g class="moving-grip"><path/></g>');
const grip = find(".moving-grip path");
grip.addEventListener("pointerdown", hold);
grip.addEventListener("pointermove", follow);
// A finger on the line moves the line; elsewhere it moves the page.
grip.addEventListener("touchstart", (event) => event.preventDefault(), { passive: false });
for (const slider of Object.values(sliders)) {
  slider.addEventListener("input", () => move({ [slider.name]: slider.valueAsNumber }));
}
goOn.addEventListener("click", start);
find("[data-do=start]").addEventListener("click", () => move(data.start));
Object.assign(root, { role: "group", ariaLabel: "Fit it by hand" });
for (const part of root.querySelectorAll(":scope > [hidden]")) part.hidden = false;
find(".fit-still").hidden = true;
move(data.start);

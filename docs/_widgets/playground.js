/** The playground: gradient descent in pictures that the build has drawn. */

const root = document.querySelector(".playground");
const data = JSON.parse(document.getElementById("playground-data").textContent);
const find = (selector) => root.querySelector(selector);
const share = find("#playground-share");
const weights = [find("[name=w1]"), find("[name=w0]")];
const status = find("[role=status]");

// The run

/** Give the error of a line and both its slopes: one pass over all points. */
function pass({ x, y }, w0, w1) {
  let sse = 0, dE_dw0 = 0, dE_dw1 = 0;
  for (let i = 0; i < x.length; i++) {
    const miss = w1 * x[i] + w0 - y[i];
    sse += 0.5 * miss * miss;
    dE_dw0 += miss;
    dE_dw1 += miss * x[i];
  }
  return { sse, dE_dw0, dE_dw1 };
}

/** Begin a run; it is lost above the same error as in the package. */
function begin({ set, rate, w0, w1 }) {
  const start = pass(set, w0, w1).sse;
  const hopeful = data.hopeful * Math.max(start, pass(set, 0, 0).sse);
  return { set, rate, hopeful, w0: [w0], w1: [w1], sse: [start] };
}

/** Move both weights by slopes that were found before either moved, and keep the record. */
function step(run) {
  const { dE_dw0, dE_dw1 } = pass(run.set, run.w0.at(-1), run.w1.at(-1));
  run.w0.push(run.w0.at(-1) - run.rate * dE_dw0);
  run.w1.push(run.w1.at(-1) - run.rate * dE_dw1);
  run.sse.push(pass(run.set, run.w0.at(-1), run.w1.at(-1)).sse);
}

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

/** Say what DivergenceError would. By then the rises come from the steepest direction alone. */
function lostSentence(run) {
  const [before, last, now] = run.sse.slice(-3);
  return data.lost
    .replace("{epoch}", epoch(run))
    .replace("{growth}", short((now - last) / (last - before)))
    .replace("{rate}", short(run.rate));
}

function sentence(run) {
  if (isLost(run)) return lostSentence(run);
  const [w0, w1, sse] = [run.w0, run.w1, run.sse].map((record) => record.at(-1).toPrecision(4));
  const line = `${w1} x ${w0 < 0 ? "-" : "+"} ${w0.replace("-", "")}`;
  const end = isOver(run) ? " The pictures end here: reset, or change a setting." : "";
  return withMinus(`Epoch ${epoch(run)}: E = ${sse}, line ŷ = ${line}.${end}`);
}

// Pictures

/** Far outside a picture the exact place no longer matters, and SVG would not hold it. */
const within = (place) => Math.min(Math.max(place, -1e5), 1e5);
const map = (from, to, [low, high], value) => from + ((to - from) * (value - low)) / (high - low);
const place = (frame, [x, y]) => [
  within(map(frame.left, frame.right, frame.x, x)).toFixed(2),
  within(map(frame.bottom, frame.top, frame.y, y)).toFixed(2),
];

function drawPath(view, name, frame, points) {
  const places = points.map((point) => place(frame, point).join(" "));
  view.querySelector(`.moving-${name} path`).setAttribute("d", `M ${places.join(" L ")}`);
}

function drawDot(view, name, frame, point) {
  const [x, y] = place(frame, point);
  const dot = view.querySelector(`.moving-${name} use`);
  dot.setAttribute("x", x);
  dot.setAttribute("y", y);
}

/** Double the numbers on the axis of the epochs as often as the run needs; return the factor. */
function stretch(view, epochs) {
  const factor = 2 ** Math.max(0, Math.ceil(Math.log2(epochs / data.epochs)));
  for (const label of view.querySelectorAll("[class^=epochs-]")) {
    const number = label.getAttribute("class").slice("epochs-".length);
    label.querySelector("text").textContent = factor * number;
  }
  return factor;
}

function draw(view, run) {
  const { line, bowl, error } = run.set.frames;
  const path = run.w1.map((w1, k) => [w1, run.w0[k]]);
  const [w1, w0] = path.at(-1);
  drawPath(view, "line", line, line.x.map((x) => [x, w1 * x + w0]));
  drawPath(view, "path", bowl, path);
  drawDot(view, "start", bowl, path[0]);
  drawDot(view, "here", bowl, path.at(-1));
  const factor = stretch(view, epoch(run));
  const curve = run.sse.map((sse, k) => [k / factor, Math.log10(sse)]);
  drawPath(view, "curve", error, curve);
  drawDot(view, "now", error, curve.at(-1));
}

// Controls

let run, timer;
const calm = matchMedia("(prefers-reduced-motion: reduce)");
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
  const [w0, w1, sse] = [run.w0, run.w1, run.sse].map((record) => record.at(-1));
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
  find("output").textContent = `${share.valueAsNumber.toFixed(2)}, η = ${short(rate)}`;
  if (!areReadable()) return;
  const [w1, w0] = weights.map((input) => input.valueAsNumber);
  run = begin({ set: data.sets[chosen()], rate, w0, w1 });
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
  if (calm.matches) return advance(run, toNextStop(run));
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
function startAt({ clientX, clientY }, svg, { left, right, bottom, top, x, y }) {
  const inverse = svg.getScreenCTM().inverse();
  const at = new DOMPoint(clientX, clientY).matrixTransform(inverse);
  const clicked = [map(...x, [left, right], at.x), map(...y, [bottom, top], at.y)];
  weights.forEach((input, k) => { input.value = clicked[k].toFixed(1); });
  restart();
}

for (const button of root.querySelectorAll("[data-do]")) {
  button.addEventListener("click", () => press(button.dataset.do));
}
for (const svg of root.querySelectorAll(".playground-bowl svg")) {
  svg.addEventListener("click", (event) => startAt(event, svg, run.set.frames.bowl));
}
share.addEventListener("input", restart);
find(".playground-settings").addEventListener("change", restart);
// What stands here for readers without scripts makes room for the controls.
for (const part of root.querySelectorAll(":scope > :not([data-set])")) part.hidden = !part.hidden;
restart();

/**
 * The film on the home page. It trains once more, from the six numbers that hold everything the
 * data can teach, and then shows any epoch: the picture that came with the page is the last one.
 */

import { drawLine, moveTo, placeOf, wantsStillness } from "./picture.js";

const data = JSON.parse(document.getElementById("film-run").textContent);
const { start, learningRate, epochs, every, ends, line, bowl } = data;
const { n, mean_x, mean_y, s_xx, s_xy, s_yy } = data.moments;

/** Return the error. */
function sse([w0, w1]) {
  const meanError = w0 + w1 * mean_x - mean_y;
  return (n * meanError ** 2 + s_yy - 2 * w1 * s_xy + w1 ** 2 * s_xx) / 2;
}

/** Return the weights of every epoch. */
function train() {
  const weights = [[start.w0, start.w1]];
  for (let epoch = 0; epoch < epochs; epoch++) {
    const [w0, w1] = weights[epoch];
    const sumOfErrors = n * (w0 + w1 * mean_x - mean_y); // which is dE/dw0
    const dE_dw1 = mean_x * sumOfErrors + w1 * s_xx - s_xy;
    weights.push([w0 - learningRate * sumOfErrors, w1 - learningRate * dE_dw1]);
  }
  return weights;
}

const film = document.getElementById("film");
const controls = film.querySelector(".film-controls");
const [button, slider, output] = controls.children;
const traces = film.querySelectorAll(".moving-trace");
const marks = film.querySelectorAll(".moving-marks use");
const weights = train();

/** Show one epoch. */
function show(epoch) {
  const [w0, w1] = weights[epoch];
  const walked = weights.slice(0, epoch + 1).map(([w0, w1]) => placeOf([w1, w0], bowl));
  drawLine(film, "line", ends.map((x) => placeOf([x, w0 + w1 * x], line)));
  drawLine(film, "path", walked);
  moveTo(film, "place", walked.at(-1));
  for (const kept of [traces, marks]) {
    kept.forEach((one, i) => (one.style.visibility = i * every <= epoch ? "" : "hidden"));
  }
  const error = sse(weights[epoch]).toPrecision(3);
  slider.value = epoch;
  slider.setAttribute("aria-valuetext", `epoch ${epoch}, error ${error}`);
  output.textContent = `epoch ${epoch}, E = ${error}`;
}

let frame = 0;

function pause() {
  cancelAnimationFrame(frame);
  frame = 0;
  button.textContent = "Play";
}

/** Return when the pictures come on, in milliseconds: two a second at first, later ever faster. */
function timesOf(pictures) {
  const times = [0];
  for (let k = 0; k < pictures; k++) times.push(times[k] + 500 * Math.min(1, 10 / k));
  return times;
}

/** Play on from where the film stands, or from the start if it is over. */
function play() {
  const from = slider.valueAsNumber < epochs ? slider.valueAsNumber : 0;
  // Whoever asked for less motion sees single pictures.
  const stride = wantsStillness() ? every : 1;
  const first = Math.floor(from / stride);
  const times = timesOf(Math.ceil(epochs / stride));
  const began = performance.now() - times[first];
  const next = (now) => {
    const picture = times.findLastIndex((time) => time <= now - began);
    show(Math.min(epochs, Math.max(from, stride * picture)));
    if (slider.valueAsNumber === epochs) pause();
    else frame = requestAnimationFrame(next);
  };
  button.textContent = "Pause";
  frame = requestAnimationFrame(next);
}

button.addEventListener("click", () => (frame ? pause() : play()));
slider.addEventListener("input", () => { pause(); show(slider.valueAsNumber); });
addEventListener("beforeprint", () => { pause(); show(epochs); });
show(epochs); // also where a browser kept the slider of an earlier visit
controls.hidden = false;

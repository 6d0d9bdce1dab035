/**
 * What the printed errors of a run give away: linreg/diagnosis.py once more, for the browser.
 *
 * The derivations are there; the tests hold both to the same words and numbers.
 */

const STEADY = 0.01;
const VISIBLE = 1e-10;
const ROUNDING = 1e-12;

/** Write a number as Python's format .4g does. */
export function g4(number) {
  if (!Number.isFinite(number)) return String(number).replace("Infinity", "inf").toLowerCase();
  // A tie goes to the even digit in Python, and up in JavaScript.
  const isTie = /\d\.\d\d[02468]50*e/.test(number.toExponential(100));
  const rounded = isTie ? number * (1 - Number.EPSILON) : number;
  const [digits, exponent] = rounded.toExponential(3).split("e");
  if (exponent >= -4 && exponent < 4) return String(Number(`${digits}e${exponent}`));
  return `${digits.replace(/\.?0+$/, "")}e${exponent[0]}${exponent.slice(1).padStart(2, "0")}`;
}

const differences = (numbers) => numbers.slice(1).map((number, i) => number - numbers[i]);
const areVisible = (rises, error) => rises.at(-1) > VISIBLE * error;
const lastRatio = (errors) => errors.at(-1) / errors.at(-2);

/** Return the factor between successive changes of one sign; NaN if there is none. */
function steadyFactor(changes) {
  if (changes.length < 3 || !changes.every((change) => change > 0)) return NaN;
  const [early, late] = [changes[1] / changes[0], changes[2] / changes[1]];
  const tolerance = STEADY * Math.abs(late - 1);
  return Math.abs(late - early) <= tolerance && tolerance < Infinity ? late : NaN;
}

/** Return -1 where a weight jumps, 1 where it runs away, 0 where it has no part in it. */
function turnOf(weights, factor) {
  const [before, after] = differences(weights.slice(-3));
  const takesPart = Math.abs(Math.abs(after / before) - factor) <= STEADY * factor;
  return takesPart ? Math.sign(before) * Math.sign(after) : 0;
}

/** Say that the data are to blame. */
function brokenFromTheStart(first) {
  const finding =
    `the error is ${g4(first)} at epoch 0, before the first update, so no learning rate can help`;
  const advice =
    "The data or the first weights hold nan or inf, or numbers whose squares overflow: drop, " +
    "fill or rescale them";
  return { verdict: "data", finding, advice };
}

/** Say that the log does not say. */
function tooShort(what) {
  const finding = `${what}, but not yet by a steady factor`;
  const advice = "Log more epochs; if it explodes too soon, at a hundredth of the learning rate";
  return { verdict: "short", finding, advice };
}

/** Read errors that grow, or leave the range of numbers. */
function exploding(known, rises, rate, weights) {
  const growth = steadyFactor(rises);
  const root = Math.sqrt(growth);
  if (!(root > 1 && areVisible(rises, known.at(-1)))) {
    return tooShort(`the error ${lastRatio(known) > 1 ? "grows" : "leaves the range of numbers"}`);
  }
  const [maxIfStep, maxIfSign] = [(2 * rate) / (1 + root), (2 * rate) / (root - 1)];
  const grows = `the error grows ${g4(growth)}-fold per epoch`;
  const below = `The learning rate ${g4(rate)} must stay below`;
  const turn = turnOf(weights, root);
  if (turn < 0) {
    const finding = `${grows} and w1 jumps from side to side, so the step is too long`;
    const advice = `${below} ${g4(maxIfStep)}; try ${g4(maxIfStep / 2)}`;
    return { verdict: "step", finding, advice, maxIfStep };
  }
  if (turn > 0) {
    const finding = `${grows} and w1 runs away on one side, so the update adds the gradient`;
    const advice = `Subtract it. ${below} ${g4(maxIfSign)} then; try ${g4(maxIfSign / 2)}`;
    return { verdict: "sign", finding, advice, maxIfSign };
  }
  const finding = `${grows}, so the step is too long or the update adds the gradient`;
  const advice =
    `${below} ${g4(maxIfStep)} if the step is too long, or ${g4(maxIfSign)} once a lost sign is ` +
    "mended. Pass w1, if it explodes too, to tell the two apart";
  return { verdict: "step or sign", finding, advice, maxIfStep, maxIfSign };
}

/** Read errors that fall, or stay. */
function falling(known, gains) {
  const last = known.at(-1);
  const ratio = steadyFactor(gains);
  const left = (gains.at(-1) * ratio) / (1 - ratio);
  const isStill = (gain) => Math.abs(gain) <= ROUNDING * last;
  if (left === 0 || (gains.length && gains.every(isStill))) {
    const finding = `the error stays at ${g4(last)}`;
    const advice = "It is at its floor, or the learning rate is too small to move it";
    return { verdict: "settled", finding, advice };
  }
  if (!(ratio < 1 && left <= last * (1 + STEADY))) return tooShort("the error does not settle");
  const floor = Math.max(last - left, 0);
  const goal = 0.01 * (floor > ROUNDING * known[0] ? floor / left : 1);
  const epochsNeeded = Math.max(0, Math.ceil(Math.log(goal) / Math.log(ratio)));
  const slowFactor = Math.sqrt(ratio);
  const finding =
    `the error falls towards ${g4(floor)}, as far as this log shows, and each epoch leaves ` +
    `${g4(slowFactor)} of the slowest part`;
  const advice = `${epochsNeeded} more epochs bring it within 1 % of its floor`;
  return { verdict: "healthy", finding, advice, slowFactor, epochsNeeded };
}

/** Return the part of the diagnosis that depends on where the errors go. */
function verdictOn(known, isWhole, rate, weights) {
  const changes = differences(known.slice(-4));
  return !isWhole || areVisible(changes, known.at(-1))
    ? exploding(known, changes, rate, weights)
    : falling(known, changes.map((change) => -change));
}

/** Return what a log says about its run; weights that are not given stand still. */
export function diagnose(errors, rate, weights = errors.map(() => 0)) {
  const end = errors.findIndex((error) => !Number.isFinite(error));
  const known = end < 0 ? errors : errors.slice(0, end);
  const found = known.length
    ? verdictOn(known, end < 0, rate, weights.slice(0, known.length))
    : brokenFromTheStart(errors[0]);
  const sentence = found.finding[0].toUpperCase() + found.finding.slice(1);
  return { ...found, growth: lastRatio(known), message: `${sentence}. ${found.advice}.` };
}

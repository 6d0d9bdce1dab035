/**
 * What a log proves: the measuring of linreg/diagnosis.py once more, for the browser.
 *
 * Thresholds and words stand in its table, which is handed in. The derivations are there, too; the
 * tests hold both to the same facts, words and numbers.
 */

/** Write a number as Python's format .4g does, or with another count of digits. */
export function g(number, digits = 4) {
  if (!Number.isFinite(number)) return String(number).replace("Infinity", "inf").toLowerCase();
  // A tie goes to the even digit in Python, and up in JavaScript.
  const tie = new RegExp(`\\d\\.\\d{${digits - 2}}[02468]50*e`);
  const isTie = tie.test(number.toExponential(100).replace(/(\.\d*?)(0*)e/, "$1$2e"));
  const rounded = isTie ? number * (1 - Number.EPSILON) : number;
  const [shown, exponent] = rounded.toExponential(digits - 1).split("e");
  if (exponent >= -4 && exponent < digits) return String(Number(`${shown}e${exponent}`));
  return `${shown.replace(/\.?0+$/, "")}e${exponent[0]}${exponent.slice(1).padStart(2, "0")}`;
}

const { abs, exp, log, max, min, sign, sqrt } = Math;
const largest = (numbers, least = -Infinity) => numbers.reduce((a, b) => max(a, b), least);
const smallest = (numbers, most = Infinity) => numbers.reduce((a, b) => min(a, b), most);
const span = (numbers) => largest(numbers) - smallest(numbers);
/** Return what each number makes with the one behind it. */
const pairs = (numbers, make) => numbers.slice(1).map((next, i) => make(next, numbers[i]));

/** Return the step of the last digit that each number was printed with, and their count. */
function lastPlaces(numbers) {
  const parts = numbers.map((number) => abs(number).toExponential().split("e"));
  const digits = parts.map(([mantissa]) => mantissa.replace(".", "").length);
  const sizes = parts.map(([mantissa, size]) => (mantissa === "0" ? -Infinity : Number(size)));
  const places = sizes.map((size, i) => size + 1 - digits[i]);
  const lowest = smallest(places.filter((place) => place > -Infinity));
  const most = largest(digits);
  return [sizes.map((size) => 10 ** max(lowest, size + 1 - most)), most];
}

/** Return numbers with the changes between them and how much of a change rounding may be. */
function traceOf(values, noises, digits, at) {
  const changes = pairs(values, (next, one) => next - one);
  const noise = pairs(noises, max);
  const signs = changes.map((change, i) => (abs(change) > at.visible * noise[i] ? sign(change) : 0));
  const horizon = values.at(-1) / largest(noise.slice(-1), 0);
  return { values, changes, noise, signs, digits, horizon, isFine: !(horizon < at.fine) };
}

function traceOfErrors(errors, at) {
  const [steps, digits] = lastPlaces(errors);
  const isSingle = digits < at.fine_digits || errors.every((error) => Math.fround(error) === error);
  const unit = isSingle ? at.single : at.double;
  const top = largest(errors);
  const scale = errors.map((error) => sqrt(min(top, at.scale * error)));
  const noises = errors.map((error, i) => max(steps[i], unit * sqrt(error) * scale[i]));
  return traceOf(errors, noises, isSingle ? min(digits, 7) : digits, at);
}

function traceOfWeights(given, at) {
  const weights = given.every(Number.isFinite) ? given : given.map(() => 0);
  const [steps, digits] = lastPlaces(weights);
  return traceOf(weights, weights.map((w, i) => max(steps[i], at.double * abs(w))), digits, at);
}

/** Return how many changes of one direction end the log. */
function stretchOf({ signs }) {
  const other = signs.findLastIndex((one) => one !== signs.at(-1) || one === 0);
  return signs.length - 1 - other;
}

/** Compare the two quarters at the end of a stretch, and its very last step. */
function paceOf(trace, stretch, at) {
  const window = max(1, Math.floor(stretch / 4));
  if (stretch < 2 * window + 1) return { early: NaN, late: NaN, last: NaN, slack: NaN, window: 0 };
  const places = [-1 - 2 * window, -1 - window, -2, -1];
  const changes = places.map((place) => abs(trace.changes.at(place)));
  const [first, middle, before, end] = changes.map(log);
  const [early, late] = [(middle - first) / window, (end - middle) / window];
  const noise = places.map((place, i) => trace.noise.at(place) / changes[i]);
  let slack = (2 * largest(noise)) / window;
  if (abs(early - late) <= at.alone * abs(late)) slack = min(slack, abs(early - late));
  return { early, late, last: end - before, slack, window };
}

/** Compare paces, on the scale of the distance of factors from 1. */
function agrees(pace, other, slack, at) {
  const tolerance = at.steady * min(1, abs(other));
  return abs(pace - other) <= tolerance + slack && slack <= 10 * tolerance;
}

/** Return the facts about where the errors go. */
function shapeOf({ signs, values, isFine }, at) {
  const tail = signs.slice(-max(3, Math.floor(signs.length / 10)));
  const last = tail.findLast((one) => one !== 0);
  const rise = signs.indexOf(1);
  const uneven = rise >= 0 && signs.lastIndexOf(-1) > rise;
  return {
    uneven,
    grows: last > 0,
    falls: last < 0 && !uneven,
    still: signs.length > 0 && last === undefined,
    moved: signs.includes(-1),
    bottomed: values.at(-1) <= at.bottom * largest(values) && tail.includes(1),
    rounded: !isFine,
  };
}

/** Return the facts about a factor of the errors, and the part a weight takes in it. */
function growthOf(trace, pace, weights, at) {
  const tail = min(trace.changes.length, max(4, Math.floor(trace.changes.length / 10)));
  const own = paceOf(weights, 4 * pace.window || tail, at);
  const moves = weights.changes.slice(-1 - 2 * own.window);
  const turns = pairs(moves, (next, one) => sign(next * one));
  const isStill = !pace.window && smallest(moves.map(abs)) > at.jump * span(weights.values);
  const takesPart =
    agrees(own.late, pace.late / 2, own.slack + pace.slack, at) ||
    (isStill && abs(own.late) * own.window <= at.steady);
  const tolerance = at.steady * min(1, abs(pace.late)) + pace.slack * pace.window;
  const isSteady =
    abs(pace.last - pace.late) <= tolerance && agrees(pace.late, pace.early, pace.slack, at);
  return {
    steady: pace.late > 0 && isSteady,
    jumps: takesPart && turns.every((turn) => turn < 0),
    runs: takesPart && turns.every((turn) => turn > 0),
    alone: moves.length > 2 && isOnlyGrowth(weights, trace, at),
  };
}

/** Tell a weight in which nothing else grows: it has one factor, or a second part that shrinks. */
function isOnlyGrowth({ changes, noise }, trace, at) {
  const [before, factor] = [changes.at(-2) / changes.at(-3), changes.at(-1) / changes.at(-2)];
  const rest = pairs(changes, (next, one) => next - factor * one);
  const unsure = rest.map(
    (_, i) =>
      at.drift * abs(factor - before) * abs(changes[i]) + noise[i + 1] + abs(factor) * noise[i],
  );
  const isPure = rest.every((one, i) => abs(one) <= at.alone * abs(changes[i + 1]));
  const isSharp = noise.every((one, i) => one <= at.alone * abs(changes[i]));
  const ratios = pairs(trace.changes, (next, one) => next / one);
  if (isPure && (isSharp || span(ratios) <= at.alone * abs(ratios.at(-1)))) return true;
  const sure = abs(rest[0]) - unsure[0];
  return sure > 0 && rest.some((one, i) => sign(rest[0]) * one + unsure[i] < sure);
}

/** Return the facts about errors that fall: whether a factor and a floor show. */
function fallOf({ values, changes, signs, isFine }, pace, left, at) {
  const [last, gain] = [values.at(-1), -(changes.at(-1) ?? 0)];
  const isSharp =
    pace.slack <= 1e-3 * abs(pace.late) && pace.late * pace.window <= -1 && pace.window > 1;
  const isOne = abs(pace.early - pace.late) <= pace.slack;
  return {
    exact: isFine && isSharp && isOne && left <= last * (1 + at.floor),
    both: abs(log(changes[1] / changes[0]) - pace.late) > at.both * abs(pace.late),
    floored: last - left > at.floor * left,
    crawls: signs.at(-1) < 0 && 10 * values.length * gain < last && gain < 0.01 * largest(changes.map((c) => -c), 0),
  };
}

/** Return the numbers that words may quote. */
function numbersOf({ values, changes, digits, horizon }, pace, rate, left) {
  const late = pace.window ? pace.late : 0;
  const [last, growth] = [values.at(-1), exp(late)];
  const bound = (2 * rate) / (1 + sqrt(growth));
  const floor = max(last - left, 0);
  const until = (share) => max(0, Math.ceil(log(share) / late));
  return {
    first: values[0], top: largest(values), last, count: values.length, digits, growth,
    ratio: growth, slow_factor: sqrt(growth), rate, max_learning_rate: bound, half: bound / 2,
    floor, epochs_needed: until((0.01 * floor) / left), hundredth: until(0.01),
    crumb: -changes.at(-1) / last, horizon,
  }; // prettier-ignore
}

/** Return what a log shows, before any word is chosen. */
function measure(errors, rate, weights, at) {
  const end = errors.findIndex((error) => !Number.isFinite(error));
  const known = end < 0 ? errors : errors.slice(0, end);
  if (!known.length) return [{ lost: true }, { end: errors[0] }];
  const trace = traceOfErrors(known, at);
  const pace = paceOf(trace, stretchOf(trace), at);
  const ratio = exp(pace.late);
  const left = pace.late < 0 ? (-trace.changes.at(-1) * ratio) / (1 - ratio) : NaN;
  const facts = {
    ...shapeOf(trace, at),
    ...growthOf(trace, pace, traceOfWeights(weights.slice(0, known.length), at), at),
    ...fallOf(trace, pace, left, at),
    breaks: end >= 0,
  };
  return [facts, { ...numbersOf(trace, pace, rate, left), end: errors[end] ?? 0 }];
}

/** Write a number with enough digits to differ from another. */
function apart(number, other) {
  for (let k = 4; k < 16; k++) if (g(number, k) !== g(other, k)) return g(number, k);
  return g(number);
}

/** Return what a log says about its run; weights that are not given stand still. */
export function diagnose({ thresholds, rows }, errors, rate, weights = errors.map(() => 0)) {
  const [facts, numbers] = measure(errors, rate, weights, thresholds);
  const row = rows.find(({ when }) => when.every((fact) => facts[fact]));
  const { growth, max_learning_rate: bound } = numbers;
  const others = { growth: 1, rate: bound, max_learning_rate: rate };
  const show = (_, name) =>
    name in others ? apart(numbers[name], others[name]) : g(numbers[name]);
  const [finding, advice] = [row.finding, row.advice].map((text) => text.replace(/{(\w+)}/g, show));
  const message = `${finding[0].toUpperCase()}${finding.slice(1)}. ${advice}.`;
  return { verdict: row.verdict, finding, advice, message, numbers, see: row.see, growth };
}

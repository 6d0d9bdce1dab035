/**
 * What a log proves: the measuring of linreg/diagnosis.py once more, held to it by the tests.
 * Thresholds and words stand in its table, which is handed in; the derivations are there, too.
 */

/** Write a number as Python's format .4g does, or with another count of digits. */
export function g(number, digits = 4) {
  if (!Number.isFinite(number)) return String(number).replace("Infinity", "inf").toLowerCase();
  // A tie goes to the even digit in Python, and up in JavaScript.
  const isTie = RegExp(`\\d\\.\\d{${digits - 2}}[02468]50*e`).test(number.toExponential(100));
  const rounded = isTie ? number * (1 - Number.EPSILON) : number;
  const [shown, exponent] = rounded.toExponential(digits - 1).split("e");
  if (exponent >= -4 && exponent < digits) return String(Number(`${shown}e${exponent}`));
  return `${shown.replace(/\.?0+$/, "")}e${exponent[0]}${exponent.slice(1).padStart(2, "0")}`;
}

const { abs, exp, floor, log, max, min, sign, sqrt } = Math;
export const largest = (numbers, least = -Infinity) => numbers.reduce((a, b) => max(a, b), least);
export const smallest = (numbers, most = Infinity) => numbers.reduce((a, b) => min(a, b), most);
/** Return what each number makes with the one in front of it. */
const pairs = (numbers, make) => numbers.slice(1).map((next, i) => make(next, numbers[i]));

/** Return the step of the last digit that each number was printed with, and their count. */
function lastPlaces(numbers) {
  const parts = numbers.map((number) => abs(number).toExponential().split("e"));
  const digits = parts.map(([mantissa]) => mantissa.replace(".", "").length);
  const sizes = parts.map(([mantissa, size]) => (mantissa === "0" ? -Infinity : Number(size)));
  const places = sizes.map((size, i) => size + 1 - digits[i]);
  const [lowest, most] = [smallest(places.filter((place) => place > -Infinity)), largest(digits)];
  return [sizes.map((size) => 10 ** max(lowest, size + 1 - most)), most];
}

/** Return numbers with the changes between them and how much of a change rounding may be. */
function trace(values, noises, digits, at) {
  const [changes, noise] = [pairs(values, (next, one) => next - one), pairs(noises, max)];
  const signs = changes.map((one, i) => (abs(one) > at.visible * noise[i] ? sign(one) : 0));
  const horizon = values.at(-1) / largest(noise.slice(-1), 0);
  return { values, changes, noise, signs, digits, horizon, isFine: !(horizon < at.fine) };
}

function errorsOf(errors, at) {
  const [steps, digits] = lastPlaces(errors);
  const isSingle = digits < at.fine_digits || errors.every((error) => Math.fround(error) === error);
  const [unit, top] = [isSingle ? at.single : at.double, largest(errors)];
  const rounding = (error) => unit * sqrt(error) * sqrt(min(top, at.scale * error));
  const noises = errors.map((error, i) => max(steps[i], rounding(error)));
  return trace(errors, noises, isSingle ? min(digits, 7) : digits, at);
}

function weightsOf(given, at) {
  const weights = given.every(Number.isFinite) ? given : given.map(() => 0);
  const [steps, digits] = lastPlaces(weights);
  return trace(weights, weights.map((w, i) => max(steps[i], at.double * abs(w))), digits, at);
}

/** Compare the two quarters at the end of a stretch, and its very last step. */
function paceOf({ changes, noise }, stretch, at) {
  const window = max(1, floor(stretch / 4));
  if (stretch < 2 * window + 1) return { window: 0 };
  const places = [-1 - 2 * window, -1 - window, -2, -1];
  const [first, middle, before, end] = places.map((place) => log(abs(changes.at(place))));
  const [early, late] = [(middle - first) / window, (end - middle) / window];
  const rounding = (2 * largest(places.map((k) => noise.at(k) / abs(changes.at(k))))) / window;
  const bend = abs(early - late);
  const slack = bend <= at.alone * abs(late) ? min(rounding, bend) : rounding;
  return { early, late, last: end - before, bend, slack, window };
}

/** Compare paces, on the scale of the distance of factors from 1. */
function agrees(pace, other, slack, at) {
  const tolerance = at.steady * min(1, abs(other));
  return abs(pace - other) <= tolerance + slack && slack <= 10 * tolerance;
}

/** Return the facts about where the errors go. */
function shape({ signs, values, isFine }, at) {
  const tail = signs.slice(-max(3, floor(signs.length / 10)));
  const last = tail.findLast((one) => one !== 0);
  const uneven = signs.lastIndexOf(-1) > signs.indexOf(1) && signs.includes(1);
  return {
    uneven,
    grows: last > 0,
    falls: last < 0 && !uneven,
    still: signs.length > 0 && last === undefined,
    moved: signs.includes(-1),
    bottomed: values.at(-1) <= at.bottom * largest(values) && tail.includes(1),
    fine: isFine,
    rounded: !isFine,
  };
}

/** Return the facts about a factor of the errors, and the part a weight takes in it. */
function growth(pace, weights, at) {
  const { changes, values } = weights;
  const tail = min(changes.length, max(4, floor(changes.length / 10)));
  const own = paceOf(weights, 4 * pace.window || tail, at);
  const moves = changes.slice(-1 - 2 * own.window);
  const turns = pairs(moves, (next, one) => sign(next) * sign(one));
  const isFar = smallest(moves.map(abs)) > at.jump * (largest(values) - smallest(values));
  const jumpsOn = !pace.window && isFar && abs(own.late) * own.window <= at.steady;
  const part = agrees(own.late, pace.late / 2, own.slack + pace.slack, at) || jumpsOn;
  const tolerance = at.steady * min(1, abs(pace.late)) + pace.slack * pace.window;
  const isSteady = abs(pace.last - pace.late) <= tolerance;
  return {
    steady: pace.late > 0 && isSteady && agrees(pace.late, pace.early, pace.slack, at),
    jumps: part && turns.every((turn) => turn < 0),
    runs: part && turns.every((turn) => turn > 0),
    alone: changes.length > 2 && growsAlone(weights, at),
  };
}

/** Tell a weight in which nothing else grows: its rest is nothing, or shrinks. */
function growsAlone({ changes, noise }, at) {
  const [before, factor] = [changes.at(-2) / changes.at(-3), changes.at(-1) / changes.at(-2)];
  const rest = pairs(changes, (next, one) => next - factor * one);
  const drift = changes.map((change) => at.drift * abs(factor - before) * abs(change));
  const unsure = rest.map((_, i) => drift[i] + (noise[i + 1] + abs(factor) * noise[i]));
  const sure = abs(rest[0]) - unsure[0];
  const shrinks = sure > 0 && rest.some((one, i) => sign(rest[0]) * one + unsure[i] < sure);
  return shrinks || rest.every((one, i) => abs(one) <= at.alone * abs(changes[i + 1]));
}

/** Return the facts about errors that fall: whether a factor and a floor show. */
function fall({ values, changes, signs, isFine }, pace, left, at) {
  const [last, gain] = [values.at(-1), signs.at(-1) < 0 ? -changes.at(-1) : NaN];
  const isSharp = pace.slack <= 1e-3 * abs(pace.late) && pace.window > 1;
  const isExact = isSharp && pace.late * pace.window <= -1 && pace.bend <= pace.slack;
  return {
    exact: isFine && isExact && left <= last * (1 + at.floor),
    both: abs(log(changes[1] / changes[0]) - pace.late) > at.both * abs(pace.late),
    floored: last - left > at.floor * left,
    crawls: 10 * changes.length * gain < last && gain < 0.01 * -smallest(changes, 0),
  };
}

/** Return what follows from a steady factor; the facts say whether it is one. */
function foretold(pace, rate, left, last) {
  const [factor, end] = [exp(pace.late), max(last - left, 0)];
  const bound = (2 * rate) / (1 + sqrt(factor));
  const until = (share) => max(0, Math.ceil(log(share) / pace.late));
  const counts = { epochs_needed: until((0.01 * end) / left), hundredth: until(0.01) };
  const bounds = { max_learning_rate: bound, half: bound / 2, rate };
  return { growth: factor, slow_factor: sqrt(factor), floor: end, ...bounds, ...counts };
}

/** Return what a log shows, before any word is chosen. */
function measure(errors, rate, weights, at) {
  const end = errors.findIndex((error) => !Number.isFinite(error));
  const known = end < 0 ? errors : errors.slice(0, end);
  if (!known.length) return [{ lost: true }, { end: errors[0] }];
  const log = errorsOf(known, at);
  // How many changes of one direction end the log.
  const before = log.signs.findLastIndex((one) => one !== log.signs.at(-1) || one === 0);
  const pace = paceOf(log, log.signs.length - 1 - before, at);
  const [last, gain] = [known.at(-1), -log.changes.at(-1)];
  const left = pace.late < 0 ? (gain * exp(pace.late)) / (1 - exp(pace.late)) : NaN;
  const part = growth(pace, weightsOf(weights.slice(0, known.length), at), at);
  const facts = { ...shape(log, at), ...part, ...fall(log, pace, left, at), breaks: end >= 0 };
  const [first, top, count, crumb] = [known[0], largest(known), known.length, gain / last];
  const seen = { ...log, first, top, last, count, crumb };
  return [facts, { ...seen, ...foretold(pace, rate, left, last), end: errors[end] }];
}

// Four digits, or as many as tell a number from the one that it stands beside.
const COUNTS = Array.from({ length: 14 }, (_, i) => i + 4);

/** Return what a log says about its run; weights that are not given stand still. */
export function diagnose(table, errors, rate, weights = errors.map(() => 0)) {
  const [facts, numbers] = measure(errors, rate, weights, table.thresholds);
  const row = table.rows.find(({ when }) => when.every((fact) => facts[fact]));
  const known = { ...numbers, one: 1 };
  const show = (_, name) => {
    const [one, other] = [known[name], known[table.beside[name]] ?? NaN];
    return g(one, COUNTS.find((count) => g(one, count) !== g(other, count)));
  };
  const [finding, advice] = [row.finding, row.advice].map((text) => text.replace(/{(\w+)}/g, show));
  return { ...row, numbers, message: `${finding[0].toUpperCase()}${finding.slice(1)}. ${advice}.` };
}

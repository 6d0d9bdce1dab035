/**
 * Read the printed errors of a run as linreg.diagnose does, inside the page.
 *
 * Three parts: numbers out of pasted text, the diagnosis (linreg/diagnosis.py once more, held to
 * the same answers by the tests), and the form. What is pasted is only ever shown as text.
 */

/** Something that cannot be read: a sentence for its writer, and the field it is about. */
export class Unreadable extends Error {
  constructor(field, sentence) {
    super(sentence);
    this.field = field;
  }
}

// Numbers out of text -------------------------------------------------------------------------

// A digit in a name, a version or a unit is no number: w1, 1.2.3, 20ms.
const NUMBER =
  /(?<![\w.])[-+]?(?:nan|inf(?:inity)?|(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)(?!\w|\.\w)/gi;
const ONE_OR_SEVERAL = /(?<![\d.,:])\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d,])/;
const NAMES = {
  errors: /^(train(ing)?_)?(e|j|err|errors?|loss(es)?|costs?|sse|mse|rss)$/i,
  weights: /^(w_?1|w|weights?|slope)$/i,
  epoch: /^(epochs?|iter|iterations?|it|step|i|k|t)$/i,
};

/** Drop what arrays and counts print around their numbers, and read `w[1]` as the name w1. */
function plain(text) {
  return text
    .replaceAll("\u2212", "-")
    .replace(/(?:\b(?:np|numpy|torch)\.)?\b(?:float\d+|array|tensor)\(/g, " ")
    .replace(/(?<=\w)\[(\d+)\]/g, "$1")
    .replace(/(?<=\d\s*)(?:\/|of\b)\s*\d+/g, " ");
}

/** Return the kinds of number that words announce, in their order. */
function kindsIn(text) {
  const words = text.match(/[a-z_]\w*/gi) ?? [];
  const kindOf = (word) => Object.keys(NAMES).find((kind) => NAMES[kind].test(word));
  return words.map(kindOf).filter(Boolean);
}

/** Return the numbers of a line, each with its kind ("" without a name) and the line's epoch. */
function numbersIn(line) {
  let end = 0;
  let owed = ""; // "cost after epoch 3: 12.5" names the cost before the epoch
  const numbers = Array.from(line.matchAll(NUMBER), (match) => {
    const before = line.slice(end, match.index);
    end = match.index + match[0].length;
    const kinds = kindsIn(before);
    const kind = kinds.pop() ?? (owed || (/[a-z]/i.test(before) ? "other" : ""));
    owed = kind === "epoch" ? (kinds.pop() ?? owed) : "";
    // Number() does not know nan and inf; what it does not know is NaN.
    return { kind, value: Number(match[0].replace(/inf(inity)?/i, "Infinity")) };
  });
  const epoch = numbers.find(({ kind }) => kind === "epoch")?.value;
  return numbers.map((number) => ({ ...number, epoch }));
}

/** Return the numbers with a name: the first of each line, or the one list that the name heads. */
function named(lines, kind) {
  const firsts = lines.flatMap((line) => line.find((number) => number.kind === kind) ?? []);
  if (firsts.length !== 1) return firsts;
  const all = lines.flat();
  const rest = all.slice(all.indexOf(firsts[0]) + 1);
  const end = rest.findIndex((number) => number.kind !== "");
  return [firsts[0], ...rest.slice(0, end < 0 ? rest.length : end)];
}

/** Return the numbers without a name, if there is no doubt about what they are. */
function nameless(lines, text, field) {
  const rows = lines.map((line) => line.filter(({ kind }) => kind === "")).filter((row) => row[0]);
  const isList = text.split("[").length === 2 || /,\s*\n/.test(text.trim());
  if (rows.length < 2 || isList || rows.every((row) => row.length === 1)) return rows.flat();
  const [start, next] = rows.map((row) => row[0].value);
  const counts = (row, i) => row.length === 2 && row[0].value === start + i * (next - start);
  if (next > start && rows.every(counts)) {
    return rows.map(([epoch, number]) => ({ ...number, epoch: epoch.value }));
  }
  const most = Math.max(...rows.map((row) => row.length));
  throw new Unreadable(
    field,
    `A line holds ${most} numbers, and none of them has a name. Paste one number a line, or ` +
      "name them, as in: error 12.5, w1 0.3.",
  );
}

/** Refuse errors of every tenth epoch: only successive ones have the factors that tell. */
function requireSuccessive(numbers, field) {
  // Where an epoch is not printed the difference is NaN, which is not above 0.
  const isJump = ({ epoch }, i) => Math.abs(epoch - numbers[i - 1]?.epoch - 1) > 0;
  const jump = numbers.findIndex(isJump);
  if (jump < 0) return;
  throw new Unreadable(
    field,
    `The epochs go from ${numbers[jump - 1].epoch} to ${numbers[jump].epoch}. Only successive ` +
      "epochs can be compared: print one error for every epoch, if only of a short run.",
  );
}

/** Return the errors, or the weights, that a text holds. */
export function readLog(pasted, field) {
  const text = plain(pasted);
  const doubtful = text.includes("[") ? null : text.match(ONE_OR_SEVERAL);
  if (doubtful) {
    throw new Unreadable(
      field,
      `${doubtful[0]} may be one number or several. Write numbers without commas inside, and a ` +
        "space after each comma between them.",
    );
  }
  const lines = text.split("\n").map(numbersIn);
  const marked = named(lines, field);
  const numbers = marked.length ? marked : nameless(lines, text, field);
  requireSuccessive(numbers, field);
  return numbers.map(({ value }) => value);
}

/** Return the weights that stand in the log itself, beside every error, if they do. */
function weightsBeside(pasted, errors) {
  const weights = named(plain(pasted).split("\n").map(numbersIn), "weights");
  return weights.length === errors.length ? weights.map(({ value }) => value) : null;
}

/** Return the one number above 0 that a text holds. */
function readRate(pasted) {
  const [rate, ...others] = plain(pasted).split("\n").flatMap(numbersIn);
  if (rate?.value > 0 && rate.value < Infinity && !others.length) return rate.value;
  throw new Unreadable("rate", "Give the learning rate of this run: one number above 0.");
}

// The diagnosis -------------------------------------------------------------------------------

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
  return Math.abs(late - early) <= STEADY * Math.abs(late - 1) ? late : NaN;
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
  if (!(growth > 1 && areVisible(rises, known.at(-1)))) {
    return tooShort(`the error ${lastRatio(known) > 1 ? "grows" : "leaves the range of numbers"}`);
  }
  const root = Math.sqrt(growth);
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
  if (gains.length && gains.every((gain) => Math.abs(gain) <= ROUNDING * last)) {
    const finding = `the error stays at ${g4(last)}`;
    const advice = "It is at its floor, or the learning rate is too small to move it";
    return { verdict: "settled", finding, advice };
  }
  const ratio = steadyFactor(gains);
  const left = (gains.at(-1) * ratio) / (1 - ratio);
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

/** Return the verdict, its words and its numbers, of numbers that have been checked. */
function verdictOn(errors, rate, weights) {
  const end = errors.findIndex((error) => !Number.isFinite(error));
  const known = end < 0 ? errors : errors.slice(0, end);
  if (!known.length) return brokenFromTheStart(errors[0]);
  const changes = differences(known.slice(-4));
  const growth = lastRatio(known);
  if (end >= 0 || areVisible(changes, known.at(-1))) {
    return { growth, ...exploding(known, changes, rate, weights.slice(0, known.length)) };
  }
  return { growth, ...falling(known, changes.map((change) => -change)) };
}

/** Return what a log says about its run. Weights that are not given stand still, and do not tell. */
export function diagnose(errors, rate, weights = errors.map(() => 0)) {
  if (!errors.length) {
    throw new Unreadable(
      "errors",
      "There is no error to read here. Paste one number for each epoch, or lines that name it: " +
        "error, loss, cost, SSE, MSE or E.",
    );
  }
  if (weights.length !== errors.length) {
    throw new Unreadable(
      "weights",
      `The errors are ${errors.length} and the weights ${weights.length}; give both for the ` +
        "same epochs, or no weights.",
    );
  }
  const below = errors.findIndex((error) => error < 0);
  if (below >= 0) {
    throw new Unreadable(
      "errors",
      `Error ${below + 1} of ${errors.length} is ${g4(errors[below])}; a sum of squares cannot ` +
        "be negative.",
    );
  }
  const found = verdictOn(errors, rate, weights);
  const sentence = found.finding[0].toUpperCase() + found.finding.slice(1);
  return { ...found, message: `${sentence}. ${found.advice}.` };
}

// The form ------------------------------------------------------------------------------------

/** The sections of the page that say more about a verdict. */
const SECTIONS = {
  step: ["alternating-growth"],
  sign: ["one-sided-growth"],
  "step or sign": ["alternating-growth", "one-sided-growth"],
  data: ["nan-at-epoch-0", "overflow"],
  settled: ["error-stops-above-0"],
  healthy: ["when-to-stop"],
  short: [],
};

/** Return an element that holds text and elements: what is pasted is never read as markup. */
function element(name, content, properties = {}) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...content);
  return made;
}

/** Say back what was read, so that a misreading is seen. */
function readBack(errors, weights) {
  const [first, last] = [g4(errors[0]), g4(errors.at(-1))];
  const counted = errors.length > 1 ? `${errors.length} errors, from ${first} to ${last},` : `1 error, ${first},`;
  return `I read ${counted} and ${weights ? "as many" : "no"} weights.`;
}

/** Return a link to a section of the page, in the words of its heading. */
function linkTo(id) {
  const heading = document.querySelector(`#${id} h2`).firstChild.textContent;
  return element("a", [heading], { href: `#${id}` });
}

/** Return what the fields say, as paragraphs. */
function answer(fields) {
  const errors = readLog(fields.errors.value, "errors");
  const given = readLog(fields.weights.value, "weights");
  const weights = given.length ? given : weightsBeside(fields.errors.value, errors);
  const seen = diagnose(errors, readRate(fields.rate.value), weights ?? undefined);
  const more = SECTIONS[seen.verdict].map((id) => element("p", ["More: ", linkTo(id)]));
  return [element("p", [readBack(errors, weights)]), element("p", [seen.message]), ...more];
}

/** Show the form and let it answer. */
function start(form) {
  const fields = Object.fromEntries(
    ["errors", "rate", "weights"].map((name) => [name, form.querySelector(`#log-box-${name}`)]),
  );
  const output = form.querySelector("[role=status]");
  const clear = () => {
    output.replaceChildren();
    Object.values(fields).forEach((field) => field.removeAttribute("aria-invalid"));
  };
  const read = () => {
    clear();
    try {
      output.replaceChildren(...answer(fields));
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      fields[error.field].setAttribute("aria-invalid", "true");
      output.replaceChildren(element("p", [error.message]));
    }
  };
  form.addEventListener("input", clear); // an answer to other numbers would mislead
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    read();
  });
  form.querySelector("button[type=button]").addEventListener("click", () => {
    const example = JSON.parse(document.getElementById("log-box-example").textContent);
    Object.entries(fields).forEach(([name, field]) => (field.value = example[name]));
    read();
  });
  document.querySelector(".log-box-instead").hidden = true;
  form.hidden = false;
}

const form = document.getElementById("log-box");
if (form) start(form);

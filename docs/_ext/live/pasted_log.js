/** Numbers out of what people paste: the errors of a run, its learning rate and a weight. */

import { g4 } from "./diagnosis.js";

/** Something that cannot be read: a sentence for its writer, and the field it is about. */
export class Unreadable extends Error {
  constructor(field, sentence) {
    super(sentence);
    this.field = field;
  }
}

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
  if (Number.isInteger(start) && Number.isInteger(next) && next > start && rows.every(counts)) {
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
function readLog(pasted, field) {
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
  return weights.length === errors.length ? weights.map(({ value }) => value) : undefined;
}

/** Return the errors of a log, none of them below 0. */
function readErrors(pasted) {
  const errors = readLog(pasted, "errors");
  if (!errors.length) {
    throw new Unreadable(
      "errors",
      "There is no error to read here. Paste one number for each epoch, or lines that name it: " +
        "error, loss, cost, SSE, MSE or E.",
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
  return errors;
}

/** Return the one number above 0 that a text holds. */
function readRate(pasted) {
  const [rate, ...others] = plain(pasted).split("\n").flatMap(numbersIn);
  if (rate?.value > 0 && rate.value < Infinity && !others.length) return rate.value;
  throw new Unreadable("rate", "Give the learning rate of this run: one number above 0.");
}

/** Return the numbers of the three texts; `weights` is undefined if there are none. */
export function readRun(texts) {
  const errors = readErrors(texts.errors);
  const given = readLog(texts.weights, "weights");
  if (given.length && given.length !== errors.length) {
    throw new Unreadable(
      "weights",
      `Of errors there are ${errors.length}, of weights ${given.length}. Give both for the same ` +
        "epochs, or no weights.",
    );
  }
  const weights = given.length ? given : weightsBeside(texts.errors, errors);
  return { errors, rate: readRate(texts.rate), weights };
}

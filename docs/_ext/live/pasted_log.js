/** Numbers out of what people paste. What cannot be read for sure is quoted and refused. */

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
const EPOCH = /\b(?:epochs?|iter|iterations?|it|step)\b[\s:=#[]*(\d+)\]?(?:\s*(?:\/|of\b)\s*\d+\]?)?/i;
// "Error 3: 12.5" counts in front of its colon; "cost after: 12.5" had an epoch there.
const named = (names) =>
  new RegExp(`(?<!(?:test|val\\w*|dev|eval)[\\s_-]*)(?<![\\w-])(?:${names})\\b[^\\d.,;|]*?` +
    `(?:\\d+\\s*[:=]\\s*)?(${NUMBER.source})`, "i");
const NAMED = {
  errors: named("(?:train(?:ing)?[\\s_-])?(?:e|j|err|errors?|loss(?:es)?|costs?|sse|mse|rss)"),
  weights: named("w_?1|w|weights?|slope"),
};
/** What stands for one number to some and for several to others, and what to write instead. */
const DOUBTS = [
  [
    /(?<![\d.,:])(?:\d+,\d+(?![\d.])|\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d,])|\d+['’_]\d[\d.]*|[\d.]+\s?[×x*]\s?10\^?\S*)/,
    "may be one number or several. Write 1234.5 or 1.2345e3, and a space after each comma " +
      "between two numbers.",
  ],
  [/.*(?:[\d\].],?\s*|^\s*)(?:\.{3}|…)(?=[\s,\]\d]|$).*/m, "leaves entries out. Print them all."],
];

/** Drop what arrays print around their numbers, and read `w[1]` as w1 and `1.#IND` as nan. */
const plain = (text) =>
  text
    .replaceAll("\u2212", "-")
    .replace(/1\.#(inf)?\w*/gi, (_, infinite) => infinite ?? "nan")
    .replace(/(?:\b(?:np|numpy|torch)\.)?\b(?:float\d+|array|tensor)\(/g, " ")
    .replace(/\bw\[(\d+)\]/g, "w$1");

// Number() does not know nan and inf; what it does not know is NaN.
const valueOf = (text) => Number(text.replace(/inf(inity)?/i, "Infinity"));
const numbersIn = (line) => Array.from(line.matchAll(NUMBER), ([number]) => valueOf(number));

/** Return the numbers of lines that hold nothing else, if there is no doubt about what they are. */
function nameless(lines, field) {
  const bare = lines.filter(({ rest }) => /^[\s,;:()[\]|"'}{]*$/.test(rest.replace(NUMBER, "")));
  const rows = bare.map((line) => ({ ...line, values: numbersIn(line.rest) })).filter((row) => row.values.length);
  const isList = bare.map(({ rest }) => rest).join("\n").split("[").length === 2 || /,\s*$/.test(rows[0]?.rest);
  const flat = rows.flatMap(({ values, epoch }) => values.map((value) => ({ value, epoch })));
  if (rows.length < 2 || isList || rows.every(({ values }) => values.length === 1)) return flat;
  const [start, next] = flat.filter((_, i) => i % 2 === 0).map(({ value }) => value);
  const counts = ({ values }, i) => values.length === 2 && values[0] === start + i * (next - start);
  if (Number.isInteger(start) && Number.isInteger(next) && next > start && rows.every(counts)) {
    return rows.map(({ values: [epoch, value] }) => ({ value, epoch }));
  }
  const several = rows.find(({ values }) => values.length > 1);
  throw new Unreadable(
    field,
    `"${several.rest.trim()}" holds ${several.values.length} numbers without a name. Paste one ` +
      "number a line, or name them, as in: error 12.5, w1 0.3.",
  );
}

/** Return the errors, or the weights, that a text holds, and what it leaves unread. */
function readLog(pasted, field) {
  const text = plain(pasted);
  // Commas between brackets part numbers.
  const texts = [text.replace(/\[[^\]]*\]/g, ""), text];
  DOUBTS.forEach(([doubt, advice], i) => {
    const found = texts[i].match(doubt)?.[0].trim();
    if (found) throw new Unreadable(field, `"${found}" ${advice}`);
  });
  const lines = text.split("\n").map((line) => ({
    epoch: Number(line.match(EPOCH)?.[1] ?? NaN),
    rest: line.replace(EPOCH, " "),
  }));
  const found = lines.flatMap(({ rest, epoch }) => {
    const value = rest.match(NAMED[field])?.[1];
    return value === undefined ? [] : [{ value: valueOf(value), epoch }];
  });
  if (found.length > 1) return found;
  // A name that stands once may head a list.
  const head = /^\s*[a-z]\w*\s*[=:]?\s*(?=\[)/i;
  const list = nameless(lines.map((line) => ({ ...line, rest: line.rest.replace(head, "") })), field);
  return list.length ? list : found;
}

/** Return the values, if none of them is below 0 where that cannot be and no epoch is left out. */
function checked(numbers, field) {
  // Where an epoch is not printed the difference is NaN, which is not above 0.
  const isJump = ({ epoch }, i) => Math.abs(epoch - numbers[i - 1]?.epoch - 1) > 0;
  const jump = numbers.findIndex(isJump);
  const below = field === "errors" ? numbers.findIndex(({ value }) => value < 0) : -1;
  const wrong =
    jump >= 0
      ? `The epochs go from ${numbers[jump - 1].epoch} to ${numbers[jump].epoch}. Only successive ` +
        "epochs can be compared: print one error for every epoch, if only of a short run."
      : below >= 0 &&
        `Error ${below + 1} of ${numbers.length} is ${numbers[below].value}; a sum of squares ` +
          "cannot be negative.";
  if (wrong) throw new Unreadable(field, wrong.replace("-Infinity", "-inf"));
  return numbers.map(({ value }) => value);
}

/** Return the one number above 0 that a text holds, also as a fraction or in percent. */
function readRate(pasted) {
  const text = pasted.trim().replace(/^[a-z_ ]*[=:]?\s*(?=[\d.])/i, "").replace(/[.;,]$/, "");
  const parts = text.replace(/^0,(?=\d+$)/, "0.").match(/^([^/%]+?)\s*(?:\/\s*([^/%]+)|(%))?$/);
  const rate = parts ? Number(parts[1]) / Number(parts[2] ?? (parts[3] ? 100 : 1)) : NaN;
  if (rate > 0 && rate < Infinity) return rate;
  const seen = pasted.trim() ? `"${pasted.trim()}" is no such number: ` : "";
  throw new Unreadable("rate", `${seen}Give the learning rate of this run, one number above 0.`);
}

/** Return the numbers of the three texts; `weights` is undefined if there are none. */
export function readRun(texts) {
  const errors = checked(readLog(texts.errors, "errors"), "errors");
  if (!errors.length) {
    throw new Unreadable(
      "errors",
      "There is no error to read here. Paste one number for each epoch, or lines that name it: " +
        "error, loss, cost, SSE, MSE or E.",
    );
  }
  const rate = readRate(texts.rate);
  const given = checked(readLog(texts.weights, "weights"), "weights");
  if (given.length && given.length !== errors.length) {
    throw new Unreadable(
      "weights",
      `Of errors there are ${errors.length}, of weights ${given.length}. Give both for the same ` +
        "epochs, or no weights.",
    );
  }
  const found = plain(texts.errors).split("\n").flatMap((line) => line.match(NAMED.weights)?.[1] ?? []);
  const beside = found.length === errors.length ? found.map(valueOf) : undefined;
  return { errors, rate, weights: given.length ? given : beside };
}

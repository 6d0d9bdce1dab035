/** Numbers out of what people paste. What cannot be read for sure is quoted and refused. */

/** Return what to throw where something cannot be read: a sentence, and the field it is about. */
const unreadable = (field, sentence) => Object.assign(new Error(sentence), { field });

// A digit in a name, a version or a unit is no number: w1, 1.2.3, 20ms.
const NUMBER =
  /(?<![\w.])[-+]?(?:nan|inf(?:inity)?|(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)(?!\w|\.\w)/gi;
const EPOCH =
  /\b(?:epochs?|iter|iterations?|it|step)\b[\s:=#[]*(\d+)\]?(?:\s*(?:\/|of\b)\s*\d+\]?)?/i;
// "Error 3: 12.5" counts in front of its colon; errors of a test are not those of the training.
const named = (names) => RegExp(
  `(?<!(?:test|e?val\\w*|dev)[\\s_-]*)(?<![\\w-])(?:${names})\\b[^\\d.,;|]*?` +
    `(?:\\d+\\s*[:=]\\s*)?(${NUMBER.source})`, "i");
const NAMED = {
  errors: named("(?:train(?:ing)?[\\s_-])?(?:e|j|err|errors?|loss(?:es)?|costs?|sse|mse|rss)"),
  weights: named("w_?1|w|weights?|slope"),
};
const WHICH = "may be one number or several. Write 1234.5 or 1.2e3, and a space after each comma.";
/** What stands for one number to some and for several to others, outside of brackets. */
const DOUBT =
  /(?<![\d.,:])(\d+,\d+(?![\d.])|\d{1,3}(,\d{3})+(\.\d+)?(?![\d,])|\d+['’_]\d[\d.]*|[\d.]+\s?[×x*]\s?10\^?\S*)/;
const GAP = /.*(?:[\d\].],?\s*|^\s*)(?:\.{3}|…)(?=[\s,\]\d]|$).*/m;

/** Drop what arrays print around their numbers, and read `w[1]` as w1 and `1.#IND` as nan. */
const plain = (text) =>
  text
    .replaceAll("\u2212", "-")
    .replace(/1\.#(inf)?\w*|nan\(\w+\)/gi, (_, infinite) => infinite ?? "nan")
    .replace(/(?:\b(?:np|numpy|torch)\.)?\b(?:float\d+|array|tensor)\(/g, " ")
    .replace(/\bw\[(\d+)\]/g, "w$1");

// Number() does not know nan and inf; what it does not know is NaN.
const valueOf = (text) => Number(text.replace(/inf(inity)?/i, "Infinity"));

/** Return the numbers of lines that hold nothing else, if there is no doubt about what they are. */
function nameless(lines, field) {
  const rows = lines
    .filter(({ rest }) => /^[\s,;:()[\]|"'}{]*$/.test(rest.replace(NUMBER, "")))
    .map((line) => ({ ...line, values: (line.rest.match(NUMBER) ?? []).map(valueOf) }))
    .filter(({ values }) => values.length);
  const text = rows.map(({ rest }) => rest).join("\n");
  const flat = rows.flatMap(({ values, epoch }) => values.map((value) => ({ value, epoch })));
  const isList = text.split("[").length === 2 || /,\s*\n/.test(text) || rows.length < 2;
  if (isList || rows.every(({ values }) => values.length === 1)) return flat;
  const [start, next] = rows.map(({ values }) => values[0]);
  const counts = ({ values }, i) => values.length === 2 && values[0] === start + i * (next - start);
  if (Number.isInteger(start) && Number.isInteger(next) && next > start && rows.every(counts)) {
    return rows.map(({ values: [epoch, value] }) => ({ value, epoch }));
  }
  const { rest, values } = rows.find(({ values }) => values.length > 1);
  const many = `"${rest.trim()}" holds ${values.length} numbers without a name.`;
  throw unreadable(field, `${many} Paste one number a line, or name them: error 12.5, w1 0.3.`);
}

/** Return the errors, or the weights, that a text holds, and their epochs where those are named. */
function readLog(text, field) {
  const doubt = text.replace(/\[[^\]]*\]/g, "").match(DOUBT)?.[0];
  if (doubt) throw unreadable(field, `"${doubt}" ${WHICH}`);
  const gap = text.match(GAP)?.[0].trim();
  if (gap) throw unreadable(field, `"${gap}" leaves entries out. Print them all.`);
  const lines = text.split("\n").map((line) => {
    return { epoch: Number(line.match(EPOCH)?.[1] ?? NaN), rest: line.replace(EPOCH, " ") };
  });
  const found = lines.flatMap(({ rest, epoch }) => {
    const value = rest.match(NAMED[field])?.[1];
    return value === undefined ? [] : [{ value: valueOf(value), epoch }];
  });
  if (found.length > 1) return found;
  // A name that stands once may head a list.
  const head = /^\s*[a-z]\w*\s*[=:]?\s*(?=\[)/i;
  const bare = lines.map(({ rest, epoch }) => ({ rest: rest.replace(head, ""), epoch }));
  const list = nameless(bare, field);
  return list.length ? list : found;
}

/** Return the values, if no epoch is left out and no error is below 0. */
function checked(numbers, field) {
  // Where an epoch is not printed the difference is NaN, which is not above 0.
  const jump = numbers.findIndex(({ epoch }, i) => Math.abs(epoch - numbers[i - 1]?.epoch - 1) > 0);
  const [before, after] = [numbers[jump - 1]?.epoch, numbers[jump]?.epoch];
  const advice = "Only successive epochs can be compared: print one error for every epoch.";
  if (jump > 0) throw unreadable(field, `The epochs go from ${before} to ${after}. ${advice}`);
  const below = field === "errors" ? numbers.findIndex(({ value }) => value < 0) : -1;
  const which = `Error ${below + 1} of ${numbers.length} is below 0`;
  if (below >= 0) throw unreadable(field, `${which}; a sum of squares cannot be negative.`);
  return numbers.map(({ value }) => value);
}

/** Return the one number above 0 that a text holds, also as a fraction or in percent. */
function readRate(pasted) {
  const bare = pasted.trim().replace(/^[a-z_ ]*[=:]?\s*(?=[\d.])/i, "").replace(/[.;,]$/, "");
  const text = bare.replace(/^0,(?=\d+$)/, "0.");
  const [, one, other, percent] = text.match(/^([^/%]+?)\s*(?:\/\s*([^/%]+)|(%))?$/) ?? [];
  const rate = Number(one) / (percent ? 100 : Number(other ?? 1));
  if (rate > 0 && rate < Infinity) return rate;
  const seen = pasted.trim() && `, which "${pasted.trim()}" is not`;
  throw unreadable("rate", `Give the learning rate of this run: one number above 0${seen}.`);
}

/** Return the numbers of the three texts; `weights` is undefined if there are none. */
export function readRun(texts) {
  const [log, other] = [plain(texts.errors), plain(texts.weights)];
  const errors = checked(readLog(log, "errors"), "errors");
  const names = "Paste one number a line, or lines that name it: error, loss, cost, SSE, MSE or E.";
  if (!errors.length) throw unreadable("errors", `There is no error to read here. ${names}`);
  const rate = readRate(texts.rate);
  const given = checked(readLog(other, "weights"), "weights");
  const counts = `Of errors there are ${errors.length}, of weights ${given.length}.`;
  if (given.length && given.length !== errors.length) {
    throw unreadable("weights", `${counts} Give both for the same epochs, or no weights.`);
  }
  const beside = log.split("\n").flatMap((line) => line.match(NAMED.weights)?.[1] ?? []);
  const weights = beside.length === errors.length ? beside.map(valueOf) : undefined;
  return { errors, rate, weights: given.length ? given : weights };
}

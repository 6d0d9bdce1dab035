// The scores of Sphinx. Where two pages have the same one, the chapter comes first: it explains.
var Scorer = {
  score: ([page, , , , score]) => score + Number(page.startsWith("chapters/")),
  objNameMatch: 11,
  objPartialMatch: 6,
  objPrio: { 0: 15, 1: 5, 2: -5 },
  objPrioDefault: 0,
  title: 15,
  partialTitle: 7,
  term: 5,
  partialTerm: 2,
};

// Long lists of a week, read in pieces at once: page after page a district's week would take its time.

import { all, ask, few } from "../shell/graph.js";

const DAY = 1440; // minutes; a shift's start is told in those of its week
const PIECE = 100; // shifts whose people are asked for at once

// What is left of the week from this minute on, by days; the last has no end, so that nothing is left out.
function daysFrom(minute) {
  const first = Math.floor(minute / DAY);
  return Array.from({ length: Math.max(1, 7 - first) }, (_, at) => ({
    gte: Math.max(minute, (first + at) * DAY),
    ...(first + at < 6 && { lt: (first + at + 1) * DAY }),
  }));
}

// All shifts of a week in order of their start, each once: the first hundred, then each day's at the same time. `tell` is
// given those that are there so far. The document must ask for `id` and `start`.
export async function shiftsOf(query, where, tell = () => {}) {
  const { page: first } = await ask(query, { where, after: null });
  if (!first.pageInfo.hasNextPage) return first.nodes;
  tell(first.nodes);
  const days = daysFrom(first.nodes.at(-1).start), there = days.map(() => []);
  const united = () => [...new Map([first.nodes, ...there].flat().map((shift) => [shift.id, shift])).values()];
  await few(days.map((start, at) => () => all(query, { where: { ...where, start } }, (nodes) => {
    there[at] = nodes;
    tell(united());
  })));
  return united();
}

// All assignments to these shifts (a promise), perhaps others too: a plan of which one sees little comes in one page.
export async function assignmentsOf(query, where, shifts) {
  const { page: first } = await ask(query, { where, after: null });
  return first.pageInfo.hasNextPage ? assignmentsTo(query, where, await shifts) : first.nodes;
}

// All assignments to these shifts.
export async function assignmentsTo(query, where, shifts) {
  const ids = shifts.map((shift) => shift.id);
  const pieces = Array.from({ length: Math.ceil(ids.length / PIECE) }, (_, at) => ids.slice(PIECE * at, PIECE * (at + 1)));
  return (await few(pieces.map((piece) => () => all(query, { where: { ...where, shift: { id: { in: piece } } } })))).flat();
}

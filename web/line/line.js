// What a department's people give in a week or a month, as its officer may see it.

import { addDays, today, weekOf, weeksOf } from "../shell/days.js";
import { ask } from "../shell/graph.js";
import { inForce } from "../shell/in_force.js";
import { CONTRIBUTION, LINES, MEMBERS, NEVER_ASKED, OWN, PLACES, PLANS, SERVING } from "./documents.js";

const NEVER = { assignments: { none: {} } };

function months(day, back) {
  const [year, month] = day.split("-").map(Number);
  return new Date(Date.UTC(year, month - 1 - back, 1)).toISOString().slice(0, 7);
}

// The spans of time to choose from; a month is the weeks whose Thursday lies in it.
export function spans(day = today()) {
  return [
    { key: "week", term: "本周", weeks: [weekOf(day)] },
    { key: "next", term: "下周", weeks: [weekOf(addDays(day, 7))] },
    { key: "month", term: "本月", weeks: weeksOf(months(day, 0)) },
    { key: "last", term: "上月", weeks: weeksOf(months(day, 1)) },
  ];
}

// My organizations and the lines in which they are.
export async function own() {
  const { me } = await ask(OWN);
  const ids = me.grants.find((grant) => grant.current).scopes.filter((scope) => scope.label === "Organization").map((scope) => scope.id);
  const { organizations } = await ask(LINES, { ids });
  const lines = new Map(organizations.nodes.flatMap((one) => one.lines.nodes).map((line) => [line.id, line]));
  return { organizations: organizations.nodes, lines: [...lines.values()] };
}

// The plans in force, from which everything else is told.
export async function plansOf(weeks) {
  return inForce((await ask(PLANS, { weeks })).plans.nodes);
}

export async function summary(weeks) {
  const [{ ownContribution }, { members, never }] = await Promise.all([ask(CONTRIBUTION, { weeks }), ask(MEMBERS, { never: NEVER })]);
  if (ownContribution.message) throw new Error(ownContribution.message);
  return { ...ownContribution, members: members.count, never: never.count };
}

// Where the line's people serve, the most assignments first.
export async function placesOf(weeks) {
  const { ownContribution } = await ask(PLACES, { weeks });
  if (ownContribution.message) throw new Error(ownContribution.message);
  return ownContribution.places.map(({ segment, station, whole }) => ({ ...(segment ?? station), kind: segment ? "segment" : "station", whole }));
}

function matching(text, place) {
  const like = { contains: text };
  const here = place ? [{ shift: { [place.kind]: { id: { eq: place.id } } } }] : [];
  const found = text ? [{ OR: [
    { volunteer: { OR: [{ name: like }, { pinyin: { startsWith: text.toLowerCase() } }, { organizations: { some: { name: like } } }] } },
    { shift: { OR: [{ segment: { name: like } }, { station: { name: like } }] } },
  ] }] : [];
  return [...here, ...found];
}

// A page of who serves where.
export async function serving(plans, { text, place, orderBy, after }) {
  const where = {
    plan: { id: { in: plans.map((plan) => plan.id) } },
    status: { in: ["OFFERED", "ACCEPTED"] },
    AND: matching(text, place),
  };
  return (await ask(SERVING, { where, orderBy, after })).assignments;
}

// A page of members whom no plan has ever asked.
export async function neverAsked({ text, after }) {
  const like = { contains: text };
  const found = text ? [{ OR: [{ name: like }, { pinyin: { startsWith: text.toLowerCase() } }, { organizations: { some: { name: like } } }] }] : [];
  return (await ask(NEVER_ASKED, { where: { ...NEVER, AND: found }, after })).volunteers;
}

export const hours = (value) => `${Number(value.toFixed(1))}`;

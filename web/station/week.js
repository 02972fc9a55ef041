// What happens at a station in two weeks: its shifts with the people who were asked, from the published plans.

import { all, ask } from "../shell/graph.js";
import { addDays, today, weekOf } from "../shell/days.js";
import { inForce } from "../shell/in_force.js";
import { ASSIGNMENTS, OWN, SHIFTS, SHORTFALLS, STATION, STATIONS } from "./documents.js";

export const STANDING = ["OFFERED", "ACCEPTED"];

// The stations that one may choose from: one's own, or those of the area for which one plans.
export async function stations(me) {
  const { me: own } = await ask(OWN);
  const { scopes } = own.grants.find((grant) => grant.current);
  if (me.role === "STATION_LEADER") return scopes.filter((scope) => scope.label === "Station");
  const areas = scopes.filter((scope) => scope.label === "Subdistrict").map((scope) => scope.id);
  return all(STATIONS, areas.length ? { where: { communities: { some: { subdistrict: { id: { in: areas } } } } } } : {});
}

function grouped(items, key) {
  const groups = new Map();
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item]);
  return groups;
}

// How many seats stay empty, of those wanted; teams count as one seat.
function missing(shift, people) {
  const come = people.filter((one) => STANDING.includes(one.status)).length;
  return shift.forTeams ? Number(come === 0) : Math.max(0, shift.desired - come);
}

// A segment's name mostly begins with its road's.
function named({ name, road }) {
  return !road || name.startsWith(road.name) ? name : `${road.name} · ${name}`;
}

export async function load(id) {
  const day = today();
  const weeks = [weekOf(day), weekOf(addDays(day, 7))];
  const months = [...new Set([day, addDays(day, 13)].map((other) => other.slice(0, 7)))];
  const here = { OR: [{ station: { id: { eq: id } } }, { segment: { stations: { some: { id: { eq: id } } } } }] };
  const shift = { week: { in: weeks }, ...here };
  const [about, shifts] = await Promise.all([ask(STATION, { id, weeks, months }), all(SHIFTS, { where: shift })]);
  const current = inForce(about.plans.nodes);
  const published = { plan: { id: { in: current.map((plan) => plan.id) } }, shift };
  const [assignments, shortfalls] = await Promise.all([
    all(ASSIGNMENTS, { where: { ...published, status: { in: [...STANDING, "DECLINED"] } } }),
    all(SHORTFALLS, { where: published }),
  ]);
  const people = grouped(assignments, (one) => one.shift.id);
  const lacks = grouped(shortfalls, (one) => one.shift.id);
  const plans = grouped(current, (plan) => plan.week);
  const themes = new Map(about.themes.nodes.map((theme) => [theme.month, theme.name]));
  return {
    day, weeks, station: about.node,
    published: new Set(plans.keys()),
    plans: current,
    shifts: shifts.map((one) => {
      const asked = people.get(one.id) ?? [];
      const own = lacks.get(one.id) ?? [];
      const plan = (asked[0] ?? own[0])?.plan.id ?? plans.get(one.week)?.[0].id ?? null;
      const place = one.segment ? named(one.segment) : one.station.name;
      return { ...one, place, people: asked, plan, missing: plan ? missing(one, asked) : 0, theme: themes.get(one.date.slice(0, 7)) ?? "" };
    }),
  };
}

// Days of a week in order, each with its shifts.
export function days(shifts) {
  return [...grouped(shifts, (shift) => shift.date)].sort(([a], [b]) => a.localeCompare(b));
}

export const time = (shift) => `${shift.startTime}–${shift.endTime}`;

// A plan version as people read it: its shifts with people and shortfalls, by place and by road.

import { ASSIGNMENTS, SEATS, SHIFTS, SHORTFALLS } from "./documents.js";
import { all } from "../shell/graph.js";
import { assignmentsOf, assignmentsTo, shiftsOf } from "./reading.js";

export const CLASSES = { MAIN: "主干道", SECONDARY: "次干道", BRANCH: "支路", LANE: "背街小巷", STATION: "服务站" };
export const STATES = {
  full: ["齐", "期望人数全部到位"],
  short: ["少", "达到最少人数，未到期望"],
  bare: ["缺", "有班次低于最少人数，或缺必备人员、队伍"],
};
export const PARTS = [
  ["belowMinimum", "低于最少人数", "缺的人数，按优先级加权"],
  ["needsUnmet", "缺必备人员或队伍", "缺的人数，按优先级加权"],
  ["belowDesired", "低于期望人数", "缺的人数，按优先级加权"],
  ["inconvenience", "不便", "米：步行 − 责任田等 + 负担"],
];

export const STATUS = { OFFERED: "已邀请", ACCEPTED: "已接受" };
export const SKILLS = {
  leader: "带队", first_aid: "急救", medical: "医疗", foreign_language: "外语",
  sign_language: "手语", driving: "驾驶", psychology: "心理", law: "法律",
  photography: "摄影", computer: "电脑", repair: "维修", barber: "理发",
  mediation: "调解", traffic: "交通引导", adult: "成年人", minor: "未成年人",
  "line:PARTY": "党员", "line:WORKERS": "职工", "line:YOUTH": "青少年",
  "line:WOMEN": "巾帼", "line:SOCIAL_WORK": "社工",
};

export const percent = (part) => `${(100 * part).toFixed(1)}%`;

// A version as one chooses it.
export const versionTerm = (plan) => `第 ${plan.number} 版（${plan.status === "DRAFT" ? "草稿" : "已发布"}${plan.origin === "edited" ? "，经人工调整" : ""}）`;

// As Map.groupBy, which browsers of before 2024 lack.
export function grouped(items, key) {
  const groups = new Map();
  for (const item of items) {
    const name = key(item), group = groups.get(name);
    if (group) group.push(item);
    else groups.set(name, [item]);
  }
  return groups;
}

export const byName = new Intl.Collator("zh-CN").compare;

const standing = (plan) => ({ plan: { id: { eq: plan.id } }, NOT: { status: { in: ["DECLINED", "WITHDRAWN"] } } });
const lacks = (plan) => all(SHORTFALLS, { where: { plan: { id: { eq: plan.id } } } });

// The plan's shifts with shortfalls and people; the documents say how much is asked of each.
export async function load(plan, { shifts: asked, assignments: who }) {
  const reading = shiftsOf(asked, { week: { eq: plan.week }, ...within(plan.subdistrict) });
  const [shifts, assignments, shortfalls] = await Promise.all([reading, assignmentsOf(who, standing(plan), reading), lacks(plan)]);
  const people = grouped(assignments, (assignment) => assignment.shift.id);
  const missing = grouped(shortfalls, (fall) => fall.shift.id);
  return shifts.map((shift) => seated(shift, people.get(shift.id) ?? [], missing.get(shift.id) ?? []));
}

// The plan's shifts with shortfalls; their people are only counted, and told by `withPeople`.
export const overview = (plan) => load(plan, { shifts: SHIFTS, assignments: SEATS });

// These shifts of a plan with their people, by name.
export async function withPeople(plan, shifts) {
  const assignments = await assignmentsTo(ASSIGNMENTS, standing(plan), shifts);
  const people = grouped(assignments.sort((a, b) => byName(a.volunteer.name, b.volunteer.name)), (one) => one.shift.id);
  return shifts.map((shift) => ({ ...shift, people: people.get(shift.id) ?? [] }));
}

// A shift with who comes, what it lacks, its place and its road (a station is a road of its own).
export function seated(shift, served, lacks) {
  const road = shift.segment?.road ?? shift.road ?? { ...shift.station, kind: "STATION" };
  const seats = shift.forTeams ? Math.max(1, served.length) : shift.desired;
  const place = shift.segment ?? shift.station ?? shift.road;
  return { ...shift, road, place, seats, people: served, missing: lacks, come: come(shift, seats, served, lacks) };
}

// How many come, also those whom the viewer may not see: what is not missing is there.
function come(shift, seats, served, lacks) {
  const empty = (...kinds) => lacks.filter((fall) => kinds.includes(fall.kind)).reduce((total, fall) => total + fall.missing, 0);
  return Math.max(served.length, seats - (shift.forTeams ? empty("TEAM") : empty("MINIMUM", "DESIRED")));
}

export function within(subdistrict) {
  if (!subdistrict) return {};
  const here = { subdistrict: { id: { eq: subdistrict.id } } };
  return { OR: [{ segment: { road: here } }, { road: here }, { station: { communities: { some: here } } }] };
}

export function state(shifts) {
  const kinds = shifts.flatMap((shift) => shift.missing.map((fall) => fall.kind));
  return kinds.some((kind) => kind !== "DESIRED") ? "bare" : kinds.length ? "short" : "full";
}

export function filled(shifts) {
  const sum = (count) => shifts.reduce((total, shift) => total + count(shift), 0);
  return `${sum((shift) => shift.come)}/${sum((shift) => shift.seats)}`;
}

export const place = (shift) => shift.place.name;
export const whole = (shift) => `${shift.weekday} ${shift.startTime}–${shift.endTime}`;

export function lack({ kind, missing, tag }) {
  if (kind === "TEAM") return "没有队伍";
  if (kind === "NEED") return `差 ${missing} 名“${SKILLS[tag] ?? tag}”`;
  return `${kind === "MINIMUM" ? "最少" : "期望"}人数差 ${missing} 人`;
}

// Name, walk, reason and next best of each person, as in the printed plan.
export function people(shift) {
  return shift.people.map((one) => {
    const marks = [one.team?.name, one.pinned && "锁定", STATUS[one.status]].filter(Boolean);
    const next = one.alternative?.replace("换人来", `换${one.nextPerson?.name ?? "人"}来`);
    const name = `${one.volunteer.name}${marks.length ? `（${marks.join("，")}）` : ""}`;
    // Walks and reasons are not for every role.
    return [name, one.metres === null ? "—" : `${one.metres} 米内`, one.reason ?? "—", next === undefined ? "—" : next || "无"];
  });
}

// Roads by class and name, each with its shifts in order of time.
export function byRoad(shifts) {
  const order = Object.keys(CLASSES);
  const rows = [...grouped(shifts, (shift) => shift.road.id).values()];
  const rank = (row) => order.indexOf(row[0].road.kind);
  return rows.sort((a, b) => rank(a) - rank(b) || byName(a[0].road.name, b[0].road.name));
}

export function proof(plan) {
  if (plan.proof === "OPTIMAL") return "已证明最优：在同样的规则下，没有比它更好的计划（差距 0）";
  if (plan.origin === "edited") return "经人工调整，调整后未再求解；下界是求解时的";
  const part = PARTS.find(([name]) => plan.cost[name] !== plan.bound[name]);
  if (!part) return "各项都已达到下界（差距 0）";
  const [name, term] = part;
  const gap = plan.cost[name] - plan.bound[name];
  const before = part === PARTS[0] ? "" : "前面各项已证明最优；";
  const share = name === "inconvenience" ? `，差距为步行总长的 ${((100 * gap) / Math.max(1, plan.metres)).toFixed(2)}%` : "";
  return `${before}“${term}”至多还能减少 ${gap}${share}`;
}

export function weekTerm(week) {
  const [year, number] = week.split("-W").map(Number);
  const fourth = new Date(Date.UTC(year, 0, 4));
  const monday = 4 - ((fourth.getUTCDay() + 6) % 7) + 7 * (number - 1);
  const [from, to] = [monday, monday + 6].map((day) => new Date(Date.UTC(year, 0, day)));
  const term = (day) => `${day.getUTCMonth() + 1}月${day.getUTCDate()}日`;
  return `${week}（${term(from)}至${term(to)}）`;
}

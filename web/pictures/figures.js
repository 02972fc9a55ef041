// The numbers behind each picture, from what the viewer may see; engine/pictures/figures.py reckons the same, and a test compares.

import { grouped } from "../plan/plan.js";

export const DAYS = ["周一", "周二", "周三", "周四", "周五", "周六", "周日"];
export const WEEKS = 8; // of the lines' parts
const STEP = 200; // metres, as walks are shown

const range = (from, to) => Array.from({ length: Math.max(0, to - from) }, (_, at) => from + at);
const percent = (count, total) => `${total ? Math.floor((200 * count + total) / (2 * total)) : 0}%`;
const minutes = (time) => time.split(":").reduce((hours, rest) => 60 * Number(hours) + Number(rest));

// How full each hour of each weekday is; a shift counts in every hour that it touches.
export function coverByHour(shifts) {
  const cells = new Map();
  for (const shift of shifts) {
    const long = (minutes(shift.endTime) - minutes(shift.startTime) + 1440) % 1440 || 1440;
    const start = DAYS.indexOf(shift.weekday) * 1440 + minutes(shift.startTime);
    for (const hour of range(Math.floor(start / 60), Math.ceil((start + long) / 60))) {
      const key = `${Math.floor(hour / 24) % 7} ${hour % 24}`;
      const [filled, seats] = cells.get(key) ?? [0, 0];
      cells.set(key, [filled + Math.min(shift.come, shift.seats), seats + shift.seats]);
    }
  }
  const there = [...cells.keys()].map((key) => Number(key.split(" ")[1]));
  const hours = there.length ? range(Math.min(...there), Math.max(...there) + 1) : [];
  const at = (day, hour) => cells.get(`${day} ${hour}`) ?? null;
  const rows = hours.map((hour) => [`${hour} 时`, ...DAYS.map((_, day) => at(day, hour)?.join("/") ?? "·")]);
  const title = "各时段到岗：填满／期望";
  return { kind: "hours", title, sentence: emptiest(cells), hours, at, headings: ["时段", ...DAYS], rows };
}

function emptiest(cells) {
  if (!cells.size) return "本周没有班次。";
  const short = [...cells].filter(([, [filled, seats]]) => filled < seats).map(([key, fill]) => ({ fill, place: key.split(" ").map(Number) }));
  if (!short.length) return "每个时段期望的岗位都已填满。";
  const part = ({ fill }) => fill[0] / fill[1];
  short.sort((a, b) => part(a) - part(b) || a.place[0] - b.place[0] || a.place[1] - b.place[1]);
  const [{ fill, place: [day, hour] }] = short;
  return `${short.length} 个时段未填满，最缺的是${DAYS[day]} ${hour} 时：${fill.join("/")}。`;
}

function bars(kind, title, groups, unit, counted, sentence) {
  const rows = counted.map(([label, count]) => [label, String(count)]);
  return { kind, title, sentence, unit, bars: counted, headings: [groups, unit], rows };
}

// How many people have one shift, how many two, …
export function shiftsPerPerson(shifts) {
  const each = [...grouped(shifts.flatMap((shift) => shift.people), ({ volunteer }) => volunteer.id).values()].map((mine) => mine.length);
  const most = Math.max(0, ...each);
  const counted = range(1, most + 1).map((count) => [`${count} 次`, each.filter((own) => own === count).length]);
  const sentence = each.length ? `${each.length} 人参加，每人至多 ${most} 次。` : "还没有人派班。";
  return bars("load", "每人班次", "班次", "人数", counted, sentence);
}

// How many walk up to 200 m, up to 400 m, …: in the steps in which walks are shown, so that no purpose is needed. Null for those
// who see no walks.
export function walks(shifts) {
  const people = shifts.flatMap((shift) => shift.people);
  const metres = people.filter((one) => one.metres !== null).map((one) => Math.max(1, Math.ceil(one.metres / STEP)) * STEP);
  if (people.length && !metres.length) return null;
  const most = metres.reduce((longest, one) => Math.max(longest, one), 0);
  const counted = range(1, most / STEP + 1).map((step) => [
    `${(step - 1) * STEP}–${step * STEP} 米`, metres.filter((own) => own === step * STEP).length,
  ]);
  const near = metres.filter((own) => own <= 2 * STEP).length;
  const sentence = metres.length
    ? `${percent(near, metres.length)}的人次步行不超过 ${2 * STEP} 米，最远的不超过 ${most} 米。`
    : "还没有人派班。";
  return bars("walks", "步行距离", "步行", "人次", counted, sentence);
}

// The weeks of which the lines' parts are told: the last with a published plan, up to one.
export function weeksUpTo(week, plans) {
  const there = plans.filter((plan) => plan.status === "PUBLISHED" && plan.week <= week).map((plan) => plan.week);
  return [...new Set(there)].sort().slice(-WEEKS);
}

// Each line's part of each week: `told` is [[week, the lines of `contributions`], …]; these come in one order.
export function partsOfLines(told) {
  const names = (told[0]?.[1] ?? []).map((part) => part.line?.name ?? "？");
  const weeks = told.map(([week, found]) => {
    const total = found.reduce((sum, part) => sum + (part.whole?.assignments ?? 0), 0);
    return [week, found.map((part) => (part.whole ? [part.whole.assignments, total] : null))];
  });
  const rows = weeks.map(([week, parts]) => [week, ...parts.map((part) => (part ? `${part[0]}（${percent(...part)}）` : "—"))]);
  const title = "各条线占比（已发布的计划）";
  return { kind: "lines", title, sentence: largest(names, weeks), lines: names, weeks, headings: ["周", ...names], rows };
}

function largest(names, weeks) {
  const [week, parts] = weeks.at(-1) ?? ["", []];
  const told = parts.flatMap((part, rank) => (part ? [[part[0], names[rank]]] : []));
  if (!told.length) return "还没有已发布的计划。";
  const [count, line] = told.reduce((best, other) => (other[0] > best[0] ? other : best));
  return `${week} 人次最多的是${line}：${count} 人次。一人属几条线，各线都计。`;
}

// The walk of whoever is pointed at, for the map. Where it really begins is personal: it is shown to whoever wants it, and
// written down each time. Otherwise the line begins at the person's station, and its text says how far he walks, in steps.

import { useEffect, useState } from "../vendor/preact/standalone.module.js";
import { ask } from "../shell/graph.js";
import { WALK, WAY } from "./documents.js";

const REST = 120, REST_WHEN_NOTED = 400; // who only passes over names leaves no record
const FROM = { HOME: "住处", WORK: "工作单位" };
const PURPOSE = "排班时看步行路线";

function middle(line) {
  const points = line.length / 2, at = 2 * Math.floor(points / 2);
  return points % 2 ? [line[at], line[at + 1]] : [(line[at - 2] + line[at]) / 2, (line[at - 1] + line[at + 1]) / 2];
}

// Where a shift is: its station, the middle of its segment, or that of its road's longest segment.
export function whereIs(shift, segments, stations) {
  if (shift.station) { const found = stations.find((one) => one.id === shift.station.id); return found ? [found.lon, found.lat] : null; }
  const line = segments.find((one) => one.id === shift.place.id)?.line
    ?? segments.filter((one) => one.road.id === shift.road.id).sort((a, b) => b.line.length - a.line.length)[0]?.line;
  return line ? middle(line) : null;
}

async function fromStation({ one, shift }, places, why) {
  const { node } = await ask(WALK, { id: one.id });
  const to = whereIs(shift, ...places), station = node?.volunteer?.station;
  if (!to || !station) return null;
  const far = node.metres === null ? "" : `从${FROM[node.walkFrom] ?? "所在处"}步行 ${node.metres} 米内`;
  return { points: [[station.lon, station.lat], to], text: `${far}（线自所属站画起${why && `：${why}`}）` };
}

async function fromThere(hovered, places) {
  const { walk } = await ask(WAY, { id: hovered.one.id }, { purpose: PURPOSE });
  if (!walk.line) return fromStation(hovered, places, walk.message);
  const points = Array.from({ length: walk.line.length / 2 }, (_, at) => [walk.line[2 * at], walk.line[2 * at + 1]]);
  return { points, text: `从${FROM[walk.start]}附近步行 ${walk.metres} 米` };
}

// `noted`: the real walk is wanted.
export function useWalk(hovered, places, noted) {
  const [walk, setWalk] = useState(null);
  useEffect(() => {
    setWalk(null);
    if (!hovered || !places) return undefined;
    let gone = false;
    const timer = setTimeout(async () => {
      const found = await (noted ? fromThere(hovered, places) : fromStation(hovered, places, "")).catch(() => null);
      if (!gone) setWalk(found);
    }, noted ? REST_WHEN_NOTED : REST);
    return () => { gone = true; clearTimeout(timer); };
  }, [hovered?.one.id, hovered?.shift.id, Boolean(places), noted]);
  return walk;
}

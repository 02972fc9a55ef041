// The walk of whoever is pointed at, for the map. Homes and workplaces are nobody's to see: the line begins at the person's
// station, and its text says how far he really walks, in the steps that the access table allows.

import { useEffect, useState } from "../vendor/preact/standalone.module.js";
import { ask } from "../shell/graph.js";
import { WALK } from "./documents.js";

const REST = 120;
const FROM = { HOME: "住处", WORK: "工作单位" };

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

export function useWalk(hovered, places) {
  const [walk, setWalk] = useState(null);
  useEffect(() => {
    setWalk(null);
    if (!hovered || !places) return undefined;
    let gone = false;
    const timer = setTimeout(async () => {
      const { node } = await ask(WALK, { id: hovered.one.id }).catch(() => ({ node: null }));
      const to = whereIs(hovered.shift, ...places), station = node?.volunteer?.station;
      if (gone || !to || !station) return;
      const far = node.metres === null ? "" : `从${FROM[node.walkFrom] ?? "所在处"}步行 ${node.metres} 米内`;
      setWalk({ from: [station.lon, station.lat], to, text: `${far}（线自所属站画起）` });
    }, REST);
    return () => { gone = true; clearTimeout(timer); };
  }, [hovered?.one.id, hovered?.shift.id, Boolean(places)]);
  return walk;
}

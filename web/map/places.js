// What is on the map, in words: each street and station with its shifts, and how well they are covered.

import { CLASSES, filled, grouped, state, STATES } from "../plan/plan.js";

const CLASS_ORDER = Object.keys(CLASSES);

export const UNPLANNED = "本周没有班次";

// A segment with its road before it where its own name does not begin with it.
export const named = (segment) => (segment.name.startsWith(segment.road.name) ? segment.name : `${segment.road.name} ${segment.name}`);

// Each place once, with `state` (that of its worst shift, or "none"), `shifts`, and `text` for a line of status. A shift that is
// wanted on a road as a whole counts at each of the road's segments; `id` is then the road's.
export function places(segments, stations, shifts) {
  const there = grouped(shifts, (shift) => shift.place.id);
  const streets = segments.map((segment) => {
    const whole = there.get(segment.road.id) ?? [];
    const own = there.get(segment.id) ?? [];
    return told({
      id: own.length || !whole.length ? segment.id : segment.road.id, kind: "segment", name: named(segment), road: segment.road.name,
      roadClass: segment.road.kind, line: pairs(segment.line), shifts: [...own, ...whole],
    });
  });
  const posts = stations.map((station) => told({
    id: station.id, kind: "station", name: station.name, road: "", roadClass: "STATION", at: [station.lat, station.lon],
    shifts: there.get(station.id) ?? [],
  }));
  return [...streets, ...posts];
}

function told(place) {
  const how = place.shifts.length ? state(place.shifts) : "none";
  const fill = place.shifts.length ? filled(place.shifts) : "";
  return { ...place, state: how, fill, text: `${place.name}：${fill ? `到岗 ${fill}，${STATES[how][1]}` : UNPLANNED}` };
}

// Latitude and longitude of each point of a line, which comes as longitude, latitude, longitude, …
function pairs(flat) {
  return Array.from({ length: flat.length / 2 }, (_, at) => [flat[2 * at + 1], flat[2 * at]]);
}

// What one may choose, each once: the planned places by class of road, road and name.
export function choosable(all) {
  const planned = [...new Map(all.filter((place) => place.shifts.length).map((place) => [place.id, place])).values()];
  const rank = (place) => CLASS_ORDER.indexOf(place.roadClass);
  const words = new Intl.Collator("zh-CN", { numeric: true });
  return planned.sort((a, b) => rank(a) - rank(b) || words.compare(a.road, b.road) || words.compare(a.name, b.name));
}

// Streets as SVG: width by class, colour and dashes by cover. No home and no workplace is drawn.

import { svg } from "../shell/dom.js";
import { filled, grouped, state, STATES } from "./plan.js";

const STROKE = { MAIN: 7, SECONDARY: 5, BRANCH: 3.5, LANE: 2.5 };
const ORDER = ["none", "full", "short", "bare"];
const PAD = 28;

// Draws into the element; `show` is told of a hovered or focused place, `choose` of a chosen one.
export function draw(into, { title, segments, stations, shifts, show, choose }) {
  const there = grouped(shifts, (shift) => shift.place.id);
  const streets = segments.map((segment) => ({ ...segment, shifts: there.get(segment.id) ?? [] }));
  for (const street of streets) street.state = street.shifts.length ? state(street.shifts) : "none";
  streets.sort((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state));
  const width = Math.max(340, Math.round(into.clientWidth));
  const { project, height } = projection(streets, width);
  for (const street of streets) street.points = project(street.line);
  const picture = svg("svg", { viewBox: `0 0 ${width} ${height}`, role: "group", "aria-label": title }, svg("title", {}, title));
  const thin = width < 600 ? 0.6 : 1;
  const mark = (place, kind, term, ...shapes) => {
    const text = place.shifts.length ? `${term}：${filled(place.shifts)}，${STATES[state(place.shifts)][1]}` : `${term}：本周没有班次`;
    if (!place.shifts.length) return svg("g", { class: kind, pointerover: () => show(text) }, svg("title", {}, text), ...shapes);
    const act = { click: () => choose(term, place.shifts), pointerover: () => show(text), focus: () => show(text) };
    return svg("g", { class: kind, role: "button", tabindex: -1, "aria-label": text, ...act }, svg("title", {}, text), ...shapes);
  };
  const line = (street) => {
    const points = street.points.map((point) => point.join()).join(" ");
    const target = street.shifts.length ? svg("polyline", { class: "target", points }) : "";
    const term = street.name.startsWith(street.road.name) ? street.name : `${street.road.name} ${street.name}`;
    return mark(street, street.state, term, svg("polyline", { points, "stroke-width": thin * STROKE[street.road.roadClass] }), target);
  };
  const station = (place) => {
    const [[x, y]] = project([place.lon, place.lat]);
    const own = { ...place, shifts: there.get(place.id) ?? [] };
    const how = own.shifts.length ? state(own.shifts) : "";
    return mark(own, `station ${how}`, place.name, svg("rect", { x: x - 6 * thin, y: y - 6 * thin, width: 12 * thin, height: 12 * thin }));
  };
  const taken = stations.flatMap((place) => project([place.lon, place.lat]));
  picture.append(...streets.map(line), ...stations.map(station), ...names(streets, taken, width));
  walk(picture);
  into.replaceChildren(picture);
}

// Equirectangular, true to scale over a few kilometres; on the planned streets, or on all when none is planned.
function projection(streets, width) {
  const planned = streets.filter((street) => street.shifts.length);
  const line = (planned.length ? planned : streets).flatMap((street) => street.line);
  const lons = line.filter((_, at) => at % 2 === 0), lats = line.filter((_, at) => at % 2 === 1);
  const west = Math.min(...lons), north = Math.max(...lats), south = Math.min(...lats);
  const shrink = Math.cos((south + north) * Math.PI / 360);
  const scale = (width - 2 * PAD) / Math.max(1e-6, (Math.max(...lons) - west) * shrink);
  const place = (lon, lat) => [PAD + (lon - west) * shrink * scale, PAD + (north - lat) * scale].map((part) => Math.round(part * 10) / 10);
  const project = (flat) => Array.from({ length: flat.length / 2 }, (_, at) => place(flat[2 * at], flat[2 * at + 1]));
  return { project, height: line.length ? Math.round((north - south) * scale) + 2 * PAD : 60 };
}

// One name per planned road, at its longest planned segment, where no station and no other name is.
function names(streets, stations, width) {
  const size = width < 600 ? 10 : 17;
  const length = ({ points }) => Math.hypot(points.at(-1)[0] - points[0][0], points.at(-1)[1] - points[0][1]);
  const planned = streets.filter((street) => street.shifts.length).sort((a, b) => STROKE[b.road.roadClass] - STROKE[a.road.roadClass] || length(b) - length(a));
  const best = new Map([...planned].reverse().map((street) => [street.road.name, street]));
  const taken = stations.map(([x, y]) => ({ x, y: y + 7, reach: 8 }));
  return planned.filter((street) => best.get(street.road.name) === street).flatMap(({ road, points }) => {
    const [x, y] = points[Math.floor(points.length / 2)];
    const reach = (road.name.length * size) / 2 + 4;
    if (x < reach || x > width - reach) return [];
    if (taken.some((other) => Math.abs(other.x - x) < other.reach + reach && Math.abs(other.y - y) < size + 4)) return [];
    taken.push({ x, y, reach });
    return [svg("text", { x, y: y - 7, "font-size": size, "aria-hidden": "true" }, road.name)];
  });
}

// One tab stop for the whole map; arrows go on from there, Enter and space choose.
function walk(picture) {
  const stops = [...picture.querySelectorAll("[role=button]")];
  stops[0]?.setAttribute("tabindex", 0);
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
  picture.addEventListener("keydown", (event) => {
    const at = stops.indexOf(event.target);
    if (at < 0 || !(event.key in step || event.key === "Enter" || event.key === " ")) return;
    event.preventDefault();
    if (!(event.key in step)) return event.target.dispatchEvent(new Event("click"));
    const next = stops.at((at + step[event.key]) % stops.length);
    event.target.setAttribute("tabindex", -1);
    next.setAttribute("tabindex", 0);
    next.focus();
  });
}

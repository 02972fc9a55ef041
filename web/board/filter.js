// Which part of the week is shown: by words, by what is missing, by day and hour, by a place chosen on the map.

import { html, useEffect, useRef, useState } from "../vendor/preact/standalone.module.js";

export const DAYS = ["周一", "周二", "周三", "周四", "周五", "周六", "周日"];

const REST = 150; // after the last letter

const HOURS = { all: ["全天", 0, 24], morning: ["上午（12 点前）", 0, 12], afternoon: ["下午（12–18 点）", 12, 18], evening: ["晚上（18 点后）", 18, 24] };

const LACKS = {
  all: ["全部班次", () => true],
  lacking: ["有缺口", (shift) => shift.missing.length > 0],
  bare: ["低于最少人数、缺必备人员", (shift) => shift.missing.some((fall) => fall.kind !== "DESIRED")],
  full: ["已满员", (shift) => !shift.missing.length],
  pinned: ["有锁定的人", (shift) => shift.people.some((one) => one.pinned)],
};

export const EVERYTHING = { text: "", lack: "all", day: "", hours: "all" };

export const narrow = (filter, place) => Boolean(filter.text.trim() || filter.lack !== "all" || filter.hours !== "all" || place);

// The shifts that are asked for; all words must be found in its road, place, category or people.
export function wanted(shifts, filter, place) {
  const words = filter.text.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const [, from, to] = HOURS[filter.hours], [, lack] = LACKS[filter.lack];
  const told = (shift) => [shift.road.name, shift.place.name, shift.category?.name, ...shift.people.flatMap((one) => [one.volunteer?.name, one.team?.name])].join(" ").toLowerCase();
  return shifts.filter((shift) => {
    if (filter.day && shift.weekday !== filter.day) return false;
    if (place && shift.place.id !== place && shift.road.id !== place) return false;
    const hour = (shift.start % 1440) / 60;
    if (hour < from || hour >= to || !lack(shift)) return false;
    if (!words.length) return true;
    const text = told(shift);
    return words.every((word) => text.includes(word));
  });
}

export function Filter({ filter, onFilter, place, onPlace, count, total }) {
  const [text, setText] = useState(filter.text);
  const latest = useRef(null);
  latest.current = (typed) => onFilter({ ...filter, text: typed });
  useEffect(() => {
    const timer = setTimeout(() => { if (text !== filter.text) latest.current(text); }, REST);
    return () => clearTimeout(timer);
  }, [text]);
  const set = (name) => (event) => onFilter({ ...filter, [name]: event.target.value });
  const options = (from) => Object.entries(from).map(([key, [term]]) => html`<option value=${key}>${term}</option>`);
  return html`<form class="board-filter" role="search" aria-label="筛选班次" onSubmit=${(event) => event.preventDefault()}>
    <label>找 <input type="search" placeholder="道路、地点、志愿者、类别" value=${text} onInput=${(event) => setText(event.target.value)} /></label>
    <label>缺口 <select value=${filter.lack} onChange=${set("lack")}>${options(LACKS)}</select></label>
    <label>日子 <select value=${filter.day} onChange=${set("day")}>
      <option value="">整周</option>${DAYS.map((day) => html`<option value=${day}>${day}</option>`)}
    </select></label>
    <label>时段 <select value=${filter.hours} onChange=${set("hours")}>${options(HOURS)}</select></label>
    ${place && html`<button type="button" class="board-chip" onClick=${() => onPlace(null)}>只看 ${place.name} <span aria-hidden="true">×</span><span class="board-hidden">，点击取消</span></button>`}
    <output>${count === total ? `${total} 个班次` : `${count} / ${total} 个班次`}</output>
  </form>`;
}

// Where else somebody could go: a list to search, for the keyboard and for those who do not drag.

import { html, useEffect, useMemo, useRef, useState } from "../vendor/preact/standalone.module.js";
import { filled, state, STATES } from "../plan/plan.js";
import { ask } from "../shell/graph.js";
import { useAnswer } from "../shell/hooks.js";
import { OTHER_PLACES } from "./documents.js";
import { PURPOSE } from "./edits.js";

const SHOWN = 40;

// What speaks against a shift as far as the page knows; the server decides.
export function against(shift, one, from, served) {
  if (shift.id === from.id) return "此人就在这里";
  if (shift.forTeams) return "由志愿服务队承担";
  if (shift.people.some((other) => other.volunteer?.id === one.volunteer?.id)) return "此人已在这个班次";
  if (shift.people.length >= shift.max) return `已满 ${shift.max} 人`;
  const clash = served.find((other) => other.id !== from.id && other.start < shift.end && shift.start < other.end);
  return clash ? `与 ${clash.place.name} ${clash.startTime} 的班次同时` : "";
}

// The shifts in which the person serves.
export const servedBy = (shifts, one) => shifts.filter((shift) => shift.people.some((other) => other.volunteer && other.volunteer.id === one.volunteer?.id));

// Where the rules let somebody go: shift → its rank and what that does; null where it is not known.
export async function openTo(plan, from, one) {
  if (!one.volunteer) return null;
  const asked = { plan: plan.id, shift: from.id, volunteer: one.volunteer.id };
  const found = (await ask(OTHER_PLACES, asked, { purpose: PURPOSE })).otherPlaces;
  return found.places ? new Map(found.places.map((place, rank) => [place.shiftId, { rank, text: place.sentence }])) : null;
}

export function Places({ plan, shifts, from, one, choose, close }) {
  const { answer: ranked } = useAnswer(() => openTo(plan, from, one).catch(() => null), [plan.version, from.id, one.id]);
  const dialog = useRef(null), field = useRef(null), list = useRef(null);
  const [text, setText] = useState("");
  useEffect(() => {
    const before = document.activeElement;
    dialog.current.showModal();
    field.current.focus();
    return () => before?.isConnected && before.focus();
  }, []);
  const served = useMemo(() => servedBy(shifts, one), [shifts, one.volunteer?.id]);
  const rank = (shift) => ranked?.get(shift.id)?.rank ?? 1e6;
  const found = useMemo(() => {
    const words = text.trim().toLowerCase().split(/\s+/).filter(Boolean);
    const told = (shift) => `${shift.road.name} ${shift.place.name} ${shift.weekday} ${shift.startTime} ${shift.category?.name ?? ""}`.toLowerCase();
    const order = (shift) => (shift.weekday === from.weekday ? 0 : 2) + (shift.missing.length ? 0 : 1);
    return shifts.filter((shift) => shift.id !== from.id && !shift.forTeams && words.every((word) => told(shift).includes(word)))
      .map((shift) => ({ shift, bar: against(shift, one, from, served) || (ranked && !ranked.has(shift.id) ? "排班规则不容许" : "") }))
      .sort((a, b) => Boolean(a.bar) - Boolean(b.bar) || rank(a.shift) - rank(b.shift) || order(a.shift) - order(b.shift) || a.shift.start - b.shift.start);
  }, [shifts, text, ranked]);
  const step = (event) => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const stops = [field.current, ...list.current.querySelectorAll("button")];
    const next = stops[stops.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1)];
    if (!next) return;
    event.preventDefault();
    next.focus();
  };
  return html`<dialog class="board-places" ref=${dialog} aria-labelledby="board-places-title" onClose=${close} onKeyDown=${step}>
    <form method="dialog">
      <h2 id="board-places-title">把${one.volunteer?.name}移到……</h2>
      <p class="note">现在：${from.place.name} ${from.weekday} ${from.startTime}–${from.endTime}。${ranked ? "能去的排在前面，对计划最好的最先。" : "有缺口、同一天的排在前面。"}选定后由服务器按全部规则核对。</p>
      <label>找班次 <input type="search" ref=${field} value=${text} placeholder="道路、地点、周几、时刻" onInput=${(event) => setText(event.target.value)}
        onKeyDown=${(event) => { if (event.key === "Enter") event.preventDefault(); }} /></label>
      <p role="status" class="note">${found.length ? `${found.length} 个班次${found.length > SHOWN ? `，只列前 ${SHOWN} 个，请再写得细一些` : ""}` : "没有这样的班次"}</p>
      <ul ref=${list}>${found.slice(0, SHOWN).map(({ shift, bar }) => html`<li key=${shift.id}>
        <button type="button" class=${state([shift])} onClick=${() => { dialog.current.close(); choose(shift.id); }}>
          <span><b>${shift.place.name}</b> ${shift.weekday} ${shift.startTime}–${shift.endTime}</span>
          <span>${filled([shift])} ${STATES[state([shift])][0]}</span>
          <small>${bar ? `可能不行：${bar}` : ranked?.get(shift.id)?.text ?? shift.category?.name ?? ""}</small>
        </button></li>`)}</ul>
      <button type="submit">取消</button>
    </form>
  </dialog>`;
}

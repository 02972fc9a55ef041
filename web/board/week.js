// The week: roads × days. A row is a sum; opened, it shows its shifts with their people. What is far from the window is only
// a space of its height. Its boxes are a grid, so that a road's height is its own affair; the roles say that it is a table.

import { Component, html, useCallback, useEffect, useMemo, useRef, useState } from "../vendor/preact/standalone.module.js";
import { byRoad, CLASSES, filled, state, STATES } from "../plan/plan.js";
import { DAYS } from "./filter.js";
import { Shift } from "./shift.js";

const FAR = "600px 0px";

// One for all rows; tells a row when it comes near the window, and when it is far again.
function watcher() {
  const told = new WeakMap();
  const observer = new IntersectionObserver((entries) => {
    for (const entry of entries) told.get(entry.target)?.(entry.isIntersecting);
  }, { rootMargin: FAR });
  return {
    watch(element, tell) { told.set(element, tell); observer.observe(element); },
    leave(element) { observer.unobserve(element); told.delete(element); },
    end() { observer.disconnect(); },
  };
}

const same = (a, b) => a === b || (Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((one, at) => one === b[at]));

class Road extends Component {
  constructor(props) {
    super(props);
    this.state = { near: false, height: 0 };
  }

  shouldComponentUpdate(props, next) {
    return next.near !== this.state.near || Object.keys(props).some((name) => !same(props[name], this.props[name]));
  }

  componentDidMount() {
    if (this.base) this.props.rows.watch(this.base, (near) => this.setState((old) => ({ near, height: near ? 0 : this.tall() || old.height })));
  }

  componentWillUnmount() { this.props.rows.leave(this.base); }

  tall() { return this.base.querySelector(".board-open")?.offsetHeight ?? 0; }

  // About as tall as it will be: its fullest day.
  guess(there) { return Math.max(...there.map((list) => list.reduce((sum, shift) => sum + 58 + 30 * (shift.people.length + 1), 0))); }

  render({ shifts, days, open, chosen, marked, others, fixed, toggle, choose, whole }, { near, height }) {
    const { road } = shifts[0];
    const there = days.map((day) => shifts.filter((shift) => shift.weekday === day));
    const how = state(shifts);
    const sum = (list, day) => {
      if (!list.length) return html`<td role="cell" class="board-nothing"><span aria-hidden="true">·</span></td>`;
      const is = state(list);
      return html`<td role="cell" class=${is}><button type="button" class="board-sum ${is}" onClick=${() => toggle(road.id, true)}
        ><span class="board-hidden">${road.name} ${day}：</span>${filled(list)} <b>${STATES[is][0]}</b><span class="board-hidden">，${STATES[is][1]}，${list.length} 个班次</span></button></td>`;
    };
    const body = () => {
      if (!near && !whole) return html`<tr role="row" class="board-open board-far" aria-hidden="true"><td role="cell" style=${{ height: `${height || this.guess(there)}px` }}></td></tr>`;
      return html`<tr role="row" class="board-open"><td role="cell" class="board-under"></td>${there.map((list) => html`<td role="cell">${list.map((shift) => html`
        <${Shift} key=${shift.id} shift=${shift} chosen=${chosen} fixed=${fixed} by=${others.get(shift.id)} choose=${choose} />`)}</td>`)}</tr>`;
    };
    return html`<tbody role="rowgroup" class=${`board-road${marked ? " board-marked" : ""}`} data-road=${road.id} style=${open ? { containIntrinsicSize: `auto ${52 + this.guess(there)}px` } : null}>
      <tr role="row">
        <th scope="row" role="rowheader"><button type="button" aria-expanded=${open} onClick=${() => toggle(road.id)}><span aria-hidden="true">${open ? "▾" : "▸"}</span> ${road.name}</button>
          <span class="board-class">${CLASSES[road.kind]}　${filled(shifts)} ${STATES[how][0]}</span></th>
        ${there.map((list, at) => sum(list, days[at]))}
      </tr>
      ${open && body()}
    </tbody>`;
  }
}

// Arrows go from button to button: up and down within a day, left and right to the next one.
function arrows(event) {
  const step = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] }[event.key];
  const cell = event.target.closest?.("td, th");
  if (!step || !cell || event.target.tagName !== "BUTTON" || event.altKey || event.ctrlKey || event.metaKey) return;
  const stops = (one) => [...one.querySelectorAll("button")];
  let next;
  if (step[1]) {
    const column = [...event.currentTarget.querySelectorAll(`tr > :nth-child(${cell.cellIndex + 1})`)].flatMap(stops);
    next = column[column.indexOf(event.target) + step[1]];
  } else {
    for (let other = cell; (other = step[0] > 0 ? other.nextElementSibling : other.previousElementSibling) && !next;) next = stops(other)[0];
  }
  if (!next) return;
  event.preventDefault();
  next.focus();
}

export function Week({ shifts, day, dates, opened, setOpened, chosen, choose, others, markedPlace, fixed, into, keys }) {
  const rows = useMemo(watcher, []);
  const [whole, setWhole] = useState(false);
  useEffect(() => () => rows.end(), []);
  useEffect(() => {
    const all = () => setWhole(true), back = () => setWhole(false);
    addEventListener("beforeprint", all);
    addEventListener("afterprint", back);
    return () => { removeEventListener("beforeprint", all); removeEventListener("afterprint", back); };
  }, []);
  const days = useMemo(() => (day ? [day] : DAYS), [day]);
  const roads = useMemo(() => byRoad(shifts), [shifts]);
  const toggle = useCallback((id, always = false) => setOpened((old) => {
    const next = new Set(old);
    if (always || !next.delete(id)) next.add(id);
    return next;
  }), [setOpened]);
  const marked = useRef(null);
  useEffect(() => { if (markedPlace) marked.current?.querySelector(".board-marked")?.scrollIntoView({ block: "nearest" }); }, [markedPlace]);
  const none = useMemo(() => new Map(), []);
  return html`<div class="wide board-week" role="region" aria-label="一周各路的班次" tabindex="0" ref=${(element) => { marked.current = element; into(element); }}
      onKeyDown=${(event) => { keys(event); arrows(event); }}>
    <table role="table" style=${{ "--days": days.length }}>
      <caption>到岗／期望。${Object.values(STATES).map(([mark, term]) => `${mark}：${term}`).join("　")}</caption>
      <thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader">道路</th>${days.map((one) => html`<th scope="col" role="columnheader">${one}<span class="board-date">${dates[one] ?? ""}</span></th>`)}</tr></thead>
      ${roads.map((row) => {
        const { id } = row[0].road;
        const mine = row.some((shift) => others.has(shift.id));
        const here = chosen && row.some((shift) => shift.id === chosen.shift);
        return html`<${Road} key=${id} rows=${rows} shifts=${row} days=${days} open=${opened.has(id)} toggle=${toggle} choose=${choose} fixed=${fixed} whole=${whole}
          chosen=${here ? chosen : null} others=${mine ? others : none} marked=${markedPlace && row.some((shift) => shift.place.id === markedPlace)} />`;
      })}
    </table>
    ${!roads.length && html`<p class="note">没有这样的班次。</p>`}
  </div>`;
}


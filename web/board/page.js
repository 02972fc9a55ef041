// The coordinator's board: a week, its map, every seat with its reasons, and what can be done about it.

import { html, useCallback, useEffect, useMemo, useRef, useState } from "../vendor/preact/standalone.module.js";
import { Comparison, Demand, Making, Numbers, Publish, Repair, WhatIf } from "../making/index.js";
import { Exports } from "../exports/links.js";
import { CityMap } from "../map/city_map.js";
import { proof, weekTerm } from "../plan/plan.js";
import { go, title } from "../shell/address.js";
import { all } from "../shell/graph.js";
import { useAnswer } from "../shell/hooks.js";
import { Choice, scopesOf, weekOf, weeksOf, WHOLE } from "./choice.js";
import { PLANS, SEGMENTS, STATIONS, SUBDISTRICTS } from "./documents.js";
import { draggable } from "./drag.js";
import { seatOf, useEdits } from "./edits.js";
import { EVERYTHING, Filter, narrow, wanted } from "./filter.js";
import { History, Refusal } from "./history.js";
import { useHistory } from "./live.js";
import { against, openTo, Places, servedBy } from "./places.js";
import { Seat } from "./seat.js";
import { useSeating } from "./seating.js";
import { useWalk } from "./walk.js";
import { Week } from "./week.js";

// Name, term, whether it needs a plan, what it shows.
const PANELS = [
  ["make", "生成", false, Making], ["demand", "需求", false, Demand], ["numbers", "概要", true, Numbers], ["comparison", "比较", true, Comparison],
  ["what-if", "假设", true, WhatIf], ["repair", "修复", true, Repair], ["publish", "发布", true, Publish],
  ["exports", "导出", true, ({ plan }) => html`<h2>导出</h2><${Exports} plan=${plan} />`],
];
const REST = 250; // the map follows the week when that rests
const FEW = 150; // so many shifts are opened at once

function Board({ me, plans, subdistricts, first, again, fail }) {
  const scopes = useMemo(() => scopesOf(me, subdistricts), [me, subdistricts]);
  const weeks = useMemo(() => weeksOf(plans), [plans]);
  const [where, setWhere] = useState(() => {
    const plan = plans.find((one) => one.id === first) ?? plans.find((one) => scopes.some((scope) => scope.id === (one.subdistrict?.id ?? "")));
    return plan ? { week: plan.week, scope: plan.subdistrict?.id ?? "", plan: plan.id } : { week: weekOf(new Date()), scope: scopes[0].id, plan: null };
  });
  const [known, setKnown] = useState(new Map()); // newer than those in the list
  const listed = useMemo(() => plans.map((one) => { const other = known.get(one.id); return other && other.version >= one.version ? other : one; }), [plans, known]);
  const plan = listed.find((one) => one.id === where.plan) ?? null;
  const subdistrict = useMemo(() => subdistricts.find((one) => one.id === where.scope) ?? null, [where.scope]);
  const renewed = useCallback((next) => setKnown((old) => new Map(old).set(next.id, next)), []);
  const open = useCallback((next) => { setWhere(next); go("board", next.plan ? [next.plan] : [], { keep: true }); }, []);

  const seating = useSeating({ week: where.week, subdistrict, planId: where.plan, fail });
  const places = useAnswer(async () => (seating.stage ? Promise.all([all(SEGMENTS), all(STATIONS)]) : null), [seating.stage !== ""]);
  const history = useHistory({ plan, me, seating, renewed });
  const lost = useCallback(() => history.catchUp(), [history.catchUp]);
  const edits = useEdits({ plan, seating, renewed, lost });
  useEffect(() => { if (plan) history.catchUp().catch(() => {}); }, [plan?.version]);

  const [filter, setFilter] = useState(() => ({ ...EVERYTHING, day: matchMedia("(max-width: 40rem)").matches ? "周一" : "" }));
  const [place, setPlace] = useState(null);
  const [chosen, setChosen] = useState(null); // {shift, person}
  const [moving, setMoving] = useState(null);
  const [hovered, setHovered] = useState(null);
  const [noted, setNoted] = useState(false); // walks are drawn from where they begin
  const [opened, setOpened] = useState(() => new Set());
  const [panel, setPanel] = useState(plan ? "" : "make");
  const [mapped, setMapped] = useState([]);
  useEffect(() => {
    const timer = setTimeout(() => setMapped(seating.shifts), mapped.length ? REST : 0);
    return () => clearTimeout(timer);
  }, [seating.shifts]);

  const shown = useMemo(() => wanted(seating.shifts, filter, place?.id), [seating.shifts, filter, place?.id]);
  // What is narrowed down to few shifts is laid open.
  const laidOpen = seating.shifts.length > 0 && seating.stage !== "part" && shown.length <= FEW && (narrow(filter, place) || seating.shifts.length <= FEW);
  const roads = useMemo(() => new Set(shown.map((shift) => shift.road.id)), [shown]);
  const nowOpen = useMemo(() => {
    if (!laidOpen) return opened;
    return new Set([...roads].filter((road) => !opened.has(`-${road}`)));
  }, [laidOpen, opened, roads]);
  const setNowOpen = useCallback((change) => setOpened((old) => {
    if (!laidOpen) return change(old);
    const before = new Set([...roads].filter((road) => !old.has(`-${road}`))), after = change(before);
    return new Set([...[...old].filter((id) => !id.startsWith("-")), ...[...roads].filter((road) => !after.has(road)).map((road) => `-${road}`)]);
  }), [laidOpen, roads]);
  useEffect(() => { setChosen(null); setMoving(null); setPlace(null); edits.setRefusal(null); setOpened(new Set()); }, [where.plan, where.week, where.scope]);
  useEffect(() => { title(`${subdistrict?.name ?? WHOLE} ${where.week} 排班`); }, [where.week, subdistrict]);

  const back = useRef(null);
  const choose = useCallback((shiftId, person) => {
    back.current = document.activeElement?.closest?.(".board-week") ? document.activeElement : back.current;
    setChosen({ shift: shiftId, person });
  }, []);
  const close = useCallback(() => { setChosen(null); back.current?.isConnected && back.current.focus(); }, []);
  const shift = chosen && seating.byId.get(chosen.shift);
  const one = shift?.people.find((other) => other.id === chosen.person) ?? null;
  const found = moving && seatOf(seating.byId, moving);
  const fixed = !plan || plan.status !== "DRAFT";

  // Moves somebody, and lets the focus go along.
  const move = useCallback(async (id, shiftId) => {
    const done = edits.move(id, shiftId);
    setChosen({ shift: shiftId, person: id });
    if (!(await done)) setChosen((old) => { const seat = seatOf(seating.latest.current, id); return old?.person === id && seat ? { shift: seat.shift.id, person: id } : old; });
  }, [edits.move]);

  const week = useRef(null), acts = useRef({});
  acts.current = { plan, move, setNowOpen, seating };
  useEffect(() => {
    if (!week.current) return undefined;
    let served = [], seat = null, may = null;
    const drag = draggable(week.current, {
      begin(id) {
        const { latest } = acts.current.seating;
        seat = seatOf(latest.current, id);
        served = seat ? servedBy([...latest.current.values()], seat.one) : [];
        may = null;
        const mine = seat;
        if (mine) openTo(acts.current.plan, mine.shift, mine.one).then((found) => { if (seat === mine) { may = found; drag.judge(); } }, () => {});
      },
      verdict(id, shiftId) {
        const target = acts.current.seating.latest.current.get(shiftId);
        if (!seat || !target) return { may: "no", text: "" };
        if (target.id === seat.shift.id) return { may: "here", text: "放回原处" };
        const bar = against(target, seat.one, seat.shift, served) || (may && !may.has(shiftId) ? "排班规则不容许；放下可看原因" : "");
        return bar ? { may: "no", text: bar } : { may: "yes", text: may?.get(shiftId).text ?? `${target.place.name} ${target.weekday} ${target.startTime}` };
      },
      allowed: (shiftId) => may?.has(shiftId) ?? false,
      drop: (id, shiftId) => acts.current.move(id, shiftId),
      open: (road) => acts.current.setNowOpen((old) => new Set([...old, road])),
      end() { seat = null; },
    });
    return drag.stop;
  }, [seating.stage !== ""]);

  const pointed = (event) => {
    const chip = event.target.closest?.("[data-assignment]");
    const id = chip?.dataset.assignment ?? null;
    if (id !== (hovered?.one.id ?? null)) setHovered(id ? seatOf(seating.byId, id) : null);
  };
  const walk = useWalk(hovered, places.answer, noted);

  const keys = (event) => {
    const id = event.target.closest?.("[data-assignment]:not([data-fixed])")?.dataset.assignment;
    if (!id || event.ctrlKey || event.metaKey || event.altKey) return;
    const act = { m: () => setMoving(id), p: () => edits.pin(id, !seatOf(seating.byId, id).one.pinned), Delete: () => edits.remove(id) }[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!act) return;
    event.preventDefault();
    act();
  };
  const undoable = history.edits.find((edit) => !edit.undone && ["PIN", "UNPIN", "MOVE", "REMOVE", "ADD"].includes(edit.kind));
  const undo = useCallback(() => edits.undo(undoable), [edits.undo, undoable]);
  useEffect(() => {
    const key = (event) => {
      if (event.key === "Escape" && chosen && !document.querySelector("dialog[open]")) return close();
      if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.key.toLowerCase() !== "z" || /^(INPUT|TEXTAREA)$/.test(event.target.tagName) || fixed || !undoable) return;
      event.preventDefault();
      undo();
    };
    addEventListener("keydown", key);
    return () => removeEventListener("keydown", key);
  }, [undo, undoable, fixed, chosen]);

  const dates = useMemo(() => Object.fromEntries(seating.shifts.map((each) => [each.weekday, each.date.slice(5)])), [seating.shifts]);
  const lacking = seating.shifts.filter((each) => each.missing.length).length;
  const pickOnMap = useCallback((id) => {
    const there = id && [...seating.latest.current.values()].find((each) => each.place.id === id || each.road.id === id);
    setPlace(there ? { id, name: there.place.id === id ? there.place.name : there.road.name } : null);
  }, []);
  const onPlan = useCallback(async (id) => {
    const [fresh] = (await again()) ?? [];
    const made = fresh?.find((one) => one.id === id);
    setPanel("");
    open({ week: made?.week ?? where.week, scope: made?.subdistrict?.id ?? where.scope, plan: id });
  }, [again, where]);
  const Panel = PANELS.find(([name, , needs]) => name === panel && (plan || !needs))?.[3];
  const markedPlace = shift?.place.id ?? null;

  return html`<div class="board">
    <h1>排班</h1>
    <${Choice} plans=${listed} weeks=${weeks} scopes=${scopes} week=${where.week} scope=${where.scope} plan=${plan} open=${open} />
    ${plan && html`<dl class="board-numbers">
      <div><dt>派班</dt><dd>${plan.assigned} 人次</dd></div>
      <div><dt>到岗率</dt><dd>${(100 * plan.cover).toFixed(1)}%</dd></div>
      <div><dt>平均步行</dt><dd>${Math.round(plan.meanMetres)} 米</dd></div>
      <div><dt>有缺口的班次</dt><dd>${lacking}</dd></div>
    </dl>
    <p class="board-gap">${proof(plan)}。</p>`}
    <div class="board-bar" role="toolbar" aria-label="计划的操作">
      <button type="button" disabled=${fixed || !undoable || edits.running > 0} title=${undoable ? `撤销：${undoable.sentence}（Ctrl+Z）` : "没有可撤销的改动"} onClick=${undo} aria-keyshortcuts="Control+Z">撤销</button>
      ${[...PANELS, ["history", "修改记录", true]].filter(([, , needs]) => plan || !needs).map(([name, term]) => html`
        <button type="button" key=${name} aria-expanded=${panel === name} aria-controls="board-panel" onClick=${() => setPanel(panel === name ? "" : name)}>${term}</button>`)}
      ${edits.running > 0 && html`<span class="note" role="status">正在核对……</span>`}
    </div>
    <div id="board-panel">
      ${panel === "history" && html`<${History} edits=${history.edits} me=${me} choose=${choose} byId=${seating.byId} />`}
      ${Panel && html`<section class="board-panel" aria-label=${PANELS.find(([name]) => name === panel)[1]}>
        <${Panel} key=${panel} week=${where.week} subdistrict=${subdistrict} plan=${plan} plans=${listed} onPlan=${onPlan} onChanged=${() => seating.load().catch(fail)} />
      </section>`}
    </div>
    <${Refusal} refusal=${edits.refusal} close=${() => edits.setRefusal(null)} />
    <div class=${`board-body${shift ? " board-with" : ""}`}>
      <div class="board-side">
        ${shift && html`<${Seat} key=${`${chosen.shift} ${chosen.person}`} plan=${plan ?? { id: "", status: "" }} shift=${shift} one=${one} byId=${seating.byId} edits=${edits} choose=${choose} moving=${setMoving} close=${close} />`}
        <section class="board-map" aria-label="地图">
          ${!places.answer && html`<p role="status" class="note board-map-coming">正在读取地图……</p>`}
          ${places.answer && html`<${CityMap} segments=${places.answer[0]} stations=${places.answer[1]} shifts=${mapped} chosen=${place?.id ?? markedPlace} onChoose=${pickOnMap} walk=${walk} title="各路段到岗情况" />`}
          <label class="board-walks"><input type="checkbox" checked=${noted} onChange=${(event) => setNoted(event.currentTarget.checked)} /> 步行从住处或单位画起（看了谁会记入审计）</label>
        </section>
      </div>
      <div class="board-main" onPointerOver=${pointed} onFocusIn=${pointed} onPointerLeave=${() => setHovered(null)}>
        <h2>${subdistrict?.name ?? WHOLE} ${weekTerm(where.week)}</h2>
        <${Filter} filter=${filter} onFilter=${setFilter} place=${place} onPlace=${setPlace} count=${shown.length} total=${seating.shifts.length} />
        <p class="board-open-all">
          <button type="button" onClick=${() => setNowOpen(() => new Set(roads))}>全部展开</button>
          <button type="button" onClick=${() => setNowOpen(() => new Set())}>全部收起</button>
          <span class="hint">${fixed ? "点开看理由和替补。" : "拖动人名到别的班次（触屏先按住）。键盘：方向键走动，回车看理由，M 移到，P 锁定，Delete 撤下。"}</span>
        </p>
        ${seating.stage === "" ? html`<p role="status">正在读取……</p>` : html`
          <${Week} shifts=${shown} day=${filter.day} dates=${dates} opened=${nowOpen} setOpened=${setNowOpen} chosen=${chosen} choose=${choose} others=${history.others}
            markedPlace=${markedPlace} fixed=${fixed} into=${(element) => { week.current = element; }} keys=${keys} />
          ${seating.stage === "part" && html`<p role="status" class="note">正在读取人员和其余班次：已有 ${seating.shifts.length} 个班次……</p>`}
          ${seating.stage === "shifts" && plan && html`<p role="status" class="note">正在读取人员……</p>`}`}
      </div>
    </div>
    ${found && html`<${Places} plan=${plan} shifts=${seating.shifts} from=${found.shift} one=${found.one} choose=${(shiftId) => move(moving, shiftId)} close=${() => setMoving(null)} />`}
  </div>`;
}

export default function BoardPage({ me, rest, fail }) {
  const known = useAnswer(() => Promise.all([all(PLANS), all(SUBDISTRICTS)]), []);
  useEffect(() => { if (known.error) fail(known.error); }, [known.error]);
  if (!known.answer) return html`<p role="status">正在读取……</p>`;
  const [plans, subdistricts] = known.answer;
  if (!subdistricts.length) return html`<h1>排班</h1><p>库里还没有数据。要先看示范区，请运行 <code>./jiujin demo</code>，然后刷新本页。</p>`;
  return html`<${Board} me=${me} plans=${plans} subdistricts=${subdistricts} first=${rest[0]} again=${known.again} fail=${fail} />`;
}

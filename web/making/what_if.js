// What if: several cases side by side, each beside the plan as it is; nothing is written.

import { all, ask } from "../shell/graph.js";
import { say, useAnswer } from "../shell/hooks.js";
import { PARTS, percent } from "../plan/plan.js";
import { html, useEffect, useState } from "../vendor/preact/standalone.module.js";
import { LINES, STATION_NAMES, WHAT_IF } from "./documents.js";
import { count, Refused } from "./words.js";

const MOST = 4;
const SECONDS = 15; // for each case; the server takes 60 for all

const within = (subdistrict) => (subdistrict ? { communities: { some: { subdistrict: { id: { eq: subdistrict.id } } } } } : {});

let made = 0;
const blank = () => ({ key: ++made, name: "", people: 0, line: "", near: "", time: "", close: [], without: "", walk: "" });
const TIMES = { "": "像本条线现有的人", freeEvenings: "工作日晚上", freeWeekends: "周末", both: "工作日晚上和周末" };

// What the case is called when nobody names it.
function described(one, lines, stations) {
  const name = (some, id) => some.find((other) => other.id === id)?.name ?? "";
  const parts = [];
  if (one.people > 0) parts.push(`${one.near ? `${name(stations, one.near)}附近` : ""}多 ${one.people} 名${name(lines, one.line)}`);
  if (one.without) parts.push(`${name(lines, one.without)}都不来`);
  if (one.walk) parts.push(`步行至多 ${one.walk} 米`);
  if (one.close.length) parts.push(`关闭${one.close.map((id) => name(stations, id)).join("、")}`);
  return parts.join("，") || "还没有改动";
}

const empty = (one) => !one.people && !one.close.length && !one.without && !one.walk;

function input(one, name) {
  const free = { freeEvenings: ["freeEvenings", "both"].includes(one.time), freeWeekends: ["freeWeekends", "both"].includes(one.time) };
  return {
    name,
    addPeople: one.people > 0 ? [{ count: one.people, line: one.line, stationId: one.near || null, ...free }] : [],
    closeStationIds: one.close,
    withoutLineIds: one.without ? [one.without] : [],
    walkLimit: one.walk ? Number(one.walk) : null,
  };
}

function Case({ one, number, name, lines, stations, onChange, onRemove }) {
  const set = (part) => onChange({ ...one, ...part });
  const options = (some) => some.map((other) => html`<option value=${other.id}>${other.name}</option>`);
  const [choice, setChoice] = useState("");
  const left = stations.filter((other) => other.shifts.nodes.length && !one.close.includes(other.id));
  return html`<fieldset class="making-case">
    <legend>假设 ${number}</legend>
    <label>名称 <input value=${one.name} placeholder=${name} maxlength="60" onInput=${(event) => set({ name: event.target.value })} /></label>
    <div class="making-row">
      <label>多几人 <input type="number" min="0" value=${one.people} onInput=${(event) => set({ people: Math.max(0, Math.floor(Number(event.target.value)) || 0) })} /></label>
      <label>条线 <select value=${one.line} onChange=${(event) => set({ line: event.target.value })}>${options(lines)}</select></label>
    </div>
    ${one.people > 0 && html`
      <label>他们住在 <select value=${one.near} onChange=${(event) => set({ near: event.target.value })}><option value="">像本条线现有的人</option>${stations.map((other) => html`<option value=${other.id}>${other.name}附近</option>`)}</select></label>
      <label>他们有空 <select value=${one.time} onChange=${(event) => set({ time: event.target.value })}>${Object.entries(TIMES).map(([value, term]) => html`<option value=${value}>${term}</option>`)}</select></label>`}
    <div class="making-row">
      <label>关闭服务站 <select value=${choice} onChange=${(event) => setChoice(event.target.value)}><option value="">不关</option>${options(left)}</select></label>
      <button type="button" disabled=${!choice} onClick=${() => { set({ close: [...one.close, choice] }); setChoice(""); }}>关闭</button>
    </div>
    ${one.close.length > 0 && html`<ul class="making-plain">${one.close.map((id) => {
      const closed = stations.find((other) => other.id === id)?.name;
      return html`<li>关闭${closed} <button type="button" aria-label=${`不关${closed}`} onClick=${() => set({ close: one.close.filter((other) => other !== id) })}>不关</button></li>`;
    })}</ul>`}
    <details><summary>更多</summary>
      <label>整条线不来 <select value=${one.without} onChange=${(event) => set({ without: event.target.value })}><option value="">都来</option>${options(lines)}</select></label>
      <label>步行上限（米） <input type="number" min="0" max="20000" step="100" value=${one.walk} placeholder="照旧" onInput=${(event) => set({ walk: event.target.value })} /></label>
    </details>
    <p><button type="button" onClick=${onRemove}>去掉假设 ${number}</button></p>
  </fieldset>`;
}

// A number with how far it is from that of the plan as it is.
function Beside({ value, base, term }) {
  const by = value - base;
  return html`<td class="number">${term(value)}${by !== 0 && html`<br /><span class="note">${by > 0 ? "＋" : "−"}${term(Math.abs(by))}</span>`}</td>`;
}

const metres = (value) => `${Math.round(value)} 米`;

function Results({ plan, results }) {
  const [base, ...rows] = results;
  return html`<div class="wide" role="region" aria-label="假设的结果" tabindex="0"><table>
    <caption>各假设与现状并列；小字是与现状之差。“须动”是安排会变的人数，不便里含变动的代价</caption>
    <thead><tr><th scope="col">假设</th><th scope="col">岗位填满</th><th scope="col">派班</th><th scope="col">平均步行</th>
      ${PARTS.map(([, term]) => html`<th scope="col">${term}</th>`)}<th scope="col">须动</th></tr></thead>
    <tbody>${results.map((row) => html`<tr class=${row === base ? "making-base" : ""}>
      <th scope="row">${row === base ? `现状：第 ${plan.number} 版` : row.name}</th>
      <${Beside} value=${row.cover} base=${base.cover} term=${percent} />
      <${Beside} value=${row.assigned} base=${base.assigned} term=${count} />
      <${Beside} value=${row.meanMetres} base=${base.meanMetres} term=${metres} />
      ${PARTS.map(([part]) => html`<${Beside} value=${row.cost[part]} base=${base.cost[part]} term=${count} />`)}
      <td class="number">${row === base ? "—" : `${count(row.touched)} 人`}</td>
    </tr>`)}</tbody>
  </table></div>
  <ul class="making-plain" aria-label="一句话说明">${rows.map((row) => html`<li>${verdict(row, base)}</li>`)}</ul>`;
}

// What a case comes to, in one sentence: the first part of the cost that it changes, and what there is to say of it.
function verdict(row, base) {
  const part = PARTS.find(([name]) => row.cost[name] !== base.cost[name]);
  const by = part ? row.cost[part[0]] - base.cost[part[0]] : 0;
  const said = part ? `“${part[1]}”${by < 0 ? "减少" : "增加"} ${count(Math.abs(by))}` : "代价不变";
  return `${row.name}：${[said, ...row.notes].join("；")}。`;
}

// The first two cases that most coordinators ask: more of the young, a station closed.
function first(lines, stations) {
  const young = lines.find((line) => line.name === "青少年") ?? lines[0];
  return [{ ...blank(), people: 20, line: young?.id ?? "" }, { ...blank(), line: young?.id ?? "", close: stations.filter((one) => one.shifts.nodes.length).slice(0, 1).map((one) => one.id) }];
}

export function WhatIf({ plan }) {
  const { answer, error } = useAnswer(async () => {
    const [stations, { lines }] = await Promise.all([all(STATION_NAMES, { week: plan.week, where: within(plan.subdistrict) }), ask(LINES)]);
    return { stations, lines: lines.nodes };
  }, [plan.week, plan.subdistrict?.id]);
  const [cases, setCases] = useState([]);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState(null);
  const [results, setResults] = useState(null);
  useEffect(() => { if (answer) setCases(first(answer.lines, answer.stations)); }, [answer]);
  useEffect(() => { setResults(null); setFault(null); }, [plan.id]);
  if (error) return html`<${Refused} of=${error} />`;
  if (!answer) return html`<p class="note" role="status">正在读取……</p>`;

  const { lines, stations } = answer;
  const named = (one) => one.name.trim() || described(one, lines, stations);
  const asked = cases.filter((one) => !empty(one));
  async function run(event) {
    event.preventDefault();
    setBusy(true);
    setFault(null);
    setResults(null);
    try {
      const { whatIf } = await ask(WHAT_IF, { plan: plan.id, cases: asked.map((one) => input(one, named(one))), seconds: SECONDS * asked.length });
      setResults(whatIf);
      say(`算好了 ${asked.length} 个假设`);
    } catch (failure) {
      setFault(failure);
    }
    setBusy(false);
  }

  return html`<form class="making" onSubmit=${run}>
    <p>每个假设都从第 ${plan.number} 版修起，能不动的人不动；只算，不写入，谁也不会收到通知。</p>
    <div class="making-cases">${cases.map((one, k) => html`<${Case} key=${one.key} one=${one} number=${k + 1} name=${described(one, lines, stations)} lines=${lines} stations=${stations}
      onChange=${(next) => setCases(cases.map((other) => (other.key === one.key ? next : other)))}
      onRemove=${() => setCases(cases.filter((other) => other.key !== one.key))} />`)}</div>
    <p><button type="submit" class="making-main" disabled=${busy || !asked.length}>${busy ? `正在算 ${asked.length} 个假设……` : "算一算"}</button>
      <button type="button" disabled=${cases.length >= MOST} onClick=${() => setCases([...cases, { ...blank(), line: lines[0]?.id ?? "" }])}>再加一个假设</button></p>
    <${Refused} of=${fault} />
    ${results && html`<${Results} plan=${plan} results=${results} />`}
  </form>`;
}

// Who serves where: by person, or by place and then who comes there.

import { dayTerm } from "../shell/days.js";
import { useAnswer } from "../shell/hooks.js";
import { html, useState } from "../vendor/preact/standalone.module.js";
import { hours, placesOf, serving } from "./line.js";
import { Search, Turn, usePages } from "./pages.js";

const STATES = { OFFERED: "？ 已邀请", ACCEPTED: "✓ 已接受" };

// Rows that follow each other and are of one person share his cell.
function byPerson(nodes) {
  const groups = [];
  for (const one of nodes) {
    if (groups.at(-1)?.[0].volunteer?.id === one.volunteer?.id) groups.at(-1).push(one);
    else groups.push([one]);
  }
  return groups;
}

function Person({ who, rows }) {
  return html`<th scope="rowgroup" rowspan=${rows}>${who?.name ?? "—"}
    <span class="line-note">${who?.organizations.nodes.map((from) => from.name).join("、")}</span></th>`;
}

function Table({ nodes }) {
  return html`
    <table class="line-table">
      <thead><tr><th scope="col">志愿者与单位</th><th scope="col">时间</th><th scope="col">地点与内容</th></tr></thead>
      ${byPerson(nodes).map((group) => html`<tbody key=${group[0].id}>${group.map((one, row) => html`
        <tr key=${one.id}>
          ${row === 0 && html`<${Person} who=${one.volunteer} rows=${group.length} />`}
          <td>${dayTerm(one.shift.date)} ${one.shift.weekday}<br />${one.shift.startTime}–${one.shift.endTime} <span class="line-note">${STATES[one.status]}</span></td>
          <td>${(one.shift.segment ?? one.shift.station)?.name}<span class="line-note">${one.shift.category.name}</span></td>
        </tr>`)}</tbody>`)}
    </table>`;
}

function People({ plans, place, orderBy }) {
  const pages = usePages((asked) => serving(plans, { ...asked, place, orderBy }), [plans, place?.id, orderBy]);
  return html`
    ${!place && html`<${Search} label="找人、单位、路段或服务站" pages=${pages} />`}
    ${pages.error && html`<p role="alert" class="line-bad">${pages.error.message}</p>`}
    <${Turn} pages=${pages} />
    ${pages.answer?.nodes.length > 0 && html`<${Table} nodes=${pages.answer.nodes} />`}`;
}

const SHOWN = 100;

function Places({ weeks, onChoose }) {
  const [text, setText] = useState("");
  const { answer: places, error } = useAnswer(() => placesOf(weeks), [weeks]);
  if (error) return html`<p role="alert" class="line-bad">${error.message}</p>`;
  if (!places) return html`<p role="status">正在读取……</p>`;
  const found = places.filter((place) => place.name.includes(text.trim()));
  return html`
    <label class="line-search">找路段或服务站 <input type="search" value=${text} onInput=${(event) => setText(event.target.value)} /></label>
    <p class="line-turn" role="status">${found.length} 处${found.length > SHOWN ? `，先列人次最多的 ${SHOWN} 处，其余请用查找` : ""}</p>
    <table class="line-table">
      <thead><tr><th scope="col">地点</th><th scope="col" class="number">人数</th><th scope="col" class="number">人次</th><th scope="col" class="number">小时</th></tr></thead>
      <tbody>${found.slice(0, SHOWN).map((place) => html`
        <tr key=${place.id}>
          <th scope="row"><button type="button" class="line-link" onClick=${() => onChoose(place)}>${place.name}</button></th>
          <td class="number">${place.whole.people}</td><td class="number">${place.whole.assignments}</td><td class="number">${hours(place.whole.hours)}</td>
        </tr>`)}</tbody>
    </table>`;
}

export function Serving({ plans, weeks }) {
  const [way, setWay] = useState("person");
  const [place, setPlace] = useState(null);
  const tab = (key, term) => html`<button type="button" aria-pressed=${way === key} onClick=${() => { setWay(key); setPlace(null); }}>${term}</button>`;
  return html`
    <p class="line-tabs" role="group" aria-label="怎样列">${tab("person", "按人")}${tab("place", "按地点")}</p>
    ${way === "person" && html`<${People} plans=${plans} orderBy="VOLUNTEER_PINYIN" />`}
    ${way === "place" && !place && html`<${Places} weeks=${weeks} onChoose=${setPlace} />`}
    ${place && html`<h3>${place.name} <button type="button" onClick=${() => setPlace(null)}>回到各地点</button></h3>
      <${People} key=${place.id} plans=${plans} place=${place} orderBy="SHIFT_START" />`}`;
}

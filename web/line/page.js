// A department's page: what its people do this week and this month, who was never asked, and its roster.

import { percent } from "../plan/plan.js";
import { Exports } from "../exports/links.js";
import { useAnswer } from "../shell/hooks.js";
import { html, useEffect, useMemo, useState } from "../vendor/preact/standalone.module.js";
import { hours, neverAsked, own, plansOf, spans, summary } from "./line.js";
import { Organizations } from "./organizations.js";
import { Search, Turn, usePages } from "./pages.js";
import { Roster } from "./roster.js";
import { Serving } from "./serving.js";

function Numbers({ found }) {
  const facts = [
    ["服务人数", `${found.whole.people} 人`],
    ["派班", `${found.whole.assignments} 人次`],
    ["计划服务时间", `${hours(found.whole.hours)} 小时`],
    ["承担岗位", `${found.whole.assignments}/${found.seats}（${percent(found.carried)}）`],
    ["从未安排", `${found.never}/${found.members} 人`],
  ];
  return html`<dl class="line-numbers">${facts.map(([term, value]) => html`<div key=${term}><dt>${term}</dt><dd>${value}</dd></div>`)}</dl>
    <p class="line-note">时间是班次时长，不含路上；承担岗位是本条线人次占这些计划期望岗位的比例。</p>`;
}

function Never({ turn }) {
  const pages = usePages(neverAsked, [turn]);
  return html`
    <${Search} label="找人或单位" pages=${pages} />
    ${pages.error && html`<p role="alert" class="line-bad">${pages.error.message}</p>`}
    <${Turn} pages=${pages} />
    ${pages.answer?.nodes.length > 0 && html`
      <table class="line-table">
        <thead><tr><th scope="col">志愿者</th><th scope="col">单位</th><th scope="col">所属服务站</th></tr></thead>
        <tbody>${pages.answer.nodes.map((who) => html`
          <tr key=${who.id}><th scope="row">${who.name}</th><td>${who.organizations.nodes.map((from) => from.name).join("、")}</td><td>${who.station?.name ?? "—"}</td></tr>`)}</tbody>
      </table>`}`;
}

function Totals({ weeks, term, turn }) {
  const { answer: found, error, again } = useAnswer(() => summary(weeks), [weeks, turn]);
  if (error) return html`<p role="alert" class="line-bad">读取失败：${error.message} <button type="button" onClick=${again}>再试一次</button></p>`;
  return html`
    <section aria-labelledby="line-numbers-title"><h2 id="line-numbers-title">${term}合计</h2>
      ${found ? html`<${Numbers} found=${found} />` : html`<p role="status">正在合计……</p>`}</section>
    ${found && html`
      <section aria-labelledby="line-organizations-title"><h2 id="line-organizations-title">各单位</h2>
        ${found.organizations.length
          ? html`<${Organizations} parts=${found.organizations} whole=${found.whole} />`
          : html`<p class="line-empty">${term}的计划里没有本条线的人。</p>`}</section>`}`;
}

function Files({ plans }) {
  return html`
    <section aria-labelledby="line-exports-title" class="on-screen"><h2 id="line-exports-title">导出</h2>
      ${plans.map((plan) => html`<h3 key=${plan.id}>${plan.week} ${plan.subdistrict?.name ?? "全区"}</h3><${Exports} plan=${plan} />`)}</section>`;
}

function Span({ weeks, term, turn }) {
  const { answer: plans, error, again } = useAnswer(() => plansOf(weeks), [weeks]);
  if (error) return html`<p role="alert" class="line-bad">读取失败：${error.message} <button type="button" onClick=${again}>再试一次</button></p>`;
  return html`
    <${Totals} weeks=${weeks} term=${term} turn=${turn} />
    ${plans?.length === 0 && html`<p class="line-empty">${term}还没有发布的计划。</p>`}
    ${plans?.length > 0 && html`
      <section aria-labelledby="line-serving-title"><h2 id="line-serving-title">谁在何处</h2><${Serving} plans=${plans} weeks=${weeks} /></section>
      <${Files} plans=${plans} />`}`;
}

export default function LinePage({ fail }) {
  const { answer, error } = useAnswer(own, []);
  const choices = useMemo(() => spans(), []);
  const [chosen, setChosen] = useState(choices[0]);
  const [turn, setTurn] = useState(0); // grows when a roster has come in
  useEffect(() => { if (error) fail(error); }, [error]);
  if (!answer) return html`<h1>我的条线</h1><p role="status">正在读取……</p>`;
  return html`
    <h1>我的条线：${answer.lines.map((line) => line.name).join("、") || "还没有"}</h1>
    <p class="line-note">${answer.organizations.map((one) => one.name).join("、")}及其下属单位</p>
    <p class="line-tabs" role="group" aria-label="时间">
      ${choices.map((span) => html`<button type="button" key=${span.key} aria-pressed=${span === chosen} onClick=${() => setChosen(span)}>${span.term}</button>`)}
      <span class="line-note">${chosen.weeks.join("、")}</span>
    </p>
    <${Span} key=${chosen.key} weeks=${chosen.weeks} term=${chosen.term} turn=${turn} />
    <section aria-labelledby="line-never-title"><h2 id="line-never-title">从未安排过的人</h2><${Never} turn=${turn} /></section>
    <section aria-labelledby="line-roster-title" class="on-screen"><h2 id="line-roster-title">导入名册</h2><${Roster} lines=${answer.lines} onImported=${() => setTurn(turn + 1)} /></section>`;
}

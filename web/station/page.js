// A station leader's page, made for a phone: who comes today and this week to my station and the segments that it covers.

import { go } from "../shell/address.js";
import { dayTerm, weekdayTerm } from "../shell/days.js";
import { Exports } from "../exports/links.js";
import { listen } from "../shell/graph.js";
import { useAnswer } from "../shell/hooks.js";
import { html, useEffect, useState } from "../vendor/preact/standalone.module.js";
import { PLAN_CHANGED } from "./documents.js";
import { Notice } from "./notice.js";
import { Shift } from "./shift.js";
import { days, load, STANDING, stations } from "./week.js";

const WEEKS = ["本周", "下周"];

function Day({ day, shifts, station, now, onAnswered }) {
  const [writing, setWriting] = useState(false);
  const past = day < now;
  const asked = shifts.flatMap((shift) => shift.people);
  const accepted = asked.filter((one) => one.status === "ACCEPTED").length;
  const come = asked.filter((one) => STANDING.includes(one.status)).length;
  const missing = shifts.reduce((total, shift) => total + shift.missing, 0);
  const id = `station-day-${day}`;
  return html`
    <section class="station-day" aria-labelledby=${id}>
      <h2 id=${id}>${day === now ? "今天 · " : ""}${dayTerm(day)} ${weekdayTerm(day)}</h2>
      <p class="station-row"><span>${shifts.length} 个班次，应到 ${come} 人次（已接受 ${accepted}）${missing ? `，还缺 ${missing} 人` : ""}</span>
        ${!past && come > 0 && html`<button type="button" class="station-small" aria-expanded=${writing}
          onClick=${() => setWriting(!writing)}>通知当天所有人</button>`}</p>
      ${writing && html`<${Notice} station=${station} day=${day} shifts=${shifts} onClose=${() => setWriting(false)} />`}
      <div class="station-shifts">
        ${shifts.map((shift) => html`<${Shift} key=${shift.id} shift=${shift} station=${station} past=${past} onAnswered=${onAnswered} />`)}
      </div>
    </section>`;
}

function Week({ found, which, onAnswered }) {
  const { day: now, station } = found;
  const week = found.weeks[which];
  const all = days(found.shifts.filter((shift) => shift.week === week));
  const past = all.filter(([day]) => day < now);
  const coming = all.filter(([day]) => day >= now);
  const show = ([day, shifts]) => html`<${Day} key=${day} day=${day} shifts=${shifts} station=${station} now=${now} onAnswered=${onAnswered} />`;
  return html`
    ${!found.published.has(week) && html`<p class="station-empty">${WEEKS[which]}的计划还没有发布，发布后这里会列出谁来。</p>`}
    ${which === 0 && !coming.some(([day]) => day === now) && html`
      <section class="station-day"><h2>今天 · ${dayTerm(now)} ${weekdayTerm(now)}</h2><p class="station-empty">今天本站和所管路段没有班次。</p></section>`}
    ${coming.map(show)}
    ${which === 1 && all.length === 0 && found.published.has(week) && html`<p class="station-empty">下周本站和所管路段没有班次。</p>`}
    <details class="station-past"><summary>导出与日历</summary>
      ${found.plans.filter((plan) => plan.week === week).map((plan) => html`<h3 key=${plan.id}>${plan.week} ${plan.subdistrict?.name ?? "全区"}</h3>
        <${Exports} plan=${plan} station=${station} />`)}
      ${!found.published.has(week) && html`<${Exports} station=${station} />`}</details>
    ${past.length > 0 && html`<details class="station-past"><summary>本周已经过去的 ${past.length} 天</summary>${past.map(show)}</details>`}`;
}

const PAUSE = 300;

// Looks again when one of the plans has changed, by whomever; what each tells at once is known already.
function heed(plans, again) {
  let wait = 0;
  const stops = plans.map((plan) => {
    let known = null;
    return listen(PLAN_CHANGED, { plan }, ({ planChanged }) => {
      const { version } = planChanged.plan;
      if (known !== null && known !== version) {
        clearTimeout(wait);
        wait = setTimeout(again, PAUSE);
      }
      known = version;
    });
  });
  return () => {
    clearTimeout(wait);
    for (const stop of stops) stop();
  };
}

function Station({ id }) {
  const [which, setWhich] = useState(0);
  const { answer, error, busy, again } = useAnswer(() => load(id), [id]);
  useEffect(() => {
    const look = () => { if (document.visibilityState === "visible") again(); };
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  }, [again]);
  const plans = answer?.plans.map((plan) => plan.id).join() ?? "";
  useEffect(() => heed(plans ? plans.split(",") : [], again), [plans, again]);
  if (error) return html`<p role="alert" class="station-bad">读取失败：${error.message} <button type="button" onClick=${again}>再试一次</button></p>`;
  if (!answer) return html`<p role="status">正在读取……</p>`;
  const segments = answer.station.segments.nodes;
  return html`
    <details class="station-note"><summary>所管路段 ${segments.length} 段</summary>${segments.map((segment) => segment.name).join("、")}</details>
    <p class="station-weeks" role="group" aria-label="周">
      ${WEEKS.map((term, index) => html`<button type="button" key=${term} aria-pressed=${which === index} onClick=${() => setWhich(index)}>${term}</button>`)}
      <button type="button" class="station-again" disabled=${busy} onClick=${again}>刷新</button>
    </p>
    <${Week} found=${answer} which=${which} onAnswered=${again} />`;
}

export default function StationPage({ me, rest, fail }) {
  const { answer, error } = useAnswer(() => stations(me), []);
  const [chosen, setChosen] = useState(rest[0]);
  useEffect(() => { if (error) fail(error); }, [error]);
  if (!answer) return html`<h1>我的服务站</h1><p role="status">正在读取……</p>`;
  const station = answer.find((one) => one.id === chosen) ?? answer[0];
  if (!station) return html`<h1>我的服务站</h1><p class="station-empty">您的身份下还没有服务站，请联系管理员。</p>`;
  const choose = (event) => {
    setChosen(event.target.value);
    go("station", [event.target.value], { keep: true });
  };
  return html`
    <h1>${answer.length > 1 ? "服务站" : station.name}</h1>
    ${answer.length > 1 && html`<label class="station-choice">服务站
      <select value=${station.id} onChange=${choose}>${answer.map((one) => html`<option key=${one.id} value=${one.id}>${one.name}</option>`)}</select></label>`}
    <${Station} key=${station.id} id=${station.id} />`;
}

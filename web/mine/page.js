// A volunteer's page: what I am asked to do this week and next, and my answer.

import { addDays, dayTerm, today, weekOf } from "../shell/days.js";
import { Exports } from "../exports/links.js";
import { ask } from "../shell/graph.js";
import { useAnswer } from "../shell/hooks.js";
import { inForce } from "../shell/in_force.js";
import { Respond } from "../station/respond.js";
import { STATES } from "../station/shift.js";
import { html, useEffect } from "../vendor/preact/standalone.module.js";
import { MINE } from "./documents.js";

async function load() {
  const day = today();
  const { plans, assignments, volunteers } = await ask(MINE, { weeks: [weekOf(day), weekOf(addDays(day, 7))] });
  const current = new Set(inForce(plans.nodes).map((plan) => plan.id));
  const mine = assignments.nodes.filter((one) => current.has(one.plan.id));
  const key = ({ shift }) => `${shift.date} ${shift.startTime}`;
  const offers = mine.sort((a, b) => key(a).localeCompare(key(b))).map((one) => ({ ...one, past: one.shift.date < day }));
  return { me: volunteers.nodes[0], offers };
}

function Offer({ one, onAnswered }) {
  const { shift } = one;
  const [sign, term] = STATES[one.status];
  return html`
    <li class=${`station-shift mine-offer station-person ${one.status.toLowerCase()}`}>
      <h3>${dayTerm(shift.date)} ${shift.weekday} <span class="station-time">${shift.startTime}–${shift.endTime}</span></h3>
      <p class="station-row"><span>${(shift.segment ?? shift.station)?.name} · ${shift.category.name}</span>
        <span class="station-state"><span aria-hidden="true">${sign}</span> ${term}</span></p>
      <p class="station-note">${[one.team && `随“${one.team.name}”一起`, one.reason || (one.metres !== null && `步行 ${one.metres} 米`)].filter(Boolean).join("；")}</p>
      ${one.answerNote && html`<p class="station-note">原因：${one.answerNote}</p>`}
      ${!one.past && html`<div class="station-row"><${Respond} one=${one} onAnswered=${onAnswered} /></div>`}
    </li>`;
}

export default function MinePage({ fail }) {
  const { answer, error, again } = useAnswer(load, []);
  useEffect(() => { if (error) fail(error); }, [error]);
  useEffect(() => {
    const look = () => { if (document.visibilityState === "visible") again(); };
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  }, [again]);
  if (!answer) return html`<h1>我的班次</h1><p role="status">正在读取……</p>`;
  const coming = answer.offers.filter((one) => !one.past);
  const past = answer.offers.filter((one) => one.past);
  const list = (offers) => html`<ul class="mine-offers">${offers.map((one) => html`<${Offer} key=${one.id} one=${one} onAnswered=${again} />`)}</ul>`;
  return html`
    <h1>我的班次</h1>
    <p class="station-note">来不来由您决定：接受或谢绝都可以，谢绝以后会另请别人。</p>
    <h2>今天起，到下周末</h2>
    ${coming.length ? list(coming) : html`<p class="station-empty">眼下没有请您去的班次。</p>`}
    ${past.length > 0 && html`<details class="station-past"><summary>本周已经过去的 ${past.length} 次</summary>${list(past)}</details>`}
    ${answer.me && html`<h2>日历</h2><${Exports} volunteer=${answer.me} />`}`;
}

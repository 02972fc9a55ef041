// One shift: when, where, who comes, who declined, what is still empty.

import { html, useState } from "../vendor/preact/standalone.module.js";
import { Contact } from "./contact.js";
import { Notice, standing } from "./notice.js";
import { Respond } from "./respond.js";
import { StandIns } from "./stand_ins.js";
import { time } from "./week.js";

export const STATES = { OFFERED: ["？", "已邀请"], ACCEPTED: ["✓", "已接受"], DECLINED: ["✕", "已谢绝"] };

function Person({ one, past, onStandIns, onAnswered }) {
  const [sign, term] = STATES[one.status];
  const who = one.volunteer;
  if (!who) return html`<li class="station-person">有一人不在您的查看范围内</li>`;
  const from = [one.team?.name, ...who.organizations.nodes.map((org) => org.name)].filter(Boolean).join("、");
  return html`
    <li class=${`station-person ${one.status.toLowerCase()}`}>
      <p class="station-row">
        <strong>${who.name}</strong>
        <span class="station-state"><span aria-hidden="true">${sign}</span> ${term}</span>
      </p>
      ${from && html`<p class="station-note">${from}</p>`}
      ${one.status === "DECLINED" && one.answerNote && html`<p class="station-note">原因：${one.answerNote}</p>`}
      ${!past && html`<div class="station-row">
        <${Contact} person=${who} purpose="联系班次上的志愿者" />
        <${Respond} one=${one} who=${who.name} onAnswered=${onAnswered} />
        ${one.status === "DECLINED" && html`<button type="button" class="station-small" onClick=${() => onStandIns(who)}>找替补</button>`}
      </div>`}
    </li>`;
}

export function Shift({ shift, station, past, onAnswered }) {
  const [absent, setAbsent] = useState(undefined); // a person, or null for an empty seat
  const [writing, setWriting] = useState(false);
  const come = standing([shift]).length;
  const label = `${time(shift)} ${shift.place}`;
  return html`
    <article class="station-shift" aria-label=${label}>
      <h3><span class="station-time">${time(shift)}</span> ${shift.place}</h3>
      <p class="station-note">${shift.category.name}</p>
      ${!shift.plan && html`<p>这个班次还没有派人：计划没有发布。</p>`}
      ${shift.plan && html`<p class="station-row">
        <span class=${shift.missing ? "station-short" : "station-full"}>${shift.forTeams
          ? come ? `✓ 一队 ${come} 人` : "△ 还没有队伍"
          : `${shift.missing ? "△" : "✓"} ${come}/${shift.desired} 人${shift.missing ? `，还缺 ${shift.missing} 人` : ""}`}</span>
        ${!past && come > 0 && html`<button type="button" class="station-small station-right" aria-expanded=${writing} onClick=${() => setWriting(!writing)}>通知本班</button>`}
      </p>`}
      ${writing && html`<${Notice} station=${station} day=${shift.date} shifts=${[shift]} onClose=${() => setWriting(false)} />`}
      ${shift.people.length > 0 && html`<ul class="station-people">
        ${shift.people.map((one) => html`<${Person} key=${one.id} one=${one} past=${past} onStandIns=${setAbsent} onAnswered=${onAnswered} />`)}
      </ul>`}
      ${!past && shift.plan && shift.missing > 0 && !shift.forTeams && html`<p class="station-row">
        <button type="button" class="station-small" onClick=${() => setAbsent(null)}>找人补空岗</button></p>`}
      ${absent !== undefined && html`<${StandIns} shift=${shift} absent=${absent} onClose=${() => setAbsent(undefined)} />`}
    </article>`;
}

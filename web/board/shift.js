// One shift in its cell: when, where, how many; who sits there, and what is empty.

import { Component, html } from "../vendor/preact/standalone.module.js";
import { filled, lack, state, STATES, STATUS } from "../plan/plan.js";

// The place as its road's row calls it.
export const near = ({ place, road }) => (place.id === road.id ? "" : place.name.startsWith(road.name) && place.name !== road.name ? place.name.slice(road.name.length).trim() : place.name);

export const marks = (one) => [one.team?.name, one.pinned && "锁定", STATUS[one.status], one.waiting && "核对中"].filter(Boolean);

function Person({ one, shift, chosen, fixed, choose }) {
  const name = one.volunteer?.name ?? "（不在您的范围）";
  const told = marks(one);
  const stays = fixed || one.team || one.waiting;
  return html`<li><button type="button" class=${`board-person${one.pinned ? " pinned" : ""}${one.waiting ? " waiting" : ""}`} data-assignment=${one.id} data-fixed=${stays ? "" : null}
      aria-pressed=${chosen}
      onClick=${() => choose(shift.id, one.id)}>${name}${one.pinned && html`<span class="board-pin" aria-hidden="true">锁</span>`}${
      one.status === "ACCEPTED" && html`<span class="board-pin" aria-hidden="true">✓</span>`}${one.team && html`<span class="board-pin" aria-hidden="true">队</span>`}<span class="board-hidden">${["", ...told, `${shift.place.name} ${shift.weekday} ${shift.startTime}`].join("，")}</span></button></li>`;
}

export class Shift extends Component {
  shouldComponentUpdate(next) {
    const mine = ({ chosen, shift }) => (chosen?.shift === shift.id ? chosen : null);
    return next.shift !== this.props.shift || next.by !== this.props.by || next.fixed !== this.props.fixed || mine(next) !== mine(this.props);
  }

  render({ shift, chosen, fixed, by, choose }) {
    const is = state([shift]), here = chosen?.shift === shift.id;
    const empty = shift.seats - shift.come, unseen = shift.come - shift.people.length;
    const needs = shift.missing.filter((fall) => fall.kind === "NEED");
    return html`<article class=${`board-shift ${is}${here ? " here" : ""}${by ? " others" : ""}`} data-shift=${shift.id}>
      <button type="button" class="board-head" aria-pressed=${here && !chosen.person} onClick=${() => choose(shift.id, null)}>
        <span class="board-when"><b>${shift.startTime}–${shift.endTime}</b> <span>${filled([shift])}${is === "full" ? "" : ` ${STATES[is][0]}`}</span></span>
        <span class="board-where">${[near(shift), shift.category?.name].filter(Boolean).join(" · ")}</span><span class="board-hidden">，${shift.place.name} ${shift.weekday}，${STATES[is][1]}</span>
      </button>
      <ul>
        ${shift.people.map((one) => html`<${Person} key=${one.id} one=${one} shift=${shift} fixed=${fixed} choose=${choose} chosen=${here && chosen.person === one.id} />`)}
        ${unseen > 0 && html`<li class="note">${shift.people.length ? `另 ${unseen} 人` : `${unseen} 人`}</li>`}
        ${empty > 0 && html`<li><button type="button" class="board-empty" onClick=${() => choose(shift.id, null)}>${shift.forTeams ? "缺队伍" : `空 ${empty}`}<span class="board-hidden"> 位，看为何空缺、谁能来</span></button></li>`}
        ${needs.map((fall) => html`<li class="board-need">${lack(fall)}</li>`)}
      </ul>
      ${by && html`<p class="board-by">${by.by} 改过</p>`}
    </article>`;
  }
}

// What the parts of this folder say in the same way: costs, shares, places, refusals.

import { PARTS } from "../plan/plan.js";
import { html } from "../vendor/preact/standalone.module.js";

export const count = (number) => (number < 0 ? "−" : "") + Math.abs(number).toLocaleString("zh-CN");
export const signed = (number) => (number > 0 ? "＋" : "") + count(number);
export const scopeName = (of) => of?.name ?? "全区";

export const place = (shift) => (shift.segment ?? shift.station ?? shift.road)?.name ?? "未定地点";
export const when = (shift) => `${shift.weekday} ${shift.startTime}–${shift.endTime}`;
export const whole = (shift) => (shift ? `${when(shift)} ${place(shift)}` : "已不存在的班次");
export const who = (volunteer) => volunteer?.name ?? "不在您可看范围内的人";

// How far the best plan can be from what is possible, in one sentence; both are costs in four parts.
export function gapSentence(cost, bound) {
  if (!cost) return "还没有可用的计划。";
  if (!bound) return "已有可用的计划；下界还没算出来，不知道离最好还差多少。";
  const at = PARTS.findIndex(([name]) => cost[name] !== bound[name]);
  if (at < 0) return "目前的计划已达到下界：在同样的规则下，没有比它更好的计划。";
  const [name, term] = PARTS[at];
  const before = at === 0 ? "" : "前面各项已证明最优；";
  return `${before}“${term}”现为 ${count(cost[name])}，没有计划能低于 ${count(bound[name])}，至多还能减少 ${count(cost[name] - bound[name])}。`;
}

// Whether nothing is left to win: every part is as low as its bound.
export const proved = (cost, bound) => Boolean(cost && bound) && PARTS.every(([name]) => cost[name] === bound[name]);

// Whether a mutation or question was refused.
export const refused = (payload) => Boolean(payload && "faults" in payload && "message" in payload);

// A failure in place: the refusal's sentence and every fault, or what a request threw.
export function Refused({ of }) {
  if (!of) return null;
  const faults = of.faults ?? [];
  return html`<div class="making-refused" role="alert">
    <p><span aria-hidden="true">✕ </span>${of.message}</p>
    ${faults.length > 0 && html`<ul>${faults.map((fault) => html`<li>${faultSentence(fault)}</li>`)}</ul>`}
  </div>`;
}

export function faultSentence(fault) {
  if (typeof fault === "string") return fault;
  const { message, row, value, expected } = fault;
  return [row ? `第 ${row} 项：` : "", message, value ? `（现为 ${value}）` : "", expected ? `，应为 ${expected}` : ""].join("");
}

// Costs side by side: columns are [heading, cost | text of each part].
export function Costs({ caption, columns }) {
  return html`<div class="wide"><table>
    <caption>${caption}</caption>
    <thead><tr><th scope="col">项</th>${columns.map(([heading]) => html`<th scope="col">${heading}</th>`)}<th scope="col">说明</th></tr></thead>
    <tbody>${PARTS.map(([name, term, note]) => html`<tr>
      <th scope="row">${term}</th>
      ${columns.map(([, cost]) => html`<td class="number">${typeof cost[name] === "number" ? count(cost[name]) : cost[name]}</td>`)}
      <td class="note">${note}</td>
    </tr>`)}</tbody>
  </table></div>`;
}

export function difference(before, after) {
  return Object.fromEntries(PARTS.map(([name]) => [name, signed(after[name] - before[name])]));
}

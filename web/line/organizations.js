// What each organization gives: a table with a bar for its share.

import { percent } from "../plan/plan.js";
import { html, useState } from "../vendor/preact/standalone.module.js";
import { hours } from "./line.js";

const FEW = 15;

function Bar({ share }) {
  return html`<svg class="line-bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
    <rect width=${Math.max(1, 100 * share)} height="8" class="line-bar-part" /></svg>`;
}

export function Organizations({ parts, whole }) {
  const [every, setEvery] = useState(false);
  const most = Math.max(1, ...parts.map((part) => part.whole.assignments));
  return html`
    <table class="line-table">
      <caption>占比是占本条线人次的比例；身在两个单位的人在两处都算，合计只算一次。</caption>
      <thead><tr><th scope="col">单位</th><th scope="col" class="number">人数</th><th scope="col" class="number">人次</th>
        <th scope="col" class="number">小时</th><th scope="col">占比</th></tr></thead>
      <tbody>${(every ? parts : parts.slice(0, FEW)).map(({ organization, whole: own }) => html`
        <tr key=${organization.id}>
          <th scope="row">${organization.name}</th>
          <td class="number">${own.people}</td><td class="number">${own.assignments}</td><td class="number">${hours(own.hours)}</td>
          <td class="line-share"><${Bar} share=${own.assignments / most} /> ${percent(own.assignments / Math.max(1, whole.assignments))}</td>
        </tr>`)}</tbody>
      <tfoot><tr><th scope="row">合计</th><td class="number">${whole.people}</td><td class="number">${whole.assignments}</td>
        <td class="number">${hours(whole.hours)}</td><td>100%</td></tr></tfoot>
    </table>
    ${parts.length > FEW && html`<button type="button" class="line-more" onClick=${() => setEvery(!every)}>${every ? "只看前几个" : `全部 ${parts.length} 个单位`}</button>`}`;
}

// How the best plan and the bound came closer: a small picture, and the same as a table.

import { PARTS } from "../plan/plan.js";
import { html } from "../vendor/preact/standalone.module.js";
import { count } from "./words.js";

const [WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM] = [560, 180, 64, 12, 12, 26];

// The part to look at: the first in which there is still something to win, else the last that moved.
function chosen(history) {
  const last = history.at(-1);
  const moved = ([name]) => history.some((found) => found.cost[name] !== last.cost[name] || found.bound?.[name] !== last.bound?.[name]);
  return PARTS.find(([name]) => last.cost[name] !== last.bound?.[name]) ?? PARTS.findLast(moved) ?? PARTS.at(-1);
}

// A stair: each value holds until the next one.
function stair(points, x, y) {
  const steps = points.flatMap(([from, until, value]) => [[from, value], [until, value]]);
  return steps.map(([second, value]) => `${x(second).toFixed(1)},${y(value).toFixed(1)}`).join(" ");
}

export function Curve({ history }) {
  if (history.length < 2) return null;
  const [name, term] = chosen(history);
  const end = history.at(-1).until;
  const until = (k) => history[k + 1]?.seconds ?? end;
  const costs = history.map((found, k) => [found.seconds, until(k), found.cost[name]]);
  const bounds = history.map((found, k) => [found.seconds, until(k), found.bound?.[name]]).filter(([, , value]) => value !== undefined);
  const values = [...costs, ...bounds].map(([, , value]) => value);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const [from, span] = [history[0].seconds, Math.max(0.1, end - history[0].seconds)];
  const x = (second) => LEFT + ((second - from) / span) * (WIDTH - LEFT - RIGHT);
  const y = (value) => TOP + ((high - value) / Math.max(1, high - low)) * (HEIGHT - TOP - BOTTOM);
  const label = (value) => html`<text x=${LEFT - 6} y=${y(value) + 4} text-anchor="end">${count(value)}</text>`;
  return html`<figure class="making-curve">
    <figcaption>“${term}”：<span class="making-cost-key">实线为目前最好</span>，<span class="making-bound-key">虚线为下界</span></figcaption>
    <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label=${`“${term}”随时间的变化，数据见下表`}>
      <line class="making-axis" x1=${LEFT} y1=${HEIGHT - BOTTOM} x2=${WIDTH - RIGHT} y2=${HEIGHT - BOTTOM} />
      ${label(high)}${high !== low && label(low)}
      <text x=${LEFT} y=${HEIGHT - 8}>${from.toFixed(1)} 秒</text>
      <text x=${WIDTH - RIGHT} y=${HEIGHT - 8} text-anchor="end">${end.toFixed(1)} 秒</text>
      <polyline class="making-bound" points=${stair(bounds, x, y)} />
      <polyline class="making-cost" points=${stair(costs, x, y)} />
    </svg>
    <details><summary>数据表</summary><div class="wide"><table>
      <thead><tr><th scope="col">秒</th><th scope="col">目前最好</th><th scope="col">下界</th></tr></thead>
      <tbody>${history.map((found) => html`<tr>
        <th scope="row" class="number">${found.seconds.toFixed(1)}</th>
        <td class="number">${count(found.cost[name])}</td>
        <td class="number">${found.bound ? count(found.bound[name]) : "还没有"}</td>
      </tr>`)}</tbody>
    </table></div></details>
  </figure>`;
}

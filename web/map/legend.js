// What the lines and marks of the map mean.

import { STATES } from "../plan/plan.js";
import { html } from "../vendor/preact/standalone.module.js";
import { LOOK } from "./look.js";
import { UNPLANNED } from "./places.js";

const TERMS = [...Object.entries(STATES).map(([name, [mark, term]]) => [name, `${mark}：${term}`]), ["none", UNPLANNED]];

const sample = (name) => html`
  <svg viewBox="0 0 34 10" aria-hidden="true">
    <line x1="2" x2="32" y1="5" y2="5" stroke=${LOOK[name].color} stroke-width=${5 + LOOK[name].more} stroke-dasharray=${LOOK[name].dashArray} />
  </svg>`;

export const Legend = () => html`
  <ul class="map-legend" aria-label="图例">
    ${TERMS.map(([name, term]) => html`<li key=${name}>${sample(name)}${term}</li>`)}
    <li><span class="map-station full" aria-hidden="true"></span>服务站、服务亭（缺人的标“少”或“缺”）</li>
    <li>线越宽，道路等级越高</li>
  </ul>`;

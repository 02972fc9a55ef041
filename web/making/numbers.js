// What a plan is worth: cover, walks, the gap, its cost part by part, and what each line carries of it.

import { ask } from "../shell/graph.js";
import { useAnswer } from "../shell/hooks.js";
import { proof, percent } from "../plan/plan.js";
import { html } from "../vendor/preact/standalone.module.js";
import { CONTRIBUTIONS, SERVED } from "./documents.js";
import { Costs, count, difference, Refused, refused } from "./words.js";

const MEANING = "下界是任何计划都做不到更低的代价；差距是本计划与下界的距离，差距为 0 即已最优。";

// Each line with its assignments in this version, and what it gives in the week's published plans.
async function byLine(plan) {
  const { contributions } = await ask(CONTRIBUTIONS, { week: plan.week });
  if (refused(contributions)) throw Object.assign(new Error(contributions.message), { faults: contributions.faults });
  const own = { plan: { id: { eq: plan.id } }, NOT: { status: { in: ["DECLINED", "WITHDRAWN"] } } };
  const served = (extra) => ask(SERVED, { where: { ...own, ...extra } }).then((answer) => answer.assignmentsAggregate.count);
  const whole = served({});
  const rows = await Promise.all(contributions.lines.map(async ({ line, whole: published }) => ({
    line, published, served: await served({ volunteer: { organizations: { some: { lines: { some: { id: { eq: line.id } } } } } } }),
  })));
  return { rows, whole: await whole };
}

// Whether a share lies where it should, with a mark that is not only colour.
function judged(line, share) {
  if (line.part === null) return ["", "未定应占"];
  const off = 1000 * share - line.part;
  if (Math.abs(off) <= line.tolerance) return ["full", "✓ 在应占范围内"];
  const by = ((Math.abs(off) - line.tolerance) / 10).toFixed(1);
  return off < 0 ? ["short", `▼ 少 ${by} 个百分点`] : ["short", `▲ 多 ${by} 个百分点`];
}

const should = ({ part, tolerance }) => (part === null ? "—" : `${part / 10}% ± ${tolerance / 10}%`);

function Lines({ plan, rows, whole }) {
  const published = plan.status === "PUBLISHED";
  return html`<div class="wide"><table>
    <caption>各条线承担的人次与应占比例。一人属于两个条线，两边都算${published ? "；人数与小时为全周已发布计划之和" : ""}</caption>
    <thead><tr><th scope="col">条线</th><th scope="col">人次</th><th scope="col">占比</th><th scope="col">应占</th><th scope="col">对照</th>
      ${published && html`<th scope="col">人数</th><th scope="col">小时</th>`}</tr></thead>
    <tbody>${rows.map(({ line, served, published: given }) => {
      const [kind, term] = judged(line, whole ? served / whole : 0);
      return html`<tr>
        <th scope="row">${line.name}</th>
        <td class="number">${count(served)}</td>
        <td class="number">${whole ? percent(served / whole) : "—"}</td>
        <td class="number">${should(line)}</td>
        <td class=${kind && `making-${kind}`}>${term}</td>
        ${published && html`<td class="number">${given ? count(given.people) : "不足 5 人"}</td><td class="number">${given ? count(Math.round(given.hours)) : "—"}</td>`}
      </tr>`;
    })}</tbody>
  </table></div>`;
}

export function Numbers({ plan }) {
  const { answer, error, busy } = useAnswer(() => byLine(plan), [plan.id, plan.assigned, plan.status]);
  const facts = [
    ["派班", `${count(plan.assigned)} 人次`],
    ["期望岗位填满", percent(plan.cover)],
    ["平均步行", `${Math.round(plan.meanMetres)} 米`],
    ["最远步行", `${count(plan.longest)} 米`],
  ];
  return html`<div class="making making-numbers">
    <dl>${facts.map(([term, value]) => html`<div><dt>${term}</dt><dd>${value}</dd></div>`)}</dl>
    <p class="making-gap">${proof(plan)}。</p>
    <p class="note">${MEANING}</p>
    <${Costs} caption="代价：自上而下逐项比较，前一项省一点，胜过后一项省再多"
      columns=${[["本计划", plan.cost], ["下界", plan.bound], ["差", difference(plan.bound, plan.cost)]]} />
    ${plan.notes.map((note) => html`<p class="note">${note}</p>`)}
    <${Refused} of=${error} />
    ${answer ? html`<${Lines} plan=${plan} ...${answer} />` : busy && html`<p class="note">正在统计各条线……</p>`}
  </div>`;
}

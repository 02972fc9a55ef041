// A plan in pictures: how full the hours are, how the load and the walks are spread, what each line gives; each with its table.

import { PLANS } from "../plan/documents.js";
import { load, weekTerm, versionTerm } from "../plan/plan.js";
import { go, title as entitle } from "../shell/address.js";
import { all, ask } from "../shell/graph.js";
import { useAnswer } from "../shell/hooks.js";
import { html, useEffect, useState } from "../vendor/preact/standalone.module.js";
import { Chart } from "./charts.js";
import { Choice, scopeName } from "./choice.js";
import { ASSIGNMENTS, CONTRIBUTIONS, SHIFTS } from "./documents.js";
import { coverByHour, partsOfLines, shiftsPerPerson, walks, weeksUpTo } from "./figures.js";

async function contributions(week) {
  const { contributions: found } = await ask(CONTRIBUTIONS, { week });
  if (!found.lines) throw new Error([found.message, ...found.faults.map((fault) => fault.message)].join("；"));
  return [week, found.lines];
}

async function pictures(plan, plans) {
  const [shifts, told] = await Promise.all([load(plan, { shifts: SHIFTS, assignments: ASSIGNMENTS }), Promise.all(weeksUpTo(plan.week, plans).map(contributions))]);
  return {
    plan,
    seen: shifts.reduce((sum, shift) => sum + shift.people.length, 0),
    figures: [coverByHour(shifts), shiftsPerPerson(shifts), walks(shifts), partsOfLines(told)].filter(Boolean),
  };
}

export default function PicturesPage({ rest, fail }) {
  const { answer: plans, error } = useAnswer(() => all(PLANS), []);
  const [chosen, setChosen] = useState(rest[0]);
  useEffect(() => { if (error) fail(error); }, [error]);
  if (!plans) return html`<p role="status">正在读取……</p>`;
  if (!plans.length) return html`<h1>图表</h1><p>还没有您可看的周计划。统筹员排出并发布后，刷新本页就能看到。</p>`;
  const plan = plans.find((other) => other.id === chosen) ?? plans[0];
  return html`
    <h1>${scopeName(plan)} ${weekTerm(plan.week)}图表</h1>
    <${Choice} plans=${plans} plan=${plan} onPlan=${(next) => setChosen(next.id)} />
    <${Pictures} plan=${plan} plans=${plans} fail=${fail} />`;
}

function Pictures({ plan, plans, fail }) {
  const { answer, error } = useAnswer(() => pictures(plan, plans), [plan.id]);
  useEffect(() => {
    entitle(`${scopeName(plan)} ${weekTerm(plan.week)}图表`);
    go("pictures", [plan.id], { keep: true });
  }, [plan.id]);
  useEffect(() => { if (error) fail(error); }, [error]);
  if (answer?.plan.id !== plan.id) return html`<p role="status">正在读取……</p>`;
  const part = answer.seen < plan.assigned && `每人班次、步行距离只计您可看的 ${answer.seen} 人次，全部是 ${plan.assigned} 人次。`;
  return html`
    <p class="pictures-version">${versionTerm(plan)}，派班 ${plan.assigned} 人次。${part}</p>
    <div class="pictures">
      ${answer.figures.map((figure) => html`<${Picture} key=${figure.kind} figure=${figure} />`)}
    </div>`;
}

function Picture({ figure }) {
  const heading = `pictures-${figure.kind}-heading`;
  return html`
    <section class="pictures-one" aria-labelledby=${heading} data-figure=${figure.kind}>
      <h2 id=${heading}>${figure.title}</h2>
      <p>${figure.sentence}</p>
      ${figure.rows.length > 0 && html`
        <${Chart} figure=${figure} />
        <details>
          <summary>数字表</summary>
          <div class="wide" tabindex="0" role="region" aria-label=${`${figure.title}，数字表`}>
            <table>
              <caption>${figure.title}</caption>
              <thead><tr>${figure.headings.map((heading) => html`<th scope="col" key=${heading}>${heading}</th>`)}</tr></thead>
              <tbody>${figure.rows.map(([first, ...cells]) => html`
                <tr key=${first}><th scope="row">${first}</th>${cells.map((cell) => html`<td class="number">${cell}</td>`)}</tr>`)}
              </tbody>
            </table>
          </div>
        </details>`}
    </section>`;
}

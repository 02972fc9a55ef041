// Two versions side by side: what each person and each shift wins and loses, and what the difference is worth.

import { ask } from "../shell/graph.js";
import { useAnswer } from "../shell/hooks.js";
import { grouped, versionTerm } from "../plan/plan.js";
import { html, useState } from "../vendor/preact/standalone.module.js";
import { COMPARE } from "./documents.js";
import { Costs, count, difference, Refused, refused, who, whole } from "./words.js";

const SHOWN = 100;

const changes = ({ added, removed }) => [...removed.map((change) => ({ ...change, lost: true })), ...added.map((change) => ({ ...change, lost: false }))];

// One row for each of what `key` names: [text, what was, what is new].
function rows(found, key, term, other) {
  const some = [...grouped(found, (change) => key(change)?.id ?? "").values()].map((row) => {
    const side = (lost) => row.filter((change) => change.lost === lost).map(other);
    return { text: term(key(row[0])), start: key(row[0])?.start ?? 0, before: side(true), after: side(false) };
  });
  return some.sort((a, b) => a.start - b.start || a.text.localeCompare(b.text, "zh-CN"));
}

const WAYS = {
  person: ["按人", "志愿者", "不再去", "改去或新增", (found) => rows(found, (change) => change.volunteer, who, (change) => whole(change.shift))],
  shift: ["按班次", "班次", "不再来", "新来", (found) => rows(found, (change) => change.shift, whole, (change) => who(change.volunteer))],
};

const names = (some) => (some.length ? html`<ul class="making-plain">${some.map((text) => html`<li>${text}</li>`)}</ul>` : "—");

function Changes({ found }) {
  const [way, setWay] = useState("person");
  const [most, setMost] = useState(SHOWN);
  const [, head, lost, won, list] = WAYS[way];
  const all = list(changes(found));
  if (!all.length) return html`<p>两版的派班完全相同。</p>`;
  return html`
    <fieldset class="making-ways"><legend>怎样列出</legend>
      ${Object.entries(WAYS).map(([key, [term]]) => html`<label><input type="radio" name="making-way" checked=${way === key} onChange=${() => setWay(key)} /> ${term}</label>`)}
    </fieldset>
    <div class="wide"><table>
      <caption>${all.length} ${way === "person" ? "人" : "个班次"}有变动</caption>
      <thead><tr><th scope="col">${head}</th><th scope="col">− ${lost}</th><th scope="col">＋ ${won}</th></tr></thead>
      <tbody>${all.slice(0, most).map((row) => html`<tr><th scope="row">${row.text}</th><td>${names(row.before)}</td><td>${names(row.after)}</td></tr>`)}</tbody>
    </table></div>
    ${all.length > most && html`<button type="button" onClick=${() => setMost(most + SHOWN)}>再列 ${Math.min(SHOWN, all.length - most)} 行（共 ${all.length} 行）</button>`}`;
}

const differences = (found) => [
  ["先前", found.costBefore], ["本版", found.costAfter], ["差", difference(found.costBefore, found.costAfter)],
];

// `plans` are all that may be compared with `plan`; those of another week or scope are left out.
export function Comparison({ plan, plans }) {
  const same = plans.filter((other) => other.id !== plan.id && other.week === plan.week && other.subdistrict?.id === plan.subdistrict?.id);
  const known = same.find((other) => other.number < plan.number) ?? same[0];
  const [chosen, setChosen] = useState("");
  const other = same.find((one) => one.id === chosen) ?? known;
  const { answer, error, busy } = useAnswer(
    async () => (other ? (await ask(COMPARE, { a: other.id, b: plan.id })).comparePlans : null), [other?.id, plan.id, plan.assigned]);
  if (!other) return html`<p class="making">这一周这个范围还只有一个版本，没有可比的。</p>`;
  return html`<div class="making">
    <label>与哪一版比 <select value=${other.id} onChange=${(event) => setChosen(event.target.value)}>
      ${same.map((one) => html`<option value=${one.id}>${versionTerm(one)}</option>`)}
    </select></label>
    <${Refused} of=${error ?? (refused(answer) ? answer : null)} />
    ${busy && html`<p class="note" role="status">正在比较……</p>`}
    ${answer && !refused(answer) && html`
      <p role="status">从${versionTerm(other)}到${versionTerm(plan)}：${count(answer.kept)} 个派班不变，少了 ${count(answer.removed.length)} 个，多了 ${count(answer.added.length)} 个，涉及 ${count(answer.touched)} 人。</p>
      <${Costs} caption="代价之差：负数是变好" columns=${differences(answer)} />
      <${Changes} found=${answer} />`}
  </div>`;
}

// Making a plan, from demand to publication: which week, where, which version, and one part at a time.

import { all, ask } from "../shell/graph.js";
import { go, title } from "../shell/address.js";
import { useAnswer } from "../shell/hooks.js";
import { PLANS } from "../plan/documents.js";
import { weekTerm } from "../plan/plan.js";
import { html, useEffect, useState } from "../vendor/preact/standalone.module.js";
import { CHOICES } from "./documents.js";
import { Comparison, Demand, Making, Numbers, Publish, Repair, WhatIf } from "./index.js";
import { Refused, scopeName, version } from "./words.js";

const AHEAD = 8;
const DAY = 86400000;
const PARTS = [
  ["make", "生成", false, Making],
  ["numbers", "概要", true, Numbers],
  ["demand", "需求", false, Demand],
  ["comparison", "比较", true, Comparison],
  ["what-if", "假设", true, WhatIf],
  ["repair", "修复", true, Repair],
  ["publish", "发布", true, Publish],
];

// The ISO week in which the day lies, in China.
function weekOf(now) {
  const day = new Date(now + 8 * 3600000);
  const thursday = new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth(), day.getUTCDate() + 3 - ((day.getUTCDay() + 6) % 7)));
  const number = 1 + Math.floor((thursday - Date.UTC(thursday.getUTCFullYear(), 0, 1)) / (7 * DAY));
  return `${thursday.getUTCFullYear()}-W${String(number).padStart(2, "0")}`;
}

const coming = () => Array.from({ length: AHEAD }, (_, k) => weekOf(Date.now() + 7 * k * DAY));

function Choice({ plans, subdistricts, week, scope, plan, onWeek, onScope, onPlan }) {
  const weeks = [...new Set([...coming(), ...plans.map((other) => other.week)])].sort();
  const here = plans.filter((other) => other.week === week && (other.subdistrict?.id ?? "") === scope);
  return html`<div class="making-choice">
    <label>周 <select value=${week} onChange=${(event) => onWeek(event.target.value)}>${weeks.map((one) => html`<option value=${one}>${weekTerm(one)}</option>`)}</select></label>
    <label>范围 <select value=${scope} onChange=${(event) => onScope(event.target.value)}>
      <option value="">全区</option>${subdistricts.map((one) => html`<option value=${one.id}>${one.name}</option>`)}</select></label>
    <label>版本 <select value=${plan?.id ?? ""} onChange=${(event) => onPlan(event.target.value)} disabled=${!here.length}>
      ${here.length ? here.map((one) => html`<option value=${one.id}>${version(one)}</option>`) : html`<option value="">还没有</option>`}</select></label>
  </div>`;
}

export default function MakingPage({ me, rest }) {
  const { answer, error, again } = useAnswer(async () => {
    const [plans, { subdistricts }] = await Promise.all([all(PLANS), ask(CHOICES)]);
    return { plans, subdistricts: subdistricts.nodes };
  }, [me.name]);
  const [at, setAt] = useState(null); // {week, scope, plan}: a plan's id, or "" for the newest
  const [wanted, wantedPart] = rest;
  useEffect(() => title("出计划"), []);
  if (error) return html`<${Refused} of=${error} />`;
  if (!answer) return html`<p role="status">正在读取……</p>`;

  const { plans, subdistricts } = answer;
  const first = plans.find((other) => other.id === wanted) ?? plans[0];
  const { week, scope, plan: id } = at ?? { week: first?.week ?? weekOf(Date.now()), scope: first?.subdistrict?.id ?? "", plan: first?.id ?? "" };
  const here = plans.filter((other) => other.week === week && (other.subdistrict?.id ?? "") === scope);
  const plan = here.find((other) => other.id === id) ?? here[0] ?? null;
  const subdistrict = subdistricts.find((one) => one.id === scope) ?? null;
  const parts = PARTS.filter(([, , needs]) => plan || !needs);
  const [key, , , Part] = parts.find(([name]) => name === wantedPart) ?? parts[0];

  const open = (next, part = key) => {
    setAt(next);
    go("making", [next.plan || "none", part]);
  };
  const newest = (inWeek, inScope) => plans.find((other) => other.week === inWeek && (other.subdistrict?.id ?? "") === inScope)?.id ?? "";
  const onPlan = async (made) => {
    await again();
    open({ week, scope, plan: made }, key === "make" || key === "repair" ? "numbers" : key);
  };

  return html`
    <h1>出计划</h1>
    <${Choice} plans=${plans} subdistricts=${subdistricts} week=${week} scope=${scope} plan=${plan}
      onWeek=${(next) => open({ week: next, scope, plan: newest(next, scope) })}
      onScope=${(next) => open({ week, scope: next, plan: newest(week, next) })}
      onPlan=${(next) => open({ week, scope, plan: next })} />
    <nav class="making-parts" aria-label="步骤">${parts.map(([name, term]) => html`
      <a href=${`#/making/${encodeURIComponent(plan?.id ?? "none")}/${name}`} aria-current=${name === key ? "page" : undefined}>${term}</a>`)}</nav>
    <section aria-labelledby="making-part"><h2 id="making-part">${parts.find(([name]) => name === key)[1]} <span class="note">${scopeName(subdistrict)}，${plan ? version(plan) : "还没有计划"}</span></h2>
      <${Part} key=${key} week=${week} subdistrict=${subdistrict} plan=${plan} plans=${plans} onPlan=${onPlan} />
    </section>`;
}

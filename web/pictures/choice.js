// Which plan: three lists, each of what the plans have under what is chosen before it; the newest plan comes first.

import { weekTerm, versionTerm } from "../plan/plan.js";
import { html } from "../vendor/preact/standalone.module.js";

const scope = (plan) => plan.subdistrict?.id ?? "";

export const scopeName = (plan) => plan.subdistrict?.name ?? "全区";

export function Choice({ plans, plan, onPlan }) {
  const week = plans.filter((other) => other.week === plan.week);
  const here = week.filter((other) => scope(other) === scope(plan));
  const first = (list, key) => [...new Map([...list].reverse().map((other) => [key(other), other])).entries()].reverse();
  const pick = (term, entries, chosen, name) => html`
    <label>${term} <select value=${chosen} onChange=${(event) => onPlan(entries.find(([key]) => key === event.target.value)[1])}>
      ${entries.map(([key, other]) => html`<option key=${key} value=${key} selected=${key === chosen}>${name(other)}</option>`)}
    </select></label>`;
  return html`
    <form class="pictures-choice" aria-label="选择周计划" onSubmit=${(event) => event.preventDefault()}>
      ${pick("周", first(plans, (other) => other.week), plan.week, (other) => weekTerm(other.week))}
      ${pick("范围", first(week, scope), scope(plan), scopeName)}
      ${pick("版本", here.map((other) => [other.id, other]), plan.id, versionTerm)}
    </form>`;
}

// Which week, for whom, which version: also weeks and subdistricts for which there is no plan yet.

import { html } from "../vendor/preact/standalone.module.js";
import { versionTerm, weekTerm } from "../plan/plan.js";

const AHEAD = 5;
export const WHOLE = "全区";

// The ISO week of a day, as the graph writes it.
export function weekOf(day) {
  const thursday = new Date(Date.UTC(day.getFullYear(), day.getMonth(), day.getDate()));
  thursday.setUTCDate(thursday.getUTCDate() + 3 - ((thursday.getUTCDay() + 6) % 7));
  const first = Date.UTC(thursday.getUTCFullYear(), 0, 1);
  const number = 1 + Math.floor((thursday - first) / (7 * 864e5));
  return `${thursday.getUTCFullYear()}-W${String(number).padStart(2, "0")}`;
}

// Weeks with plans, this one and the next few; newest first.
export function weeksOf(plans) {
  const today = new Date();
  const coming = Array.from({ length: AHEAD }, (_, ahead) => weekOf(new Date(today.getFullYear(), today.getMonth(), today.getDate() + 7 * ahead)));
  return [...new Set([...plans.map((plan) => plan.week), ...coming])].sort().reverse();
}

// Whose plans this user makes: the whole district, unless his role is over subdistricts only.
export function scopesOf(me, subdistricts) {
  const mine = new Set((me.grants.find((grant) => grant.current)?.scopes ?? []).map((scope) => scope.name));
  const own = subdistricts.filter((one) => mine.has(one.name));
  return own.length ? own : [{ id: "", name: WHOLE }, ...subdistricts];
}

export function Choice({ plans, weeks, scopes, week, scope, plan, open }) {
  const of = (wantedWeek, wantedScope) => plans.filter((one) => one.week === wantedWeek && (one.subdistrict?.id ?? "") === wantedScope);
  const has = (term, list) => (list.length ? term : `${term}，还没有计划`);
  const pick = (nextWeek, nextScope) => open({ week: nextWeek, scope: nextScope, plan: of(nextWeek, nextScope)[0]?.id ?? null });
  const here = of(week, scope);
  return html`<form class="board-choice" aria-label="看哪一份计划" onSubmit=${(event) => event.preventDefault()}>
    <label>周 <select value=${week} onChange=${(event) => pick(event.target.value, scope)}>
      ${weeks.map((one) => html`<option key=${one} value=${one} selected=${one === week}>${has(weekTerm(one), plans.filter((other) => other.week === one))}</option>`)}</select></label>
    <label>范围 <select value=${scope} onChange=${(event) => pick(week, event.target.value)}>
      ${scopes.map((one) => html`<option key=${one.id} value=${one.id} selected=${one.id === scope}>${has(one.name, of(week, one.id))}</option>`)}</select></label>
    <label>版本 <select value=${plan?.id ?? ""} disabled=${!here.length} onChange=${(event) => open({ week, scope, plan: event.target.value })}>
      ${here.length ? here.map((one) => html`<option key=${one.id} value=${one.id} selected=${one.id === plan?.id}>${versionTerm(one)}</option>`) : html`<option value="">还没有</option>`}</select></label>
  </form>`;
}

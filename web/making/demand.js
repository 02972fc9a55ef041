// Demand: the week's shifts by the template that they come from, and how many people each wants; faults where they are.

import { all, ask } from "../shell/graph.js";
import { say, useAnswer } from "../shell/hooks.js";
import { grouped } from "../plan/plan.js";
import { html, useEffect, useState } from "../vendor/preact/standalone.module.js";
import { DEMAND, SET_DEMAND, THEMES } from "./documents.js";
import { Refused, refused, place, signed, when } from "./words.js";

const FIELDS = [["min", "最少"], ["desired", "期望"], ["max", "最多"]];
const SHOWN = 60;
const HAND = "手工或其他来源";

function within(subdistrict) {
  if (!subdistrict) return {};
  const here = { subdistrict: { id: { eq: subdistrict.id } } };
  return { OR: [{ segment: { road: here } }, { road: here }, { station: { communities: { some: here } } }] };
}

// The months in which the week lies, for instance ["2026-11", "2026-12"].
function months(week) {
  const [year, number] = week.split("-W").map(Number);
  const fourth = new Date(Date.UTC(year, 0, 4));
  const monday = 4 - ((fourth.getUTCDay() + 6) % 7) + 7 * (number - 1);
  return [...new Set([monday, monday + 6].map((day) => new Date(Date.UTC(year, 0, day)).toISOString().slice(0, 7)))];
}

const numbers = (of) => Object.fromEntries(FIELDS.map(([field]) => [field, of[field]]));
const written = ({ min, desired, max }) => `${min}／${desired}／${max}`;
const different = (draft, shift) => FIELDS.some(([field]) => String(draft[field]) !== String(shift[field]));

function wrong(draft) {
  const given = FIELDS.map(([field]) => (/^\d{1,4}$/.test(String(draft[field]).trim()) ? Number(draft[field]) : NaN));
  if (given.some(Number.isNaN)) return "人数须是不小于 0 的整数";
  return given[0] <= given[1] && given[1] <= given[2] ? "" : "人数须满足 最少 ≤ 期望 ≤ 最多";
}

// What is written of a shift beside its place: category, who takes it, what its template asks for.
function origin({ category, forTeams, byHand, template, desired }) {
  const off = template ? desired - template.desired : 0;
  const said = template && `模板 ${written(template)}${off ? `，期望${off > 0 ? "高" : "低"}于模板 ${Math.abs(off)} 人` : ""}`;
  return [category?.name ?? "未定类别", forTeams && "由队伍承担，不按人数", byHand && "人工所定", !forTeams && said].filter(Boolean).join(" · ");
}

function Row({ shift, draft, fault, onDraft, onTemplate }) {
  const changed = draft && different(draft, shift);
  const said = fault ?? (changed && wrong(draft) ? { message: wrong(draft) } : null);
  const name = `${when(shift)} ${place(shift)}`;
  if (shift.forTeams) return html`<tr><th scope="row">${name}<br /><span class="note">${origin(shift)}</span></th>${FIELDS.map(() => html`<td>—</td>`)}</tr>`;
  const input = ([field, term]) => html`<td><input type="number" min="0" max="9999" inputmode="numeric" aria-label=${`${name} ${term}人数`}
    aria-invalid=${said ? "true" : undefined} aria-describedby=${said ? `making-wrong-${shift.id}` : undefined} value=${(draft ?? shift)[field]}
    onInput=${(event) => onDraft(shift, { ...numbers(draft ?? shift), [field]: event.target.value })} /></td>`;
  return html`<tr class=${changed ? "making-changed" : ""}>
      <th scope="row">${name}${changed && html` <em>✎ 未保存，原为 ${written(shift)}</em>`}<br /><span class="note">${origin(shift)}</span>
        ${shift.byHand && shift.template && html` <button type="button" onClick=${() => onTemplate(shift)} aria-label=${`改回模板：${name}`}>改回模板</button>`}</th>
      ${FIELDS.map(input)}
    </tr>
    ${said && html`<tr class="making-wrong"><td colspan="4" id=${`making-wrong-${shift.id}`}><${Refused} of=${said} /></td></tr>`}`;
}

// The shifts of one template; drawn when opened, and not all at once.
function Group({ name, shifts, drafts, faults, onDraft, onShift, onTemplate }) {
  const [open, setOpen] = useState(false);
  const [most, setMost] = useState(SHOWN);
  const sum = (field) => shifts.reduce((total, shift) => total + shift[field], 0);
  const teams = shifts.every((shift) => shift.forTeams);
  const wanted = teams ? "由队伍承担" : `最少／期望／最多共 ${sum("min")}／${sum("desired")}／${sum("max")} 人次`;
  const changed = shifts.filter((shift) => drafts[shift.id] && different(drafts[shift.id], shift)).length;
  return html`<details class="making-group" open=${open} onToggle=${(event) => setOpen(event.currentTarget.open)}>
    <summary><strong>${name}</strong> <span class="note">${shifts.length} 个班次，${wanted}</span>${changed > 0 && html` <strong>✎ 改了 ${changed} 个</strong>`}</summary>
    ${open && html`
      ${!teams && html`<p>全组期望：
        <button type="button" onClick=${() => onShift(shifts, -1)} aria-label=${`每班 −1：${name}`}>每班 −1</button>
        <button type="button" onClick=${() => onShift(shifts, 1)} aria-label=${`每班 ＋1：${name}`}>每班 ＋1</button></p>`}
      <div class="wide"><table>
        <thead><tr><th scope="col">班次</th>${FIELDS.map(([, term]) => html`<th scope="col">${term}</th>`)}</tr></thead>
        <tbody>${shifts.slice(0, most).map((shift) => html`<${Row} key=${shift.id} shift=${shift} draft=${drafts[shift.id]} fault=${faults[shift.id]} onDraft=${onDraft} onTemplate=${onTemplate} />`)}</tbody>
      </table></div>
      ${shifts.length > most && html`<button type="button" onClick=${() => setMost(most + SHOWN)}>再列 ${Math.min(SHOWN, shifts.length - most)} 个（共 ${shifts.length} 个）</button>`}`}
  </details>`;
}

// How much more than their templates most of these shifts want; "" when no more.
function weight(favoured) {
  const raises = grouped(favoured.filter((shift) => shift.template && !shift.byHand), ({ desired, priority, template }) => `${desired - template.desired},${priority - template.priority}`);
  const [[most] = ["0,0"]] = [...raises.entries()].sort((a, b) => b[1].length - a[1].length);
  const [people, priority] = most.split(",").map(Number);
  return [people && `每班期望${signed(people)} 人`, priority && `优先级${signed(priority)}`].filter(Boolean).join("、");
}

// A category that the month favours: how many shifts of the week it has, and what they have over their templates.
function favour(name, shifts) {
  const favoured = shifts.filter((shift) => shift.category?.name === name);
  const said = [weight(favoured), `本周 ${favoured.length} 个班次`].filter(Boolean);
  return `${name}（${said.join("，")}）`;
}

function Themes({ themes, shifts }) {
  if (!themes.length) return html`<p class="note">本月没有主题。</p>`;
  return html`<ul class="making-plain">${themes.map((theme) => html`
    <li><strong>${theme.month} 主题：${theme.name}</strong>，侧重${theme.categories.nodes.map(({ name }) => favour(name, shifts)).join("、") || "未定"}。</li>`)}</ul>`;
}

// `onChanged` is called when something was saved: plans made before do not know of it.
export function Demand({ week, subdistrict = null, onChanged = () => {} }) {
  const { answer, error, busy, again } = useAnswer(async () => {
    const [shifts, { themes }] = await Promise.all([
      all(DEMAND, { where: { week: { eq: week }, ...within(subdistrict) } }),
      ask(THEMES, { months: months(week) }),
    ]);
    return { shifts, themes: themes.nodes };
  }, [week, subdistrict?.id]);
  const [drafts, setDrafts] = useState({});
  const [faults, setFaults] = useState({});
  const [saving, setSaving] = useState(false);
  const [saved, setSaved] = useState(0);
  useEffect(() => { setDrafts({}); setFaults({}); setSaved(0); }, [week, subdistrict?.id]);
  if (error) return html`<${Refused} of=${error} />`;
  if (!answer) return html`<p class="note" role="status">${busy ? "正在读取需求……" : ""}</p>`;

  const { shifts, themes } = answer;
  const changed = shifts.filter((shift) => drafts[shift.id] && different(drafts[shift.id], shift));
  const onDraft = (shift, draft) => {
    setDrafts((old) => ({ ...old, [shift.id]: draft }));
    setFaults(({ [shift.id]: _, ...rest }) => rest);
  };
  const onShift = (some, by) => setDrafts((old) => ({
    ...old,
    ...Object.fromEntries(some.filter((shift) => !shift.forTeams).map((shift) => {
      const now = old[shift.id] ?? shift;
      const desired = Math.max(0, Number(now.desired) + by);
      return [shift.id, { min: Math.min(now.min, desired), desired, max: Math.max(now.max, desired) }];
    })),
  }));

  // What is wrong with it, or nothing when it was saved.
  async function sent(shift, given) {
    try {
      const payload = Object.values(await ask(SET_DEMAND, { input: { shiftId: shift.id, ...given, version: shift.version } }))[0];
      return refused(payload) ? payload : null;
    } catch (failure) {
      return failure;
    }
  }

  async function onTemplate(shift) {
    setSaving(true);
    const fault = await sent(shift, { asTemplate: true });
    setFaults((old) => ({ ...old, [shift.id]: fault }));
    if (!fault) setDrafts(({ [shift.id]: _, ...rest }) => rest);
    setSaving(false);
    say(fault ? "没有改回模板，原因在那一行" : "已改回模板的人数", fault ? "bad" : "");
    await again();
    if (!fault) onChanged();
  }

  async function save(event) {
    event.preventDefault();
    setSaving(true);
    const bad = {};
    let done = 0;
    for (const shift of changed) {
      if (wrong(drafts[shift.id])) {
        bad[shift.id] = { message: wrong(drafts[shift.id]) };
        continue;
      }
      const given = Object.fromEntries(FIELDS.map(([field]) => [field, Number(drafts[shift.id][field])]));
      const fault = await sent(shift, given);
      if (fault) bad[shift.id] = fault;
      else done += 1;
    }
    setFaults(bad);
    setDrafts(Object.fromEntries(Object.entries(drafts).filter(([id]) => bad[id])));
    setSaved(done);
    setSaving(false);
    const failed = Object.keys(bad).length;
    say(`保存了 ${done} 个班次的需求${failed ? `，${failed} 个没有保存，原因在各行` : ""}`, failed ? "bad" : "");
    await again();
    if (done) onChanged();
  }

  const groups = [...grouped(shifts, (shift) => shift.template?.id ?? "").values()]
    .map((some) => ({ id: some[0].template?.id ?? "", name: some[0].template?.name ?? HAND, shifts: some }))
    .sort((a, b) => a.name.localeCompare(b.name, "zh-CN"));
  return html`<form class="making" onSubmit=${save} novalidate>
    <${Themes} themes=${themes} shifts=${shifts} />
    ${!shifts.length && html`<p>这一周这里还没有班次：生成计划时会按模板排出来。</p>`}
    ${groups.map((group) => html`<${Group} key=${group.id} ...${group} drafts=${drafts} faults=${faults} onDraft=${onDraft} onShift=${onShift} onTemplate=${onTemplate} />`)}
    ${(changed.length > 0 || saving) && html`<div class="making-bar">
      <button type="submit" class="making-main" disabled=${saving}>${saving ? "正在保存……" : `保存 ${changed.length} 处改动`}</button>
      <button type="button" disabled=${saving} onClick=${() => { setDrafts({}); setFaults({}); }}>放弃改动</button>
    </div>`}
    ${saved > 0 && !changed.length && html`<p role="status">✓ 已保存 ${saved} 处。已有的计划不会自己变：重新生成，或修复。</p>`}
  </form>`;
}

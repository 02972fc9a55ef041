// Repair: who is out, then a new version that touches as few as can be, and whom it touches.

import { versionTerm } from "../plan/plan.js";
import { ask } from "../shell/graph.js";
import { say, useAnswer } from "../shell/hooks.js";
import { html, useEffect, useState } from "../vendor/preact/standalone.module.js";
import { HIS_SHIFTS, REPAIR, WHO } from "./documents.js";
import { count, Refused, refused, who, whole } from "./words.js";

const WAIT = 300;
const serving = (plan) => ({ plan: { id: { eq: plan.id } }, NOT: { status: { in: ["DECLINED", "WITHDRAWN"] } } });

// People of the plan whose name or pinyin begins with what was typed; asked when one stops typing.
function useSearch(plan, text) {
  const [found, setFound] = useState({ people: [], more: 0, error: null, text: "" });
  useEffect(() => {
    if (!text) {
      setFound({ people: [], more: 0, error: null, text });
      return undefined;
    }
    let open = true;
    const where = { OR: [{ name: { contains: text } }, { pinyin: { startsWith: text.toLowerCase() } }], assignments: { some: serving(plan) } };
    const timer = setTimeout(async () => {
      try {
        const { volunteers } = await ask(WHO, { where });
        if (open) setFound({ people: volunteers.nodes, more: volunteers.totalCount - volunteers.nodes.length, error: null, text });
      } catch (error) {
        if (open) setFound({ people: [], more: 0, error, text });
      }
    }, WAIT);
    return () => { open = false; clearTimeout(timer); };
  }, [plan.id, text]);
  return found;
}

function Person({ plan, person, out, onOut }) {
  const { answer } = useAnswer(
    async () => (await ask(HIS_SHIFTS, { where: { ...serving(plan), volunteer: { id: { eq: person.id } } } })).assignments.nodes,
    [plan.id, person.id]);
  const [shift, setShift] = useState("");
  const chosen = answer?.find((one) => one.shift.id === shift)?.shift ?? null;
  const add = () => onOut({ volunteer: person, shift: chosen });
  const there = out.some((one) => one.volunteer.id === person.id && (one.shift?.id ?? "") === shift);
  return html`<li>
    <span><strong>${person.name}</strong> <span class="note">${person.organizations.nodes[0]?.name ?? ""}</span></span>
    <label>不来的是 <select value=${shift} onChange=${(event) => setShift(event.target.value)}>
      <option value="">整周</option>
      ${(answer ?? []).map((one) => html`<option value=${one.shift.id}>${whole(one.shift)}</option>`)}
    </select></label>
    <button type="button" onClick=${add} disabled=${there}>${there ? "已列入" : `列入${person.name}`}</button>
  </li>`;
}

function Search({ plan, out, onOut }) {
  const [text, setText] = useState("");
  const found = useSearch(plan, text.trim());
  const told = !found.text ? "" : found.people.length ? `找到 ${found.people.length + found.more} 人${found.more ? `，列出前 ${found.people.length} 人，请多输几个字` : ""}` : "本计划里没有这样的人";
  return html`<div>
    <label>找人 <input type="search" value=${text} placeholder="姓名或拼音" onInput=${(event) => setText(event.target.value)} /></label>
    <p class="note" role="status">${told}</p>
    <${Refused} of=${found.error} />
    <ul class="making-people">${found.people.map((person) => html`<${Person} key=${person.id} plan=${plan} person=${person} out=${out} onOut=${onOut} />`)}</ul>
  </div>`;
}

function Touched({ found, onPlan }) {
  return html`<section class="making-result" aria-label="修复结果">
    <p role="status"><strong>已出第 ${found.plan.number} 版（草稿）。</strong>${found.touched.length ? `须通知 ${count(found.touched.length)} 人：` : "没有人的安排因此改变。"}</p>
    ${found.touched.length > 0 && html`<div class="wide"><table>
      <thead><tr><th scope="col">志愿者</th><th scope="col">变动</th></tr></thead>
      <tbody>${found.touched.map((one) => html`<tr><th scope="row">${who(one.volunteer)}</th><td>${one.sentence}</td></tr>`)}</tbody>
    </table></div>`}
    <button type="button" class="making-main" onClick=${() => onPlan(found.plan.id)}>打开第 ${found.plan.number} 版</button>
  </section>`;
}

// `onPlan` is told the new version when it is to be opened.
export function Repair({ plan, onPlan = () => {} }) {
  const [out, setOut] = useState([]);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState(null);
  const [found, setFound] = useState(null);
  useEffect(() => { setOut([]); setFault(null); setFound(null); }, [plan.id]);

  async function repair() {
    setBusy(true);
    setFault(null);
    setFound(null);
    const withdrawals = out.map(({ volunteer, shift }) => ({ volunteerId: volunteer.id, shiftId: shift?.id ?? null }));
    try {
      const { repairPlan: payload } = await ask(REPAIR, { input: { planId: plan.id, withdrawals, seconds: 30 } });
      if (refused(payload)) setFault(payload);
      else {
        setFound(payload);
        say(`已修复：第 ${payload.plan.number} 版，须通知 ${payload.touched.length} 人`);
      }
    } catch (error) {
      setFault(error);
    }
    setBusy(false);
  }

  return html`<div class="making">
    <p>列出来不了的人，在${versionTerm(plan)}上修：能不动的人不动，结果是新的草稿，原版不变。整周不来的人，这一周记作请假。</p>
    <${Search} plan=${plan} out=${out} onOut=${(one) => setOut([...out, one])} />
    ${out.length > 0 && html`<h4>来不了的 ${out.length} 项</h4>
      <ol class="making-out">${out.map((one, k) => html`<li>${one.volunteer.name}：${one.shift ? whole(one.shift) : "整周"}
        <button type="button" onClick=${() => setOut(out.filter((_, other) => other !== k))} aria-label=${`去掉${one.volunteer.name}`}>去掉</button></li>`)}</ol>`}
    <p><button type="button" class="making-main" onClick=${repair} disabled=${busy}>${busy ? "正在修复，最多 30 秒……" : out.length ? "修复" : "按已知的谢绝与变动修复"}</button></p>
    <${Refused} of=${fault} />
    ${found && html`<${Touched} found=${found} onPlan=${onPlan} />`}
  </div>`;
}

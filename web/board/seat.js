// One seat: why this person is here, or why nobody is; who else could come; and what can be done about it.

import { html, useEffect, useRef } from "../vendor/preact/standalone.module.js";
import { filled, lack, SKILLS, state, STATES, STATUS, whole } from "../plan/plan.js";
import { ask } from "../shell/graph.js";
import { useAnswer } from "../shell/hooks.js";
import { SEAT, STAND_INS, WHY_EMPTY, WHY_HERE } from "./documents.js";
import { PURPOSE } from "./edits.js";

const FROM = { HOME: "住处", WORK: "工作单位" };
const tagged = (tag) => SKILLS[tag] ?? tag;

function Waiting({ answer, busy, error, children }) {
  if (error) return html`<p class="board-wrong">${error.message}</p>`;
  if (!answer) return html`<p class="note" role="status">${busy ? "正在核算……" : ""}</p>`;
  if (answer.message) return html`<p class="board-wrong">${[answer.message, ...answer.faults.map((fault) => fault.message)].join("；")}</p>`;
  return children(answer);
}

function needs(shift) {
  const some = shift.someHave.map((need) => { const [tag, count] = need.split("="); return `${tagged(tag)} ${count} 人`; });
  return [shift.allHave.length && `人人须是：${shift.allHave.map(tagged).join("、")}`, some.length && `至少有：${some.join("、")}`,
    shift.noneHave.length && `不得有：${shift.noneHave.map(tagged).join("、")}`].filter(Boolean).join("；");
}

// The best who could come, each put in by a click; `absent` is who sits there now.
function StandIns({ plan, shift, absent, byId, fixed, put }) {
  const found = useAnswer(async () => (await ask(STAND_INS, { plan: plan.id, shift: shift.id, absent: absent?.volunteer?.id ?? null }, { purpose: PURPOSE })).standIns,
    [plan.id, plan.version, shift.id, absent?.id]);
  if (shift.forTeams) return null;
  const leaves = (one) => { const from = one.leaves && byId.get(one.leaves.id); return from ? `离开 ${from.place.name} ${whole(from)}` : ""; };
  return html`<section><h3>${absent ? "谁能替" : "谁能来"}</h3>
    <${Waiting} ...${found}>${({ candidates }) => (candidates.length ? html`<ol class="board-ins">${candidates.map((one) => html`<li>
      <p><b>${one.volunteers.map((who) => who.name).join("、")}</b> ${one.volunteers.length > 1 && html`<span class="note">须同来</span>`}</p>
      <p class="note">${[one.consequence, leaves(one)].filter(Boolean).join("；")}</p>
      ${!fixed && html`<button type="button" onClick=${() => put(one, absent)}>${absent ? "换上" : "放入"}${one.volunteers.map((who) => who.name).join("、")}</button>`}
    </li>`)}</ol>` : html`<p>没有人能${absent ? "替" : "来"}。</p>`)}<//>
  </section>`;
}

function WhyEmpty({ plan, shift, fixed, put }) {
  const found = useAnswer(async () => (await ask(WHY_EMPTY, { plan: plan.id, shift: shift.id }, { purpose: PURPOSE })).whyEmpty, [plan.id, plan.version, shift.id]);
  return html`<section><h3>为何空缺</h3>
    <ul>${shift.missing.map((fall) => html`<li>${lack(fall)}${fall.why.length ? `：${fall.why.join("；")}` : ""}</li>`)}</ul>
    <${Waiting} ...${found}>${(why) => html`
      <p>看过 ${why.asked} 人，逐条排除后${why.leftCount ? `还有 ${why.leftCount} 人能来，但在别处对计划更有用` : "没有人能来"}。</p>
      ${why.steps.length > 0 && html`<table><caption>因何不能来</caption><tbody>${why.steps.map((step) => html`<tr><th scope="row">${step.reason}</th><td class="number">${step.people} 人</td></tr>`)}</tbody></table>`}
      ${why.relaxations.length > 0 && html`<p>怎样才有人来：</p><ul>${why.relaxations.slice(0, 5).map((one) => html`<li>${one.sentence}</li>`)}</ul>`}
      ${why.stillFree.length > 0 && html`<p>能来而在别处的：</p><ul>${why.stillFree.map((one) => html`<li>${one.volunteer?.name ?? "（不在您的范围）"}
        <span class="note">${one.instead.length ? `现在：${one.instead.join("；")}` : "本周没有班次"}</span>
        ${!fixed && one.volunteer && !shift.forTeams && html` <button type="button" onClick=${() => put({ volunteers: [one.volunteer], leaves: null }, null)}>放入</button>`}</li>`)}</ul>`}`}<//>
  </section>`;
}

// The assignment's sentence, part by part: the walk, and what ties the person to the place.
function WhyHere({ plan, shift, one, byId }) {
  const found = useAnswer(async () => (await ask(SEAT, { id: one.id }, { purpose: PURPOSE })).node, [one.id, one.version, plan.version]);
  return html`<section><h3>为何在此</h3><${Waiting} ...${found}>${(seat) => html`
    ${seat.reason ? html`<ul>${seat.reason.split("；").map((part) => html`<li>${part}</li>`)}</ul>` : html`<p>人工调整，未记理由。</p>`}
    <dl class="board-facts">
      <div><dt>步行</dt><dd>${seat.metres === null ? "—" : `${seat.metres} 米`}${seat.walkFrom ? html` <small>从${FROM[seat.walkFrom] ?? "所在处"}</small>` : ""}</dd></div>
      <div><dt>单位</dt><dd>${seat.volunteer?.organizations.nodes.map((node) => node.name).join("、") || "—"}</dd></div>
      <div><dt>服务站</dt><dd>${seat.volunteer?.station?.name ?? "—"}</dd></div>
      ${seat.volunteer?.skills.length > 0 && html`<div><dt>特长</dt><dd>${seat.volunteer.skills.map(tagged).join("、")}</dd></div>`}
      ${seat.volunteer?.minor && html`<div><dt>年龄</dt><dd>未成年人，须有人陪同</dd></div>`}
    </dl>
    ${seat.volunteer && html`<${Parts} plan=${plan} shift=${shift} one=${one} byId=${byId} metres=${seat.metres} />`}`}<//></section>`;
}

const PARTS = [["claim", "认领"], ["served", "近四周来过"], ["prefers", "意愿"], ["load", "本周负荷"]];
const LACKS = [["belowMinimum", "低于最少人数"], ["needsUnmet", "缺必备人员"], ["belowDesired", "低于期望人数"]];
const signed = (number) => `${number > 0 ? "+" : "−"}${Math.abs(number)}`;

// The first part of the plan's cost that would be another one.
function changed(change) {
  const [name, term] = LACKS.find(([part]) => change[part]) ?? [];
  if (name) return `“${term}”${signed(change[name])}`;
  return change.inconvenience ? `不便 ${signed(change.inconvenience)} 米以内` : "同样好";
}

// What the seat costs the plan, part by part, and what the next best would cost; read off the plan as it is now.
function Parts({ plan, shift, one, byId, metres }) {
  const found = useAnswer(async () => (await ask(WHY_HERE, { plan: plan.id, shift: shift.id, volunteer: one.volunteer.id }, { purpose: PURPOSE })).whyHere,
    [plan.id, plan.version, shift.id, one.id]);
  const where = (next) => { const there = byId.get(next.shift?.id); return there ? `${there.place.name} ${whole(there)}` : "别处"; };
  return html`<${Waiting} ...${found}>${(why) => html`<table class="board-parts"><caption>这一岗的代价，逐项（米）</caption><tbody>
    <tr><th scope="row">步行</th><td class="number">${metres ?? "—"}</td></tr>
    ${PARTS.filter(([name]) => why[name]).map(([name, term]) => html`<tr><th scope="row">${term}</th><td class="number">${signed(why[name])}</td></tr>`)}
    ${why.nextPlace && html`<tr><th scope="row">此人改去 ${where(why.nextPlace)}</th><td>${changed(why.nextPlace.change)}</td></tr>`}
    ${why.nextPerson && html`<tr><th scope="row">换${why.nextPerson.volunteer?.name ?? "人"}来</th><td>${changed(why.nextPerson.change)}</td></tr>`}
  </tbody></table>`}<//>`;
}

export function Seat({ plan, shift, one, byId, edits, choose, moving, close }) {
  const head = useRef(null);
  useEffect(() => { if (matchMedia("(max-width: 75rem)").matches) head.current?.focus(); }, [shift.id, one?.id]);
  const fixed = plan.status !== "DRAFT";
  const published = fixed && html`<p class="note">这一版已发布，不能再直接调整；有人来不了，请用“修复”。</p>`;
  // Whoever leaves another shift is moved, whoever is new is added; the server brings those who must come along.
  const put = async (found, absent) => {
    const [who] = found.volunteers;
    const seat = found.leaves && byId.get(found.leaves.id)?.people.find((other) => other.volunteer?.id === who.id);
    const come = () => (seat ? edits.move(seat.id, shift.id) : edits.add(shift.id, who));
    if (await (absent ? edits.replace(absent.id, who, found.leaves?.id ?? null) : come())) choose(shift.id, null);
  };
  const is = state([shift]);
  return html`<aside class="board-seat" aria-labelledby="board-seat-title">
    <header>
      <h2 id="board-seat-title" tabindex="-1" ref=${head}>${one ? one.volunteer?.name ?? "志愿者" : shift.place.name}</h2>
      <button type="button" class="board-close" onClick=${close} aria-label="关闭岗位面板">×</button>
    </header>
    <p>${one ? `${shift.place.name} ` : ""}${whole(shift)} · ${shift.category?.name ?? "未定类别"}</p>
    <p class=${`board-state ${is}`}>${filled([shift])}，${STATES[is][1]}（最少 ${shift.min}，期望 ${shift.desired}，最多 ${shift.max}）</p>
    ${needs(shift) && html`<p class="note">${needs(shift)}</p>`}
    ${published}
    ${one ? html`
      <p class="board-acts">${[one.team?.name, STATUS[one.status]].filter(Boolean).map((mark) => html`<span class="board-mark">${mark}</span>`)}
        ${!fixed && !one.team && html`
          <button type="button" onClick=${() => moving(one.id)}>移到……</button>
          <button type="button" aria-pressed=${one.pinned} onClick=${() => edits.pin(one.id, !one.pinned)}>${one.pinned ? "解除锁定" : "锁定"}</button>
          <button type="button" onClick=${async () => { if (await edits.remove(one.id)) choose(shift.id, null); }}>撤下</button>`}
        ${!fixed && one.team && html`<span class="note">随队同去同留，不能单独调整。</span>`}
        <button type="button" onClick=${() => choose(shift.id, null)}>看整个班次</button></p>
      <${WhyHere} plan=${plan} shift=${shift} one=${one} byId=${byId} />
      ${!one.team && html`<${StandIns} plan=${plan} shift=${shift} absent=${one} byId=${byId} fixed=${fixed} put=${put} />`}`
    : html`
      ${shift.people.length > 0 && html`<section><h3>在岗</h3><ul class="board-there">${shift.people.map((other) => html`<li>
        <button type="button" onClick=${() => choose(shift.id, other.id)}>${other.volunteer?.name ?? "志愿者"}</button> ${[other.team?.name, other.pinned && "锁定", STATUS[other.status]].filter(Boolean).join("，")}</li>`)}</ul></section>`}
      ${shift.gone.length > 0 && html`<p class="note">谢绝或撤下：${shift.gone.map((other) => other.volunteer?.name ?? "志愿者").join("、")}</p>`}
      ${shift.missing.length > 0 && html`<${WhyEmpty} plan=${plan} shift=${shift} fixed=${fixed} put=${put} />`}
      <${StandIns} plan=${plan} shift=${shift} absent=${null} byId=${byId} fixed=${fixed} put=${put} />`}
  </aside>`;
}

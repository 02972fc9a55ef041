// Publishing: said what it means, asked twice, told what came of it.

import { percent, versionTerm } from "../plan/plan.js";
import { ask } from "../shell/graph.js";
import { say, useAnswer } from "../shell/hooks.js";
import { html, useEffect, useRef, useState } from "../vendor/preact/standalone.module.js";
import { PUBLISH, REVISION } from "./documents.js";
import { count, Refused, refused } from "./words.js";

const MEANING = "发布后，本版的派班成为对志愿者的邀请：本人可以接受或谢绝，不是指派；已发布的版本不能再手工改，有人退出就用“修复”出新版本。";

export function Publish({ plan, onPlan = () => {} }) {
  const { answer: seen } = useAnswer(async () => (await ask(REVISION, { id: plan.id })).node, [plan.id, plan.assigned, plan.status]);
  const [sure, setSure] = useState(false);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState(null);
  const confirm = useRef(null);
  useEffect(() => { setSure(false); setFault(null); }, [plan.id]);
  useEffect(() => { if (sure) confirm.current?.focus(); }, [sure]);

  async function publish() {
    setBusy(true);
    setFault(null);
    try {
      const { publishPlan: payload } = await ask(PUBLISH, { input: { planId: plan.id, version: seen?.version ?? null } });
      if (refused(payload)) setFault(payload);
      else {
        say(`${versionTerm({ ...plan, status: "PUBLISHED" })}：各班次的人将收到邀请`);
        onPlan(plan.id);
      }
    } catch (error) {
      setFault(error);
    }
    setBusy(false);
    setSure(false);
  }

  if (plan.status === "PUBLISHED") return html`<p class="making making-done" role="status">✓ ${versionTerm(plan)}。每个派班都是邀请，等本人答复。</p>`;
  return html`<div class="making" onKeyDown=${(event) => event.key === "Escape" && setSure(false)}>
    <p>${MEANING}</p>
    <${Refused} of=${fault} />
    ${sure
      ? html`<div class="making-sure" role="group" aria-label="确认发布">
          <p><strong>要发布${versionTerm(plan)}：${count(plan.assigned)} 人次，期望岗位填满 ${percent(plan.cover)}。</strong></p>
          <button type="button" class="making-main" ref=${confirm} onClick=${publish} disabled=${busy}>${busy ? "正在发布……" : "再按一次，确认发布"}</button>
          <button type="button" onClick=${() => setSure(false)} disabled=${busy}>先不发布</button>
        </div>`
      : html`<button type="button" class="making-main" onClick=${() => setSure(true)}>发布第 ${plan.number} 版</button>`}
  </div>`;
}

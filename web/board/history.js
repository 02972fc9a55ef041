// What was done to this version by hand, and why the last attempt was refused.

import { html, useEffect, useRef } from "../vendor/preact/standalone.module.js";

const clock = (iso) => new Date(iso).toLocaleString("zh-CN", { month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit" });

export function History({ edits, me, choose, byId }) {
  return html`<section class="board-panel" aria-label="修改记录">
    <h2>修改记录</h2>
    ${edits.length ? html`<ol class="board-history">${edits.map((edit) => html`<li key=${edit.number} class=${edit.undone ? "undone" : ""}>
      <time datetime=${edit.at}>${clock(edit.at)}</time> <b>${edit.by === me.name ? "我" : edit.by}</b> ${edit.sentence}${edit.undone ? "（已撤销）" : ""}
      ${edit.shift && byId.has(edit.shift.id) && html` <button type="button" onClick=${() => choose(edit.shift.id, null)}>看班次</button>`}
    </li>`)}</ol>` : html`<p class="note">这一版还没有人工改动。</p>`}
  </section>`;
}

export function Refusal({ refusal, close }) {
  const at = useRef(null);
  useEffect(() => { if (refusal) at.current?.scrollIntoView({ block: "nearest" }); }, [refusal]);
  return html`<div role="alert" ref=${at} class="board-alert">${refusal && html`<div class="board-refusal">
    <p><b>${refusal.title}</b>：${refusal.message}${refusal.conflict ? "。已重新读取，请看过再改。" : ""}</p>
    ${refusal.faults.length > 0 && html`<ul>${refusal.faults.map((fault) => html`<li>${fault}</li>`)}</ul>`}
    <button type="button" onClick=${close}>知道了</button>
  </div>`}</div>`;
}

// The answer to an offer: one's own, or by whoever has the volunteer's word.

import { ask } from "../shell/graph.js";
import { accepted, say } from "../shell/hooks.js";
import { html, useState } from "../vendor/preact/standalone.module.js";
import { RESPOND } from "./documents.js";

// `who` is the volunteer on whose word it is answered; without it one answers for oneself.
export function Respond({ one, who = "", onAnswered }) {
  const [declining, setDeclining] = useState(false);
  const [reason, setReason] = useState("");
  const [busy, setBusy] = useState(false);
  const on = who ? "代为" : "";
  const send = async (answer) => {
    setBusy(true);
    try {
      const { respond } = await ask(RESPOND, {
        input: { assignmentId: one.id, answer, version: one.version, reason: answer === "DECLINE" ? reason.trim() : "" },
      });
      if (accepted(respond)) say(answer === "ACCEPT" ? `已${on}接受` : `已${on}谢绝`);
      setDeclining(false);
    } catch (error) {
      say(error.message, "bad");
    }
    setBusy(false);
    onAnswered();
  };
  if (declining) {
    return html`
      <form class="station-declining" onSubmit=${(event) => { event.preventDefault(); send("DECLINE"); }}>
        <label>谢绝的原因（可不写）<input value=${reason} maxlength="100" onInput=${(event) => setReason(event.target.value)} /></label>
        <p class="station-row"><button type="submit" class="station-small" disabled=${busy}>确认谢绝</button>
          <button type="button" class="station-small" onClick=${() => setDeclining(false)}>不谢绝了</button></p>
      </form>`;
  }
  const label = (verb) => (who ? `${on}${verb}（${who}）` : verb);
  return html`
    ${one.status !== "ACCEPTED" && html`<button type="button" class="station-small" disabled=${busy} aria-label=${label("接受")} onClick=${() => send("ACCEPT")}>${on}接受</button>`}
    ${one.status !== "DECLINED" && html`<button type="button" class="station-small" disabled=${busy} aria-label=${label("谢绝")} onClick=${() => setDeclining(true)}>${on}谢绝</button>`}`;
}

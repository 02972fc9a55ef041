// Who could come instead, best first; whoever plans puts them in.

import { ask } from "../shell/graph.js";
import { useAnswer } from "../shell/hooks.js";
import { html } from "../vendor/preact/standalone.module.js";
import { Contact } from "./contact.js";
import { STAND_INS } from "./documents.js";

// A declined seat is empty already, so nobody's absence is asked about; whoever declined here is not asked again.
async function asked(shift) {
  const { standIns } = await ask(STAND_INS, { plan: shift.plan, shift: shift.id });
  if (standIns.message) throw new Error(standIns.message);
  const declined = new Set(shift.people.filter((one) => one.status === "DECLINED").map((one) => one.volunteer?.id));
  return standIns.candidates.filter((one) => one.volunteers.length && !one.volunteers.some((who) => declined.has(who.id)));
}

export function StandIns({ shift, absent, onClose }) {
  const { answer, error, busy } = useAnswer(() => asked(shift), [shift.id, absent?.id]);
  return html`
    <section class="station-stand-ins" aria-label="替补">
      <h4>${absent ? `谁能替${absent.name}` : "谁能补空岗"}</h4>
      <div role="status">
        ${busy && html`<p>正在找……第一次要等一会儿。</p>`}
        ${error && html`<p class="station-bad">${error.message}</p>`}
        ${!busy && answer?.length === 0 && html`<p>眼下没有人既有空又走得到。请告诉街道统筹员。</p>`}
      </div>
      ${answer?.length > 0 && html`
        <ol>${answer.map((one) => html`
          <li key=${one.volunteers.map((who) => who.id).join()}>
            ${one.volunteers.map((who) => html`
              <p class="station-row"><strong>${who.name}</strong>
                <span class="station-note">${who.organizations.nodes.map((from) => from.name).join("、")}</span>
                <${Contact} person=${who} purpose="请替补志愿者到岗" /></p>`)}
            <p class="station-note">${one.consequence}</p>
          </li>`)}</ol>
        <p class="station-note">谈妥以后，请街道统筹员排进计划。</p>`}
      <button type="button" class="station-small" onClick=${onClose}>收起</button>
    </section>`;
}

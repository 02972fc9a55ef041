// Somebody's phone number, looked at for a purpose; it is forgotten when the page is left.

import { ask } from "../shell/graph.js";
import { say } from "../shell/hooks.js";
import { html, useEffect, useState } from "../vendor/preact/standalone.module.js";
import { PHONES } from "./documents.js";

const dialled = (phone) => phone.replace(/[^\d+]/g, "");

// The numbers of these people, as far as they may be seen; each look is written down.
export async function numbers(people, purpose) {
  const found = [];
  for (let from = 0; from < people.length; from += 100) {
    const { nodes } = await ask(PHONES, { ids: people.slice(from, from + 100).map((one) => one.id) }, { purpose });
    found.push(...nodes.filter((one) => one?.phone && !one.phone.includes("*")).map((one) => dialled(one.phone)));
  }
  return found;
}

// Calls `forget` when the page is put away, also where the browser keeps it for going back.
export function useForgotten(forget) {
  useEffect(() => {
    addEventListener("pagehide", forget);
    return () => removeEventListener("pagehide", forget);
  }, []);
}

export function Contact({ person, purpose }) {
  const [phone, setPhone] = useState("");
  useForgotten(() => setPhone(""));
  if (person.minor) return html`<span class="station-note">未成年人，请经所在单位联系</span>`;
  if (phone) return html`<a class="station-call" href=${`tel:${phone}`}>拨打 ${phone}</a>`;
  const look = async () => {
    try {
      const [found] = await numbers([person], purpose);
      if (found) setPhone(found);
      else say("没有可看的号码", "bad");
    } catch (error) {
      say(error.message, "bad");
    }
  };
  return html`<button type="button" class="station-small" onClick=${look} aria-label=${`显示${person.name}的电话`}>电话</button>`;
}

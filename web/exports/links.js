// Files of a week's roster, and links to calendars: buttons that other pages put where they belong.

import { ask, headers, request } from "../shell/graph.js";
import { accepted, say } from "../shell/hooks.js";
import { html, useEffect, useRef, useState } from "../vendor/preact/standalone.module.js";
import { CALENDAR_LINK, REVOKE_CALENDAR_LINKS, STILL } from "./documents.js";

const FORMATS = [["xlsx", "Excel"], ["pdf", "PDF（A4）"], ["csv", "CSV"]];
const KEPT = 60000;
let numbered = 0;

// Fetches a file with the user's own token, renewed when it has run out, and has the browser keep it.
export async function download(path, purpose = "") {
  let answer = await request(path, { headers: headers(purpose) });
  if (answer.status === 401) {
    await ask(STILL);
    answer = await request(path, { headers: headers(purpose) });
  }
  if (!answer.ok) {
    const told = await answer.json().catch(() => null);
    throw new Error(told?.errors?.map((error) => error.message).join("；") || "导出失败");
  }
  const [, name] = /filename\*=UTF-8''([^;]+)/.exec(answer.headers.get("content-disposition") ?? "") ?? [];
  const address = URL.createObjectURL(await answer.blob());
  const link = document.createElement("a");
  link.href = address;
  link.download = decodeURIComponent(name ?? "week");
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), KEPT);
}

// `plan`, `road`, `station`, `line`, `volunteer` are objects with an id, or left out; a calendar is offered for a station or a
// volunteer. `phones` says whether the role may have phones in a file at all.
export function Exports({ plan, road, station, line, volunteer, phones = true }) {
  return html`
    <div class="exports">
      ${plan && html`<${Files} plan=${plan} road=${road} station=${station} line=${line} phones=${phones} />`}
      ${(station || volunteer) && html`<${CalendarLink} key=${(station ?? volunteer).id} station=${station} volunteer=${volunteer} />`}
    </div>`;
}

function Files({ plan, road, station, line, phones }) {
  const [busy, setBusy] = useState("");
  const [by, setBy] = useState(station ? "station" : "road");
  const [purpose, setPurpose] = useState("");
  const [name] = useState(() => `exports-${++numbered}`);
  const fetchAs = async (format) => {
    setBusy(format);
    const chosen = Object.entries({ road, station, line }).filter(([, one]) => one).map(([key, one]) => [key, one.id]);
    try {
      await download(`/exports/week.${format}?${new URLSearchParams([["plan", plan.id], ...chosen, ["by", by]])}`, purpose.trim());
      say(purpose.trim() ? "已导出；其中的电话已记入审计" : "已导出");
    } catch (error) {
      say(error.message, "bad");
    }
    setBusy("");
  };
  return html`
    <div class="exports-files" role="group" aria-label="导出排班表">
      ${FORMATS.map(([format, term]) => html`
        <button type="button" key=${format} disabled=${Boolean(busy)} aria-busy=${busy === format} onClick=${() => fetchAs(format)}>
          ${busy === format ? "正在导出……" : `导出 ${term}`}
        </button>`)}
      <label>分页
        <select value=${by} onChange=${(event) => setBy(event.currentTarget.value)}>
          <option value="road">按道路</option>
          <option value="station">按服务站</option>
        </select>
      </label>
      ${phones && html`
        <label class="exports-purpose" for=${name}>带电话，用途
          <input id=${name} value=${purpose} maxlength="200" placeholder="不写就不带电话；写明则记入审计"
            onInput=${(event) => setPurpose(event.currentTarget.value)} />
        </label>`}
    </div>`;
}

function CalendarLink({ station, volunteer }) {
  const [link, setLink] = useState(null);
  const [busy, setBusy] = useState(false);
  const field = useRef(null);
  const whole = link && new URL(link.path, location.href).href;
  useEffect(() => { if (link) field.current?.focus(); }, [link]);
  const change = async (work) => {
    setBusy(true);
    try {
      await work();
    } catch (error) {
      say(error.message, "bad");
    }
    setBusy(false);
  };
  const make = () => change(async () => {
    const input = station ? { stationId: station.id } : { volunteerId: volunteer.id };
    const made = accepted((await ask(CALENDAR_LINK, { input })).calendarLink);
    if (made) setLink(made);
  });
  const revoke = () => change(async () => {
    const gone = accepted((await ask(REVOKE_CALENDAR_LINKS)).revokeCalendarLinks);
    if (!gone) return;
    setLink(null);
    say(`已收回 ${gone.count} 个日历链接`);
  });
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(whole);
    } catch {
      field.current.select();
      return say("浏览器不让自动复制；链接已选中，请按复制键");
    }
    return say("链接已复制；请像口令一样保管");
  };
  return html`
    <div class="exports-calendar" role="group" aria-label="日历订阅">
      <button type="button" disabled=${busy} onClick=${make}>${station ? "订阅本站日历" : "订阅日历"}</button>
      ${link && html`
        <label>链接 <input ref=${field} readonly value=${whole} onFocus=${(event) => event.currentTarget.select()} /></label>
        <button type="button" onClick=${copy}>复制链接</button>
        <button type="button" disabled=${busy} onClick=${revoke}>收回我的全部链接</button>
        <p class="hint">把链接加到手机或电脑的日历里，会自动更新。有链接的人都能看，请像口令一样保管；${link.expiresAt.slice(0, 10)} 前有效，改口令后失效。</p>`}
    </div>`;
}

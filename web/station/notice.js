// A message to everybody of a shift or a day: composed here, sent from the leader's own phone.

import { say } from "../shell/hooks.js";
import { dayTerm, weekdayTerm } from "../shell/days.js";
import { html, useEffect, useRef, useState } from "../vendor/preact/standalone.module.js";
import { numbers, useForgotten } from "./contact.js";
import { STANDING, time } from "./week.js";

// Place, time, theme and who; minors are counted, not named.
export function compose(station, day, shifts) {
  const lines = shifts.map((shift) => {
    const come = standing([shift]);
    const young = come.filter((one) => one.minor).length;
    const who = [...come.filter((one) => !one.minor).map((one) => one.name), ...(young ? [`另有未成年人 ${young} 名`] : [])];
    return `${time(shift)}，${shift.place}，${shift.category.name}：${who.join("、")}`;
  });
  const theme = shifts.find((shift) => shift.theme)?.theme;
  return [
    `【${station.name}】${dayTerm(day)}（${weekdayTerm(day)}）志愿服务`,
    ...lines,
    ...(theme ? [`本月主题：${theme}`] : []),
    "如不能来，请尽早告诉站长。谢谢！",
  ].join("\n");
}

// Everybody who comes, once each.
export function standing(shifts) {
  const coming = shifts.flatMap((shift) => shift.people).filter((one) => STANDING.includes(one.status) && one.volunteer);
  return [...new Map(coming.map((one) => [one.volunteer.id, one.volunteer])).values()];
}

// Where the browser gives no clipboard to pages (plain HTTP on another machine), the text is taken from the field itself.
async function copy(field) {
  try {
    await navigator.clipboard.writeText(field.value);
  } catch {
    field.select();
    if (!document.execCommand("copy")) return say("浏览器不让复制：文字已选中，请用系统的“复制”", "bad");
  }
  say("已复制");
}

export function Notice({ station, day, shifts, onClose }) {
  const [text, setText] = useState(() => compose(station, day, shifts));
  const [phones, setPhones] = useState(null);
  const field = useRef(null);
  const people = standing(shifts);
  const grown = people.filter((one) => !one.minor);
  useForgotten(() => setPhones(null));
  useEffect(() => { field.current.focus(); }, []);
  const look = async () => {
    try {
      setPhones(await numbers(grown, `给${dayTerm(day)}到岗的人发短信`));
    } catch (error) {
      say(error.message, "bad");
    }
  };
  return html`
    <section class="station-notice" aria-label="通知">
      <label>给 ${people.length} 人的通知（可修改）
        <textarea ref=${field} rows="7" value=${text} onInput=${(event) => setText(event.target.value)}></textarea></label>
      <p class="station-row">
        <button type="button" class="station-main" onClick=${() => copy(field.current)}>复制文字</button>
        ${phones === null
          ? grown.length > 0 && html`<button type="button" onClick=${look}>取号码发短信</button>`
          : phones.length
            ? html`<a class="station-call" href=${`sms:${phones.join(",")}?body=${encodeURIComponent(text)}`}>打开短信（${phones.length} 个号码）</a>`
            : html`<span class="station-note">没有可看的号码</span>`}
        <button type="button" onClick=${onClose}>收起</button>
      </p>
      ${phones !== null && people.length > phones.length && html`<p class="station-note">另有 ${people.length - phones.length} 人没有可用的号码（未成年人请经所在单位通知）。</p>`}
    </section>`;
}

// A roster comes in: what was done, or what is wrong in which row, in place.

import { download } from "../exports/links.js";
import { LoggedOut } from "../shell/graph.js";
import { say } from "../shell/hooks.js";
import { upload } from "../shell/upload.js";
import { html, useRef, useState } from "../vendor/preact/standalone.module.js";
import { IMPORT_ROSTER } from "./documents.js";

const LINES = { "党员": "PARTY", "职工": "WORKERS", "青少年": "YOUTH", "巾帼": "WOMEN", "社工": "SOCIAL_WORK" };
const SYSTEMS = [["", "各行自己写明，或没有坐标"], ["WGS84", "WGS-84（GPS）"], ["GCJ02", "GCJ-02（高德、腾讯）"], ["BD09", "BD-09（百度）"]];
const SHOWN = 200;

function Faults({ caption, faults }) {
  return html`
    <div class="wide" tabindex="0" role="region" aria-label=${caption}>
      <table class="line-table">
        <caption>${caption}${faults.length > SHOWN ? `（先列 ${SHOWN} 处）` : ""}</caption>
        <thead><tr><th scope="col" class="number">行</th><th scope="col">列</th><th scope="col">问题</th><th scope="col">应为</th><th scope="col">写的是</th></tr></thead>
        <tbody>${faults.slice(0, SHOWN).map((fault, index) => html`
          <tr key=${index}><th scope="row" class="number">${fault.row ?? "—"}</th><td>${fault.field}</td><td>${fault.message}</td><td>${fault.expected}</td><td>${fault.value}</td></tr>`)}</tbody>
      </table>
    </div>`;
}

function Result({ told }) {
  if (told.message) {
    return html`<div role="alert"><p class="line-bad"><strong>没有导入：${told.message}</strong> <code>${told.code}</code></p>
      ${told.faults.length > 0 && html`<${Faults} caption=${`要改的 ${told.faults.length} 处`} faults=${told.faults} />`}</div>`;
  }
  return html`<div role="status"><p class="line-good"><strong>✓ 已导入</strong>：共 ${told.rows} 行，新增 ${told.added} 人，更新 ${told.changed} 人，
      未变 ${told.unchanged} 人，新增成员关系 ${told.membershipsAdded} 份。</p>
    ${told.rejected.length > 0 && html`<${Faults} caption=${`退回的 ${told.rejected.length} 处，改好后再导入一次即可`} faults=${told.rejected} />`}
    ${told.warnings.length > 0 && html`<${Faults} caption=${`提示 ${told.warnings.length} 处`} faults=${told.warnings} />`}</div>`;
}

const template = () => download("/rosters/template.xlsx").catch((error) => say(error.message, "bad"));

export function Roster({ lines, onImported }) {
  const [told, setTold] = useState(null);
  const [busy, setBusy] = useState(false);
  const form = useRef(null);
  const send = async (event) => {
    event.preventDefault();
    const given = new FormData(form.current);
    setBusy(true);
    setTold(null);
    try {
      const input = { line: given.get("line"), coordinates: given.get("coordinates") || null, acceptValid: given.has("valid") };
      const { importRoster } = await upload(IMPORT_ROSTER, input, "file", given.get("file"));
      setTold(importRoster);
      if (!importRoster.message) onImported();
    } catch (error) {
      if (error instanceof LoggedOut) return location.reload();
      say(error.message, "bad");
    } finally {
      setBusy(false);
    }
  };
  return html`
    <form ref=${form} class="line-roster" onSubmit=${send}>
      <label>名册文件（.xlsx、.xls、.csv，10 MB 以内） <input type="file" name="file" accept=".xlsx,.xls,.csv" required onChange=${() => setTold(null)} /></label>
      <label>条线 <select name="line">${lines.map((line) => html`<option key=${line.id} value=${LINES[line.name]}>${line.name}</option>`)}</select></label>
      <label>坐标系 <select name="coordinates">${SYSTEMS.map(([value, term]) => html`<option key=${value} value=${value}>${term}</option>`)}</select></label>
      <label class="line-check"><input type="checkbox" name="valid" /> 有错的行退回，其余照样导入（不选：有一处错就一行也不导入）</label>
      <p class="line-tabs"><button type="submit" class="line-main" disabled=${busy}>${busy ? "正在导入……" : "导入"}</button>
        <button type="button" onClick=${template}>下载空白模板</button></p>
    </form>
    ${told && html`<${Result} told=${told} />`}`;
}

// A long list, fifty at a time: what is searched, which page, and how to turn it.

import { useAnswer } from "../shell/hooks.js";
import { html, useEffect, useState } from "../vendor/preact/standalone.module.js";

const SIZE = 50;
const PAUSE = 300;

// The page of a list for this search; `load` takes {text, after}; other inputs than the search start again at the first page.
export function usePages(load, inputs) {
  const [text, setText] = useState("");
  const [cursors, setCursors] = useState([null]);
  useEffect(() => { setCursors([null]); }, inputs);
  const after = cursors.at(-1);
  const state = useAnswer(() => load({ text, after }), [...inputs, text, after]);
  return {
    ...state,
    text,
    number: cursors.length,
    search: (next) => { setText(next); setCursors([null]); },
    next: () => setCursors([...cursors, state.answer.pageInfo.endCursor]),
    back: () => setCursors(cursors.slice(0, -1)),
  };
}

export function Search({ label, pages }) {
  const [typed, setTyped] = useState(pages.text);
  useEffect(() => {
    const wait = setTimeout(() => { if (typed.trim() !== pages.text) pages.search(typed.trim()); }, PAUSE);
    return () => clearTimeout(wait);
  }, [typed]);
  return html`<label class="line-search">${label} <input type="search" value=${typed} maxlength="40" onInput=${(event) => setTyped(event.target.value)} /></label>`;
}

export function Turn({ pages }) {
  const { answer, busy, number } = pages;
  if (!answer) return null;
  const from = (number - 1) * SIZE;
  return html`
    <p class="line-turn"><span role="status">${answer.totalCount ? `第 ${from + 1}–${from + answer.nodes.length} 条，共 ${answer.totalCount} 条` : "没有找到"}</span>
      ${answer.totalCount > SIZE && html`
        <button type="button" disabled=${busy || number === 1} onClick=${pages.back}>上一页</button>
        <button type="button" disabled=${busy || !answer.pageInfo.hasNextPage} onClick=${pages.next}>下一页</button>`}</p>`;
}

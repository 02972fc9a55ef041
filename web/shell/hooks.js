// What pages share: a question with its answer, and the state of a request.

import { useCallback, useEffect, useRef, useState } from "../vendor/preact/standalone.module.js";
import { LoggedOut, onReconnect } from "./graph.js";

// Runs `work` now and whenever one of `inputs` changes, and again after the connection was lost; an answer that comes too late
// is dropped. Gives what it returned, what it threw, whether it runs, and how to run it again.
export function useAnswer(work, inputs) {
  const [state, setState] = useState({ answer: null, error: null, busy: true });
  const turn = useRef(0);
  const again = useCallback(async () => {
    const now = ++turn.current;
    setState((old) => ({ ...old, busy: true }));
    let next;
    try {
      next = { answer: await work(), error: null, busy: false };
    } catch (error) {
      if (error instanceof LoggedOut) return location.reload();
      next = { answer: null, error, busy: false };
    }
    if (now === turn.current) setState(next);
    return next.answer;
  }, inputs);
  useEffect(() => {
    again();
    return () => { turn.current += 1; };
  }, inputs);
  useEffect(() => onReconnect(again), [again]);
  return { ...state, again };
}

// Says something to everybody, those who only hear it as well; it goes after a while unless something else is said.
let clear = 0;
export function say(text, kind = "") {
  const at = document.getElementById("said");
  at.className = kind;
  at.textContent = text;
  clearTimeout(clear);
  clear = setTimeout(() => { at.textContent = ""; }, kind === "bad" ? 12000 : 5000);
}

// The payload of a mutation, or null after its refusal was said: message and every fault.
export function accepted(payload) {
  if (!payload || !("message" in payload && "faults" in payload)) return payload;
  say([payload.message, ...payload.faults.map((fault) => fault.message)].join("；"), "bad");
  return null;
}

// What others change in the open plan, as it happens: who, what, and which shifts must be read anew.

import { useCallback, useEffect, useRef, useState } from "../vendor/preact/standalone.module.js";
import { ask, listen } from "../shell/graph.js";
import { say } from "../shell/hooks.js";
import { CHANGED, EDITS } from "./documents.js";

const KNOWN = 50;

// The plan's history, newest first, and what is to be done when the plan is another than the one that is shown.
export function useHistory({ plan, me, seating, renewed }) {
  const [edits, setEdits] = useState([]);
  const [others, setOthers] = useState(new Map());
  const shown = useRef(plan), known = useRef(null);
  if (plan?.id !== shown.current?.id || (plan?.version ?? 0) >= (shown.current?.version ?? 0)) shown.current = plan;

  // Reads the history; the shifts of whatever is new in it are read anew, or everything when that is too much to know.
  const look = useCallback(async () => {
    const before = shown.current?.version ?? 0, had = known.current;
    const { node } = await ask(EDITS, { id: plan.id });
    const fresh = had === null ? [] : node.edits.filter((edit) => edit.number > had);
    known.current = node.edits[0]?.number ?? 0;
    setEdits(node.edits);
    if (node.version > before) {
      shown.current = node;
      renewed(node);
    }
    if (had !== null) { // also after one's own change: somebody else's may have come with it
      const ids = [...new Set(fresh.flatMap((edit) => [edit.shift?.id, edit.otherShift?.id]).filter(Boolean))];
      if (fresh.length >= KNOWN || (!fresh.length && node.version > before)) await seating.load();
      else if (ids.length) await seating.refresh(ids);
    }
    const foreign = fresh.filter((edit) => edit.by !== me.name);
    if (foreign.length) {
      say(`${foreign[0].by}：${foreign[0].sentence}${foreign.length > 1 ? `（另有 ${foreign.length - 1} 处改动）` : ""}`);
      setOthers((old) => new Map([...old, ...foreign.flatMap((edit) => [edit.shift, edit.otherShift].filter(Boolean).map((shift) => [shift.id, edit]))]));
    }
  }, [plan?.id, seating.load, seating.refresh, renewed]);

  const queue = useRef(Promise.resolve());
  const catchUp = useCallback(() => {
    const next = queue.current.then(look);
    queue.current = next.catch(() => {});
    return next;
  }, [look]);

  useEffect(() => {
    known.current = null;
    setEdits([]);
    setOthers(new Map());
    if (!plan) return undefined;
    catchUp().catch(() => {});
    return listen(CHANGED, { planId: plan.id }, ({ planChanged }) => {
      if (planChanged.plan.version > (shown.current?.version ?? 0)) catchUp().catch(() => {});
    }, (error) => say(`不能听到别人的改动：${error.message}`, "bad"));
  }, [plan?.id]);

  return { edits, others, catchUp };
}

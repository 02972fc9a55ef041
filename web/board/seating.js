// Who sits where in a plan version: all of it once, afterwards only the shifts that changed.

import { useCallback, useEffect, useMemo, useRef, useState } from "../vendor/preact/standalone.module.js";
import { grouped, seated, within } from "../plan/plan.js";
import { all, onReconnect } from "../shell/graph.js";
import { ASSIGNMENTS, SHIFTS, SHORTFALLS } from "./documents.js";

const GONE = ["DECLINED", "WITHDRAWN"];
const byName = new Intl.Collator("zh-CN").compare;

// A shift with its people in order of names; those who declined or were taken out stand beside.
function filled(shift, assignments, falls) {
  const there = assignments.filter((one) => !GONE.includes(one.status)).sort((a, b) => byName(a.volunteer?.name ?? "", b.volunteer?.name ?? ""));
  return { ...seated(shift, there, falls), gone: assignments.filter((one) => GONE.includes(one.status)) };
}

function joined(shifts, assignments, falls) {
  const people = grouped(assignments, (one) => one.shift.id), missing = grouped(falls, (fall) => fall.shift.id);
  return shifts.map((shift) => filled(shift, people.get(shift.id) ?? [], missing.get(shift.id) ?? []));
}

// `stage` tells how much is known: nothing (""), the shifts with what they lack ("shifts"), the people too ("people").
export function useSeating({ week, subdistrict, planId, fail }) {
  const [state, setState] = useState({ stage: "", shifts: [], planId: null });
  const turn = useRef(0), now = useRef(state);
  now.current = state;

  const load = useCallback(async () => {
    const mine = ++turn.current;
    const own = { plan: { id: { eq: planId } } };
    const [shifts, falls] = await Promise.all([
      week ? all(SHIFTS, { where: { week: { eq: week }, ...within(subdistrict) } }) : [],
      planId ? all(SHORTFALLS, { where: own }) : [],
    ]);
    if (mine !== turn.current) return;
    if (now.current.planId !== planId || !now.current.shifts.length) setState({ stage: "shifts", shifts: joined(shifts, [], falls), planId });
    const assignments = planId ? await all(ASSIGNMENTS, { where: own }) : []; // only now: the sums are seen the sooner
    if (mine === turn.current) setState({ stage: "people", shifts: joined(shifts, assignments, falls), planId });
  }, [week, subdistrict?.id, planId]);

  useEffect(() => {
    setState({ stage: "", shifts: [], planId: null });
    load().catch(fail);
    return () => { turn.current += 1; };
  }, [load]);
  useEffect(() => onReconnect(() => load().catch(fail)), [load]);

  // Reads these shifts anew; whatever else lacks people is known again as well.
  const refresh = useCallback(async (ids) => {
    const mine = turn.current, own = { plan: { id: { eq: planId } } };
    const [assignments, falls] = await Promise.all([
      all(ASSIGNMENTS, { where: { ...own, shift: { id: { in: ids } } } }),
      all(SHORTFALLS, { where: own }),
    ]);
    if (mine !== turn.current) return;
    const people = grouped(assignments, (one) => one.shift.id), missing = grouped(falls, (fall) => fall.shift.id);
    const wanted = new Set(ids);
    const lack = (list) => list.map((fall) => `${fall.kind}${fall.tag}${fall.missing}`).join();
    setState((old) => ({ ...old, shifts: old.shifts.map((shift) => {
      const own = missing.get(shift.id) ?? [];
      if (wanted.has(shift.id)) return filled(shift, people.get(shift.id) ?? [], own);
      return lack(own) === lack(shift.missing) ? shift : filled(shift, [...shift.people, ...shift.gone], own);
    }) }));
  }, [planId]);

  // Shows at once what was asked for, until the server has said what holds.
  const suppose = useCallback((changed) => {
    setState((old) => ({ ...old, shifts: old.shifts.map((shift) => {
      const people = changed(shift);
      return people === shift.people ? shift : filled(shift, [...people, ...shift.gone], shift.missing);
    }) }));
  }, []);

  const byId = useMemo(() => new Map(state.shifts.map((shift) => [shift.id, shift])), [state.shifts]);
  const latest = useRef(byId);
  latest.current = byId;
  return { ...state, byId, latest, load, refresh, suppose };
}

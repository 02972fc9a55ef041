// Who sits where in a plan version: all of it once, afterwards only the shifts that changed.

import { useCallback, useEffect, useMemo, useRef, useState } from "../vendor/preact/standalone.module.js";
import { byName, grouped, seated, within } from "../plan/plan.js";
import { assignmentsOf, shiftsOf } from "../plan/reading.js";
import { all, onReconnect } from "../shell/graph.js";
import { ASSIGNMENTS, SHIFTS, SHORTFALLS } from "./documents.js";

const GONE = ["DECLINED", "WITHDRAWN"];
const PAUSE = 400; // milliseconds between two looks at a week that is still coming

// A shift with its people in order of names; those who declined or were taken out stand beside.
function filled(shift, assignments, falls) {
  const there = assignments.filter((one) => !GONE.includes(one.status)).sort((a, b) => byName(a.volunteer?.name ?? "", b.volunteer?.name ?? ""));
  return { ...seated(shift, there, falls), gone: assignments.filter((one) => GONE.includes(one.status)) };
}

function joined(shifts, assignments, falls) {
  const people = grouped(assignments, (one) => one.shift.id), missing = grouped(falls, (fall) => fall.shift.id);
  return shifts.map((shift) => filled(shift, people.get(shift.id) ?? [], missing.get(shift.id) ?? []));
}

// `stage` tells how much is known: nothing (""), some shifts with what they lack ("part"), all of them ("shifts"), the people
// too ("people").
export function useSeating({ week, subdistrict, planId, fail }) {
  const [state, setState] = useState({ stage: "", shifts: [], planId: null });
  const turn = useRef(0), now = useRef(state), asked = useRef(0);
  const loading = useRef(0), meanwhile = useRef(new Set()), newest = useRef(new Map()); // see refresh
  now.current = state;
  const key = [week, subdistrict?.id, planId].join(), open = useRef(key); // who still holds another plan's functions asks in vain
  open.current = key;

  const readAll = useCallback(async () => {
    if (key !== open.current) return;
    const mine = ++turn.current;
    const own = { plan: { id: { eq: planId } } };
    const show = (stage, shifts, assignments, falls) => mine === turn.current && setState({ stage, shifts: joined(shifts, assignments, falls), planId });
    const fresh = now.current.planId !== planId || !now.current.shifts.length;
    const lacks = planId ? all(SHORTFALLS, { where: own }) : Promise.resolve([]);
    let known = null, shown = Date.now();
    lacks.then((falls) => { known = falls; }, () => {});
    const coming = (shifts) => {
      if (!fresh || !known || Date.now() - shown < PAUSE) return;
      show("part", shifts, [], known);
      shown = Date.now();
    };
    const reading = week ? shiftsOf(SHIFTS, { week: { eq: week }, ...within(subdistrict) }, coming) : Promise.resolve([]);
    const [shifts, falls] = await Promise.all([reading, lacks]);
    if (mine !== turn.current) return;
    if (fresh) show("shifts", shifts, [], falls);
    show("people", shifts, planId ? await assignmentsOf(ASSIGNMENTS, own, reading) : [], falls); // only now: the sums are seen the sooner
  }, [key]);

  // Reads these shifts anew; whatever else lacks people is known again as well. What comes later than a newer answer is
  // dropped, and what was asked for while all was being read is read once more after that.
  const refresh = useCallback(async (ids) => {
    if (key !== open.current) return;
    const mine = turn.current, number = ++asked.current, own = { plan: { id: { eq: planId } } };
    if (loading.current) for (const id of ids) meanwhile.current.add(id);
    const [assignments, falls] = await Promise.all([
      all(ASSIGNMENTS, { where: { ...own, shift: { id: { in: ids } } } }),
      all(SHORTFALLS, { where: own }),
    ]);
    if (mine !== turn.current) return;
    const people = grouped(assignments, (one) => one.shift.id), missing = grouped(falls, (fall) => fall.shift.id);
    const latest = (id) => number >= (newest.current.get(id) ?? 0);
    const wanted = new Set(ids.filter(latest)), whole = latest("");
    for (const id of [...wanted, ...(whole ? [""] : [])]) newest.current.set(id, number);
    const lack = (list) => list.map((fall) => `${fall.kind}${fall.tag}${fall.missing}`).join();
    setState((old) => ({ ...old, shifts: old.shifts.map((shift) => {
      const lacks = whole ? missing.get(shift.id) ?? [] : shift.missing;
      if (wanted.has(shift.id)) return filled(shift, people.get(shift.id) ?? [], lacks);
      return lack(lacks) === lack(shift.missing) ? shift : filled(shift, [...shift.people, ...shift.gone], lacks);
    }) }));
  }, [key]);

  const load = useCallback(async () => {
    loading.current += 1;
    try {
      await readAll();
    } finally {
      loading.current -= 1;
    }
    if (loading.current || !meanwhile.current.size) return;
    const again = [...meanwhile.current];
    meanwhile.current.clear();
    await refresh(again);
  }, [readAll, refresh]);

  useEffect(() => {
    setState({ stage: "", shifts: [], planId: null });
    meanwhile.current.clear();
    load().catch(fail);
    return () => { turn.current += 1; };
  }, [load]);
  useEffect(() => onReconnect(() => load().catch(fail)), [load]);

  // Shows at once what was asked for, until the server has said what holds.
  const suppose = useCallback((changed) => {
    setState((old) => ({ ...old, shifts: old.shifts.map((shift) => {
      const people = changed(shift);
      return people === shift.people ? shift : filled(shift, [...people, ...shift.gone], shift.missing);
    }) }));
  }, []);

  // Takes back what was only supposed.
  const restore = useCallback((before) => {
    const was = new Map(before.filter(Boolean).map((shift) => [shift.id, shift]));
    setState((old) => ({ ...old, shifts: old.shifts.map((shift) => was.get(shift.id) ?? shift) }));
  }, []);

  const byId = useMemo(() => new Map(state.shifts.map((shift) => [shift.id, shift])), [state.shifts]);
  const latest = useRef(byId);
  latest.current = byId;
  return { ...state, byId, latest, load, refresh, suppose, restore };
}

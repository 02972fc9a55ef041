// Changes by hand: shown at once, judged by the server, taken back with all its reasons when it refuses. One after another.

import { useCallback, useRef, useState } from "../vendor/preact/standalone.module.js";
import { ask, LoggedOut } from "../shell/graph.js";
import { say } from "../shell/hooks.js";
import { ADD, MOVE, PIN, REMOVE, REPLACE, UNDO } from "./documents.js";

export const PURPOSE = "排班调整";

// Where an assignment is now: its shift and itself.
export function seatOf(byId, assignmentId) {
  for (const shift of byId.values()) {
    const one = shift.people.find((other) => other.id === assignmentId);
    if (one) return { shift, one };
  }
  return null;
}

const without = (people, id) => (people.some((one) => one.id === id) ? people.filter((one) => one.id !== id) : people);

// `renewed(plan)` gets the plan as it is after a change; `lost()` reads all anew when somebody else was faster.
export function useEdits({ plan, seating, renewed, lost }) {
  const [refusal, setRefusal] = useState(null);
  const [running, setRunning] = useState(0);
  const queue = useRef(Promise.resolve()), newest = useRef(plan);
  newest.current = plan;

  const judged = useCallback(async ({ title, document, field, input, touched, suppose, told }) => {
    const before = touched.map((id) => seating.latest.current.get(id));
    if (suppose) seating.suppose(suppose);
    setRunning((count) => count + 1);
    try {
      const payload = (await ask(document, { input: input() }, { purpose: PURPOSE }))[field];
      if (!("message" in payload)) {
        newest.current = payload.plan;
        setRefusal(null);
        renewed(payload.plan);
        await seating.refresh(touched);
        say(told);
        return true;
      }
      setRefusal({ title, message: payload.message, faults: payload.faults.map((fault) => fault.message), conflict: payload.code === "CONFLICT" });
      if (payload.code === "CONFLICT" || payload.code === "NOT_FOUND") await lost();
    } catch (error) {
      if (error instanceof LoggedOut) return location.reload();
      setRefusal({ title, message: error.message, faults: [], conflict: false });
    } finally {
      setRunning((count) => count - 1);
    }
    seating.restore(before);
    await seating.refresh(touched).catch(() => {}); // when nothing answers now, all is read when something does
    return false;
  }, [seating.refresh, seating.suppose, renewed, lost]);

  // Changes wait for those before them: each is judged on what was seen by then.
  const run = useCallback((work) => {
    const next = queue.current.then(work, work);
    queue.current = next.catch(() => {});
    return next;
  }, []);

  const place = (id) => { const shift = seating.latest.current.get(id); return shift ? `${shift.place.name} ${shift.weekday} ${shift.startTime}` : "另一班次"; };

  const move = useCallback((assignmentId, shiftId) => run(() => {
    const found = seatOf(seating.latest.current, assignmentId);
    if (!found || found.shift.id === shiftId) return false;
    const { shift: from, one } = found;
    return judged({
      title: `不能把${one.volunteer.name}调到 ${place(shiftId)}`, told: `${one.volunteer.name}已调到 ${place(shiftId)}`,
      document: MOVE, field: "moveAssignment", input: () => ({ assignmentId, shiftId, version: one.version }), touched: [from.id, shiftId],
      suppose: (shift) => (shift.id === shiftId ? [...shift.people, { ...one, waiting: true }] : shift.id === from.id ? without(shift.people, assignmentId) : shift.people),
    });
  }), [judged]);

  const remove = useCallback((assignmentId) => run(() => {
    const found = seatOf(seating.latest.current, assignmentId);
    if (!found) return false;
    const { shift: from, one } = found;
    return judged({
      title: `不能撤下${one.volunteer.name}`, told: `${one.volunteer.name}已从 ${place(from.id)} 撤下`,
      document: REMOVE, field: "removeAssignment", input: () => ({ assignmentId, version: one.version }), touched: [from.id],
      suppose: (shift) => (shift.id === from.id ? without(shift.people, assignmentId) : shift.people),
    });
  }), [judged]);

  const pin = useCallback((assignmentId, pinned) => run(() => {
    const found = seatOf(seating.latest.current, assignmentId);
    if (!found) return false;
    const { shift: from, one } = found;
    return judged({
      title: `不能${pinned ? "锁定" : "解锁"}${one.volunteer.name}`, told: `${one.volunteer.name}${pinned ? "已锁定：重排时保留" : "已解锁"}`,
      document: PIN, field: "pinAssignment", input: () => ({ assignmentId, pinned, version: one.version }), touched: [from.id],
      suppose: (shift) => (shift.id === from.id ? shift.people.map((other) => (other === one ? { ...one, pinned, waiting: true } : other)) : shift.people),
    });
  }), [judged]);

  const add = useCallback((shiftId, volunteer) => run(() => judged({
    title: `不能把${volunteer.name}放进 ${place(shiftId)}`, told: `${volunteer.name}已放进 ${place(shiftId)}`,
    document: ADD, field: "addAssignment", touched: [shiftId],
    input: () => ({ planId: newest.current.id, shiftId, volunteerId: volunteer.id, version: newest.current.version }),
    suppose: (shift) => (shift.id === shiftId
      ? [...shift.people, { id: `new:${volunteer.id}`, version: 0, status: "DRAFT", pinned: true, waiting: true, shift: { id: shiftId }, volunteer, team: null }] : shift.people),
  })), [judged]);

  // Puts the volunteer in somebody's place; `leaves` is the shift that he gives up, or null.
  const replace = useCallback((assignmentId, volunteer, leaves) => run(() => {
    const found = seatOf(seating.latest.current, assignmentId);
    if (!found) return false;
    const { shift: at, one } = found;
    return judged({
      title: `不能由${volunteer.name}换下${one.volunteer.name}`, told: `${volunteer.name}已换下${one.volunteer.name}`,
      document: REPLACE, field: "replaceAssignment", touched: [at.id, leaves].filter(Boolean),
      input: () => ({ assignmentId, volunteerId: volunteer.id, leavesShiftId: leaves, version: one.version }),
      suppose: (shift) => (shift.id === at.id ? shift.people.map((other) => (other === one ? { ...one, id: `new:${volunteer.id}`, volunteer, pinned: true, waiting: true } : other))
        : shift.id === leaves ? shift.people.filter((other) => other.volunteer?.id !== volunteer.id) : shift.people),
    });
  }), [judged]);

  // `edit` is the newest one that stands; its shifts are read anew.
  const undo = useCallback((edit) => run(() => judged({
    title: "不能撤销", told: `已撤销：${edit?.sentence ?? "上一步"}`, document: UNDO, field: "undoEdit",
    touched: [edit?.shift?.id, edit?.otherShift?.id].filter(Boolean),
    input: () => ({ planId: newest.current.id, version: newest.current.version }),
  })), [judged]);

  return { move, remove, pin, add, replace, undo, refusal, setRefusal, running };
}

// Drags a person's chip onto another shift: with the mouse at once, with a finger after holding still. Escape gives up.
// Only data attributes are set on what Preact has drawn.

const AWAY = 6, HOLD = 280, EDGE = 70, OPEN_AFTER = 600;

// `begin(id)` when a chip is taken; `verdict(id, shiftId)` gives {may, text} for the shift under it; `drop(id, shiftId)`;
// `allowed(shiftId)` says which shifts are marked; `open(roadId)` when it rests over a closed row. Gives a function that takes all this away again.
export function draggable(root, { begin, verdict, allowed, drop, open, end }) {
  let held = null; // {chip, id, x, y, timer, touch, active, ghost, over, road}

  const target = (x, y) => document.elementFromPoint(x, y);

  function start() {
    const { chip, x, y, touch } = held;
    held.active = true;
    if (touch) document.activeElement?.blur(); // a field that has the focus would pull the page back to itself
    const ghost = document.createElement("div");
    ghost.className = "board-ghost";
    const name = document.createElement("b"), text = document.createElement("span");
    name.textContent = chip.firstChild.textContent;
    ghost.append(name, text);
    document.body.append(ghost);
    Object.assign(held, { ghost, text });
    chip.dataset.dragged = "";
    root.dataset.dragging = "";
    getSelection()?.removeAllRanges();
    begin(held.id);
    follow(x, y);
    held.frame = requestAnimationFrame(scroll);
  }

  function follow(x, y) {
    const room = Math.max(0, document.documentElement.clientWidth - held.ghost.offsetWidth - 4);
    held.ghost.style.transform = `translate(${Math.min(x + 10, room)}px, ${y + 12}px)`;
    const under = target(x, y);
    const shift = under?.closest("[data-shift]") ?? null, road = shift ? null : under?.closest("tbody[data-road]") ?? null;
    if (shift !== held.over) {
      held.over?.removeAttribute("data-may");
      held.over = shift && root.contains(shift) ? shift : null;
    }
    judge();
    if (road !== held.road) {
      clearTimeout(held.opening);
      held.road = road;
      if (road) held.opening = setTimeout(() => open(road.dataset.road), OPEN_AFTER);
    }
  }

  function mark() {
    for (const shift of root.querySelectorAll("[data-shift]")) shift.toggleAttribute("data-open", allowed(shift.dataset.shift));
  }

  // Looks anew at what may be, when more is known.
  function learn() {
    if (!held?.ghost) return;
    mark();
    judge();
  }

  function judge() {
    const { over, id, text } = held;
    const said = over ? verdict(id, over.dataset.shift) : null;
    if (over) over.dataset.may = said.may;
    held.ghost.dataset.may = said?.may ?? "";
    text.textContent = said?.text ?? "放到一个班次上";
  }

  // Near the window's edges it scrolls along.
  function scroll() {
    if (!held?.active) return;
    const { x, y } = held;
    const speed = y < EDGE ? y - EDGE : y > innerHeight - EDGE ? y - innerHeight + EDGE : 0;
    const side = root.getBoundingClientRect();
    const across = x < side.left + EDGE ? -8 : x > side.right - EDGE ? 8 : 0;
    if (speed) scrollBy(0, speed / 3);
    if (across) root.scrollLeft += across;
    if (speed || across) {
      follow(x, y);
      mark();
    }
    held.frame = requestAnimationFrame(scroll);
  }

  function release() {
    if (!held) return;
    clearTimeout(held.timer);
    clearTimeout(held.opening);
    cancelAnimationFrame(held.frame);
    held.ghost?.remove();
    held.over?.removeAttribute("data-may");
    held.chip.removeAttribute("data-dragged");
    root.removeAttribute("data-dragging");
    for (const shift of root.querySelectorAll("[data-open]")) shift.removeAttribute("data-open");
    if (held.active) end();
    held = null;
  }

  const listeners = {
    pointerdown(event) {
      const chip = event.target.closest("[data-assignment]:not([data-fixed])");
      if (!chip || event.button !== 0 || held) return;
      held = { chip, id: chip.dataset.assignment, x: event.clientX, y: event.clientY, pointer: event.pointerId, touch: event.pointerType === "touch" };
      if (held.touch) held.timer = setTimeout(start, HOLD);
    },
  };
  const everywhere = {
    pointermove(event) {
      if (!held || event.pointerId !== held.pointer) return;
      const far = Math.hypot(event.clientX - held.x, event.clientY - held.y) > AWAY;
      if (!held.active) {
        if (!far) return;
        if (held.touch) return release(); // he scrolls
        start();
      }
      [held.x, held.y] = [event.clientX, event.clientY];
      follow(held.x, held.y);
    },
    pointerup(event) {
      if (!held || event.pointerId !== held.pointer) return;
      const { active, id, over } = held;
      release();
      if (!active) return;
      const swallow = (click) => { click.stopPropagation(); click.preventDefault(); };
      addEventListener("click", swallow, { capture: true, once: true });
      setTimeout(() => removeEventListener("click", swallow, { capture: true }), 0);
      if (over) drop(id, over.dataset.shift);
    },
    pointercancel: release,
    keydown(event) { if (held?.active && event.key === "Escape") { event.stopPropagation(); release(); } },
  };
  const touchmove = (event) => { if (held?.active) event.preventDefault(); };
  const contextmenu = (event) => { if (held?.touch) event.preventDefault(); };
  for (const [name, act] of Object.entries(listeners)) root.addEventListener(name, act);
  for (const [name, act] of Object.entries(everywhere)) addEventListener(name, act, true);
  root.addEventListener("touchmove", touchmove, { passive: false });
  root.addEventListener("contextmenu", contextmenu);
  return {
    judge: learn,
    stop() {
      release();
      for (const [name, act] of Object.entries(listeners)) root.removeEventListener(name, act);
      for (const [name, act] of Object.entries(everywhere)) removeEventListener(name, act, true);
      root.removeEventListener("touchmove", touchmove);
      root.removeEventListener("contextmenu", contextmenu);
    },
  };
}

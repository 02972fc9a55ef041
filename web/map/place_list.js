// The planned places as a list to walk through by keyboard: arrows point at a place on the map, Enter chooses it.

import { STATES } from "../plan/plan.js";
import { html, useEffect, useMemo, useRef, useState } from "../vendor/preact/standalone.module.js";

const PAGE = 10;

export function PlaceList({ list, chosen, onChoose, onPoint }) {
  const [walked, setWalked] = useState(null); // an id, so that the place is kept when the list changes
  const box = useRef();
  const rank = (id) => list.findIndex((place) => place.id === id);
  const active = rank(walked);

  useEffect(() => {
    if (!chosen) return;
    setWalked(chosen);
    if (rank(chosen) >= 0) show(box.current, box.current.children[rank(chosen)]);
  }, [chosen]);

  function point(at) {
    if (!list.length) return;
    const next = Math.max(0, Math.min(list.length - 1, at));
    setWalked(list[next].id);
    show(box.current, box.current.children[next]);
    onPoint(list[next]);
  }

  function key(event) {
    const steps = { ArrowDown: active + 1, ArrowUp: active - 1, PageDown: active + PAGE, PageUp: active - PAGE, Home: 0, End: list.length - 1 };
    if (event.key in steps) point(steps[event.key]);
    else if ((event.key === "Enter" || event.key === " ") && active >= 0) onChoose(list[active]);
    else if (event.key === "Escape") onChoose(null);
    else return;
    event.preventDefault();
  }

  const options = useMemo(() => list.map((place, at) => html`
    <div role="option" id=${`map-place-${at}`} key=${place.id} class=${at === active ? "active" : ""} aria-selected=${place.id === chosen ? "true" : "false"}
      onClick=${() => { setWalked(place.id); onChoose(place); }} onPointerEnter=${() => onPoint(place, { still: true })}>
      <span>${place.name}</span><b class=${place.state}>${place.fill} ${STATES[place.state][0]}</b>
    </div>`), [list, active, chosen, onChoose, onPoint]);

  return html`
    <div class="map-list" role="listbox" tabindex="0" ref=${box} aria-label="有班次的地点：上下键移动，回车选定，退出键取消"
      aria-activedescendant=${active >= 0 ? `map-place-${active}` : null} onKeyDown=${key}
      onFocus=${() => { if (active < 0) setWalked(list[0]?.id ?? null); }} onBlur=${() => onPoint(null)} onPointerLeave=${() => onPoint(null)}>
      ${options}
    </div>`;
}

// Scrolls the list, and not the page, so that the option is seen.
function show(box, option) {
  if (option.offsetTop < box.scrollTop) box.scrollTop = option.offsetTop;
  else if (option.offsetTop + option.offsetHeight > box.scrollTop + box.clientHeight) box.scrollTop = option.offsetTop + option.offsetHeight - box.clientHeight;
}

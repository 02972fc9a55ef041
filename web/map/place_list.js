// The planned places as a list to walk through by keyboard: arrows point at a place on the map, Enter chooses it.

import { STATES } from "../plan/plan.js";
import { html, useEffect, useMemo, useRef, useState } from "../vendor/preact/standalone.module.js";

const PAGE = 10;

export function PlaceList({ list, chosen, onChoose, onPoint }) {
  const [active, setActive] = useState(-1);
  const box = useRef();
  const rank = (id) => list.findIndex((place) => place.id === id);
  const option = (at) => box.current.children[at];

  useEffect(() => {
    const at = rank(chosen);
    setActive(at);
    if (at >= 0) show(box.current, option(at));
  }, [chosen, list]);

  function point(at) {
    const next = Math.max(0, Math.min(list.length - 1, at));
    setActive(next);
    show(box.current, option(next));
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
      onClick=${() => { setActive(at); onChoose(place); }} onPointerEnter=${() => onPoint(place, { still: true })}>
      <span>${place.name}</span><b class=${place.state}>${place.fill} ${STATES[place.state][0]}</b>
    </div>`), [list, active, chosen, onChoose, onPoint]);

  return html`
    <div class="map-list" role="listbox" tabindex="0" ref=${box} aria-label="有班次的地点：上下键移动，回车选定，退出键取消"
      aria-activedescendant=${active >= 0 ? `map-place-${active}` : null} onKeyDown=${key}
      onFocus=${() => { if (active < 0 && list.length) setActive(0); }} onBlur=${() => onPoint(null)} onPointerLeave=${() => onPoint(null)}>
      ${options}
    </div>`;
}

// Scrolls the list, and not the page, so that the option is seen.
function show(box, option) {
  if (option.offsetTop < box.scrollTop) box.scrollTop = option.offsetTop;
  else if (option.offsetTop + option.offsetHeight > box.scrollTop + box.clientHeight) box.scrollTop = option.offsetTop + option.offsetHeight - box.clientHeight;
}

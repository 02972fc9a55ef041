// A city's streets and stations with the cover of a week's shifts: a map, a list for the keyboard, a table for those who cannot see it.

import { CLASSES, STATES } from "../plan/plan.js";
import { html, useCallback, useEffect, useMemo, useRef, useState } from "../vendor/preact/standalone.module.js";
import { Drawing } from "./drawing.js";
import { Legend } from "./legend.js";
import { PlaceList } from "./place_list.js";
import { choosable, places } from "./places.js";

const HINT = "指向路段或服务站看到岗／期望，点选看班次。";

// `shifts` are those of web/plan/plan.js; `chosen` is the id of a place; `walk` is {points: [[lon, lat], …], text} or null.
export function CityMap({ segments, stations, shifts, chosen = null, onChoose, walk = null, title = "地图" }) {
  const all = useMemo(() => places(segments, stations, shifts), [segments, stations, shifts]);
  const list = useMemo(() => choosable(all), [all]);
  const [under, setUnder] = useState(null);
  const element = useRef();
  const drawing = useRef(null);
  const choosing = useRef();
  choosing.current = onChoose;
  const choose = useCallback((place) => choosing.current?.(place?.id ?? null), []);
  const point = useCallback((place, { still = false } = {}) => {
    drawing.current?.mark("pointed", place?.id ?? null, { move: Boolean(place) && !still });
    setUnder(place);
  }, []);

  useEffect(() => {
    drawing.current = new Drawing(element.current, { told: setUnder, choose });
    return () => drawing.current.remove();
  }, []);
  useEffect(() => { drawing.current.show(all); }, [all]);
  useEffect(() => { drawing.current.mark("chosen", chosen, { move: Boolean(chosen) }); }, [chosen]);
  useEffect(() => { drawing.current.walk(walk); }, [walk]);

  const shown = under ?? all.find((place) => place.id === chosen);
  return html`
    <div class="map">
      <div class="map-both">
        <div class="map-sheet">
          <div class="map-canvas" ref=${element} role="group" aria-label=${`${title}；同样的内容在旁边的列表和下面的表格里`}></div>
          <button type="button" class="map-fit" onClick=${() => drawing.current.fit()}>全图</button>
        </div>
        <${PlaceList} list=${list} chosen=${chosen} onChoose=${choose} onPoint=${point} />
      </div>
      <p class="map-status" role="status">${shown?.text ?? HINT}</p>
      <${Legend} />
      <${Table} list=${list} title=${title} choose=${choose} />
    </div>`;
}

function Table({ list, title, choose }) {
  const [open, setOpen] = useState(false);
  const rows = open ? list : [];
  return html`
    <details class="map-table" onToggle=${(event) => setOpen(event.target.open)}>
      <summary>地图的文字版：${list.length} 处有班次</summary>
      <div class="wide">
        <table>
          <caption>${title}：到岗／期望</caption>
          <thead><tr><th scope="col">地点</th><th scope="col">等级</th><th scope="col">到岗／期望</th><th scope="col">情况</th></tr></thead>
          <tbody>${rows.map((place) => html`
            <tr key=${place.id}>
              <th scope="row"><button type="button" class="map-name-button" onClick=${() => choose(place)}>${place.name}</button></th>
              <td>${CLASSES[place.roadClass]}</td><td class="number">${place.fill}</td><td>${STATES[place.state][1]}</td>
            </tr>`)}
          </tbody>
        </table>
      </div>
    </details>`;
}

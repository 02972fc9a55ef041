// The map itself, by Leaflet on a canvas: streets, stations, names, the chosen place, a walk. No tiles, no other host.

import { canvas, circleMarker, control, divIcon, latLngBounds, layerGroup, map as made, marker, polyline, tooltip } from "../vendor/leaflet/leaflet-src.esm.js";
import { STATES } from "../plan/plan.js";
import { CHOSEN, INK, line, ORDER } from "./look.js";
import { names } from "./names.js";

const NARROW = 600, PRINTED = 680; // pixels; the latter is the width between the margins of A4
const LAYERS = ["streets", "stations", "names", "marked", "walk"];

const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
const text = (word) => Object.assign(document.createElement("span"), { textContent: word });
const flipped = ([lon, lat]) => [lat, lon];

export class Drawing {
  // `told` is called with the place under the pointer or null, `choose` with the chosen one or null.
  constructor(element, { told, choose }) {
    Object.assign(this, { element, told, choose, all: [], fitted: null, marks: new Map(), line: null });
    this.map = made(element, {
      renderer: canvas({ padding: 0.3, tolerance: 7 }), attributionControl: false, zoomControl: false,
      zoomSnap: 0.25, zoomDelta: 0.75, minZoom: 9, maxZoom: 20, scrollWheelZoom: false,
      zoomAnimation: !calm(), markerZoomAnimation: !calm(), fadeAnimation: false,
    }).setView([0, 0], 14);
    control.zoom({ zoomInTitle: "放大", zoomOutTitle: "缩小" }).addTo(this.map);
    control.scale({ imperial: false }).addTo(this.map);
    this.layers = Object.fromEntries(LAYERS.map((name) => [name, layerGroup().addTo(this.map)]));
    this.map.on("click", () => choose(null));
    this.map.on("moveend", () => this.name());
    this.map.on("focus", () => this.map.scrollWheelZoom.enable()); // before that the wheel scrolls the page
    this.map.on("blur", () => this.map.scrollWheelZoom.disable());
    this.watch = new ResizeObserver(() => this.resize());
    this.watch.observe(element);
    this.print = () => { element.style.zoom = Math.min(1, PRINTED / element.clientWidth); };
    this.printed = () => { element.style.zoom = ""; };
    addEventListener("beforeprint", this.print);
    addEventListener("afterprint", this.printed);
  }

  remove() {
    removeEventListener("beforeprint", this.print);
    removeEventListener("afterprint", this.printed);
    this.watch.disconnect();
    this.map.remove();
  }

  // Draws all places anew; the view stays unless others are planned than before.
  show(all) {
    this.all = all;
    this.layers.streets.clearLayers();
    this.layers.stations.clearLayers();
    const narrow = this.narrow();
    const worstLast = [...all].sort((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state));
    for (const place of worstLast) this.bind(place.line ? this.street(place, narrow) : this.station(place, narrow), place);
    const planned = all.filter((place) => place.shifts.length);
    const extent = latLngBounds((planned.length ? planned : all).flatMap((place) => place.line ?? [place.at]));
    const changed = extent.isValid() && !this.fitted?.equals(extent);
    if (changed) this.fitted = extent;
    if (changed) this.fit();
    else this.name();
    for (const [kind, id] of this.marks) this.mark(kind, id);
    this.walk(this.line);
  }

  narrow() {
    return this.element.clientWidth < NARROW;
  }

  street(place, narrow) {
    const style = line(place, narrow);
    place.weight = style.weight;
    return polyline(place.line, { ...style, bubblingMouseEvents: false }).addTo(this.layers.streets);
  }

  station(place, narrow) {
    const lacks = place.state === "short" || place.state === "bare";
    const size = lacks ? 20 : narrow ? 10 : 13;
    const icon = divIcon({ className: `map-station ${place.state}`, html: lacks ? STATES[place.state][0] : "", iconSize: [size, size] });
    return marker(place.at, { icon, keyboard: false, interactive: place.shifts.length > 0 }).addTo(this.layers.stations);
  }

  bind(layer, place) {
    layer.on("mouseover", () => this.told(place));
    layer.on("mouseout", () => this.told(null));
    layer.on("click", () => {
      this.told(place);
      this.choose(place);
    });
  }

  // All that is planned.
  fit() {
    if (this.fitted && this.element.clientWidth) this.map.fitBounds(this.fitted, { padding: [24, 24], animate: false });
  }

  resize() {
    const hidden = !this.map.getSize().x;
    this.map.invalidateSize({ pan: false });
    if (hidden) this.fit();
    else this.name();
  }

  // Marks of a size that is known, since each tooltip would make the browser lay out the page.
  name() {
    this.layers.names.clearLayers();
    const size = this.narrow() ? 12 : 14;
    const streets = this.all.filter((place) => place.line);
    const stations = this.all.filter((place) => !place.line).map((place) => place.at);
    const project = (latlng) => this.map.latLngToContainerPoint(latlng);
    for (const { name, latlng } of names(streets, stations, { project, sheet: this.map.getSize(), size })) {
      const width = (name.length + 1) * size;
      const icon = divIcon({ className: "map-name", html: text(name), iconSize: [width, size], iconAnchor: [width / 2, 1.5 * size] });
      marker(latlng, { icon, pane: "tooltipPane", interactive: false, keyboard: false }).addTo(this.layers.names);
    }
  }

  // The place that is "chosen", or "pointed" at from the list, shows a halo and comes into view.
  mark(kind, id, { move = false } = {}) {
    this.marks.set(kind, id);
    this.layers.marked.clearLayers();
    for (const [each, marked] of this.marks) {
      for (const place of this.all.filter((other) => other.id === marked)) this.halo(place, each);
    }
    const parts = this.all.filter((place) => place.id === id).flatMap((place) => place.line ?? [place.at]);
    if (move && parts.length) this.into(latLngBounds(parts));
  }

  halo(place, kind) {
    const color = kind === "chosen" ? CHOSEN : INK;
    const style = { color, opacity: kind === "chosen" ? 0.45 : 0.3, interactive: false };
    if (!place.line) return circleMarker(place.at, { ...style, radius: 16, weight: 5, fill: false }).addTo(this.layers.marked);
    return polyline(place.line, { ...style, weight: place.weight + 12 }).addTo(this.layers.marked).bringToBack();
  }

  into(extent) {
    if (this.map.getBounds().pad(-0.05).contains(extent)) return;
    this.map.panTo(extent.getCenter(), { animate: !calm() });
  }

  // A line by way of its points, with its text, or none.
  walk(line) {
    this.line = line;
    this.layers.walk.clearLayers();
    if (!line) return;
    const points = line.points.map(flipped), [from, to] = [points[0], points.at(-1)];
    polyline(points, { color: "#fff", weight: 7, opacity: 0.9, interactive: false }).addTo(this.layers.walk);
    polyline(points, { color: INK, weight: 3, dashArray: "1 6", interactive: false }).addTo(this.layers.walk);
    for (const end of [from, to]) circleMarker(end, { radius: 5, color: INK, weight: 2, fillColor: "#fff", fillOpacity: 1, interactive: false }).addTo(this.layers.walk);
    tooltip({ permanent: true, direction: "top", className: "map-walk", opacity: 1 })
      .setLatLng([(from[0] + to[0]) / 2, (from[1] + to[1]) / 2]).setContent(text(line.text)).addTo(this.layers.walk);
  }
}

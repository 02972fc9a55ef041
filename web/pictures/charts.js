// Each picture as SVG, as engine/pictures/drawings.py draws it: numbers stand in it, so that it is read without colours as well.

import { html, useEffect, useState } from "../vendor/preact/standalone.module.js";
import { DAYS } from "./figures.js";

// Widths in units of the drawing, which are pixels where it is shown at its full width; a phone has its own.
const WIDE = { width: 640, days: 64, left: 104, right: 16, letter: 14 };
const NARROW = { width: 350, days: 42, left: 78, right: 4, letter: 12 };
const ROW = 30, GAP = 4, LABEL = 44;
const INK = "#1c2733", SOFT = "#44525f", EMPTY = "#f3f5f7", BAR = "#1f4fa3";
// From this part filled on: the cell's colour, its number's, and what it is called.
const SHADES = [[1, "#1a7f4b", "#fff", "填满"], [0.75, "#cfe6d8", INK, "四分之三以上"], [0.5, "#ffe0a3", INK, "一半以上"], [0, "#f3b1a8", INK, "不到一半"]];
const LINE_COLOURS = ["#005b8f", "#9c4400", "#006b4b", "#84386a", "#4a4a4a"]; // white letters are read on each

const text = (x, y, words, { anchor = "start", fill = INK } = {}) => html`<text x=${x} y=${y} text-anchor=${anchor} fill=${fill}>${words}</text>`;
const rect = (x, y, width, height, fill) => html`<rect x=${x} y=${y} width=${Math.max(0, width)} height=${height} rx="3" fill=${fill} />`;

function useSize() {
  const asked = matchMedia("(max-width: 40rem)");
  const [narrow, setNarrow] = useState(asked.matches);
  useEffect(() => {
    const told = (event) => setNarrow(event.matches);
    asked.addEventListener("change", told);
    return () => asked.removeEventListener("change", told);
  }, []);
  return narrow ? NARROW : WIDE;
}

export function Chart({ figure }) {
  const size = useSize();
  const [body, rows] = { hours, load: bars, walks: bars, lines: parts }[figure.kind](figure, size);
  const [title, sentence] = [`pictures-${figure.kind}-title`, `pictures-${figure.kind}-sentence`];
  return html`
    <svg class="pictures-chart" viewBox=${`0 0 ${size.width} ${rows * ROW + LABEL}`} font-size=${size.letter} role="img"
      aria-labelledby=${title} aria-describedby=${sentence}>
      <title id=${title}>${figure.title}</title>
      <desc id=${sentence}>${figure.sentence}</desc>
      ${body}
    </svg>`;
}

const DIGIT = 0.58; // how wide one is, of the letters' size

function hours({ hours: there, at }, size) {
  const wide = (size.width - size.days - size.right) / 7;
  const days = DAYS.map((day, rank) => text(size.days + (rank + 0.5) * wide, 20, day, { anchor: "middle" }));
  const cells = there.flatMap((hour, row) => {
    const y = (row + 1) * ROW;
    return [text(size.days - 6, y + 19, `${hour} 时`, { anchor: "end" }), ...DAYS.map((_, day) => cell(at(day, hour), size.days + day * wide, y, wide - GAP, size.letter))];
  });
  return [[...days, ...cells, legend(SHADES.map(([, colour, , term]) => [colour, term]), (there.length + 1) * ROW + 24, size)], there.length + 1];
}

// Where there is no room for both numbers, which the table has, the part in percent, rounded down.
function cell(fill, x, y, wide, letter) {
  if (!fill) return rect(x, y, wide, ROW - GAP, EMPTY);
  const [filled, seats] = fill;
  const [, colour, ink] = SHADES.find(([part]) => (seats ? filled / seats : 1) >= part);
  const both = `${filled}/${seats}`, told = both.length * DIGIT * letter <= wide ? both : `${Math.floor((100 * filled) / seats)}%`;
  return html`<g>${rect(x, y, wide, ROW - GAP, colour)}${text(x + wide / 2, y + 18, told, { anchor: "middle", fill: ink })}</g>`;
}

function bars({ bars: counted, unit }, size) {
  const most = Math.max(1, ...counted.map(([, count]) => count));
  const body = counted.map(([label, count], row) => {
    const long = ((size.width - size.left - size.right - 48) * count) / most;
    return html`<g>
      ${text(size.left - 2, row * ROW + 18, label, { anchor: "end" })}
      ${rect(size.left + 8, row * ROW, long, ROW - 7, BAR)}
      ${text(size.left + 15 + long, row * ROW + 18, count)}
    </g>`;
  });
  return [[...body, text(size.left + 8, counted.length * ROW + 22, unit, { fill: SOFT })], counted.length];
}

function parts({ weeks, lines }, size) {
  const body = weeks.flatMap(([week, told], row) => {
    let x = size.left;
    const pieces = told.map((part, rank) => {
      if (!part || !part[1]) return null;
      const wide = ((size.width - size.left - size.right) * part[0]) / part[1];
      const from = x;
      x += wide;
      return html`<g>
        ${rect(from, row * ROW, wide - 2, ROW - 7, LINE_COLOURS[rank % LINE_COLOURS.length])}
        ${text(from + wide / 2 - 1, row * ROW + 17, fitting(lines[rank], part[0], wide - 10, size.letter), { anchor: "middle", fill: "#fff" })}
      </g>`;
    });
    return [text(size.left - 8, row * ROW + 17, week, { anchor: "end" }), ...pieces];
  });
  const keys = lines.map((line, rank) => [LINE_COLOURS[rank % LINE_COLOURS.length], line]);
  return [[...body, legend(keys, weeks.length * ROW + 24, size)], weeks.length];
}

// As much as has room: line and number, the number, nothing.
function fitting(line, count, room, letter) {
  const digits = 0.6 * letter * String(count).length;
  if (room >= letter * line.length + 0.6 * letter + digits) return `${line} ${count}`;
  return room >= digits ? String(count) : "";
}

function legend(keys, y, { width, days, letter }) {
  let x = width === WIDE.width ? days : 4;
  return keys.map(([colour, term]) => {
    const from = x;
    x += 32 + letter * term.length;
    return html`<g>${rect(from, y - 11, 14, 14, colour)}${text(from + 20, y + 1, term, { fill: SOFT })}</g>`;
  });
}

// Which names of roads stand where: one for each planned road in view, where no station and no other name is.

const GAP = 4, MARK = 18;

const length = (points) => points.slice(1).reduce((sum, point, at) => sum + points[at].distanceTo(point), 0);

// Places of names: [{name, latlng}], wider roads first, each at the longest of its segments where it is free. `project` gives the
// pixel of a point, `sheet` is the map's size, `size` that of the letters.
export function names(streets, stations, { project, sheet, size }) {
  const inside = ({ x, y }) => x >= 0 && y >= 0 && x <= sheet.x && y <= sheet.y;
  const roads = new Map();
  for (const street of streets) {
    if (!street.shifts.length) continue;
    const latlng = middle(street.line);
    const point = project(latlng);
    if (!inside(point)) continue;
    const found = { latlng, point, reach: length(street.line.map(project)) };
    roads.set(street.road, { weight: street.weight, found: [...(roads.get(street.road)?.found ?? []), found] });
  }
  const taken = stations.map(project).filter(inside).map(({ x, y }) => box(x, y, MARK, MARK));
  const spot = (name) => ({ point }) => {
    const own = box(point.x, point.y - size, name.length * size, size);
    const free = own.west > 0 && own.east < sheet.x && own.north > 0 && !taken.some((other) => meets(own, other));
    if (free) taken.push(own);
    return free;
  };
  return [...roads].sort(([, a], [, b]) => b.weight - a.weight).flatMap(([name, { found }]) => {
    const free = found.sort((a, b) => b.reach - a.reach).find(spot(name));
    return free ? [{ name, latlng: free.latlng }] : [];
  });
}

function middle(line) {
  const at = Math.floor((line.length - 1) / 2);
  const [from, to] = [line[at], line[Math.min(line.length - 1, at + 1)]];
  return line.length % 2 ? from : [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2];
}

function box(x, y, width, height) {
  return { west: x - width / 2 - GAP, east: x + width / 2 + GAP, north: y - height / 2 - GAP, south: y + height / 2 + GAP };
}

function meets(a, b) {
  return a.west < b.east && b.west < a.east && a.north < b.south && b.north < a.south;
}

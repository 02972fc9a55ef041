// How a place looks: width by class of road; cover by colour and by dashes, so that it is read without colours as well.

export const WIDTH = { MAIN: 7, SECONDARY: 5, BRANCH: 3.5, LANE: 2.5 };
export const LOOK = {
  none: { color: "#c3ccd4", dashArray: null, more: 0 },
  full: { color: "#1a7f4b", dashArray: null, more: 0 },
  short: { color: "#b87d00", dashArray: "10 5", more: 0.5 },
  bare: { color: "#c62828", dashArray: "4 4", more: 1.5 },
};
export const ORDER = Object.keys(LOOK); // what is worse is drawn above

export const CHOSEN = "#1f4fa3";
export const INK = "#1c2733";

// The options of a street's line, thinner on a narrow screen.
export function line(place, narrow) {
  const { color, dashArray, more } = LOOK[place.state];
  const weight = (WIDTH[place.roadClass] ?? 3) * (narrow ? 0.7 : 1) + more;
  return { color, dashArray, weight, lineCap: dashArray ? "butt" : "round", interactive: place.shifts.length > 0 };
}

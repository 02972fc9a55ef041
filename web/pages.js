// The pages, in the order of their tabs, and whose they are. A new page is named here and lives in a folder of its own.

const EVERYBODY = ["ADMIN", "COORDINATOR", "OFFICER", "STATION_LEADER", "CHIEF", "VOLUNTEER"];

const PLANNERS = ["ADMIN", "COORDINATOR"];

export const PAGES = [
  { path: "plan", title: "周计划", roles: EVERYBODY, load: () => import("./plan/page.js") },
  { path: "making", title: "出计划", roles: PLANNERS, load: () => import("./making/page.js") },
];

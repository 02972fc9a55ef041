// The pages, in the order of their tabs, and whose they are. A new page is named here and lives in a folder of its own.

const EVERYBODY = ["ADMIN", "COORDINATOR", "OFFICER", "STATION_LEADER", "CHIEF", "VOLUNTEER"];

export const PAGES = [
  { path: "plan", title: "周计划", roles: EVERYBODY, load: () => import("./plan/page.js") },
  { path: "pictures", title: "图表", roles: ["ADMIN", "COORDINATOR", "OFFICER"], load: () => import("./pictures/page.js") },
];

// The pages, in the order of their tabs, and whose they are. A new page is named here and lives in a folder of its own.
// Who comes without an address sees the first page that is `home` to his role, else the first that is his.

const EVERYBODY = ["ADMIN", "COORDINATOR", "OFFICER", "STATION_LEADER", "CHIEF", "VOLUNTEER"];

const PLANNERS = ["ADMIN", "COORDINATOR"];

export const PAGES = [
  { path: "board", title: "排班", roles: PLANNERS, load: () => import("./board/page.js") },
  { path: "plan", title: "周计划", roles: EVERYBODY, load: () => import("./plan/page.js") },
  { path: "station", title: "我的服务站", roles: ["STATION_LEADER", "ADMIN", "COORDINATOR"], home: ["STATION_LEADER"], load: () => import("./station/page.js") },
  { path: "line", title: "我的条线", roles: ["OFFICER"], home: ["OFFICER"], load: () => import("./line/page.js") },
  { path: "mine", title: "我的班次", roles: ["VOLUNTEER"], home: ["VOLUNTEER"], load: () => import("./mine/page.js") },
  { path: "pictures", title: "图表", roles: ["ADMIN", "COORDINATOR", "OFFICER"], load: () => import("./pictures/page.js") },
];

// A plan to read: which one, what it is worth, where, when, who, and what is missing.

import { Exports } from "../exports/links.js";
import { CityMap } from "../map/city_map.js";
import { named } from "../map/places.js";
import { go, title as entitle } from "../shell/address.js";
import { html } from "../shell/dom.js";
import { all, ask } from "../shell/graph.js";
import { html as markup, render, useEffect } from "../vendor/preact/standalone.module.js";
import { PLANS, SEGMENTS, START, STATIONS } from "./documents.js";
import { byRoad, CLASSES, filled, lack, overview, PARTS, people, percent, place, proof, state, STATES, versionTerm, weekTerm, whole, withPeople } from "./plan.js";

const DAYS = ["周一", "周二", "周三", "周四", "周五", "周六", "周日"];
const at = (id) => document.getElementById(id);
const over = (plan) => plan.subdistrict?.name ?? "全区";

function say(...what) {
  at("reading").replaceChildren(...what);
  at("reading").hidden = !what.length;
}

function table(caption, headings, rows) {
  const head = html("tr", {}, ...headings.map((heading) => html("th", { scope: "col" }, heading)));
  const body = rows.map(([first, ...rest]) => html("tr", {}, html("th", { scope: "row" }, first), ...rest));
  return html("table", {}, caption ? html("caption", {}, caption) : "", html("thead", {}, head), html("tbody", {}, ...body));
}

const cell = (text, kind = null) => html("td", { class: kind }, String(text));

function numbers(plan) {
  const facts = [
    ["派班", `${plan.assigned} 人次`],
    ["期望岗位填满", percent(plan.cover)],
    ["平均步行", `${Math.round(plan.meanMetres)} 米`],
    ["最远步行", `${plan.longest} 米`],
  ].map(([term, value]) => html("div", {}, html("dt", {}, term), html("dd", {}, value)));
  const costs = PARTS.map(([name, term, note]) => [
    term, cell(plan.cost[name], "number"), cell(plan.bound[name], "number"), cell(note, "note"),
  ]);
  at("numbers").replaceChildren(
    html("dl", {}, ...facts),
    html("p", { id: "proof" }, `${proof(plan)}。`),
    table("代价：自上而下逐项比较；没有计划能低于下界", ["项", "本计划", "下界", "说明"], costs),
    ...plan.notes.map((note) => html("p", { class: "note" }, note)),
  );
}

function map(title, segments, stations, shifts, list) {
  const choose = (id) => {
    draw(id);
    const there = shifts.filter((shift) => shift.place.id === id);
    if (there.length) list(there[0].segment ? named(there[0].segment) : place(there[0]), there);
  };
  const draw = (chosen) => render(markup`<${CityMap} ...${{ segments, stations, shifts, title, chosen, onChoose: choose }} />`, at("map"));
  draw(null);
}

function grid(shifts, list) {
  const rows = byRoad(shifts).map((row) => [
    row[0].road.name,
    cell(CLASSES[row[0].road.kind]),
    ...DAYS.map((day) => {
      const there = row.filter((shift) => shift.weekday === day);
      if (!there.length) return html("td", {}, "·");
      const how = state(there);
      const text = `${filled(there)} ${STATES[how][0]}`;
      const label = `${row[0].road.name} ${day}：${text}，${STATES[how][1]}`;
      const act = () => list(`${row[0].road.name} ${day}`, there);
      return html("td", {}, html("button", { type: "button", class: how, "aria-label": label, click: act }, text));
    }),
  ]);
  const marks = Object.values(STATES).map(([mark, term]) => `${mark}：${term}`).join("　");
  at("grid").replaceChildren(table(`点开一格看班次。${marks}`, ["道路", "等级", ...DAYS], rows));
}

// Shows some shifts with their people, who are only asked for now.
function lister(plan, fail) {
  let latest = 0;
  return async (title, some) => {
    const from = document.activeElement, mine = ++latest;
    at("shifts-title").textContent = `${title}的班次`;
    at("list").replaceChildren(html("p", { role: "status" }, "正在读取……"));
    at("shifts").hidden = false;
    at("shifts").scrollIntoView();
    at("shifts").focus({ preventScroll: true });
    try {
      const shifts = await withPeople(plan, some);
      if (mine === latest && at("list")) list(shifts, from);
    } catch (error) {
      fail(error);
    }
  };
}

function list(shifts, from) {
  const blocks = shifts.map((shift) => html("article", {},
    html("h3", {}, `${place(shift)} ${whole(shift)} · ${shift.category?.name ?? "未定类别"} · ${filled([shift])}`),
    ...shift.missing.map((fall) => html("p", {}, `${lack(fall)}：${fall.why.join("；") || "原因未记"}`)),
    shift.people.length
      ? html("div", { class: "wide" }, table("", ["志愿者", "步行", "理由", "次优"], people(shift).map(
        ([name, metres, reason, next]) => [name, cell(metres, "number"), cell(reason), cell(next)])))
      : "",
    shift.come ? "" : html("p", {}, "无人"),
    shift.come > shift.people.length ? html("p", {}, `${shift.people.length ? "另有人" : "到岗的人"}不在您可看的范围内`) : "",
  ));
  const back = html("button", { type: "button", class: "back", click: () => from.focus() }, "返回刚才的位置");
  at("list").replaceChildren(...blocks, back);
}

function missing(shifts) {
  const falls = shifts.flatMap((shift) => shift.missing.map((fall) => [
    `${place(shift)} ${whole(shift)}`, cell(lack(fall)), cell(fall.why.join("；")),
  ]));
  at("missing-title").textContent = falls.length ? `缺口 ${falls.length} 处，以及原因` : "没有缺口";
  at("missing").replaceChildren(...(falls.length ? [table("", ["班次", "缺", "原因"], falls)] : []));
}

let turn = 0;
let phones = true; // whether the role may have them in files

async function open(plan, streets, fail) {
  const mine = ++turn;
  const title = `${over(plan)} ${weekTerm(plan.week)}志愿服务周计划`;
  entitle(title);
  at("title").textContent = title;
  at("shifts").hidden = at("week-of-plan").hidden = true;
  at("plan").hidden = false;
  numbers(plan); // these are known already
  render(markup`<${Exports} key=${plan.id} plan=${plan} phones=${phones} />`, at("exports"));
  say("正在读取班次和人员……");
  const [shifts, [segments, stations]] = await Promise.all([overview(plan), streets]);
  if (mine !== turn) return; // another plan was chosen meanwhile
  say();
  at("week-of-plan").hidden = false;
  at("map-title").textContent = `${over(plan)}地图：各路段到岗情况`;
  const show = lister(plan, fail);
  map(at("map-title").textContent, segments, stations, shifts, show);
  grid(shifts, show);
  missing(shifts);
  go("plan", [plan.id], { keep: true });
}

// Three lists, each of what the plans have under what is chosen above it; newest first.
function choices(plans, chosen, streets, fail) {
  const fillIn = (id, options, value) => at(id).replaceChildren(
    ...options.map(([key, text]) => html("option", { value: key, selected: key === value && "" }, text)));
  const one = (key, found) => [...new Map(found.map((plan) => [key(plan), plan])).entries()];
  const scope = (plan) => plan.subdistrict?.id ?? "";
  function show(plan) {
    const week = plans.filter((other) => other.week === plan.week);
    const here = week.filter((other) => scope(other) === scope(plan));
    fillIn("week", one((other) => other.week, plans).map(([key]) => [key, weekTerm(key)]), plan.week);
    fillIn("scope", one(scope, week).map(([key, other]) => [key, over(other)]), scope(plan));
    fillIn("version", here.map((other) => [other.id, versionTerm(other)]), plan.id);
    open(plan, streets, fail).catch(fail);
  }
  const newest = (...tests) => plans.find((plan) => tests.every((test) => test(plan)));
  const week = (plan) => plan.week === at("week").value;
  at("week").addEventListener("change", () => show(newest(week)));
  at("scope").addEventListener("change", () => show(newest(week, (plan) => scope(plan) === at("scope").value)));
  at("version").addEventListener("change", () => show(newest((plan) => plan.id === at("version").value)));
  at("choice").hidden = false;
  show(chosen);
}

async function start(wanted, fail) {
  fetch("/graphiql/", { method: "HEAD" }).then((answer) => { at("graphiql").hidden = !answer.ok; });
  const [plans, { subdistricts }] = await Promise.all([all(PLANS), ask(START)]);
  const [subdistrict] = subdistricts.nodes;
  if (!subdistrict) return say("库里还没有数据。要先看示范区，请运行 ", html("code", {}, "./jiujin demo"), "，然后刷新本页。");
  if (!plans.length) return say("还没有您可看的周计划。统筹员排出并发布后，刷新本页就能看到；也可运行 ", html("code", {}, "./jiujin plan"), " 来排。");
  const streets = Promise.all([all(SEGMENTS), all(STATIONS)]);
  choices(plans, plans.find((plan) => plan.id === wanted) ?? plans[0], streets, fail);
}

export default function PlanPage({ me, rest, fail }) {
  useEffect(() => {
    const sheet = at("map");
    phones = me.role !== "CHIEF";
    start(rest[0], fail).catch(fail);
    return () => render(null, sheet);
  }, []);
  return markup`
    <h1 id="title">志愿服务周计划</h1>
    <form id="choice" hidden>
      <label>周 <select id="week"></select></label>
      <label>范围 <select id="scope"></select></label>
      <label>版本 <select id="version"></select></label>
      <a id="graphiql" href="/graphiql/" hidden>用 GraphQL 查询与修改（GraphiQL）</a>
    </form>
    <div id="plan" hidden>
      <section aria-label="概要"><div id="numbers"></div></section>
      <section aria-labelledby="exports-title" class="on-screen">
        <h2 id="exports-title">导出</h2>
        <div id="exports"></div>
      </section>
    </div>
    <p id="reading" role="status">正在读取……</p>
    <div id="week-of-plan" hidden>
      <section aria-labelledby="map-title">
        <h2 id="map-title">地图</h2>
        <div id="map"></div>
      </section>
      <section aria-labelledby="grid-title">
        <h2 id="grid-title">一周各路：到岗／期望</h2>
        <div id="grid" class="wide" tabindex="0" role="group" aria-label="一周各路的表，可左右滚动"></div>
      </section>
      <section id="shifts" tabindex="-1" aria-labelledby="shifts-title" hidden>
        <h2 id="shifts-title">班次</h2>
        <div id="list"></div>
      </section>
      <section aria-labelledby="missing-title">
        <h2 id="missing-title">缺口</h2>
        <div id="missing" class="wide"></div>
      </section>
    </div>`;
}

// The shell: who has come in, which pages are his, and the one that the address names.

import { PAGES } from "./pages.js";
import { address, title } from "./shell/address.js";
import { come } from "./shell/entrance.js";
import { LoggedOut, onReconnect, watchConnection } from "./shell/graph.js";
import { html, render } from "./vendor/preact/standalone.module.js";

const at = (id) => document.getElementById(id);

let failed = false;

function fail(error) {
  if (error instanceof LoggedOut) return location.reload();
  failed = true;
  render(null, at("view"));
  at("message").textContent = `读取失败：${error.message}`;
  at("message").hidden = false;
}

function tabs(mine, current) {
  at("pages").replaceChildren(...mine.map((page) => {
    const link = document.createElement("a");
    link.href = `#/${page.path}`;
    link.textContent = page.title;
    if (page === current) link.setAttribute("aria-current", "page");
    return link;
  }));
  at("pages").hidden = mine.length < 2;
}

let turn = 0;
let shown = null;

async function show(mine, me) {
  const { path, rest } = address();
  const page = mine.find((other) => other.path === path) ?? mine.find((other) => other.home?.includes(me.role)) ?? mine[0];
  const now = ++turn;
  tabs(mine, page);
  title(page.title);
  const { default: Page } = await page.load();
  if (now !== turn) return; // somebody went on meanwhile
  at("message").hidden = true;
  failed = false;
  shown = page;
  // What a page that was left still waited for no longer matters.
  const failing = (error) => { if (shown === page) fail(error); };
  render(html`<${Page} key=${page.path} me=${me} rest=${page.path === path ? rest : []} fail=${failing} />`, at("view"));
}

async function start() {
  at("message").textContent = "请登录。";
  watchConnection((lost) => {
    at("lost").textContent = lost ? "与服务器的连接断了，正在重连；未保存的操作请稍后再做。" : "";
    at("lost").hidden = !lost;
  });
  const me = await come();
  const mine = PAGES.filter((page) => page.roles.includes(me.role));
  const again = () => show(mine, me).catch(fail);
  addEventListener("hashchange", again);
  onReconnect(() => failed && again()); // a page that still stands looks anew by itself
  await again();
}

start().catch(fail);

// Questions to the server that this page came from, as whoever has logged in.

import { REFRESH } from "./documents.js";
import { createClient } from "../vendor/graphql-sse/client.mjs";

const KEPT = "jiujin.tokens";

export class LoggedOut extends Error {}

const tokens = () => JSON.parse(sessionStorage.getItem(KEPT) ?? "null");

// Tokens live as long as the tab; a log-in without a new refresh token keeps the one that there is.
export function keep(found) {
  if (!found) sessionStorage.removeItem(KEPT);
  else sessionStorage.setItem(KEPT, JSON.stringify({ ...found, refreshToken: found.refreshToken ?? tokens()?.refreshToken }));
}

// The access token as a header, and why one asks, if that must be written down.
export function headers(purpose = "") {
  const kept = tokens();
  return {
    ...(kept ? { authorization: `Bearer ${kept.accessToken}` } : {}),
    ...(purpose ? { "jiujin-purpose": encodeURIComponent(purpose) } : {}),
  };
}

// ---- whether the server is there ----

const RETRY = 1500;
const watchers = new Set();
const reconnections = new Set();
let lost = false;

function tell(now) {
  if (now === lost) return;
  lost = now;
  for (const watcher of watchers) watcher(lost);
  if (lost) setTimeout(retry, RETRY);
  else for (const again of reconnections) again();
}

async function retry() {
  const there = await fetch("/healthz", { cache: "no-store" }).then((answer) => answer.ok, () => false);
  if (there) tell(false);
  else setTimeout(retry, RETRY);
}

// Tells `watcher` whenever the server cannot be reached (true) and when it is there again (false).
export function watchConnection(watcher) {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

// Calls `again` when the server is there again; the page that was open looks anew then.
export function onReconnect(again) {
  reconnections.add(again);
  return () => reconnections.delete(again);
}

// A request to this server; one that cannot be reached is told to everybody.
export async function request(path, options = {}) {
  let answer;
  try {
    answer = await fetch(path, options);
  } catch {
    tell(true);
    throw new Error("连不上服务器");
  }
  if ([502, 503, 504].includes(answer.status) && !(answer.headers.get("content-type") ?? "").includes("json")) {
    tell(true);
    throw new Error("服务器暂时不可用");
  }
  return answer;
}

async function post(query, variables, purpose) {
  const answer = await request("/graphql", {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json", ...headers(purpose) },
    body: JSON.stringify({ query, variables }),
  });
  return { status: answer.status, ...(await answer.json()) };
}

let renewal = null;

// New tokens for old ones, once for all questions that wait for them.
function renew() {
  renewal ??= (async () => {
    const { refreshToken } = tokens() ?? {};
    keep(null);
    if (!refreshToken) return false;
    const { data } = await post(REFRESH, { input: { refreshToken } });
    keep(data?.refresh.tokens);
    return Boolean(data?.refresh.tokens);
  })().finally(() => { renewal = null; });
  return renewal;
}

// The answer's data, else an error that has every fault; `purpose` says why personal data is looked at, and is written down.
export async function ask(query, variables = {}, { purpose = "" } = {}) {
  let answer = await post(query, variables, purpose);
  if (answer.status === 401 && await renew()) answer = await post(query, variables, purpose);
  const { data, errors } = answer;
  if (errors?.some((error) => error.extensions?.code === "UNAUTHENTICATED")) throw new LoggedOut(errors[0].message);
  if (errors) {
    const faults = errors.flatMap((error) => error.extensions?.faults ?? []);
    throw Object.assign(new Error(errors.map((error) => error.message).join("；")), { faults });
  }
  return data;
}

// All nodes of a list that the document calls `page`, a hundred at a time; `tell` is given those that are there so far.
export async function all(query, variables = {}, tell = () => {}) {
  const nodes = [];
  for (let after = null; ; ) {
    const { page } = await ask(query, { ...variables, after });
    nodes.push(...page.nodes);
    tell(nodes);
    if (!page.pageInfo.hasNextPage) return nodes;
    after = page.pageInfo.endCursor;
  }
}

const AT_ONCE = 4; // a browser has six connections to a server, of which some listen

// What each piece of work returns, in their order; a few run at the same time.
export async function few(works) {
  const found = [];
  let next = 0;
  const run = async () => {
    while (next < works.length) {
      const mine = next++;
      found[mine] = await works[mine]();
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, works.length) }, run));
  return found;
}

// What a subscription tells, to `next`, until the returned function is called; goes on by itself after an interruption, and
// renews a token that has run out. `failed` is told what cannot be mended.
export function listen(query, variables, next, failed = () => {}) {
  const client = createClient({
    url: "/graphql",
    headers: () => headers(),
    retryAttempts: 1e6,
    retry: () => new Promise((resolve) => { setTimeout(resolve, RETRY); }),
    fetchFn: async (path, options) => {
      const answer = await fetch(path, options);
      return answer.status === 401 && await renew() ? fetch(path, { ...options, headers: { ...options.headers, ...headers() } }) : answer;
    },
  });
  return client.subscribe({ query, variables }, {
    next: ({ data, errors }) => (errors ? failed(new Error(errors.map((error) => error.message).join("；"))) : next(data)),
    error: (error) => failed(error instanceof Error ? error : new Error("订阅中断")),
    complete: () => {},
  });
}

// Questions to the server that this page came from, as whoever has logged in.

import { REFRESH } from "./documents.js";

const KEPT = "jiujin.tokens";

export class LoggedOut extends Error {}

const tokens = () => JSON.parse(sessionStorage.getItem(KEPT) ?? "null");

// Tokens live as long as the tab; a log-in without a new refresh token keeps the one that there is.
export function keep(found) {
  if (!found) sessionStorage.removeItem(KEPT);
  else sessionStorage.setItem(KEPT, JSON.stringify({ ...found, refreshToken: found.refreshToken ?? tokens()?.refreshToken }));
}

async function post(query, variables) {
  const kept = tokens();
  const answer = await fetch("/graphql", {
    method: "POST",
    headers: {
      "content-type": "application/json",
      accept: "application/json",
      ...(kept ? { authorization: `Bearer ${kept.accessToken}` } : {}),
    },
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

export async function ask(query, variables = {}) {
  let answer = await post(query, variables);
  if (answer.status === 401 && await renew()) answer = await post(query, variables);
  const { data, errors } = answer;
  if (errors?.some((error) => error.extensions?.code === "UNAUTHENTICATED")) throw new LoggedOut(errors[0].message);
  if (errors) throw new Error(errors.map((error) => error.message).join("；"));
  return data;
}

// All nodes of a list that the document calls `page`, a hundred at a time.
export async function all(query, variables = {}) {
  const nodes = [];
  for (let after = null; ; ) {
    const { page } = await ask(query, { ...variables, after });
    nodes.push(...page.nodes);
    if (!page.pageInfo.hasNextPage) return nodes;
    after = page.pageInfo.endCursor;
  }
}

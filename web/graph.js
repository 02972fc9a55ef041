// Questions to the server that this page came from.

export async function ask(query, variables = {}) {
  const answer = await fetch("/graphql", {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json" },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = await answer.json();
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

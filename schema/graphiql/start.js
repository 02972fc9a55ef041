// Opens GraphiQL with the example queries as tabs; questions go by POST, subscriptions by server-sent events.
(function () {
  "use strict";

  // Whoever has logged in on the start page, in the same tab, asks here too.
  function authorization() {
    const kept = JSON.parse(sessionStorage.getItem("jiujin.tokens") || "null");
    return kept ? { authorization: "Bearer " + kept.accessToken } : {};
  }

  async function ask(parameters, accept, headers) {
    return fetch("/graphql", {
      method: "POST",
      headers: { ...authorization(), ...headers, "content-type": "application/json", accept },
      body: JSON.stringify(parameters),
    });
  }

  // Each event is lines "event: next" and "data: {...}", ended by an empty line.
  async function* events(response) {
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let text = "";
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      text += value;
      const parts = text.split("\r\n\r\n");
      text = parts.pop();
      for (const part of parts) {
        const data = part.split("\r\n").find((line) => line.startsWith("data: "));
        if (part.startsWith("event: next") && data) yield JSON.parse(data.slice(6));
      }
    }
  }

  function isSubscription(query, name) {
    const found = [...query.matchAll(/^\s*(query|mutation|subscription)\b\s*(\w*)/gm)];
    const chosen = found.find((match) => match[2] === name) || found[0];
    return Boolean(chosen) && chosen[1] === "subscription";
  }

  async function* subscribe(parameters, headers) {
    yield* events(await ask(parameters, "text/event-stream", headers));
  }

  function fetcher(parameters, options) {
    const headers = (options && options.headers) || {};
    if (isSubscription(parameters.query, parameters.operationName)) return subscribe(parameters, headers);
    return ask(parameters, "application/json", headers).then((response) => response.json());
  }

  async function start() {
    const about = await (await ask({ query: "{ about { demo } }" }, "application/json", {})).json();
    document.getElementById("demo").hidden = !(about.data && about.data.about.demo);
    const examples = await (await fetch("examples.json")).json();
    const page = React.createElement(GraphiQL, { fetcher, defaultTabs: examples, shouldPersistHeaders: false });
    ReactDOM.createRoot(document.getElementById("graphiql")).render(page);
  }

  start();
})();

// A mutation that brings a file, by the multipart convention that docs/api.md names.

import { ME } from "./documents.js";
import { ask, headers, LoggedOut, request } from "./graph.js";

function body(query, input, field, file) {
  const form = new FormData();
  form.append("operations", JSON.stringify({ query, variables: { input: { ...input, [field]: null } } }));
  form.append("map", JSON.stringify({ file: [`variables.input.${field}`] }));
  form.append("file", file);
  return form;
}

// The answer's data; the file stands in the input under `field`.
export async function upload(query, input, field, file) {
  const send = () => request("/graphql", {
    method: "POST",
    headers: { accept: "application/json", "jiujin-upload": "1", ...headers() },
    body: body(query, input, field, file),
  });
  let answer = await send();
  if (answer.status === 401) {
    await ask(ME); // this renews the token
    answer = await send();
  }
  const { data, errors } = await answer.json();
  if (errors?.some((error) => error.extensions?.code === "UNAUTHENTICATED")) throw new LoggedOut(errors[0].message);
  if (errors) throw new Error(errors.map((error) => error.message).join("；"));
  return data;
}

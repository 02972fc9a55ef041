// Coming in through an identity provider: there with a challenge, back with a code that only this tab can use.

const KEPT = "jiujin.verifier";

const text = (bytes) => btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

export async function leave() {
  const verifier = text(crypto.getRandomValues(new Uint8Array(32)));
  sessionStorage.setItem(KEPT, verifier);
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier));
  location.assign(`/oidc/start?challenge=${text(new Uint8Array(digest))}`);
}

// What the mutation needs when somebody has just come back, else null; a second time null.
export function returned() {
  const code = /^#login=(.+)$/.exec(location.hash)?.[1];
  if (!code) return null;
  const verifier = sessionStorage.getItem(KEPT);
  sessionStorage.removeItem(KEPT);
  history.replaceState(null, "", "/");
  return verifier ? { code, verifier } : null;
}

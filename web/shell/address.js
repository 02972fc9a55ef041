// Where one is: the address and the window's title.

// The address names a page and what is open in it: #/board/PLAN is page "board" with rest ["PLAN"].
export function address() {
  const [path = "", ...rest] = location.hash.replace(/^#\/?/, "").split("/").map(decodeURIComponent);
  return { path, rest };
}

// Goes to a page; with `keep` the address changes and the page stays as it is.
export function go(path, rest = [], { keep = false } = {}) {
  const hash = `#/${[path, ...rest].map(encodeURIComponent).join("/")}`;
  if (keep) history.replaceState(null, "", hash);
  else location.hash = hash;
}

export function title(text) {
  document.title = `${text} · 就近`;
}

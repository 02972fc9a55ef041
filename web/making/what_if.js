import { html } from "../vendor/preact/standalone.module.js";
export function WhatIf() { return html`<p>…</p>`; }

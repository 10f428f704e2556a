// The operations, each with a form to try it.
import { get } from "./api.js";
import { html, useMemo, useState } from "./html.js";
import { printable } from "./text.js";
import { Empty, LongList, Method, Problem, useLoaded } from "./widgets.js";
import { TryIt } from "./try_it.js";

export function Operations({ operations, error, path, go }) {
  const [text, setText] = useState("");
  const rows = useMemo(() => grouped(operations ?? [], text.trim().toLowerCase()), [operations, text]);
  const number = rows.filter((row) => !row.isHeading).length;
  return html`<div class="split ${path ? "has-detail" : ""}">
    <section class="side" aria-label="List of operations">
      <div class="filters"><input type="search" placeholder="Search path, name, summary" aria-label="Search operations" value=${text} onInput=${(event) => setText(event.target.value)} /></div>
      <p class="count">${number === (operations ?? []).length ? `${number} operations` : `${number} of ${operations.length} operations`}</p>
      <${Problem} error=${error} />
      ${operations && number === 0
        ? html`<${Empty} title=${operations.length ? "No operation matches" : "No operations"}><p>${operations.length ? "Change the search." : "The documents have no operation that can be served."}</p></${Empty}>`
        : html`<${LongList} label="Operations" items=${rows} height=${44} id=${(row) => row.key} selected=${path} onSelect=${(row) => go("operations", row.key)} render=${(row) => html`<${Row} row=${row} />`} />`}
    </section>
    <section class="detail" aria-label="Operation">
      ${path ? html`<${Operation} key=${path} path=${path} />` : html`<${Empty} title="Select an operation"><p>Its parameters, body and responses are shown here, with a form to try it.</p></${Empty}>`}
    </section>
  </div>`;
}

// The operations by API and tag, with a row for each group.
function grouped(operations, text) {
  const several = new Set(operations.map((one) => one.api)).size > 1;
  const groups = new Map();
  for (const one of operations) {
    if (text && !`${one.method} ${one.path} ${one.id} ${one.summary} ${one.tags.join(" ")}`.toLowerCase().includes(text)) continue;
    const name = [several ? one.api : "", one.tags[0] ?? ""].filter(Boolean).join(" · ");
    if (!groups.has(name)) groups.set(name, []);
    groups.get(name).push(one);
  }
  const rows = [];
  for (const [name, found] of groups) {
    if (name) rows.push({ isHeading: true, key: `heading ${name}`, name, number: found.length });
    rows.push(...found);
  }
  return rows;
}

function Row({ row }) {
  if (row.isHeading) return html`<span class="group">${printable(row.name)}</span><small class="quiet">${row.number}</small>`;
  return html`<${Method} name=${row.method} /><span class="target"><span class=${row.deprecated ? "deprecated" : ""}>${printable(row.path)}</span><small>${printable(row.summary || row.id)}</small></span>`;
}

function Operation({ path }) {
  const [api, ...rest] = path.split("/");
  const { value, error } = useLoaded(path, () => get(`/operations/${encodeURIComponent(api)}/${encodeURIComponent(rest.join("/"))}`));
  if (error) return html`<a class="back" href="#/operations">All operations</a><${Problem} error=${error} />`;
  if (!value) return html`<p class="quiet" aria-busy="true">Loading …</p>`;
  return html`<article>
    <a class="back" href="#/operations">All operations</a>
    <h2><${Method} name=${value.method} /> <code class=${value.deprecated ? "deprecated" : ""}>${printable(value.path)}</code></h2>
    ${value.summary && html`<p>${printable(value.summary)}</p>`}
    <p class="quiet">${printable(value.id)}${value.deprecated ? " · deprecated" : ""}${value.document?.line ? html` · <code>${printable(value.document.file)}:${value.document.line}</code>` : ""}</p>
    ${value.description && html`<details><summary>Description</summary><p class="description">${printable(value.description)}</p></details>`}
    <${TryIt} operation=${value} />
  </article>`;
}

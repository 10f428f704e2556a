// The requests that arrive, with their responses.
import { call, get } from "./api.js";
import { html, useEffect, useMemo, useState } from "./html.js";
import { bodyText, clockTime, duration, plural, printable, size, statusClass } from "./text.js";
import { Code, Copy, Empty, LongList, Method, Problem, useLoaded } from "./widgets.js";
import { SNIPPETS } from "./snippets.js";

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];
const KINDS = { "": "all responses", refused: "refused", "2": "2XX", "3": "3XX", "4": "4XX", "5": "5XX", sent: "sent by the mock" };

function matches(one, { text, method, kind }) {
  if (method && one.method !== method) return false;
  if (kind === "refused" ? !one.reason : kind === "sent" ? !one.sent : kind && String(one.status)[0] !== kind) return false;
  return !text || `${one.method} ${one.target} ${one.operation} ${one.api} ${one.status} ${one.reason}`.toLowerCase().includes(text);
}

export function Requests({ exchanges, path, go }) {
  const [text, setText] = useState("");
  const [method, setMethod] = useState("");
  const [kind, setKind] = useState("");
  const [error, setError] = useState(null);
  const { items } = exchanges;
  const shown = useMemo(() => {
    const filter = { text: text.trim().toLowerCase(), method, kind };
    return filter.text || method || kind ? items.filter((one) => matches(one, filter)) : items;
  }, [items, text, method, kind]);
  const number = path ? Number(path) : undefined;
  const clear = () => call("DELETE", "/requests").then(() => { exchanges.clear(); go("requests"); setError(null); }, setError);
  return html`<div class="split ${number ? "has-detail" : ""}">
    <section class="side" aria-label="List of requests">
      <div class="filters">
        <input type="search" placeholder="Search path, operation, reason" aria-label="Search requests" value=${text} onInput=${(event) => setText(event.target.value)} />
        <select aria-label="Method" value=${method} onChange=${(event) => setMethod(event.target.value)}>
          <option value="">all methods</option>${METHODS.map((name) => html`<option>${name}</option>`)}
        </select>
        <select aria-label="Response" value=${kind} onChange=${(event) => setKind(event.target.value)}>
          ${Object.entries(KINDS).map(([value, name]) => html`<option value=${value}>${name}</option>`)}
        </select>
        <button type="button" aria-pressed=${exchanges.isPaused ? "true" : "false"} onClick=${() => exchanges.pause(!exchanges.isPaused)}>
          ${exchanges.isPaused ? `Resume (${exchanges.pending.length})` : "Pause"}</button>
        <button type="button" onClick=${clear} disabled=${!items.length}>Clear</button>
      </div>
      <p class="count" aria-live="off">${plural(shown.length, "request")}${shown.length < items.length ? ` of ${items.length.toLocaleString("en")}` : ""}
        ${exchanges.dropped > 0 && html` · <strong>${plural(exchanges.dropped, "request")} not shown: they arrived faster than the server keeps them</strong>`}
        ${exchanges.restarts > 0 && html` · the server was restarted`}</p>
      <${Problem} error=${error} />
      ${shown.length === 0
        ? html`<${Empty} title=${items.length ? "No request matches" : "No requests yet"}>
            ${items.length ? html`<p>Change the search or the filters.</p>` : html`<p>Requests appear here as they arrive. Try an operation, or send one from your application.</p>`}</${Empty}>`
        : html`<${LongList} label="Requests" items=${shown} height=${44} id=${(one) => one.number} selected=${number} pinned
            onSelect=${(one) => go("requests", String(one.number))} render=${(one) => html`<${Row} one=${one} />`} />`}
    </section>
    <section class="detail" aria-label="Request">
      ${number ? html`<${Detail} number=${number} go=${go} />` : html`<${Empty} title="Select a request"><p>Its headers, bodies and violations are shown here.</p></${Empty}>`}
    </section>
  </div>`;
}

function Row({ one }) {
  return html`<span class="status ${statusClass(one.status)}">${one.status || "–"}</span>
    <${Method} name=${one.method} />
    <span class="target"><span>${printable(one.target)}</span>
      <small>${clockTime(one.time)} · ${duration(one.duration_ms)}${one.operation && ` · ${printable(one.operation)}`}${one.sent ? ` · ${one.sent.kind}` : ""}${one.stub && ` · stub ${one.stub}`}${one.fault && ` · fault ${one.fault}`}</small></span>`;
}

const pairs = (headers) => Object.entries(headers ?? {});

export function Detail({ number, go }) {
  const { value, error } = useLoaded(number, () => get(`/requests/${number}`));
  if (error) return html`<a class="back" href="#/requests">All requests</a><${Problem} error=${error} />`;
  if (!value) return html`<p class="quiet" aria-busy="true">Loading request ${number} …</p>`;
  return html`<article>
    <a class="back" href="#/requests">All requests</a>
    <h2><span class="status ${statusClass(value.status)}">${value.status || "no response"}</span> <${Method} name=${value.method} /> <code>${printable(value.target)}</code></h2>
    <p class="quiet">Number ${value.number} · ${clockTime(value.time)} · ${duration(value.duration_ms)}
      ${value.operation && html` · <a href=${`#/operations/${encodeURIComponent(`${value.api}/${value.operation}`)}`}>${printable(value.operation)}</a>`}
      ${value.stub && html` · <a href="#/rules">stub ${value.stub}</a>`}${value.fault && html` · <a href="#/rules">fault ${value.fault}</a>`}</p>
    ${value.sent && html`<p>${value.sent.kind} <strong>${printable(value.sent.name)}</strong> to ${printable(value.sent.origin)}, ${plural(value.sent.attempts, "attempt")}${value.sent.error ? html`: <strong>${printable(value.sent.error)}</strong>` : ""}</p>`}
    <${Violations} exchange=${value} />
    <${CopyAs} request=${requestOf(value)} />
    <h3>Request</h3>
    <${Message} message=${value.request} label="Request" />
    <h3>Response</h3>
    <${Message} message=${value.response} label="Response" />
  </article>`;
}

export function Violations({ exchange }) {
  const found = exchange.violations ?? [];
  const sent = exchange.sent?.violations ?? [];
  if (!found.length && !exchange.reason && !sent.length) return null;
  return html`<div class="violations"><h3>${sent.length ? "The response of the receiver is not documented" : "Why it was refused"}</h3>
    ${found.length === 0 && exchange.reason && html`<p>${printable(exchange.reason)}</p>`}
    ${found.length > 0 && html`<ul>${found.map((one) => html`<li>
      <strong>${printable(one.message)}</strong>
      <div class="quiet"><span>${one.kind}</span>${one.location && html` at <code>${printable(one.location)}</code>`}</div>
      ${one.pointer && html`<div class="quiet">document: ${one.document?.line ? html`<code>${printable(one.document.file)}:${one.document.line}:${one.document.column}</code> ` : ""}<code>#${printable(one.pointer)}</code></div>`}
    </li>`)}</ul>`}
    ${sent.length > 0 && html`<ul>${sent.map((one) => html`<li>${printable(one)}</li>`)}</ul>`}
  </div>`;
}

export function Message({ message, label }) {
  const text = bodyText(message);
  const headers = pairs(message?.headers);
  return html`<details open=${headers.length <= 6}><summary>${plural(headers.length, "header")}</summary>
    <table class="headers"><tbody>${headers.map(([name, value]) => html`<tr><th scope="row">${printable(name)}</th><td>${printable(value)}</td></tr>`)}</tbody></table></details>
    ${text ? html`<${Code} text=${text} label=${`${label} body`} name="body.json" />` : html`<p class="quiet">No body</p>`}
    ${message?.cut && html`<p class="quiet">The server keeps only the first 64 kB of a body.</p>`}`;
}

// The recorded request; what the client's HTTP library adds is left out.
const ADDED = new Set(["host", "content-length", "connection", "accept-encoding", "user-agent", "sec-fetch-dest", "sec-fetch-mode", "sec-fetch-site", "transfer-encoding", "origin", "referer"]);

const requestOf = (exchange) => ({
  method: exchange.method,
  url: (exchange.sent ? exchange.sent.origin : location.origin) + exchange.target,
  headers: pairs(exchange.request?.headers).filter(([name]) => !ADDED.has(name)),
  body: bodyText(exchange.request) || null,
  form: [],
});

export function CopyAs({ request }) {
  return html`<div class="buttons" role="group" aria-label="Copy the request">
    ${Object.entries(SNIPPETS).map(([name, write]) => html`<${Copy} key=${name} text=${() => write(request)}>Copy as ${name}</${Copy}>`)}</div>`;
}

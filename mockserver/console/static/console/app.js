// The console: which view is shown, the state of the connection, and resetting.
import { call, get, setToken } from "./api.js";
import { Documents } from "./documents.js";
import { Exchanges } from "./exchanges.js";
import { html, render, useEffect, useState } from "./html.js";
import { State } from "./items.js";
import { Operations } from "./operations.js";
import { Requests } from "./requests.js";
import { Rules } from "./rules.js";
import { Confirm, Problem, useAction, useLoaded } from "./widgets.js";
import { Tokens } from "./tokens.js";

const VIEWS = { operations: "Operations", requests: "Requests", state: "State", rules: "Stubs & faults", tokens: "Tokens & clock", documents: "Documents" };
const STATUS = { connecting: "connecting", live: "live", down: "the server does not respond; connecting again", denied: "a token is required" };

const exchanges = new Exchanges();

// The view and what it shows: #/operations/serverops%2FgetCase
function route() {
  const [view, ...rest] = location.hash.replace(/^#\/?/, "").split("/");
  let path = rest.join("/");
  try {
    path = decodeURIComponent(path);
  } catch {
    // shown as it is
  }
  return { view: view in VIEWS ? view : "operations", path };
}

const go = (view, path = "") => { location.hash = `/${view}${path ? `/${encodeURIComponent(path)}` : ""}`; };

function App() {
  const [here, setHere] = useState(route);
  const [, setTick] = useState(0);
  const [changes, setChanges] = useState(0); // of the state of the server, by this page
  const operations = useLoaded(`operations ${exchanges.restarts}`, () => get("/operations"));
  useEffect(() => {
    const moved = () => setHere(route());
    addEventListener("hashchange", moved);
    const stop = exchanges.subscribe(() => setTick((old) => old + 1));
    return () => { removeEventListener("hashchange", moved); stop(); };
  }, []);
  const { status } = exchanges;
  useEffect(() => {
    if (status === "live" && operations.error) operations.reload();
  }, [status]);
  useEffect(() => {
    document.title = `${VIEWS[here.view]} · casemock`;
    // In a narrow window the links of the views scroll.
    document.querySelector("nav [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [here.view]);
  const known = operations.value?.operations;
  const reset = () => setChanges((old) => old + 1);
  const view = {
    operations: () => html`<${Operations} operations=${known} error=${operations.error} path=${here.path} go=${go} />`,
    requests: () => html`<${Requests} exchanges=${exchanges} path=${here.path} go=${go} />`,
    state: () => html`<${State} path=${here.path} go=${go} changes=${changes} />`,
    rules: () => html`<${Rules} operations=${known} changes=${changes} />`,
    tokens: () => html`<${Tokens} changes=${changes} />`,
    documents: () => html`<${Documents} />`,
  }[here.view];
  return html`<a class="skip" href="#main" onClick=${(event) => { event.preventDefault(); document.getElementById("main").focus(); }}>Skip to content</a>
    <header>
      <h1>casemock</h1>
      <nav aria-label="Views">${Object.entries(VIEWS).map(([name, title]) => html`<a key=${name} href=${`#/${name}`} aria-current=${here.view === name ? "page" : undefined}>${title}${name === "requests" && exchanges.received > 0 ? html` <span class="badge">${exchanges.items.length.toLocaleString("en")}</span>` : ""}</a>`)}</nav>
      <div class="side-links"><span class="connection ${status}" role="status"><span class="dot" aria-hidden="true"></span> ${STATUS[status]}</span>
        <a href="/__mock__/ui/">Swagger UI</a> <${ResetAll} onDone=${reset} /></div>
    </header>
    <main id="main" tabindex="-1">${status === "denied" || operations.error?.status === 401 || operations.error?.status === 403
      ? html`<${AdminToken} onDone=${() => { exchanges.start(); operations.reload(); }} error=${operations.error} />`
      : view()}</main>`;
}

function ResetAll({ onDone }) {
  const [asks, setAsks] = useState(false);
  const [run, error] = useAction(async () => { await call("POST", "/reset"); exchanges.clear(); onDone(); });
  return html`<button type="button" onClick=${() => setAsks(true)}>Reset</button>
    ${asks && html`<${Confirm} title="Reset the server?" action="Reset" onConfirm=${run} onClose=${() => setAsks(false)}><p>Items, requests, stubs, faults, clock and tokens are as they were at the start.</p></${Confirm}>`}
    <${Problem} error=${error} />`;
}

function AdminToken({ onDone, error }) {
  const [token, set] = useState("");
  return html`<section class="card page" aria-labelledby="admin-title"><h2 id="admin-title">Admin token</h2>
    <p>The server accepts requests from other machines only with the token of <code>--admin-token</code>.</p>
    <${Problem} error=${error} />
    <form onSubmit=${(event) => { event.preventDefault(); setToken(token); onDone(); }}>
      <div class="field"><label for="admin-token">Token</label><input id="admin-token" type="password" required autocomplete="off" value=${token} onInput=${(event) => set(event.target.value)} /></div>
      <div class="buttons"><button type="submit" class="primary">Connect</button></div></form></section>`;
}

document.getElementById("fallback")?.remove();
render(html`<${App} />`, document.getElementById("app"));
exchanges.start();

// Credentials that are accepted in addition to those of the document, and the clock.
import { call, get } from "./api.js";
import { html, useState } from "./html.js";
import { printable } from "./text.js";
import { Problem, useAction, useLoaded } from "./widgets.js";

export function Tokens({ changes }) {
  return html`<div class="columns"><${TokenList} changes=${changes} /><${Clock} changes=${changes} /></div>`;
}

function TokenList({ changes }) {
  const { value, error, reload } = useLoaded(`tokens ${changes}`, () => get("/tokens"));
  const [token, setToken] = useState("");
  const [scopes, setScopes] = useState("");
  const [add, addError, isRunning] = useAction(async () => {
    await call("POST", "/tokens", { token, ...(scopes.trim() ? { scopes: scopes.trim().split(/[\s,]+/) } : {}) });
    setToken("");
    reload();
  });
  const [remove, removeError] = useAction(async (id) => { await call("DELETE", `/tokens/${encodeURIComponent(id)}`); reload(); });
  return html`<section class="card" aria-labelledby="tokens-title"><h2 id="tokens-title">Tokens</h2>
    <p class="quiet">Accepted in addition to the sample credentials of the document, which each operation lists. The server keeps only digests.</p>
    <${Problem} error=${error ?? removeError} />
    ${value && value.tokens.length === 0 && html`<p class="quiet">There are none.</p>`}
    <ul class="entries">${(value?.tokens ?? []).map((one) => html`<li key=${one.id}>
      <div class="about"><strong><code>${printable(one.token ?? one.id)}</code></strong>
        <div class="quiet">${one.scopes === null || one.scopes === undefined ? "all scopes" : printable(one.scopes.join(" ")) || "no scopes"}${one.kind ? ` · ${one.kind}` : ""}${one.client ? ` · ${printable(one.client)}` : ""}${one.expires_at ? ` · until ${one.expires_at}` : ""}${one.is_valid === false ? " · expired" : ""}</div></div>
      <div class="buttons"><button type="button" onClick=${() => remove(one.id)}>Delete</button></div></li>`)}</ul>
    <h3>Add a token</h3>
    <form onSubmit=${(event) => { event.preventDefault(); add(); }}>
      <div class="field"><label for="token">Token</label><input id="token" type="text" required autocomplete="off" spellcheck="false" value=${token} onInput=${(event) => setToken(event.target.value)} /></div>
      <div class="field"><label for="scopes">Scopes</label><input id="scopes" type="text" placeholder="all" spellcheck="false" value=${scopes} onInput=${(event) => setScopes(event.target.value)} /></div>
      <${Problem} error=${addError} />
      <div class="buttons"><button type="submit" class="primary" disabled=${isRunning}>Add token</button></div>
    </form></section>`;
}

function Clock({ changes }) {
  const { value, error, reload } = useLoaded(`clock ${changes}`, () => get("/clock"));
  const [now, setNow] = useState("");
  const [step, setStep] = useState("1h");
  const [change, changeError] = useAction(async (given) => { await call("PATCH", "/clock", given); reload(); });
  return html`<section class="card" aria-labelledby="clock-title"><h2 id="clock-title">Clock</h2>
    <p class="quiet">It sets the timestamps of items that are created or changed, and when tokens expire.</p>
    <${Problem} error=${error ?? changeError} />
    <p>Now: <strong>${value ? value.now ?? "logical" : "…"}</strong>${value && !value.now && html` <span class="quiet">(a change is one minute after the last one; generated data is of ${value.reference})</span>`}</p>
    <form onSubmit=${(event) => { event.preventDefault(); change({ now }); }}>
      <div class="field"><label for="clock-now">Time</label><input id="clock-now" type="text" required placeholder="2030-01-01T00:00:00Z" spellcheck="false" value=${now} onInput=${(event) => setNow(event.target.value)} /></div>
      <div class="buttons"><button type="submit" class="primary">Set</button>
        <button type="button" disabled=${!value?.now} onClick=${() => change({ now: null })}>Logical again</button></div></form>
    <form onSubmit=${(event) => { event.preventDefault(); change({ advance: step }); }}>
      <div class="field"><label for="clock-step">Advance by</label><input id="clock-step" type="text" required placeholder="1h30m" spellcheck="false" value=${step} onInput=${(event) => setStep(event.target.value)} /></div>
      <div class="buttons"><button type="submit">Advance</button></div></form></section>`;
}

// Stubs and faults: lists with switches, and forms.
import { call, get } from "./api.js";
import { html, useState } from "./html.js";
import { plural, pretty, printable } from "./text.js";
import { Confirm, Problem, Switch, useAction, useLoaded } from "./widgets.js";

const EFFECTS = {
  status: "error response", delay: "delay", reset: "connection reset", empty: "closed without response",
  truncate: "closed after half of the body", slow: "slow body", malformed: "malformed body", stale: "stale items",
};

export function Rules({ operations, changes }) {
  return html`<div class="columns">
    <${Section} noun="stub" title="Stubs" changes=${changes} intro="A stub is a response to chosen requests. It must be one that the document allows." form=${(props) => html`<${StubForm} operations=${operations} ...${props} />`} describe=${describeStub} />
    <${Section} noun="fault" title="Faults" changes=${changes} intro="A fault lets chosen requests fail, or delays them." form=${(props) => html`<${FaultForm} operations=${operations} ...${props} />`} describe=${describeFault} />
    <${Webhooks} />
  </div>`;
}

function Webhooks() {
  const { value, error } = useLoaded("webhooks", () => get("/webhooks"));
  const [name, setName] = useState("");
  const [url, setUrl] = useState("http://localhost:3000/hooks");
  const [sent, setSent] = useState(null);
  const known = value?.webhooks ?? [];
  const chosen = name || known[0]?.name;
  const [send, sendError, isRunning] = useAction(async () => {
    setSent(null);
    setSent(await call("POST", `/webhooks/${encodeURIComponent(chosen)}`, { url }));
  });
  if (!error && !known.length) return null;
  return html`<section class="card" aria-labelledby="webhooks-title"><h2 id="webhooks-title">Webhooks</h2>
    <p class="quiet">Requests that the API sends, with a generated body. Callbacks are also sent by their operation.</p>
    <${Problem} error=${error} />
    <form onSubmit=${(event) => { event.preventDefault(); send(); }}>
      <div class="field"><label for="webhook">Webhook</label><select id="webhook" value=${chosen} onChange=${(event) => setName(event.target.value)}>
        ${known.map((one) => html`<option value=${one.name}>${printable(`${one.name} (${one.kind})${one.summary ? `: ${one.summary}` : ""}`)}</option>`)}</select></div>
      <div class="field"><label for="webhook-url">Receiver</label><input id="webhook-url" type="url" required value=${url} onInput=${(event) => setUrl(event.target.value)} /></div>
      <${Problem} error=${sendError} />
      <div class="buttons"><button type="submit" class="primary" disabled=${isRunning}>${isRunning ? "Sending …" : "Send"}</button></div>
    </form>
    ${sent && html`<p role="status">The receiver responded with <strong>${sent.response.status}</strong>. <a href="#/requests">All requests</a></p>
      ${sent.violations.length > 0 && html`<ul>${sent.violations.map((one) => html`<li>${printable(one)}</li>`)}</ul>`}`}
  </section>`;
}

function Section({ noun, title, intro, form, describe, changes }) {
  const { value, error, reload } = useLoaded(`${noun} ${changes}`, () => get(`/${noun}s`));
  const [edited, setEdited] = useState(null);
  const [removed, setRemoved] = useState(null);
  const [change, changeError] = useAction(async (action) => { await action(); reload(); });
  const entries = value?.[`${noun}s`] ?? [];
  return html`<section class="card" aria-labelledby=${`${noun}s-title`}>
    <h2 id=${`${noun}s-title`}>${title}</h2><p class="quiet">${intro}</p>
    <${Problem} error=${error ?? changeError} />
    ${value && entries.length === 0 && html`<p class="quiet">There are none.</p>`}
    <ul class="entries">${entries.map((one) => html`<li key=${one.id} class=${one.enabled === false ? "off" : ""}>
      <${Switch} on=${one.enabled !== false} label=${`${noun} ${one.id}`} onChange=${(enabled) => change(() => call("PATCH", `/${noun}s/${encodeURIComponent(one.id)}`, { enabled }))} />
      <div class="about"><strong>${printable(describe(one))}</strong>
        <div class="quiet">${printable(describeMatcher(one.request))}${one.uses === undefined ? "" : ` · used ${plural(one.uses, "time")}`} · ${one.id}${one.settings ? " · from the settings" : ""}</div></div>
      ${!one.settings && html`<div class="buttons">
        ${noun === "stub" && html`<button type="button" onClick=${() => setEdited(edited === one.id ? null : one.id)}>Edit</button>`}
        <button type="button" onClick=${() => setRemoved(one)}>Delete</button></div>`}
      ${edited === one.id && html`<${JsonForm} label=${`${noun} ${one.id}`} action="Save" start=${withoutState(one)} onSubmit=${(given) => call("PUT", `/${noun}s/${encodeURIComponent(one.id)}`, given).then(() => { setEdited(null); reload(); })} />`}
    </li>`)}</ul>
    <h3>Add a ${noun}</h3>
    ${form({ onAdd: (given) => call("POST", `/${noun}s`, given).then(reload) })}
    ${removed && html`<${Confirm} title=${`Delete ${noun} ${removed.id}?`} action="Delete" onClose=${() => setRemoved(null)}
      onConfirm=${() => change(() => call("DELETE", `/${noun}s/${encodeURIComponent(removed.id)}`))}><p>${printable(describe(removed))}</p></${Confirm}>`}
  </section>`;
}

const withoutState = ({ id: _, enabled, uses: __, settings: ___, ...entry }) => (enabled === false ? { ...entry, enabled } : entry);

const describeMatcher = (request) => {
  const { operation, method, path, ...others } = request ?? {};
  const parts = [operation, [method, path].filter(Boolean).join(" "), Object.keys(others).length ? JSON.stringify(others) : ""].filter(Boolean);
  return parts.join(", ") || "every request";
};

function describeStub({ response, times }) {
  const all = Array.isArray(response) ? response : [response];
  const texts = all.map((one) => [one.code ?? one.status ?? 200, one.example ? `example ${one.example}` : "", "body" in one ? JSON.stringify(one.body).slice(0, 60) : ""].filter(Boolean).join(" "));
  return texts.join(", then ") + (times ? `, ${plural(times, "time")}` : "");
}

function describeFault({ fault }) {
  const { status, delay_ms: delay, abort, malformed, stale, rate, nth } = fault ?? {};
  const parts = [status && `status ${status}`, delay !== undefined && `delay ${typeof delay === "object" ? `${delay.median} ms (sigma ${delay.sigma})` : `${delay} ms`}`, abort && EFFECTS[abort], malformed && "malformed body", stale && "stale items", rate !== undefined && `${Math.round(rate * 1000) / 10} % of the requests`, nth !== undefined && `request ${[nth].flat().join(", ")}`];
  return parts.filter(Boolean).join(", ");
}

function OperationField({ operations, value, onChange, id }) {
  return html`<div class="field"><label for=${id}>Requests</label><select id=${id} value=${value} onChange=${(event) => onChange(event.target.value)}>
    <option value="">every request</option>
    ${(operations ?? []).map((one) => html`<option value=${one.id}>${printable(`${one.method} ${one.path} (${one.id})`)}</option>`)}</select></div>`;
}

const matcher = (operation, path) => ({ ...(operation ? { operation } : {}), ...(path ? { path } : {}) });

function StubForm({ operations, onAdd }) {
  const [operation, setOperation] = useState("");
  const [path, setPath] = useState("");
  const [status, setStatus] = useState("200");
  const [kind, setKind] = useState("documented");
  const [body, setBody] = useState("{}");
  const [times, setTimes] = useState("");
  const [validate, setValidate] = useState(true);
  const [isJson, setJson] = useState(false);
  const made = () => ({
    request: matcher(operation, path),
    response: kind === "documented" ? { code: Number(status) } : { status: Number(status), body: JSON.parse(body) },
    ...(times ? { times: Number(times) } : {}),
    ...(validate ? {} : { validate: false }),
  });
  const [add, error, isRunning] = useAction(async () => { await onAdd(made()); });
  if (isJson) return html`<${JsonForm} label="New stub" action="Add stub" start=${{ request: matcher(operation, path), response: { code: Number(status) } }} onSubmit=${onAdd} onCancel=${() => setJson(false)} />`;
  return html`<form onSubmit=${(event) => { event.preventDefault(); add(); }}>
    <${OperationField} id="stub-operation" operations=${operations} value=${operation} onChange=${setOperation} />
    <div class="field"><label for="stub-path">Path</label><input id="stub-path" type="text" placeholder="any, e.g. /pets/7" value=${path} onInput=${(event) => setPath(event.target.value)} /></div>
    <div class="field"><label for="stub-status">Status code</label><input id="stub-status" type="number" min="100" max="599" required value=${status} onInput=${(event) => setStatus(event.target.value)} /></div>
    <div class="field"><label for="stub-kind">Body</label><select id="stub-kind" value=${kind} onChange=${(event) => setKind(event.target.value)}><option value="documented">as documented</option><option value="own">my own JSON</option></select></div>
    ${kind === "own" && html`<textarea aria-label="Body of the stub" rows="6" spellcheck="false" value=${body} onInput=${(event) => setBody(event.target.value)}></textarea>`}
    <div class="field"><label for="stub-times">Times</label><input id="stub-times" type="number" min="1" placeholder="always" value=${times} onInput=${(event) => setTimes(event.target.value)} /></div>
    <${Problem} error=${error} />
    <div class="buttons"><button type="submit" class="primary" disabled=${isRunning}>Add stub</button>
      <button type="button" onClick=${() => setJson(true)}>Write as JSON</button>
      <label class="check"><input type="checkbox" checked=${validate} onChange=${(event) => setValidate(event.target.checked)} /> must be documented</label></div>
  </form>`;
}

function FaultForm({ operations, onAdd }) {
  const [operation, setOperation] = useState("");
  const [effect, setEffect] = useState("status");
  const [number, setNumber] = useState("503");
  const [share, setShare] = useState("100");
  const [nth, setNth] = useState("");
  const made = () => {
    const fault = {};
    if (effect === "status") fault.status = Number(number);
    else if (effect === "delay") fault.delay_ms = Number(number);
    else if (effect === "malformed" || effect === "stale") fault[effect] = true;
    else fault.abort = effect;
    if (nth.trim()) fault.nth = nth.split(",").map(Number);
    else if (Number(share) < 100) fault.rate = Number(share) / 100;
    return { request: matcher(operation, ""), fault };
  };
  const [add, error, isRunning] = useAction(async () => { await onAdd(made()); });
  const choose = (name) => {
    setEffect(name);
    setNumber(name === "delay" ? "1000" : "503");
  };
  return html`<form onSubmit=${(event) => { event.preventDefault(); add(); }}>
    <${OperationField} id="fault-operation" operations=${operations} value=${operation} onChange=${setOperation} />
    <div class="field"><label for="fault-effect">Effect</label><select id="fault-effect" value=${effect} onChange=${(event) => choose(event.target.value)}>${Object.entries(EFFECTS).map(([value, name]) => html`<option value=${value}>${name}</option>`)}</select></div>
    ${effect === "status" && html`<div class="field"><label for="fault-status">Status code</label><input id="fault-status" type="number" min="400" max="599" required value=${number} onInput=${(event) => setNumber(event.target.value)} /></div>`}
    ${effect === "delay" && html`<div class="field"><label for="fault-delay">Milliseconds</label><input id="fault-delay" type="number" min="1" max="60000" required value=${number} onInput=${(event) => setNumber(event.target.value)} /></div>`}
    <div class="field"><label for="fault-share">Share of requests (%)</label><input id="fault-share" type="number" min="0.1" max="100" step="0.1" value=${share} disabled=${Boolean(nth.trim())} onInput=${(event) => setShare(event.target.value)} /></div>
    <div class="field"><label for="fault-nth">Only request number</label><input id="fault-nth" type="text" pattern="[0-9, ]*" placeholder="any, e.g. 1 or 1,2" value=${nth} onInput=${(event) => setNth(event.target.value)} /></div>
    <${Problem} error=${error} />
    <div class="buttons"><button type="submit" class="primary" disabled=${isRunning}>Add fault</button></div>
  </form>`;
}

function JsonForm({ label, action, start, onSubmit, onCancel }) {
  const [text, setText] = useState(pretty(start));
  const [run, error, isRunning] = useAction(async () => {
    let given;
    try {
      given = JSON.parse(text);
    } catch (problem) {
      throw new Error(`not JSON: ${problem.message}`);
    }
    await onSubmit(given);
  });
  return html`<form class="editor" onSubmit=${(event) => { event.preventDefault(); run(); }}>
    <textarea aria-label=${label} rows=${Math.min(text.split("\n").length + 1, 20)} spellcheck="false" value=${text} onInput=${(event) => setText(event.target.value)}></textarea>
    <${Problem} error=${error} />
    <div class="buttons"><button type="submit" class="primary" disabled=${isRunning}>${action}</button>
      ${onCancel && html`<button type="button" onClick=${onCancel}>Use the form</button>`}</div>
  </form>`;
}


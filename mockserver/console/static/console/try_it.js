// A form that sends a request to an operation, and shows the response.
import { get } from "./api.js";
import { compose, send, withCookies } from "./compose.js";
import { html, useEffect, useState } from "./html.js";
import { duration, indented, printable, save, size, statusClass } from "./text.js";
import { Code, useAction } from "./widgets.js";
import { CopyAs, Violations } from "./requests.js";

const key = (parameter) => `${parameter.in} ${parameter.name}`;
const textOf = (value) => (value === undefined || value === null ? undefined : typeof value === "object" ? JSON.stringify(value) : String(value));
const LARGEST = 20_000_000; // bytes of a response that are shown as text
const TEXTUAL = /json|text|xml|yaml|csv|form|javascript|graphql|sse|event-stream|ndjson/i;

export function TryIt({ operation }) {
  const [values, setValues] = useState(() => initialValues(operation));
  const [credential, setCredential] = useState(operation.credentials.some((one) => one.accepted) ? operation.credentials.findIndex((one) => one.accepted) : -1);
  const [type, setType] = useState(operation.body?.media[0]?.type ?? "");
  const [example, setExample] = useState(0);
  const [text, setText] = useState(operation.body?.media[0]?.examples[0]?.text ?? "");
  const [withBody, setWithBody] = useState(Boolean(operation.body));
  const [prefer, setPrefer] = useState("");
  const [result, setResult] = useState(null);
  const media = operation.body?.media.find((one) => one.type === type);

  const request = compose(operation, {
    values,
    credential: operation.credentials[credential] ?? null,
    type: withBody ? type : "",
    text: withBody ? text : null,
    prefer,
  });
  const [run, error, isRunning] = useAction(async () => {
    const response = await send(request);
    const isText = response.blob.size <= LARGEST && (response.blob.size === 0 || TEXTUAL.test(response.blob.type || "text"));
    setResult({ ...response, text: isText ? await response.blob.text() : null, exchange: null });
    const exchange = await recorded(operation, response);
    if (exchange) setResult((old) => ({ ...old, exchange }));
  });
  const set = (parameter, value) => setValues((old) => {
    const { [key(parameter)]: _, ...others } = old;
    return value === undefined ? others : { ...others, [key(parameter)]: value };
  });
  const chooseType = (name) => {
    setType(name);
    setExample(0);
    setText(operation.body.media.find((one) => one.type === name)?.examples[0]?.text ?? "");
  };
  return html`<div class="try"><form class="request" onSubmit=${(event) => { event.preventDefault(); run(); }}>
    ${operation.credentials.length > 0 && html`<div class="field"><label for="credential">Credential</label>
      <select id="credential" value=${credential} onChange=${(event) => setCredential(Number(event.target.value))}>
        ${operation.credentials.map((one, index) => html`<option value=${index}>${printable(describe(one))}</option>`)}
        <option value="-1">none</option>
      </select></div>`}
    ${operation.parameters.length > 0 && html`<fieldset><legend>Parameters</legend>
      ${operation.parameters.map((one) => html`<${ParameterField} key=${key(one)} parameter=${one} value=${values[key(one)]} onChange=${(value) => set(one, value)} />`)}</fieldset>`}
    ${operation.body && html`<fieldset><legend>Body</legend>
      <div class="row-fields">
        ${!operation.body.required && html`<label class="check"><input type="checkbox" checked=${withBody} onChange=${(event) => setWithBody(event.target.checked)} /> send a body</label>`}
        <label>Content type <select value=${type} onChange=${(event) => chooseType(event.target.value)}>${operation.body.media.map((one) => html`<option>${printable(one.type)}</option>`)}</select></label>
        ${media && media.examples.length > 1 && html`<label>Example <select value=${example} onChange=${(event) => { setExample(Number(event.target.value)); setText(media.examples[event.target.value].text); }}>
          ${media.examples.map((one, index) => html`<option value=${index}>${printable(one.name)}</option>`)}</select></label>`}
      </div>
      <textarea aria-label="Body" rows=${Math.min(Math.max(text.split("\n").length, 4), 24)} spellcheck="false" value=${text} disabled=${!withBody} onInput=${(event) => setText(event.target.value)}></textarea>
    </fieldset>`}
    <div class="field"><label for="prefer">Response</label>
      <select id="prefer" value=${prefer} onChange=${(event) => setPrefer(event.target.value)}>
        <option value="">as usual</option>
        ${choices(operation).map(([value, name]) => html`<option value=${value}>${printable(name)}</option>`)}
      </select></div>
    <div class="buttons"><button type="submit" class="primary" disabled=${isRunning}>${isRunning ? "Sending …" : "Send"}</button>
      <${CopyAs} request=${withCookies(request)} /></div>
    ${request.missing.length > 0 && html`<p class="quiet">Required and not given: ${request.missing.map((one) => printable(one.name)).join(", ")}. The mock refuses the request.</p>`}
    ${error && html`<p class="problem" role="alert"><strong>The request was not sent: ${printable(error.message)}</strong></p>`}
  </form>
  <${Result} result=${result} operation=${operation} />
  </div>`;
}

function ParameterField({ parameter, value, onChange }) {
  const id = `parameter-${parameter.in}-${parameter.name}`.replace(/[^\w-]/g, "_");
  const isSent = value !== undefined;
  const about = [parameter.in, parameter.type, parameter.required ? "required" : "", parameter.deprecated ? "deprecated" : ""].filter(Boolean).join(", ");
  const first = textOf(parameter.example) ?? textOf(parameter.default) ?? textOf(parameter.enum?.[0]) ?? "";
  return html`<div class="parameter">
    <label for=${id}><code>${printable(parameter.name)}</code> <small class="quiet">${about}</small></label>
    <div class="value">
      ${!parameter.required && html`<input type="checkbox" aria-label=${`send ${parameter.name}`} checked=${isSent} onChange=${(event) => onChange(event.target.checked ? first : undefined)} />`}
      ${parameter.enum?.length && parameter.type !== "array"
        ? html`<select id=${id} value=${value ?? ""} disabled=${!isSent} onChange=${(event) => onChange(event.target.value)}>${parameter.enum.map((one) => html`<option>${printable(textOf(one) ?? "null")}</option>`)}</select>`
        : html`<input id=${id} type="text" spellcheck="false" value=${value ?? ""} placeholder=${isSent ? "" : "not sent"} onInput=${(event) => onChange(event.target.value)} />`}
    </div>
    ${parameter.description && html`<small class="description">${printable(parameter.description)}</small>`}
  </div>`;
}

function Result({ result, operation }) {
  const [isRaw, setRaw] = useState(false);
  useEffect(() => setRaw(false), [result?.blob]);
  if (!result) return html`<${Documented} operation=${operation} />`;
  const { status, statusText, headers, blob, text, milliseconds, exchange } = result;
  const name = `response.${(blob.type.match(/[/+](\w+)/) ?? ["", "bin"])[1]}`;
  return html`<section class="result" aria-label="Response" aria-live="polite">
    <h3><span class="status ${statusClass(status)}">${status}</span> ${printable(statusText)} <small class="quiet">${duration(milliseconds)} · ${size(blob.size)}</small>
      ${exchange && html` <a href=${`#/requests/${exchange.number}`}>request ${exchange.number}</a>`}</h3>
    ${exchange && html`<${Violations} exchange=${exchange} />`}
    <details><summary>Headers</summary><table class="headers"><tbody>${headers.map(([header, value]) => html`<tr><th scope="row">${printable(header)}</th><td>${printable(value)}</td></tr>`)}</tbody></table></details>
    ${blob.size === 0 ? html`<p class="quiet">No body</p>` : text === null
      ? html`<p>${printable(blob.type || "binary")}, ${size(blob.size)} <button type="button" onClick=${() => save(name, blob)}>Download</button></p>`
      : html`<${Code} text=${isRaw ? text : indented(text)} label="Response body" name=${name} type=${blob.type} />
          ${/json/i.test(blob.type) && html`<label class="check"><input type="checkbox" checked=${isRaw} onChange=${(event) => setRaw(event.target.checked)} /> as sent</label>`}`}
  </section>`;
}

const Documented = ({ operation }) => html`<section class="result" aria-label="Documented responses"><h3>Documented responses</h3>
  <ul class="documented">${operation.responses.map((one) => html`<li><span class="status ${statusClass(one.status)}">${printable(one.status)}</span>
    <div><span>${printable(one.description)}</span><div class="quiet">${one.media.map((media) => printable(media.type)).join(", ")}</div></div></li>`)}</ul></section>`;

function initialValues(operation) {
  const found = {};
  for (const one of operation.parameters) {
    const value = one.value ?? (one.required ? textOf(one.example) ?? textOf(one.default) ?? textOf(one.enum?.[0]) ?? "" : undefined);
    if (value !== undefined && value !== null) found[key(one)] = String(value);
  }
  return found;
}

const describe = (one) => [one.label.includes(one.scheme) ? "" : one.scheme, one.label, one.accepted ? (one.scopes ? one.scopes.join(" ") || "no scopes" : "all scopes") : "refused", one.note].filter(Boolean).join(" · ");

function choices(operation) {
  const found = [];
  for (const response of operation.responses) {
    if (/^\d{3}$/.test(response.status)) found.push([`code=${response.status}`, `${response.status} ${response.description}`.slice(0, 80)]);
    for (const media of response.media) {
      for (const name of media.examples) {
        if (/^[\w.-]+$/.test(name) && /^\d{3}$/.test(response.status)) found.push([`code=${response.status}, example=${name}`, `${response.status} example ${name}`]);
      }
    }
  }
  return found;
}

// The exchange that the mock has recorded for a response; null if it keeps none.
async function recorded(operation, response) {
  try {
    const { requests } = await get(`/requests?limit=1&method=${encodeURIComponent(operation.method)}&operation=${encodeURIComponent(operation.id)}&status=${response.status}`);
    return requests.length ? await get(`/requests/${requests[0].number}`) : null;
  } catch {
    return null;
  }
}

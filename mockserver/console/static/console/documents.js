// The served documents, what was changed to serve them, and the findings of `contracts validate`.
import { get } from "./api.js";
import { html, useState } from "./html.js";
import { plural, printable } from "./text.js";
import { Empty, Problem, useAction, useLoaded } from "./widgets.js";

export function Documents() {
  const { value, error } = useLoaded("documents", () => get("/documents"));
  if (error) return html`<${Problem} error=${error} />`;
  if (!value) return html`<p class="quiet" aria-busy="true">Loading …</p>`;
  if (!value.documents.length) return html`<${Empty} title="No documents"><p>Start the server with one: <code>mockserver run openapi.yaml</code></p></${Empty}>`;
  return html`<div class="page">${value.documents.map((one) => html`<${Card} key=${one.index} document=${one} />`)}</div>`;
}

const SEVERITIES = ["error", "warning", "hint"];

const Position = ({ location }) => html`<code>${printable(location.line ? `${location.file}:${location.line}:${location.column}` : location.file)}</code>${location.pointer && html` <code class="pointer">#${printable(location.pointer)}</code>`}`;

function Card({ document }) {
  const [findings, setFindings] = useState(null);
  const [validate, error, isRunning] = useAction(async () => {
    const found = await get(`/documents/${document.index}/findings`);
    found.findings.sort((one, other) => SEVERITIES.indexOf(one.severity) - SEVERITIES.indexOf(other.severity));
    setFindings(found);
  });
  return html`<section class="card" aria-label=${document.title}>
    <h2>${printable(document.title)} <small class="quiet">${printable(document.version)}</small></h2>
    <p class="quiet"><code>${printable(document.name)}</code> · OpenAPI ${printable(document.openapi)} · ${plural(document.operations, "operation")}</p>
    <div class="buttons"><a class="button" href=${document.url}>JSON</a><a class="button" href="/__mock__/ui/">Swagger UI</a><a class="button" href="/__mock__/redoc/">Redoc</a>
      <button type="button" onClick=${validate} disabled=${isRunning}>${isRunning ? "Validating …" : "Validate"}</button></div>
    ${document.problems.length > 0 && html`<h3>${plural(document.problems.length, "problem")}; the rest is served as documented</h3>
      <ul class="findings">${document.problems.map((one) => html`<li class="warning"><strong>${printable(one.message)}</strong>${one.change && html`: ${printable(one.change)}`}<div class="quiet"><${Position} location=${one.location} /></div>${one.hint && html`<div class="quiet">${printable(one.hint)}</div>`}</li>`)}</ul>`}
    <${Problem} error=${error} />
    ${findings && html`<div aria-live="polite"><h3>${findings.total ? plural(findings.total, "finding") : "No findings"}${findings.total > findings.findings.length ? `; the first ${findings.findings.length}` : ""}</h3>
      <ul class="findings">${findings.findings.map((one) => html`<li class=${one.severity}><span class="severity">${one.severity}</span> <strong>${printable(one.message)}</strong> <span class="quiet">${one.rule}</span>
        <div class="quiet"><${Position} location=${one.location} /></div>${one.hint && html`<div class="quiet">${printable(one.hint)}</div>`}</li>`)}</ul></div>`}
  </section>`;
}

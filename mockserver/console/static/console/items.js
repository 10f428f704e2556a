// The stored items by collection: read, create, change, delete, snapshot, reset.
import { call, encodePath, get } from "./api.js";
import { html, useEffect, useMemo, useRef, useState } from "./html.js";
import { plural, pretty, printable, save } from "./text.js";
import { Confirm, Copy, Empty, LongList, Problem, useAction, useLoaded } from "./widgets.js";

const PAGE = 1000; // items of a collection that are loaded at once

export function State({ path, go, changes }) {
  const { value, error, reload } = useLoaded("collections", () => get("/collections"));
  const collections = useMemo(() => (value?.collections ?? []).map((one) => ({ ...one, key: one.path })), [value]);
  const [text, setText] = useState("");
  const shown = collections.filter((one) => one.path.toLowerCase().includes(text.trim().toLowerCase()));
  const chosen = collections.find((one) => one.path === path);
  return html`<div class="split ${chosen ? "has-detail" : ""}">
    <section class="side" aria-label="List of collections">
      <div class="filters"><input type="search" placeholder="Search collections" aria-label="Search collections" value=${text} onInput=${(event) => setText(event.target.value)} /></div>
      <${Snapshot} onChange=${reload} />
      <${Problem} error=${error} />
      ${value && shown.length === 0
        ? html`<${Empty} title=${collections.length ? "No collection matches" : "No collections"}><p>${collections.length ? "Change the search." : html`The documents describe no operations that create, read and list the same items. <code>mockserver routes --state</code> says why.`}</p></${Empty}>`
        : html`<${LongList} label="Collections" items=${shown} height=${44} id=${(one) => one.key} selected=${chosen?.key} onSelect=${(one) => go("state", one.path)}
            render=${(one) => html`<span class="target"><span>${printable(one.path)}</span><small>${one.single ? "single item" : one.parameters.length ? `for each ${one.parameters.join(", ")}` : "list"} · ${printable(one.api)}</small></span>`} />`}
    </section>
    <section class="detail" aria-label="Items">
      ${chosen ? html`<${Collection} key=${chosen.key} collection=${chosen} changes=${changes} />` : html`<${Empty} title="Select a collection"><p>Its items can be read, created, changed and deleted.</p></${Empty}>`}
    </section>
  </div>`;
}

function Snapshot({ onChange }) {
  const file = useRef(null);
  const [asks, setAsks] = useState(false);
  const [download, downloadError] = useAction(async () => save("casemock-state.json", pretty(await get("/state"))));
  const [restore, restoreError] = useAction(async (chosen) => { await call("PUT", "/state", await chosen.text()); onChange(); });
  const [reset, resetError] = useAction(async () => { await call("DELETE", "/state"); onChange(); });
  return html`<div class="buttons">
      <button type="button" onClick=${download}>Save snapshot</button>
      <button type="button" onClick=${() => file.current.click()}>Restore …</button>
      <button type="button" onClick=${() => setAsks(true)}>Reset state</button>
      <input type="file" hidden ref=${file} accept=".json,application/json" aria-label="Snapshot" onChange=${(event) => { const [chosen] = event.target.files; event.target.value = ""; if (chosen) restore(chosen); }} />
    </div>
    <${Problem} error=${downloadError ?? restoreError ?? resetError} />
    ${asks && html`<${Confirm} title="Remove all changes?" action="Reset state" onConfirm=${reset} onClose=${() => setAsks(false)}><p>Everything that clients have written is removed; generated and initial items are as they were.</p></${Confirm}>`}`;
}

function Collection({ collection, changes }) {
  const [values, setValues] = useState(() => Object.fromEntries(collection.parameters.map((name) => [name, ""])));
  const isComplete = collection.parameters.every((name) => values[name]);
  const path = collection.path.replace(/\{([^{}]+)\}/g, (whole, name) => (values[name] ? values[name] : whole));
  return html`<article>
    <a class="back" href="#/state">All collections</a>
    <h2><code>${printable(collection.path)}</code></h2>
    ${collection.parameters.length > 0 && html`<div class="row-fields">${collection.parameters.map((name) => html`<label>${printable(name)} <input type="text" value=${values[name]} onInput=${(event) => setValues({ ...values, [name]: event.target.value })} /></label>`)}</div>`}
    ${isComplete ? html`<${Items} key=${path} path=${path} collection=${collection} changes=${changes} />` : html`<p class="quiet">Enter the ids of the items that contain this collection.</p>`}
  </article>`;
}

const idOf = (item, keys) => keys.reduce((value, name) => value?.[name], item);

function Items({ path, collection, changes }) {
  const url = `/state/${encodePath(path)}`;
  const { value, error, reload } = useLoaded(`${path} ${changes}`, () => get(`${url}?limit=${PAGE}`));
  const last = useRef(null);
  if (value) last.current = value;
  const data = value ?? last.current;
  const keys = collection.id ? collection.id.split(".") : [];
  const items = useMemo(() => (data?.items ?? []).map((item, index) => ({ item, id: collection.single ? "" : String(idOf(item, keys) ?? ""), index })), [data]);
  const [chosen, setChosen] = useState(collection.single ? "" : null);
  const entry = items.find((one) => one.id === chosen);
  if (error) return html`<${Problem} error=${error} />`;
  if (!data) return html`<p class="quiet" aria-busy="true">Loading …</p>`;
  const done = (id) => { setChosen(id); reload(); };
  return html`<p class="count">${plural(data.total ?? items.length, "item")}${(data.total ?? 0) > items.length ? `; the first ${items.length} are shown` : ""}
      ${!collection.single && html` <button type="button" onClick=${() => setChosen(undefined)}>New item</button>`}</p>
    ${items.length > 0 && !collection.single && html`<div class="items"><${LongList} label="Items" items=${items} height=${36} id=${(one) => one.index} selected=${entry?.index} onSelect=${(one) => setChosen(one.id)}
      render=${(one) => html`<code class="id">${printable(one.id)}</code><small class="summary">${printable(JSON.stringify(one.item).slice(0, 200))}</small>`} /></div>`}
    ${items.length === 0 && html`<p class="quiet">${collection.single ? "There is no item." : "The collection is empty."}</p>`}
    ${(entry || chosen === undefined || (collection.single && !items.length)) && html`<${Editor} key=${`${chosen} ${changes}`} url=${url} entry=${entry} collection=${collection} template=${entry ?? items[0]} onDone=${done} />`}`;
}

function Editor({ url, entry, collection, template, onDone }) {
  const start = useMemo(() => (entry ? pretty(entry.item) : pretty(blank(template?.item, collection))), []);
  const [text, setText] = useState(start);
  const [validate, setValidate] = useState(true);
  const [asks, setAsks] = useState(false);
  const own = collection.single ? url : `${url}/${encodeURIComponent(entry?.id ?? "")}`;
  const read = () => {
    try {
      return JSON.parse(text);
    } catch (error) {
      throw Object.assign(new Error(`not JSON: ${error.message}`), { hint: "correct the item" });
    }
  };
  const [store, storeError, isRunning] = useAction(async () => {
    const item = read();
    if (collection.single) await call("PUT", url, { items: [item], validate });
    else if (entry) await call("PUT", own, { item, validate });
    else await call("PUT", url, { items: [item], merge: true, validate });
    onDone(entry ? entry.id : collection.single ? "" : String(idOf(item, collection.id.split(".")) ?? ""));
  });
  const [remove, removeError] = useAction(async () => {
    if (collection.single) await call("PUT", url, { items: [] });
    else await call("DELETE", own);
    onDone(null);
  });
  return html`<form class="editor" aria-label=${entry ? `Item ${entry.id}` : "New item"} onSubmit=${(event) => { event.preventDefault(); store(); }}>
    <h3>${entry ? html`Item <code>${printable(entry.id)}</code>` : "New item"}</h3>
    <textarea aria-label="Item as JSON" spellcheck="false" rows=${Math.min(Math.max(text.split("\n").length, 6), 28)} value=${text} onInput=${(event) => setText(event.target.value)}></textarea>
    <${Problem} error=${storeError ?? removeError} />
    <div class="buttons">
      <button type="submit" class="primary" disabled=${isRunning || (entry && text === start)}>${entry ? "Save" : "Create"}</button>
      ${entry && html`<button type="button" class="danger" onClick=${() => setAsks(true)}>Delete</button>`}
      <${Copy} text=${text} />
      <label class="check"><input type="checkbox" checked=${validate} onChange=${(event) => setValidate(event.target.checked)} /> must be valid</label>
    </div>
    ${asks && html`<${Confirm} title="Delete this item?" action="Delete" onConfirm=${remove} onClose=${() => setAsks(false)}><p><code>${printable(entry.id || collection.path)}</code></p></${Confirm}>`}
  </form>`;
}

// A new item like another one of the collection, without its id, which the server gives it.
function blank(item, collection) {
  if (!item) return {};
  const keys = collection.id.split(".");
  const copy = structuredClone(item);
  const owner = idOf(copy, keys.slice(0, -1));
  if (owner && collection.id) delete owner[keys.at(-1)];
  return copy;
}

// Parts of all views: lists of any length, code that may be large, errors, dialogs, notices.
import { html, useEffect, useMemo, useRef, useState } from "./html.js";
import { printable, save, size } from "./text.js";

const SHOWN = 100_000; // characters of a text that are shown at first

export function Code({ text, label, name = "body.txt", type = "text/plain" }) {
  const [all, setAll] = useState(false);
  const shown = useMemo(() => printable(all ? text : text.slice(0, SHOWN)), [text, all]);
  const cut = !all && text.length > SHOWN;
  return html`<div class="code">
    <pre tabindex="0" aria-label=${label}><code>${shown}</code></pre>
    <div class="tools">
      ${cut && html`<span class="quiet">${size(SHOWN)} of ${size(text.length)} are shown</span>
        <button type="button" onClick=${() => setAll(true)}>Show all</button>`}
      ${text.length > SHOWN && html`<button type="button" onClick=${() => save(name, text, type)}>Download</button>`}
      <${Copy} text=${text} />
    </div>
  </div>`;
}

export function Copy({ text, children = "Copy" }) {
  const [done, setDone] = useState(false);
  useEffect(() => {
    if (!done) return undefined;
    const timer = setTimeout(() => setDone(false), 1500);
    return () => clearTimeout(timer);
  }, [done]);
  if (!navigator.clipboard) return null;
  const copy = () => navigator.clipboard.writeText(typeof text === "function" ? text() : text).then(() => setDone(true));
  return html`<button type="button" onClick=${copy}>${done ? "Copied" : children}</button>`;
}

export function Problem({ error }) {
  if (!error) return null;
  return html`<div class="problem" role="alert">
    <strong>${printable(error.message)}</strong>
    ${error.location && html`<div>at <code>${printable(error.location)}</code></div>`}
    ${error.hint && html`<div>${printable(error.hint)}</div>`}
  </div>`;
}

export const Empty = ({ title, children }) => html`<div class="empty"><h2>${title}</h2>${children}</div>`;

export const Method = ({ name }) => html`<span class="method ${/^[A-Z]+$/.test(name) ? name.toLowerCase() : ""}">${printable(name)}</span>`;

// A list of which only the visible rows are in the page. Rows have one height, so that a list may have any length.
//
// render returns the content of a row, id identifies one, selected is the id of the chosen row, onSelect gets an item.
// If pinned, a list that is scrolled to its start stays there when rows are added before; else it stays at its rows.
export function LongList({ items, height, render, id, selected, onSelect, label, pinned = false }) {
  const box = useRef(null);
  const [range, setRange] = useState([0, 40]);
  const known = useRef({ first: null, length: 0 });
  const measure = () => {
    if (!box.current) return;
    const { scrollTop, clientHeight } = box.current;
    const first = Math.max(0, Math.floor(scrollTop / height) - 8);
    const last = Math.ceil((scrollTop + clientHeight) / height) + 8;
    setRange((old) => (old[0] === first && old[1] === last ? old : [first, last]));
  };
  useEffect(() => {
    const observer = new ResizeObserver(measure);
    observer.observe(box.current);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    const before = known.current;
    known.current = { first: items.length ? id(items[0]) : null, length: items.length };
    if (!pinned || before.first === null || box.current.scrollTop < height) return;
    const moved = items.findIndex((item) => id(item) === before.first);
    if (moved > 0) box.current.scrollTop += moved * height;
  }, [items]);
  const chosen = selected === undefined ? -1 : items.findIndex((item) => id(item) === selected);
  // Keys may be pressed faster than the page follows with the selected row.
  const cursor = useRef(chosen);
  useEffect(() => { cursor.current = chosen; }, [chosen]);
  const show = (index) => {
    const top = index * height;
    const { scrollTop, clientHeight } = box.current;
    if (top < scrollTop) box.current.scrollTop = top;
    else if (top + height > scrollTop + clientHeight) box.current.scrollTop = top + height - clientHeight;
  };
  const move = (event) => {
    const page = Math.max(1, Math.floor(box.current.clientHeight / height) - 1);
    const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -items.length, End: items.length };
    if (!(event.key in steps) || !items.length) return;
    event.preventDefault();
    let next = Math.min(Math.max(cursor.current + steps[event.key], 0), items.length - 1);
    const direction = steps[event.key] < 0 ? -1 : 1;
    while (items[next]?.isHeading) next += direction;
    if (!items[next]) return;
    cursor.current = next;
    show(next);
    onSelect(items[next]);
  };
  const rows = items.slice(range[0], range[1]);
  const option = (index) => `${label.replace(/\W+/g, "-")}-${index}`;
  return html`<div class="long-list" role="listbox" tabindex="0" aria-label=${label} ref=${box} onScroll=${measure} onKeyDown=${move}
      aria-activedescendant=${chosen >= range[0] && chosen < range[1] ? option(chosen) : undefined}>
    <div class="rows" role="presentation" style=${{ height: `${items.length * height}px` }}>
      ${rows.map((item, position) => {
        const index = range[0] + position;
        const style = { transform: `translateY(${index * height}px)`, height: `${height}px` };
        if (item.isHeading) return html`<div key=${id(item)} class="row heading" role="presentation" style=${style}>${render(item)}</div>`;
        return html`<div key=${id(item)} id=${option(index)} class="row" role="option" style=${style}
            aria-selected=${index === chosen ? "true" : "false"} aria-setsize=${items.length} aria-posinset=${index + 1}
            onClick=${() => onSelect(item)}>${render(item)}</div>`;
      })}
    </div>
  </div>`;
}

export function Switch({ on, label, onChange, disabled }) {
  return html`<button type="button" class="switch" role="switch" aria-checked=${on ? "true" : "false"} aria-label=${label}
    disabled=${disabled} onClick=${() => onChange(!on)}><span aria-hidden="true"></span></button>`;
}

// A question in a modal dialog, on which the focus stays until it is closed.
export function Confirm({ title, action, onConfirm, onClose, children }) {
  const dialog = useRef(null);
  useEffect(() => { dialog.current.showModal(); }, []);
  return html`<dialog ref=${dialog} onClose=${onClose} aria-labelledby="confirm-title">
    <h2 id="confirm-title">${title}</h2>
    ${children}
    <div class="buttons">
      <button type="button" class="danger" onClick=${() => { dialog.current.close(); onConfirm(); }}>${action}</button>
      <button type="button" onClick=${() => dialog.current.close()}>Cancel</button>
    </div>
  </dialog>`;
}

// Runs an action of a form: [run, error, isRunning].
export function useAction(action) {
  const [state, setState] = useState({ error: null, isRunning: false });
  const run = async (...given) => {
    setState({ error: null, isRunning: true });
    try {
      await action(...given);
      setState({ error: null, isRunning: false });
      return true;
    } catch (error) {
      setState({ error, isRunning: false });
      return false;
    }
  };
  return [run, state.error, state.isRunning];
}

// Loads a value when a key changes, and again with reload: {value, error, reload}.
export function useLoaded(key, load) {
  const [state, setState] = useState({ key: null, value: null, error: null });
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let isCurrent = true;
    load().then(
      (value) => isCurrent && setState({ key, value, error: null }),
      (error) => isCurrent && setState({ key, value: null, error }),
    );
    return () => { isCurrent = false; };
  }, [key, turn]);
  const fresh = state.key === key ? state : { value: null, error: null };
  return { value: fresh.value, error: fresh.error, reload: () => setTurn((old) => old + 1) };
}

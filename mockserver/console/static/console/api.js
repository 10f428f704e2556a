// Requests to the admin API, and its stream of events.

const ADMIN = "/__mock__/admin";
const TOKEN = "casemock-admin-token";
const LONGEST_WAIT = 5000; // milliseconds between two attempts to connect
const SILENCE = 15_000; // milliseconds without a byte after which a stream counts as dead; the server sends one every 5 s

export class ApiError extends Error {
  // status: 0 if there was no response.
  constructor(message, { hint = "", location = "", status = 0 } = {}) {
    super(message);
    this.hint = hint;
    this.location = location;
    this.status = status;
  }
}

export function setToken(value) {
  if (value) sessionStorage.setItem(TOKEN, value);
  else sessionStorage.removeItem(TOKEN);
}

function headers(further = {}) {
  const token = sessionStorage.getItem(TOKEN);
  return { accept: "application/json", ...(token ? { authorization: `Bearer ${token}` } : {}), ...further };
}

// Returns the JSON of a response, null for an empty one. Raises ApiError.
export async function call(method, path, body) {
  const options = { method, headers: headers(), cache: "no-store" };
  if (body !== undefined) {
    options.headers["content-type"] = "application/json";
    options.body = typeof body === "string" ? body : JSON.stringify(body);
  }
  let response;
  try {
    response = await fetch(ADMIN + path, options);
  } catch {
    throw new ApiError("the server does not respond", { hint: "is it still running?" });
  }
  if (response.ok) return response.status === 204 ? null : response.json();
  const found = await response.json().catch(() => ({}));
  throw new ApiError(found.error ?? `status ${response.status}`, {
    hint: found.hint,
    location: found.location,
    status: response.status,
  });
}

export const get = (path) => call("GET", path);

// The path of an operation, a collection or an item in a URL of the admin API.
export const encodePath = (path) => path.replace(/^\//, "").split("/").map(encodeURIComponent).join("/");

// Reads events until the signal is aborted; connects again after each loss.
//
// onEvents gets the exchanges of one piece of the stream, onDropped the number of events that the server did not send,
// onStatus one of "live", "down" and "denied".
export async function listen({ since, onEvents, onDropped, onStatus, signal }) {
  let last = since;
  let wait = 500;
  while (!signal.aborted) {
    try {
      const response = await fetch(`${ADMIN}/events`, {
        headers: headers({ accept: "text/event-stream", "last-event-id": String(last) }),
        cache: "no-store",
        signal,
      });
      if (response.status === 401 || response.status === 403) {
        onStatus("denied");
        return;
      }
      if (!response.ok) throw new ApiError(`status ${response.status}`);
      onStatus("live");
      wait = 500;
      await readEvents(response.body, (events, dropped) => {
        if (dropped) onDropped(dropped);
        if (events.length) {
          last = events[events.length - 1].number;
          onEvents(events);
        }
      });
    } catch {
      // The connection was lost, or there was none.
    }
    if (signal.aborted) return;
    onStatus("down");
    await pause(wait, signal);
    wait = Math.min(wait * 2, LONGEST_WAIT);
  }
}

const pause = (milliseconds, signal) =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener("abort", () => { clearTimeout(timer); resolve(); }, { once: true });
  });

// Server-sent events (HTML Standard, section 9.2), as the admin API writes them: one line of data for each event.
async function readEvents(stream, onPiece) {
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await withDeadline(reader);
    if (done) return;
    rest += value;
    const blocks = rest.split("\n\n");
    rest = blocks.pop();
    const events = [];
    let dropped = 0;
    for (const block of blocks) {
      const fields = Object.fromEntries(block.split("\n").map((line) => [line.split(":", 1)[0], line.slice(line.indexOf(":") + 1).trim()]));
      if (fields.event === "exchange") events.push(JSON.parse(fields.data));
      else if (fields.event === "dropped") dropped += JSON.parse(fields.data).dropped;
    }
    onPiece(events, dropped);
  }
}

async function withDeadline(reader) {
  let timer;
  const late = new Promise((_, reject) => { timer = setTimeout(() => reject(new Error("silence")), SILENCE); });
  try {
    return await Promise.race([reader.read(), late]);
  } catch (error) {
    reader.cancel().catch(() => {});
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

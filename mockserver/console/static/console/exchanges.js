// The exchanges that the server has sent so far, the newest first; views are told of changes a few times a second.
import { listen } from "./api.js";

const KEPT = 10_000;
const INTERVAL = 150; // milliseconds between two updates of the views

export class Exchanges {
  constructor() {
    this.status = "connecting";
    this.items = [];
    this.received = 0;
    this.dropped = 0;
    this.isPaused = false;
    this.restarts = 0;
    this.pending = [];
    this.timer = null;
    this.listeners = new Set();
    this.ended = null;
  }

  // Calls back with each change; returns how to stop that.
  subscribe(listener) {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  start() {
    this.ended?.abort();
    this.ended = new AbortController();
    listen({
      since: 0,
      signal: this.ended.signal,
      onEvents: (events) => this.add(events),
      onDropped: (number) => { this.dropped += number; this.changed(); },
      onStatus: (status) => { this.status = status; this.changed(0); },
    });
  }

  add(events) {
    const newest = this.pending.at(-1)?.number ?? this.items[0]?.number ?? 0;
    if (events[0].number <= newest) { // the numbers of a restarted server begin at 1 again
      this.items = [];
      this.pending = [];
      this.restarts += 1;
    }
    this.received += events.length;
    for (const event of events) this.pending.push(event);
    if (this.pending.length > KEPT) this.pending.splice(0, this.pending.length - KEPT);
    if (!this.isPaused) this.changed();
  }

  pause(isPaused) {
    this.isPaused = isPaused;
    this.changed(0);
  }

  clear() {
    this.items = [];
    this.pending = [];
    this.dropped = 0;
    this.changed(0);
  }

  changed(delay = INTERVAL) {
    if (this.timer !== null && delay) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.timer = null;
      if (!this.isPaused && this.pending.length) {
        this.items = [...this.pending.reverse(), ...this.items].slice(0, KEPT);
        this.pending = [];
      }
      for (const listener of this.listeners) listener();
    }, delay);
  }
}

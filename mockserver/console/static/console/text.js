// Texts: JSON, sizes, durations, and characters that must not be shown as they are.

// Control characters except tabs and line ends, and characters that change the direction of text.
const DANGEROUS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

export const printable = (text) =>
  String(text).replace(DANGEROUS, (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, "0")}`);

export const pretty = (value) => JSON.stringify(value, null, 2);

// Returns JSON text with indents, other text as it is.
export function indented(text) {
  try {
    return pretty(JSON.parse(text));
  } catch {
    return text;
  }
}

export function size(bytes) {
  if (bytes < 1000) return `${bytes} B`;
  const units = ["kB", "MB", "GB"];
  let value = bytes / 1000;
  while (value >= 1000 && units.length > 1) {
    value /= 1000;
    units.shift();
  }
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${units[0]}`;
}

export const duration = (milliseconds) =>
  milliseconds < 1 ? `${milliseconds.toFixed(2)} ms` : milliseconds < 1000 ? `${milliseconds.toFixed(milliseconds < 10 ? 1 : 0)} ms` : `${(milliseconds / 1000).toFixed(2)} s`;

export function clockTime(timestamp) {
  const date = new Date(timestamp);
  return Number.isNaN(date.valueOf()) ? timestamp : date.toLocaleTimeString([], { hour12: false }) + "." + String(date.getMilliseconds()).padStart(3, "0");
}

export const statusClass = (status) => (status ? `s${String(status)[0]}` : "s0");

// Returns the body of an exchange or of a stored value as text; see exchange_json.py for its form.
export function bodyText(message) {
  if (!message) return "";
  if ("json" in message) return pretty(message.json);
  return message.text ?? message.base64 ?? "";
}

export function save(name, content, type = "application/json") {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

export const plural = (number, noun) => `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;

// From the fields of a form to a request: parameter styles (OpenAPI 3.1, "Style Values"), credentials, bodies.

const DELIMITERS = { spaceDelimited: "%20", pipeDelimited: "|" };

// Returns the value that a text stands for: arrays as a list separated by commas or as JSON, objects as JSON.
export function parsed(parameter, text) {
  if (parameter.type === "array") {
    if (text.trim().startsWith("[")) {
      try {
        return JSON.parse(text).map(String);
      } catch {
        // not JSON: a list
      }
    }
    return text.split(",").map((part) => part.trim());
  }
  if (parameter.type === "object") {
    try {
      const value = JSON.parse(text);
      if (value && typeof value === "object" && !Array.isArray(value)) return value;
    } catch {
      // sent as it is
    }
  }
  return text;
}

const flat = (value) => (Array.isArray(value) ? value : Object.entries(value).flat()).map((one) => (typeof one === "object" ? JSON.stringify(one) : String(one)));

function query(parameter, text) {
  const value = parsed(parameter, text);
  const name = encodeURIComponent(parameter.name);
  const { style = "form", explode = style === "form" } = parameter;
  if (typeof value !== "object") return [`${name}=${encodeURIComponent(value)}`];
  if (style === "deepObject") return Object.entries(value).map(([key, one]) => `${name}${encodeURIComponent(`[${key}]`)}=${encodeURIComponent(typeof one === "object" ? JSON.stringify(one) : one)}`);
  if (!Array.isArray(value) && explode) return Object.entries(value).map(([key, one]) => `${encodeURIComponent(key)}=${encodeURIComponent(typeof one === "object" ? JSON.stringify(one) : one)}`);
  const parts = flat(value).map(encodeURIComponent);
  return explode ? parts.map((part) => `${name}=${part}`) : [`${name}=${parts.join(DELIMITERS[style] ?? ",")}`];
}

function segment(parameter, text) {
  const value = parsed(parameter, text);
  const { style = "simple", explode = false } = parameter;
  const name = encodeURIComponent(parameter.name);
  const isList = Array.isArray(value);
  const parts = typeof value !== "object" ? [encodeURIComponent(value)] : isList || !explode ? flat(value).map(encodeURIComponent) : Object.entries(value).map(([key, one]) => `${encodeURIComponent(key)}=${encodeURIComponent(one)}`);
  if (style === "label") return `.${parts.join(explode ? "." : ",")}`;
  if (style === "matrix") {
    if (typeof value === "object" && explode) return parts.map((part) => (isList ? `;${name}=${part}` : `;${part}`)).join("");
    return `;${name}=${parts.join(",")}`;
  }
  return parts.join(",");
}

const plain = (parameter, text) => {
  const value = parsed(parameter, text);
  return typeof value === "object" ? flat(value).join(",") : value;
};

const isForm = (type) => /^application\/x-www-form-urlencoded/i.test(type);
const isMultipart = (type) => /^multipart\/form-data/i.test(type);

function fields(text) {
  try {
    const value = JSON.parse(text);
    if (value && typeof value === "object" && !Array.isArray(value)) {
      return Object.entries(value).flatMap(([name, one]) => (Array.isArray(one) ? one : [one]).map((each) => [name, typeof each === "object" ? JSON.stringify(each) : String(each)]));
    }
  } catch {
    // an encoded form
  }
  return null;
}

// Returns {method, url, headers, cookies, body, form, missing} of the values of a form.
//
// values: texts by "in name"; a missing one is not sent. credential: one of the operation's, or null.
export function compose(operation, { values, credential, type, text, prefer }) {
  let path = operation.path;
  const search = [];
  const headers = [];
  const cookies = [];
  const missing = [];
  for (const parameter of operation.parameters) {
    const given = values[`${parameter.in} ${parameter.name}`];
    if (given === undefined || (given === "" && parameter.in === "path")) {
      if (parameter.required) missing.push(parameter);
      continue;
    }
    if (parameter.in === "path") path = path.replaceAll(`{${parameter.name}}`, segment(parameter, given));
    else if (parameter.in === "query") search.push(...query(parameter, given));
    else if (parameter.in === "querystring") search.push(encodeURIComponent(given));
    else if (parameter.in === "header") headers.push([parameter.name, plain(parameter, given)]);
    else if (parameter.in === "cookie") cookies.push([parameter.name, plain(parameter, given)]);
  }
  if (credential) {
    headers.push(...credential.headers);
    cookies.push(...credential.cookies);
    search.push(...credential.query.map((pair) => pair.map(encodeURIComponent).join("=")));
  }
  if (prefer) headers.push(["Prefer", prefer]);
  let body = null;
  let form = [];
  if (type && text !== null) {
    const pairs = isForm(type) || isMultipart(type) ? fields(text) : null;
    if (isMultipart(type) && pairs) form = pairs;
    else {
      body = pairs ? new URLSearchParams(pairs).toString() : text;
      headers.push(["Content-Type", type]);
    }
  }
  const [start, own] = path.split("#", 1)[0].split("?");
  const target = start + [own, ...search].filter(Boolean).reduce((all, part, index) => `${all}${index ? "&" : "?"}${part}`, "");
  return { method: operation.method, url: location.origin + target, headers, cookies, body, form, missing };
}

// The request with its cookies as a header, for programs.
export const withCookies = (request) => ({
  ...request,
  headers: request.cookies.length ? [...request.headers, ["Cookie", request.cookies.map(([name, value]) => `${name}=${value}`).join("; ")]] : request.headers,
});

// Sends a request; returns {status, statusText, headers, blob, milliseconds}.
export async function send(request) {
  const options = { method: request.method, headers: new Headers(), cache: "no-store" };
  for (const [name, value] of request.headers) options.headers.append(name, value);
  if (request.form.length) {
    options.body = new FormData();
    for (const [name, value] of request.form) options.body.append(name, value);
  } else if (request.body !== null) options.body = request.body;
  for (const [name, value] of request.cookies) document.cookie = `${name}=${value}; path=/; SameSite=Strict`;
  const start = performance.now();
  try {
    const response = await fetch(request.url, options);
    const blob = await response.blob();
    return { status: response.status, statusText: response.statusText, headers: [...response.headers], blob, milliseconds: performance.now() - start };
  } finally {
    for (const [name] of request.cookies) document.cookie = `${name}=; path=/; SameSite=Strict; max-age=0`;
  }
}

// A request as a command or a program: {method, url, headers: [[name, value]], body: text or null, form: [[name, value]]}.

const quoteShell = (text) => (/^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'"'"'`)}'`);

function curl({ method, url, headers, body, form }) {
  const words = ["curl"];
  const implied = body !== null || form.length ? "POST" : "GET";
  if (method === "HEAD") words.push("--head");
  else if (method !== implied) words.push("-X", method);
  words.push(url);
  for (const [name, value] of headers) words.push("-H", value ? `${name}: ${value}` : `${name};`);
  for (const [name, value] of form) words.push("--form-string", `${name}=${value}`);
  if (body !== null) words.push("--data-raw", body);
  return words.map(quoteShell).join(" ");
}

// JSON strings are string literals of Python and JavaScript, apart from escapes beyond 16 bits, which JSON does not have.
const literal = (text) => JSON.stringify(text);

const entries = (pairs, indent) => pairs.map(([name, value]) => `${indent}${literal(name)}: ${literal(value)},\n`).join("");

function python({ method, url, headers, body, form }) {
  const parts = [`    ${literal(method)},\n    ${literal(url)},\n`];
  if (headers.length) parts.push(`    headers={\n${entries(headers, "        ")}    },\n`);
  if (form.length) {
    const files = form.map(([name, value]) => `        (${literal(name)}, (None, ${literal(value)})),\n`).join("");
    parts.push(`    files=[\n${files}    ],\n`);
  }
  if (body !== null) parts.push(`    content=${literal(body)}.encode(),\n`);
  return `import httpx\n\nresponse = httpx.request(\n${parts.join("")})\nprint(response.status_code, response.text)\n`;
}

function javascript({ method, url, headers, body, form }) {
  const options = [`  method: ${literal(method)},\n`];
  if (headers.length) options.push(`  headers: {\n${entries(headers, "    ")}  },\n`);
  if (body !== null) options.push(`  body: ${literal(body)},\n`);
  if (form.length) options.push("  body: form,\n");
  const fields = form.map(([name, value]) => `form.append(${literal(name)}, ${literal(value)});\n`).join("");
  const start = form.length ? `const form = new FormData();\n${fields}` : "";
  return `${start}const response = await fetch(${literal(url)}, {\n${options.join("")}});\nconsole.log(response.status, await response.text());\n`;
}

export const SNIPPETS = { curl, Python: python, JavaScript: javascript };

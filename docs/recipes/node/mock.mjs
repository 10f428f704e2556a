// A mock server as a child process.
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const SECONDS = 60;

/** Start a mock server on a free port, with the arguments of `mockserver run`. */
export async function startMock(...args) {
  const folder = await mkdtemp(join(tmpdir(), "mock-"));
  const file = join(folder, "url");
  const command = ["run", ...args, "--port", "0", "--url-file", file, "--quiet"];
  const child = spawn("mockserver", command, { stdio: ["ignore", "ignore", "inherit"] });
  const ended = new Promise((resolve) => {
    child.once("error", resolve);
    child.once("exit", (code, signal) => resolve(new Error(`mockserver ended: ${signal ?? code}`)));
  });
  const stopNow = () => child.kill();
  process.once("exit", stopNow);

  const stop = async () => {
    process.removeListener("exit", stopNow);
    child.kill();
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const url = await Promise.race([urlIn(file), ended]);
    if (url instanceof Error) throw url;
    return { ...connect(url), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The functions for a mock server that runs already. */
export function connect(url) {
  const admin = async (method, path, body) => {
    const response = await fetch(`${url}/__mock__/admin${path}`, { method, body: body && JSON.stringify(body) });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${text}`);
    return text && JSON.parse(text);
  };
  return {
    url,
    admin,
    reset: () => admin("POST", "/reset"),
    stub: (request, response) => admin("POST", "/stubs", { request, response }),
    fault: (request, fault) => admin("POST", "/faults", { request, fault }),
    verify: (request, counts = {}) => admin("POST", "/requests/verify", { request, ...counts }),
  };
}

async function urlIn(file) {
  const deadline = Date.now() + SECONDS * 1000;
  while (Date.now() < deadline) {
    const url = (await readFile(file, "utf8").catch(() => "")).trim();
    if (url && (await fetch(`${url}/__mock__/health`)).ok) return url;
    await sleep(20);
  }
  throw new Error(`mockserver did not start within ${SECONDS} seconds`);
}

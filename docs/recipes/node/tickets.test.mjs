import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { startMock } from "./mock.mjs";
import { getTicket } from "./tickets.mjs";

let mock, api;
before(async () => {
  mock = await startMock("../tickets.yaml");
  api = `${mock.url}/v2`;
});
after(() => mock?.stop());
beforeEach(() => mock.reset());

test("a ticket is read", async () => {
  assert.equal((await getTicket(api, "7")).id, "7");
  await mock.verify({ operation: "getTicket" }, { times: 1 });
});

test("a missing ticket is an error", async () => {
  await mock.stub({ operation: "getTicket" }, { status: 404 });
  await assert.rejects(getTicket(api, "7"), /404/);
});

test("the client tries again when the API says so", async () => {
  await mock.fault({ operation: "getTicket" }, { status: 503, retry_after: 0, nth: 1 });
  assert.equal((await getTicket(api, "7")).id, "7");
  await mock.verify({ operation: "getTicket" }, { times: 2 });
});

test("each test begins with a new server", async () => {
  assert.equal((await mock.admin("GET", "/requests")).requests.length, 0);
});

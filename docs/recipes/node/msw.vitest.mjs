import { bypass, http, HttpResponse, passthrough } from "msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { getTicket } from "./tickets.mjs";
import { mock } from "./vitest.mock.mjs";

const server = setupServer(
  // The API of the document: to the mock server, with the path, query, headers and body of the request.
  http.all("https://tickets.example.com/*", async ({ request }) => {
    const { pathname, search } = new URL(request.url);
    return fetch(bypass(new Request(mock.url + pathname + search, request)));
  }),
  // The admin API, which the test calls itself.
  http.all(`${mock.url}/*`, () => passthrough()),
  // Everything else is a handler as always.
  http.get("https://weather.example.com/today", () => HttpResponse.json({ sky: "clear" })),
);
beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

test("a hard-coded URL reaches the mock server", async () => {
  expect(await getTicket("https://tickets.example.com/v2", "7")).toMatchObject({ id: "7" });
  await mock.verify({ operation: "getTicket", path: "/v2/tickets/7" }, { times: 1 });
});

test("a body reaches it too", async () => {
  const response = await fetch("https://tickets.example.com/v2/tickets", {
    method: "POST",
    headers: { Authorization: "Bearer any-token", "Content-Type": "application/json" },
    body: JSON.stringify({ title: "Stalls" }),
  });
  expect(response.status).toBe(201);
  await mock.verify({ operation: "createTicket", body: { title: "Stalls" } });
});

test("other APIs have handlers", async () => {
  expect(await (await fetch("https://weather.example.com/today")).json()).toEqual({ sky: "clear" });
});

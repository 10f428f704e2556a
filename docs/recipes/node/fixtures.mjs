import { test as base } from "@playwright/test";
import { startMock } from "./mock.mjs";

export const test = base.extend({
  // One mock server for each worker of Playwright.
  workerMock: [
    async ({}, use) => {
      const mock = await startMock("../tickets.yaml");
      await use(mock);
      await mock.stop();
    },
    { scope: "worker" },
  ],
  // As new for each test; requests of the page to the API reach it.
  mock: [
    async ({ workerMock, context }, use) => {
      await workerMock.reset();
      await context.route("https://tickets.example.com/**", async (route) => {
        const { pathname, search } = new URL(route.request().url());
        await route.fulfill({ response: await route.fetch({ url: workerMock.url + pathname + search }) });
      });
      await use(workerMock);
    },
    { auto: true },
  ],
});

import { expect, test } from "vitest";
import { getTicket } from "./tickets.mjs";
import { mock } from "./vitest.mock.mjs";

test("the client tries again when the API says so", async () => {
  await mock.fault({ operation: "getTicket" }, { status: 503, retry_after: 0, nth: 1 });
  expect(await getTicket(`${mock.url}/v2`, "7")).toMatchObject({ id: "7" });
  await mock.verify({ operation: "getTicket" }, { times: 2 });
});

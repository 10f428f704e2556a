import { expect } from "@playwright/test";
import { test } from "./fixtures.mjs";

// In your tests this is your page: await page.goto("http://localhost:3000/tickets/7").
const PAGE = `
  <h1></h1>
  <script>
    fetch("https://tickets.example.com/v2/tickets/7").then(async (response) => {
      const ticket = await response.json();
      document.querySelector("h1").textContent = response.ok ? ticket.title : "Try again later";
    });
  </script>`;

test("the title is shown", async ({ page, mock }) => {
  await mock.stub({ operation: "getTicket" }, { body: { id: "7", title: "Stalls" } });
  await page.setContent(PAGE);
  await expect(page.locator("h1")).toHaveText("Stalls");
});

test("a failure is shown", async ({ page, mock }) => {
  await mock.fault({ operation: "getTicket" }, { status: 503 });
  await page.setContent(PAGE);
  await expect(page.locator("h1")).toHaveText("Try again later");
  await mock.verify({ operation: "getTicket", status: 503 }, { times: 1 });
});

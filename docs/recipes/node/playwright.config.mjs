import { defineConfig } from "@playwright/test";

export default defineConfig({
  testMatch: "*.playwright.mjs",
  use: { launchOptions: { executablePath: process.env.CHROMIUM } }, // unset: the browser that Playwright has installed
});

import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["*.vitest.mjs"],
    globalSetup: "vitest.setup.mjs",
    setupFiles: "vitest.mock.mjs",
    maxWorkers: 2, // as many mock servers are started
  },
});

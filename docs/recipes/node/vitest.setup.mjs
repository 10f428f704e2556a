// One mock server for each worker of Vitest.
import { startMock } from "./mock.mjs";

export default async function setup(project) {
  const workers = Array.from({ length: project.vitest.config.maxWorkers });
  const mocks = await Promise.all(workers.map(() => startMock("../tickets.yaml")));
  project.provide("mocks", mocks.map((mock) => mock.url));
  return () => Promise.all(mocks.map((mock) => mock.stop()));
}

import { beforeEach, inject } from "vitest";
import { connect } from "./mock.mjs";

export const mock = connect(inject("mocks")[process.env.VITEST_POOL_ID - 1]);

beforeEach(() => mock.reset());

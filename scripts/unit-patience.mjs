// Tests with real servers wait for what comes. On a busy machine a second, Vitest's own default, is not long.
import { vi } from 'vitest';

const patienceMs = 5_000;
const waitFor = vi.waitFor;
vi.waitFor = (callback, options) => waitFor(callback, options ?? patienceMs);

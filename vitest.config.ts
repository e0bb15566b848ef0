import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

const PURE = ['test/coding/**/*.test.ts', 'test/fhir-mappers/**/*.test.ts', 'test/app/**/*.test.{ts,tsx}']

/** Vitest leaves one core to itself, and of two that is half of the machine. */
const WORKERS = Math.max(2, availableParallelism() - 1)

/** On a build server a test of processes, sockets or a browser has a second try, and the run names those that took it. */
const RETRY = process.env['CI'] === undefined ? 0 : 1

export default defineConfig({
  test: {
    projects: [
      {
        // No file leaves state to the next, but for those of a browser: compiling the knowledge for each of them would
        // take longer than the tests.
        test: {
          name: 'pure',
          include: PURE,
          environment: 'node',
          // As below: a thousand drafts or 200 KB of hostile text are no five seconds on a busy machine.
          testTimeout: 60_000,
          hookTimeout: 60_000,
          isolate: false,
          maxWorkers: WORKERS,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'unit',
          retry: RETRY,
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: ['test/e2e/**', ...PURE],
          environment: 'node',
          // Property tests and processes of their own, beside another worker: five seconds are too few on a busy machine.
          testTimeout: 60_000,
          hookTimeout: 60_000,
          expect: { poll: { timeout: 10_000 } },
          // Commands and proxies that a test starts: half of such a start is compiling what the one before compiled too.
          env: { NODE_COMPILE_CACHE: join(tmpdir(), 'postil-compiled') },
          isolate: false,
          maxWorkers: WORKERS,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'e2e',
          retry: RETRY,
          include: ['test/e2e/**/*.test.ts'],
          environment: 'node',
          testTimeout: 60_000,
          hookTimeout: 120_000,
          expect: { poll: { timeout: 5000 } },
          // A file has its own servers on free ports, and most of its time is waiting for the browser.
          isolate: false,
          maxWorkers: 2,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
})

import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

const PURE = ['test/coding/**/*.test.ts', 'test/fhir-mappers/**/*.test.ts', 'test/app/**/*.test.{ts,tsx}']

/** Vitest leaves one core to itself, and of two that is half of the machine. */
const WORKERS = Math.max(2, availableParallelism() - 1)

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
          isolate: false,
          maxWorkers: WORKERS,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: ['test/e2e/**', ...PURE],
          environment: 'node',
          isolate: false,
          maxWorkers: WORKERS,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          environment: 'node',
          testTimeout: 60_000,
          hookTimeout: 120_000,
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
})

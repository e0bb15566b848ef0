import { defineConfig } from 'vitest/config'

const PURE = ['test/coding/**/*.test.ts', 'test/fhir-mappers/**/*.test.ts', 'test/app/**/*.test.{ts,tsx}']

export default defineConfig({
  test: {
    projects: [
      {
        // What has no state that one file could leave to the next: compiling the knowledge for each of them would take
        // longer than the tests.
        test: {
          name: 'pure',
          include: PURE,
          environment: 'node',
          isolate: false,
        },
      },
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: ['test/e2e/**', ...PURE],
          environment: 'node',
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
        },
      },
    ],
  },
})

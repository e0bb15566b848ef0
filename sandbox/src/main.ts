/** Starts the sandbox EHR by itself: `node sandbox/src/main.ts`. */
import { buildPatients } from '../patients/build-patients.ts'
import { readConfiguration } from './config.ts'
import { startSandbox } from './start-sandbox.ts'

const today = new Date().toLocaleDateString('sv')
const sandbox = await startSandbox({ ...readConfiguration(), resources: buildPatients(today) })
process.stdout.write(`Sandbox EHR: ${sandbox.url}\n`)

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    void sandbox.stop()
  })
}

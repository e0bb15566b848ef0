/** `node proxy/src/main.ts`: the proxy by itself, as it runs in production. */

import { CodeSetError } from './code-sets/errors.ts'
import { loadCodeSets } from './code-sets/load-code-sets.ts'
import { createCodingEngine } from './coding-engine.ts'
import { readConfig } from './config.ts'
import { guardCrashes } from './crash.ts'
import { ConfigError } from './errors.ts'
import { startProxy } from './start-proxy.ts'

guardCrashes()
try {
  const config = readConfig()
  const proxy = await startProxy(config, createCodingEngine(await loadCodeSets(config.dataDir)))
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void proxy.stop())
} catch (error) {
  if (!(error instanceof ConfigError || error instanceof CodeSetError)) throw error
  const next = error instanceof ConfigError ? ' Each setting stands in docs/operations.md.' : ''
  process.stderr.write(`Postil cannot start. ${error.message}${next}\n`)
  process.exitCode = 1
}

/** `node proxy/src/main.ts`: the proxy by itself, as it runs in production. */
import { createCodingEngine } from './coding-engine.ts'
import { readConfig } from './config.ts'
import { ConfigError } from './errors.ts'
import { startProxy } from './start-proxy.ts'

try {
  const proxy = await startProxy(readConfig(), createCodingEngine())
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void proxy.stop())
} catch (error) {
  if (!(error instanceof ConfigError)) throw error
  process.stderr.write(`Postil cannot start. ${error.message}\n`)
  process.exitCode = 1
}

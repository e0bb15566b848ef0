// `npm start`: builds the pages, starts the sandbox EHR and the proxy, prints one address.
// `npm start -- --ehr epic`: the sandbox behaves like another EHR; see sandbox/README.md.
// `npm run dev` (`--reload`): the same, rebuilding and restarting when a file changes.
import { spawn } from 'node:child_process'
import { build } from 'vite'
import { parseModelConfig } from '#proxy/config.ts'
import { ConfigError } from '#proxy/errors.ts'
import { parseEhr } from '#sandbox/config.ts'
import { SandboxError } from '#sandbox/errors.ts'
import { startStack } from './sandbox-stack.ts'

const SANDBOX_PORT = Number(process.env['POSTIL_SANDBOX_PORT'] ?? 8103)
const PROXY_PORT = Number(process.env['POSTIL_PORT'] ?? 8104)
const EHR = parseEhr(readOption('--ehr') ?? process.env['POSTIL_SANDBOX_EHR'])
const DATA_DIR = process.env['POSTIL_DATA_DIR'] ?? '.postil'

if (process.argv.includes('--reload')) {
  await buildPages()
  for (const mode of ['app', 'chart']) {
    spawn('vite', ['build', '--watch', '--mode', mode, '--config', 'vite.config.ts'], { stdio: 'inherit' })
  }
  spawn(process.execPath, ['--watch', 'scripts/start.ts', '--no-build', '--ehr', EHR], { stdio: 'inherit' })
} else {
  await start()
}

async function buildPages(): Promise<void> {
  console.log('Building the pages …')
  for (const mode of ['app', 'chart']) await build({ mode, logLevel: 'warn', configFile: 'vite.config.ts' })
}

async function start(): Promise<void> {
  if (!process.argv.includes('--no-build')) await buildPages()
  console.log('Starting the sandbox EHR and the proxy …')
  const today = new Date().toLocaleDateString('sv')
  const model = parseModelConfig({ ...process.env, POSTIL_PROFILE: 'sandbox' })
  const ports = { sandboxPort: SANDBOX_PORT, proxyPort: PROXY_PORT }
  const stack = await startStack({ ...ports, today, ehr: EHR, dataDir: DATA_DIR, ...(model && { model }) }).catch(
    (error: unknown) => {
      console.error(describeStartProblem(error))
      process.exit(1)
    },
  )
  console.log(`\n  Postil is in the chart at  ${stack.sandbox.url}/\n`)
  const reader = model ? `Rules, and ${model.model} reads along.` : 'Rules only: no model key is configured.'
  console.log(`  Synthetic patients only. ${reader} Stop with Ctrl+C.`)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      void stack.stop().finally(() => process.exit(0))
    })
  }
}

function readOption(name: string): string | undefined {
  const at = process.argv.indexOf(name)
  return at < 0 ? undefined : process.argv[at + 1]
}

function describeStartProblem(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error)
  const isAboutPort =
    (error instanceof SandboxError && error.code === 'port-in-use') ||
    (error instanceof ConfigError && error.setting === 'POSTIL_PORT')
  const next = isAboutPort ? ' To use others: POSTIL_SANDBOX_PORT=9103 POSTIL_PORT=9104 npm start' : ''
  return `Postil could not start. ${text}${next}`
}

/** The sandbox's settings. The only place in this folder that reads the environment. */
import { SandboxError } from './errors.ts'
import { EHR_KINDS, type EhrKind, isEhrKind } from './personalities/ehr-kind.ts'

export type SandboxConfiguration = {
  readonly port: number
  readonly host: string
  readonly sidebarUrl: string
  readonly accessTokenSeconds: number
  readonly ehr: EhrKind
}

export function readConfiguration(environment: NodeJS.ProcessEnv = process.env): SandboxConfiguration {
  return {
    port: parseNumber(environment, 'POSTIL_SANDBOX_PORT', 8103),
    host: environment['POSTIL_SANDBOX_HOST'] ?? '127.0.0.1',
    sidebarUrl: parseUrl(environment, 'POSTIL_SIDEBAR_URL', 'http://127.0.0.1:5173'),
    accessTokenSeconds: parseNumber(environment, 'POSTIL_SANDBOX_TOKEN_SECONDS', 900),
    ehr: parseEhr(environment['POSTIL_SANDBOX_EHR']),
  }
}

export function parseEhr(text = 'native'): EhrKind {
  if (isEhrKind(text)) return text
  throw new SandboxError('bad-configuration', `POSTIL_SANDBOX_EHR must be one of ${EHR_KINDS.join(', ')}`)
}

function parseNumber(environment: NodeJS.ProcessEnv, name: string, fallback: number): number {
  const text = environment[name]
  if (text !== undefined && !/^\d{1,6}$/.test(text)) {
    throw new SandboxError('bad-configuration', `${name} must be a whole number`)
  }
  return text === undefined ? fallback : Number(text)
}

function parseUrl(environment: NodeJS.ProcessEnv, name: string, fallback: string): string {
  const text = environment[name] ?? fallback
  if (!/^https?:/.test(text) || !URL.canParse(text)) {
    throw new SandboxError('bad-configuration', `${name} must be an http or https URL`)
  }
  return text.replace(/\/+$/, '')
}

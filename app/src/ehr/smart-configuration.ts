/** Discovery: `{base}/.well-known/smart-configuration` (SMART App Launch 2.2, 4.1). */
import { asObject } from '#fhir-mappers/loose.ts'
import type { BrowserEnvironment } from './browser-environment.ts'
import { EhrError } from './errors.ts'
import { normalizeBase } from './fhir-url.ts'
import { readLimitedBody } from './limited-body.ts'

const SIZE_LIMIT = 256 * 1024
const TIMEOUT_MS = 10_000

export type SmartConfiguration = {
  readonly capabilities: readonly string[]
  /** `scopes_supported`; empty when the server does not say. */
  readonly scopes: readonly string[]
}

/**
 * @returns undefined when the server has no such document; fhirclient then looks into the CapabilityStatement.
 * @throws EhrError `unreachable`
 */
export async function findSmartConfiguration(
  issuer: string,
  browser: Pick<BrowserEnvironment, 'fetch'>,
): Promise<SmartConfiguration | undefined> {
  try {
    const response = await browser.fetch(`${normalizeBase(issuer)}/.well-known/smart-configuration`, {
      headers: { accept: 'application/json' },
      credentials: 'omit',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    if (!response.ok) return undefined
    const text = new TextDecoder().decode(await readLimitedBody(response, SIZE_LIMIT))
    const wire = asObject<{ capabilities: unknown; scopes_supported: unknown }>(JSON.parse(text))
    return { capabilities: listNames(wire.capabilities), scopes: listNames(wire.scopes_supported) }
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw new EhrError('unreachable', { cause: error })
  }
}

function listNames(value: unknown): readonly string[] {
  const names: readonly unknown[] = Array.isArray(value) ? value : []
  return names.filter((name) => typeof name === 'string')
}

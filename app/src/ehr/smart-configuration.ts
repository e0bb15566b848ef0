/** Discovery: `{base}/.well-known/smart-configuration` (SMART App Launch 2.2, 4.1). */
import * as z from 'zod/mini'
import type { BrowserEnvironment } from './browser-environment.ts'
import { EhrError } from './errors.ts'
import { normalizeBase } from './fhir-url.ts'
import { readLimitedBody } from './limited-body.ts'

const SIZE_LIMIT = 256 * 1024
const TIMEOUT_MS = 10_000

const smartConfiguration = z.object({
  capabilities: z.catch(z.array(z.string()), []),
})
export type SmartConfiguration = z.output<typeof smartConfiguration>

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
    const parsed = smartConfiguration.safeParse(JSON.parse(text))
    return parsed.success ? parsed.data : undefined
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw new EhrError('unreachable', { cause: error })
  }
}

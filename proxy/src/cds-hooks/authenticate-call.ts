/** Which service is called, and whose EHR calls it; before a byte of the body is read. */
import { ProxyError } from '../errors.ts'
import { findRequestUrl } from '../http/authentication.ts'
import type { ProxyContext } from '../http/context.ts'
import type { HookTenant } from '../tenants.ts'
import type { ClientVerifier } from './client-token.ts'
import { findService, type HookService } from './services.ts'
import { LATE, type TimeLeft } from './time-left.ts'

type CallParts = { readonly verifyClient: ClientVerifier; readonly publicOrigin: string | undefined }

export type KnownCall = {
  readonly service: HookService
  readonly tenant: HookTenant
  /** Of the proxy, as the EHR knows it. */
  readonly origin: string
}

/** @throws ProxyError `not-found`, `unauthorized`, or `unavailable` where the EHR's keys do not come in time. */
export async function authenticateCall(
  { verifyClient, publicOrigin }: CallParts,
  context: ProxyContext,
  { time, endpoint }: { readonly time: TimeLeft; readonly endpoint: '' | '/feedback' },
): Promise<KnownCall> {
  const service = findService(context.req.param('id') ?? '')
  if (!service) throw new ProxyError('not-found', 'There is no such service; GET /cds-services lists them.')
  context.set('challenge', 'Bearer')
  const { origin } = new URL(findRequestUrl(context, publicOrigin))
  const tenant = await time.wait(
    verifyClient({
      authorization: context.req.header('authorization'),
      url: `${origin}/cds-services/${service.id}${endpoint}`,
    }),
  )
  if (tenant === LATE) {
    throw new ProxyError('unavailable', 'The keys of the EHR could not be read in time. Try again in a moment.')
  }
  context.set('tenant', tenant)
  return { service, tenant, origin }
}

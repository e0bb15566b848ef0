/** CORS: exact origins from the tenants, never `*`, never credentials. The proxy's own pages need no entry. */
import { ProxyError } from '../errors.ts'
import type { TenantRow } from '../tenants.ts'
import { answer, setHeader } from './answer.ts'
import type { Middleware, ProxyContext } from './context.ts'

export type OriginRules = {
  /** Of the proxy itself; undefined in the sandbox, where the request's own URL is believed. */
  readonly publicOrigin: string | undefined
  readonly tenants: readonly Pick<TenantRow, 'allowedOrigins'>[]
}

/** Whether any tenant knows the origin; whether *this* tenant does is asked again once it is known. */
export function checkOrigin(rules: OriginRules): Middleware {
  const known = new Set(rules.tenants.flatMap(({ allowedOrigins }) => allowedOrigins))
  return function origin(context, next) {
    const asked = context.req.header('origin')
    setHeader(context, 'vary', 'origin')
    if (asked !== undefined && asked !== findOwnOrigin(rules.publicOrigin, context)) {
      if (!known.has(asked)) throw new ProxyError('forbidden', 'This page may not use Postil.')
      setHeader(context, 'access-control-allow-origin', asked)
      // `date` lets a browser with a wrong clock sign its requests for ours.
      setHeader(context, 'access-control-expose-headers', 'x-request-id, retry-after, date')
    }
    if (context.req.method === 'OPTIONS') {
      setHeader(context, 'access-control-allow-methods', 'GET, POST, PUT')
      setHeader(context, 'access-control-allow-headers', 'authorization, content-type, dpop')
      setHeader(context, 'access-control-max-age', '600')
      return answer(context, null, { status: 204 })
    }
    return next()
  }
}

/** @throws ProxyError `forbidden` when the page belongs to another tenant than the session or the issuer. */
export function requireTenantOrigin(context: ProxyContext, tenant: TenantRow, publicOrigin: string | undefined): void {
  const asked = context.req.header('origin')
  if (asked === undefined || asked === findOwnOrigin(publicOrigin, context)) return
  if (!tenant.allowedOrigins.includes(asked)) throw new ProxyError('forbidden', 'This page may not use Postil.')
}

function findOwnOrigin(publicOrigin: string | undefined, context: ProxyContext): string {
  return publicOrigin ?? new URL(context.req.url).origin
}

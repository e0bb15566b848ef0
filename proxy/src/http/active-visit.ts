/** Nothing is shown, asked, decided or written where the site has switched Postil off or lets it only watch. */
import type { Role } from '#coding/contract/session.ts'
import type { TenantRow } from '../tenants.ts'
import { findMode, type ModeStore, requireActive } from '../visit-mode.ts'
import type { Middleware } from './context.ts'

/** An auditor reads what was done while Postil was on. */
const ACTING: readonly Role[] = ['provider', 'coder']

/** After `authenticate`. */
export function requireActiveVisit(parts: ModeStore): Middleware {
  return async function activeVisit(context, next) {
    const session = context.get('session')
    const tenant: TenantRow = context.get('tenant')
    if (ACTING.includes(session.role)) requireActive(await findMode(parts, tenant, session))
    await next()
  }
}

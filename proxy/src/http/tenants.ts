/** Public launch configuration: what a page must know before anyone has signed in. */
import type { ProxyConfig } from '../config.ts'
import { ProxyError } from '../errors.ts'
import { describeTenant, type TenantDirectory } from '../tenants.ts'
import { answerJson } from './answer.ts'
import type { Handler } from './context.ts'
import { requireTenantOrigin } from './origin.ts'

export type TenantParts = {
  readonly tenants: TenantDirectory
  readonly profile: ProxyConfig['profile']
  readonly publicOrigin: string | undefined
}

export function createTenantHandler({ tenants, publicOrigin }: TenantParts): Handler {
  return function tenant(context) {
    const row = tenants.findByIssuer(context.req.param('iss') ?? '')
    if (!row) throw new ProxyError('not-found', 'This EHR is not registered with Postil.')
    requireTenantOrigin(context, row, publicOrigin)
    return answerJson(context, describeTenant(row))
  }
}

export function createOpenServersHandler({ tenants, profile }: TenantParts): Handler {
  const isOpen = profile === 'sandbox'
  return function openServers(context) {
    const servers = isOpen ? tenants.all.filter(({ kind }) => kind === 'open-server').map(describeTenant) : []
    return answerJson(context, { servers })
  }
}

/** Public launch configuration: what a page must know before anyone has signed in. */
import type { ProxyConfig } from '../config.ts'
import { ProxyError } from '../errors.ts'
import { describeTenant, type TenantDirectory } from '../tenants.ts'
import { answer, answerJson } from './answer.ts'
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
  const servers = isOpen ? tenants.all.filter(({ kind }) => kind === 'open-server').map(describeTenant) : []
  // The tenants are read once, at the start, and so is this written.
  const text = JSON.stringify({ servers })
  return function openServers(context) {
    return answer(context, text, { type: 'application/json' })
  }
}

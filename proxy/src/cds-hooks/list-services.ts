/** `GET /cds-services`: public, and the same for everybody; there is nothing where no site has asked for it. */
import { ProxyError } from '../errors.ts'
import { answerJson } from '../http/answer.ts'
import type { Handler } from '../http/context.ts'
import type { TenantDirectory } from '../tenants.ts'
import { HOOK_SERVICES } from './services.ts'

export function createDiscoveryHandler({ tenants }: { readonly tenants: TenantDirectory }): Handler {
  return function listServices(context) {
    if (tenants.hookTenants.length === 0) throw new ProxyError('not-found', 'There is nothing here.')
    return answerJson(context, { services: HOOK_SERVICES })
  }
}

import type { ProxyContext } from './context.ts'

/**
 * Whose request it is, for what an address may do. Each of our own balancers adds the address that it was called from at
 * the end of `X-Forwarded-For`; what stands before theirs anybody may have written.
 * @param trustedProxies how many of ours a request passes; without any, the header is nobody's word.
 */
export function createFindAddress(trustedProxies: number): (context: ProxyContext) => string {
  return (context) => {
    const connection = context.address ?? 'unknown'
    if (trustedProxies === 0) return connection
    const named = context.req.header('x-forwarded-for')?.split(',') ?? []
    return named.at(-trustedProxies)?.trim() || connection
  }
}

/** An EHR whose apps are other sites keeps its sign-in in frames only with cookies for all sites (RFC 6265bis, 5.6.7). */
import type { ServerResponse } from 'node:http'

/** `Secure` is part of it; browsers take that from this machine's own address without TLS. */
export function allowCrossSiteCookies(response: ServerResponse): void {
  const setHeader = response.setHeader.bind(response)
  response.setHeader = (name, value) =>
    setHeader(name, name.toLowerCase() === 'set-cookie' && Array.isArray(value) ? value.map(relax) : value)
}

function relax(cookie: string): string {
  return `${cookie.replace(/;\s*samesite=\w+/i, '').replace(/;\s*secure/i, '')}; SameSite=None; Secure`
}

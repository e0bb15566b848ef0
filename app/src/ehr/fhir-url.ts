/** Which addresses may see the user's token: those under the FHIR base, and no other (F10). */
import { EhrError } from './errors.ts'

/** @returns the base without a trailing slash. */
export function normalizeBase(issuer: string): string {
  return issuer.replace(/\/+$/, '')
}

/** Whether an absolute address lies under the base, after the URL parser has removed any `..`. */
function isUnderBase(url: URL, base: string): boolean {
  const root = new URL(normalizeBase(base))
  const isSamePath = url.pathname === root.pathname || url.pathname.startsWith(`${root.pathname.replace(/\/$/, '')}/`)
  return url.origin === root.origin && isSamePath && url.username === '' && url.password === ''
}

/**
 * @param reference relative to the base (`Encounter/1`, `Condition?patient=1`), or an absolute address under it.
 * @throws EhrError `unsafe-url`
 */
export function resolveFhirUrl(reference: string, base: string): URL {
  const isAbsolute = /^[a-z][a-z0-9+.-]*:/i.test(reference) || reference.startsWith('//')
  const path = reference.replace(/^\/+/, '')
  // A transaction goes to the base itself; not every server takes a slash after it.
  const text = isAbsolute ? reference : [normalizeBase(base), ...(path === '' ? [] : [path])].join('/')
  const url = URL.parse(text, base)
  if (!(url && isUnderBase(url, base))) throw new EhrError('unsafe-url')
  return url
}

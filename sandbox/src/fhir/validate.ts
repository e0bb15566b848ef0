import { validateResource } from '@medplum/core'
import type { OperationOutcomeIssue, Resource } from '@medplum/fhirtypes'

const SHORT = 'AAAA'
const NOT_BASE64 = '='

/**
 * Cardinality, unknown properties, formats, reference targets and invariants; bindings are not checked by @medplum/core.
 * @throws OperationOutcomeError
 */
export function validate(resource: Resource): OperationOutcomeIssue[] {
  const copy = structuredClone(resource)
  shortenAttachments(copy)
  return validateResource(copy)
}

/**
 * Core matches a whole attachment with one regular expression. V8 stops to optimise expressions once a process holds
 * much code of them, and such a match then overflows its stack beyond 3 million characters. Core's limit of 1 MiB is
 * not ours either: what fits into a request fits into an attachment.
 */
function shortenAttachments(value: unknown): void {
  if (typeof value !== 'object' || value === null) return
  for (const [key, entry] of Object.entries(value)) {
    const isLong = key === 'data' && typeof entry === 'string' && entry.length > 1024 * 1024
    if (isLong) Object.assign(value, { data: isBase64(entry) ? SHORT : NOT_BASE64 })
    else shortenAttachments(entry)
  }
}

const isBase64 = (data: string): boolean => Buffer.from(data, 'base64').toString('base64') === data

/** References as servers write them: relative, absolute, versioned, contained, urn, or only an identifier. */
import type { Reference } from '@medplum/fhirtypes'
import { asObject } from './loose.ts'

export type ParsedReference =
  | {
      readonly kind: 'resource'
      readonly resourceType: string
      readonly id: string
      readonly version?: string
      /** FHIR base of an absolute reference. */
      readonly base?: string
    }
  | { readonly kind: 'contained'; readonly id: string }
  | { readonly kind: 'urn'; readonly urn: string }
  /** No literal reference, or one in a form that FHIR R4 does not have. */
  | { readonly kind: 'none' }

// FHIR R4 references, 2.3.0.1. Ids are matched more widely than the specification allows, as in coding/src/domain/ids.ts.
const RESOURCE =
  /^(?:(https?:\/\/\S+)\/)?([A-Z][A-Za-z]+)\/([A-Za-z0-9\-._]{1,128})(?:\/_history\/([A-Za-z0-9\-._]{1,64}))?$/

/** @param value a FHIR Reference or its `reference` text. */
export function parseReference(value: unknown): ParsedReference {
  const text = typeof value === 'string' ? value : asObject<Reference>(value).reference
  if (typeof text !== 'string') return { kind: 'none' }
  if (/^urn:(uuid|oid):\S+$/.test(text)) return { kind: 'urn', urn: text }
  if (/^#\S+$/.test(text)) return { kind: 'contained', id: text.slice(1) }
  const [, base, resourceType, id, version] = RESOURCE.exec(text) ?? []
  if (resourceType === undefined || id === undefined) return { kind: 'none' }
  return { kind: 'resource', resourceType, id, ...(version && { version }), ...(base && { base }) }
}

/** @returns the id when the reference names a resource of this type. */
export function findReferencedId(value: unknown, resourceType: string): string | undefined {
  const reference = parseReference(value)
  return reference.kind === 'resource' && reference.resourceType === resourceType ? reference.id : undefined
}

/** `Type/id`, without server and version: the form in which we write references. */
export function findRelativeReference(value: unknown): string | undefined {
  const reference = parseReference(value)
  return reference.kind === 'resource' ? `${reference.resourceType}/${reference.id}` : undefined
}

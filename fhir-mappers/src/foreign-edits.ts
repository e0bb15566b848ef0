/** Tells a person's edit from what a server does to every resource it stores. A person's edit always wins. */
import type { Meta, Resource } from '@medplum/fhirtypes'
import { DRAFT_CHARGE, hasAiLabel } from './ai-label.ts'
import { listCodings } from './coding.ts'
import { asDateTime } from './date-time.ts'
import { asObject } from './loose.ts'
import { findRelativeReference } from './reference.ts'
import { WORKFLOW } from './systems.ts'

/** In doubt it answers true: then nothing is overwritten and a person decides. */
export function hasForeignEdits(remote: unknown, lastWritten: unknown): boolean {
  return buildComparableText(remote) !== buildComparableText(lastWritten)
}

/**
 * The content of a resource as text: the same before it was sent and after the server has stored it. The app keeps only
 * its digest, so that an edit can be seen later without keeping the resource. Left out or evened are server-set `meta`,
 * `id` and narrative, displays, the form of references, the spelling of instants, order of names, nulls and empty values.
 * Of `meta`, our own labels stay in: whoever took one away has edited the draft.
 */
export function buildComparableText(resource: unknown): string {
  const { id: _id, meta, text: _text, ...content } = asObject<Resource & { text: unknown }>(resource)
  return JSON.stringify([listOwnLabels(meta), toComparable(content)])
}

function listOwnLabels(value: unknown): readonly boolean[] {
  const meta = asObject<Meta>(value)
  const isTagged = listCodings(meta.tag).some(({ system, code }) => system === WORKFLOW && code === DRAFT_CHARGE.code)
  return [hasAiLabel(meta.security), isTagged]
}

function toComparable(value: unknown): unknown {
  if (typeof value === 'string') return toComparableText(value)
  if (Array.isArray(value)) return value.map(toComparable).filter(isFilled)
  if (typeof value !== 'object' || value === null) return value
  const isReference = 'reference' in value && typeof value.reference === 'string'
  const entries = Object.entries(value)
    // `type` beside a literal reference repeats what the reference says; servers add it.
    .filter(([name]) => name !== 'display' && !(isReference && name === 'type'))
    .map(([name, inner]): [string, unknown] => [name, toComparable(inner)])
    .filter(([, inner]) => isFilled(inner))
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

function toComparableText(text: string): string {
  const isInstant = text.includes('T') && asDateTime(text) !== undefined
  return isInstant ? new Date(text).toISOString() : (findRelativeReference(text) ?? text)
}

function isFilled(value: unknown): boolean {
  return value !== undefined && value !== null && !(typeof value === 'object' && Object.keys(value).length === 0)
}

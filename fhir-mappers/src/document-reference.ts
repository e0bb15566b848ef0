/** DocumentReference: what is known of a note before its text is fetched. Titles are never kept. */
import type {
  DocumentReference,
  DocumentReferenceContent,
  DocumentReferenceContext,
  DocumentReferenceRelatesTo,
} from '@medplum/fhirtypes'
import type { ClinicalNote, NoteStatus } from '#coding/domain/clinical-note.ts'
import type { EncounterRecord } from '#coding/domain/encounter-record.ts'
import { type EncounterId, parseNoteId } from '#coding/domain/ids.ts'
import { findAuthorRole } from './author-role.ts'
import { findCode, listCodings } from './coding.ts'
import { asDateTime, mapPeriod } from './date-time.ts'
import { asBranded, asList, asObject, asText, type Loose, present } from './loose.ts'
import { type Mapped, mapped, unmapped } from './mapping-problem.ts'
import { findNoteAttachments, type NoteAttachment } from './note-attachment.ts'
import { findReferencedId } from './reference.ts'
import { LOINC } from './systems.ts'

/** A `ClinicalNote` without its text, and where to get that. */
export type NoteMetadata = Omit<ClinicalNote, 'text' | 'sha256'> & {
  /** Best format first; never empty. */
  readonly attachments: readonly NoteAttachment[]
  /** Ids of the documents that this one takes the place of, or adds to. */
  readonly replaces: readonly string[]
}

export type NoteScope = { readonly encounterId: EncounterId; readonly period: EncounterRecord['period'] }

const INVALID_STATUSES: readonly unknown[] = ['superseded', 'entered-in-error']

/** Answers `other-encounter` for a note that belongs, or by its date must belong, to another encounter. */
export function mapDocumentReference(resource: unknown, scope: NoteScope): Mapped<NoteMetadata> {
  const document = asObject<DocumentReference>(resource)
  if (document.resourceType !== 'DocumentReference') return unmapped('DocumentReference', 'wrong-type')
  const id = asBranded(parseNoteId, document.id)
  if (id === undefined) return unmapped('DocumentReference', 'no-id')
  if (INVALID_STATUSES.includes(document.status) || document.docStatus === 'entered-in-error') {
    return unmapped('DocumentReference', 'not-valid')
  }
  const link = findEncounterLink(document, scope)
  if (link === 'other') return unmapped('DocumentReference', 'other-encounter')
  const attachments = findNoteAttachments(document.content)
  if (attachments.length === 0) return unmapped('DocumentReference', 'no-content')
  const type = findCode(document.type, LOINC) ?? listCodings(document.type)[0]?.code
  return mapped({
    id,
    version: findNoteVersion(document),
    status: findStatus(document),
    authorRole: findAuthorRole(document),
    encounterCertain: link === 'certain',
    attachments,
    replaces: listRelated(document, ['replaces']),
    ...present({ type, time: findTime(document) }),
  })
}

/** A server may still list a document as current after another has replaced it; the newer one then counts alone. */
export function dropReplacedNotes(notes: readonly NoteMetadata[]): readonly NoteMetadata[] {
  const replaced = new Set(notes.filter((note) => note.status !== 'draft').flatMap((note) => note.replaces))
  return notes.filter((note) => !replaced.has(note.id))
}

/** Servers without versions still say when they last changed the resource. */
export function findNoteVersion(document: Loose<DocumentReference>): string {
  const meta = asObject<{ versionId: string; lastUpdated: string }>(document.meta)
  return asText(meta.versionId) ?? asText(meta.lastUpdated) ?? asText(document.date) ?? 'unversioned'
}

// FHIR composition-status. A document without docStatus counts as signed: unsigned notes are mostly not exposed at all.
function findStatus(document: Loose<DocumentReference>): NoteStatus {
  if (document.docStatus === 'preliminary') return 'draft'
  const isAddendum = listRelated(document, ['replaces', 'appends']).length > 0
  return document.docStatus === 'amended' || isAddendum ? 'amended' : 'signed'
}

function listRelated(document: Loose<DocumentReference>, codes: readonly unknown[]): readonly string[] {
  return asList<DocumentReferenceRelatesTo>(document.relatesTo)
    .filter((relation) => codes.includes(relation.code))
    .map((relation) => findReferencedId(relation.target, 'DocumentReference'))
    .filter((id) => id !== undefined)
}

function findTime(document: Loose<DocumentReference>): string | undefined {
  const creation = asList<DocumentReferenceContent>(document.content)
    .map((content) => asDateTime(asObject<{ creation: string }>(content.attachment).creation))
    .find((time) => time !== undefined)
  const context = asObject<DocumentReferenceContext>(document.context)
  return asDateTime(document.date) ?? creation ?? mapPeriod(context.period).start
}

const DAY_MS = 86_400_000

/**
 * US Core has no `encounter` search parameter, so the link is judged here: by `context.encounter` where there is one,
 * else by date, within a day of the encounter and marked uncertain.
 */
function findEncounterLink(document: Loose<DocumentReference>, scope: NoteScope): 'certain' | 'uncertain' | 'other' {
  const context = asObject<DocumentReferenceContext>(document.context)
  const encounterIds = asList(context.encounter)
    .map((reference) => findReferencedId(reference, 'Encounter'))
    .filter((id) => id !== undefined)
  if (encounterIds.length > 0) return encounterIds.includes(scope.encounterId) ? 'certain' : 'other'
  const period = mapPeriod(context.period)
  const from = Date.parse(period.start ?? findTime(document) ?? '')
  const to = Date.parse(period.end ?? period.start ?? findTime(document) ?? '')
  const start = Date.parse(scope.period.start ?? scope.period.end ?? '')
  // An encounter without an end is still open.
  const end = scope.period.end === undefined ? Infinity : findEndOf(scope.period.end)
  return to >= start - DAY_MS && from <= end + DAY_MS ? 'uncertain' : 'other'
}

/** The last moment that a date of this precision covers, so far as a note's day matters. */
function findEndOf(dateTime: string): number {
  return Date.parse(dateTime) + (dateTime.includes('T') ? 0 : DAY_MS)
}

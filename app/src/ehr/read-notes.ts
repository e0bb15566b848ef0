/** The notes of one encounter: what policy withholds is not fetched, what is fetched is decoded, once a version. */

import type { Binary, DocumentReference, Meta } from '@medplum/fhirtypes'
import { MAX_NOTE_LENGTH, MAX_NOTES } from '#coding/contract/encounter-record.ts'
import type { SensitivityPolicy } from '#coding/contract/tenant.ts'
import type { ClinicalNote } from '#coding/domain/clinical-note.ts'
import type { PatientId } from '#coding/domain/ids.ts'
import { MAX_ATTACHMENT_BYTES, tryDecodeAttachment } from '#fhir-mappers/attachments/decode-attachment.ts'
import { tryDecodeBase64 } from '#fhir-mappers/attachments/decode-base64.ts'
import {
  dropReplacedNotes,
  mapDocumentReference,
  type NoteMetadata,
  type NoteScope,
} from '#fhir-mappers/document-reference.ts'
import { asObject } from '#fhir-mappers/loose.ts'
import { isOfOtherPatient } from '#fhir-mappers/resource-list.ts'
import { classifyNotes, classifyResource } from '#fhir-mappers/sensitivity.ts'
import { sha256Hex } from './digest.ts'
import { EhrError } from './errors.ts'
import type { FhirServer } from './fhir-server.ts'
import type { UnreadNote } from './session-types.ts'

type NoteAttachment = NoteMetadata['attachments'][number]

type NoteContent =
  | { readonly kind: 'text'; readonly text: string; readonly sha256: string; readonly isCut: boolean }
  | { readonly kind: 'withheld' }
  | { readonly kind: 'unreadable' }
  /** The server did not hand it out this time; asked again at the next reading. */
  | { readonly kind: 'failed' }

/** One connection's decoded notes by id and version, so that a poll downloads only what changed. */
export type NoteCache = Map<string, NoteContent>

export type NoteRequest = {
  readonly server: FhirServer
  readonly patientId: PatientId
  readonly scope: NoteScope
  readonly policy: SensitivityPolicy
  readonly cache: NoteCache
  readonly signal?: AbortSignal | undefined
}

export type NotesReading = {
  readonly notes: readonly ClinicalNote[]
  readonly withheld: number
  readonly unreadable: number
  readonly unread: readonly UnreadNote[]
  readonly gaps: readonly string[]
}

type FoundNote = { readonly resource: unknown; readonly note: NoteMetadata }

/** @throws EhrError `session-ended` only, and the signal's reason */
export async function readNotes(resources: readonly unknown[], request: NoteRequest): Promise<NotesReading> {
  // Decided on labels, types and titles alone, before any address is asked for (smart-fhir reference 7.8), and over all
  // that was found: an addendum of this encounter may belong to a withheld note of another.
  const decisions = classifyNotes(resources, request.policy)
  const ofEncounter = resources.flatMap((resource, index) => {
    const mapped = mapDocumentReference(resource, request.scope)
    if (!mapped.ok || isOfOtherPatient(resource, request.patientId)) return []
    return [{ resource, note: mapped.value, decision: decisions[index] }]
  })
  const allowed = ofEncounter.filter(({ decision }) => decision === 'read')
  const current = chooseNotes(allowed)
  const contents = await Promise.all(
    current.map(async (found) => ({ ...found, content: await readCached(found, request) })),
  )
  forgetOld(request.cache, current)
  const count = (kind: NoteContent['kind']) => contents.filter(({ content }) => content.kind === kind).length
  return {
    notes: contents.flatMap(({ note, content }) => (content.kind === 'text' ? [buildNote(note, content)] : [])),
    withheld: ofEncounter.length - allowed.length + count('withheld'),
    unreadable: count('unreadable'),
    unread: [
      ...ofEncounter.filter(({ decision }) => decision !== 'read').map((found) => describeUnread(found, 'policy')),
      ...contents.flatMap((found) => {
        if (found.content.kind === 'withheld') return [describeUnread(found, 'policy')]
        return found.content.kind === 'unreadable' ? [describeUnread(found, 'unreadable')] : []
      }),
    ],
    gaps: [
      ...(count('failed') > 0 ? [`Notes: ${count('failed')} could not be fetched`] : []),
      ...(contents.some(({ content }) => content.kind === 'text' && content.isCut)
        ? ['Notes: a very long note was read only in part']
        : []),
    ],
  }
}

/** Without replaced ones, newest first, as many as a record may hold. */
function chooseNotes(found: readonly FoundNote[]): readonly FoundNote[] {
  const kept = new Set(dropReplacedNotes(found.map(({ note }) => note)))
  return found
    .filter(({ note }) => kept.has(note))
    .toSorted((a, b) => (b.note.time ?? '').localeCompare(a.note.time ?? '') || a.note.id.localeCompare(b.note.id))
    .slice(0, MAX_NOTES)
}

function buildNote(metadata: NoteMetadata, content: NoteContent & { readonly kind: 'text' }): ClinicalNote {
  const { attachments: _attachments, replaces: _replaces, ...note } = metadata
  return { ...note, text: content.text, sha256: content.sha256 }
}

/** @returns undefined on a server without versions, where the text may change under the same name. */
function findCacheKey({ resource, note }: FoundNote): string | undefined {
  const meta = asObject<Meta>(asObject<DocumentReference>(resource).meta)
  return (meta.versionId ?? meta.lastUpdated) ? `${note.id}/${note.version}` : undefined
}

function forgetOld(cache: NoteCache, current: readonly FoundNote[]): void {
  const keys = new Set(current.map(findCacheKey))
  for (const key of cache.keys()) if (!keys.has(key)) cache.delete(key)
}

async function readCached(found: FoundNote, request: NoteRequest): Promise<NoteContent> {
  const key = findCacheKey(found)
  const known = key === undefined ? undefined : request.cache.get(key)
  if (known) return known
  const content = await readContent(found.note, request)
  if (key !== undefined && content.kind !== 'failed') request.cache.set(key, content)
  return content
}

/** The first attachment that gives text, best format first. */
async function readContent(note: NoteMetadata, request: NoteRequest): Promise<NoteContent> {
  let content: NoteContent = { kind: 'unreadable' }
  for (const attachment of note.attachments) {
    content = await readAttachment(attachment, request)
    if (content.kind === 'text' || content.kind === 'withheld') return content
  }
  return content
}

async function readAttachment(attachment: NoteAttachment, request: NoteRequest): Promise<NoteContent> {
  try {
    const fetched = await fetchAttachment(attachment, request)
    if (fetched === 'withheld') return { kind: 'withheld' }
    const decoded = fetched && (await tryDecodeAttachment({ ...fetched, limit: MAX_NOTE_LENGTH }))
    if (!decoded) return { kind: 'unreadable' }
    return { kind: 'text', text: decoded.text, sha256: await sha256Hex(decoded.text), isCut: decoded.isCut }
  } catch (error) {
    if (!(error instanceof EhrError) || error.code === 'session-ended') throw error
    // An address outside the EHR, or a document that is too large, will not become readable by asking again.
    return { kind: error.code === 'unsafe-url' || error.code === 'bad-response' ? 'unreadable' : 'failed' }
  }
}

type Fetched = { readonly bytes: Uint8Array; readonly contentType: string }

/** Inline data, else one request to an address under the FHIR base. */
async function fetchAttachment(
  { data, url, contentType = '' }: NoteAttachment,
  { server, policy, signal }: NoteRequest,
): Promise<Fetched | 'withheld' | undefined> {
  if (data !== undefined || url === undefined) {
    const bytes = tryDecodeBase64(data ?? '')
    return bytes && { bytes, contentType }
  }
  const accept = contentType === '' ? '*/*' : `${contentType}, */*;q=0.1`
  const binary = await server.readBinary(url, { accept, sizeLimit: MAX_ATTACHMENT_BYTES, signal })
  const answered = binary.contentType ?? ''
  if (!/\bjson\b/.test(answered)) {
    // Whichever of the two names a charset says more.
    const isMoreExact = contentType === '' || /charset/i.test(answered)
    return { bytes: binary.bytes, contentType: isMoreExact ? answered : contentType }
  }
  // A server that does not negotiate answers with the Binary resource, whose own label counts too.
  const resource = tryParseJson(binary.bytes)
  if (classifyResource(resource, policy) === 'withhold') return 'withheld'
  const inner = asObject<Binary>(resource)
  const bytes = tryDecodeBase64(typeof inner.data === 'string' ? inner.data : '')
  return bytes && { bytes, contentType: typeof inner.contentType === 'string' ? inner.contentType : contentType }
}

function tryParseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    return undefined
  }
}

/** Neither title nor type: what kind of note it is would already tell something. */
function describeUnread({ note }: Pick<FoundNote, 'note'>, because: UnreadNote['because']): UnreadNote {
  return { because, ...(note.time !== undefined && { time: note.time }) }
}

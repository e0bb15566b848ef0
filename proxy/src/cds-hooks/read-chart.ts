/**
 * What a hook may know of an encounter: what the EHR sent ahead, and for the rest what its token lets us read at the
 * tenant's own server. The request's `fhirServer` is compared and never called.
 */
import * as z from 'zod/mini'
import { parseDateOnly } from '#coding/domain/date-only.ts'
import type { EncounterRecord } from '#coding/domain/encounter-record.ts'
import type { EncounterId } from '#coding/domain/ids.ts'
import { mapDraftOrders } from '#fhir-mappers/draft-order.ts'
import { findBilledBy, mapEncounter } from '#fhir-mappers/encounter.ts'
import { mapEncounterRecord } from '#fhir-mappers/encounter-record.ts'
import { asObject, asText } from '#fhir-mappers/loose.ts'
import { findReferencedId } from '#fhir-mappers/reference.ts'
import { type Attachment, chooseNotes, readNote } from '../encounter-notes.ts'
import { ProxyError } from '../errors.ts'
import type { Outbound } from '../session/outbound.ts'
import { type HookTenant, normalizeIssuer } from '../tenants.ts'
import { decodeNote } from './decode-note.ts'
import type { HookContext, HookRequest } from './request.ts'
import type { HookService, PrefetchKey } from './services.ts'
import { LATE, type TimeLeft } from './time-left.ts'

export type ReadParts = {
  readonly outbound: Outbound
  readonly now: () => number
}

export type ReadTask = {
  readonly tenant: HookTenant
  readonly service: HookService
  readonly request: HookRequest
  readonly encounterId: EncounterId
  readonly time: TimeLeft
}

export type HookChart = {
  readonly record: EncounterRecord
  /** Whether all that may answer a question was read to its end: every note that policy lets through, and both lists. */
  readonly isWhole: boolean
}

/** @throws ProxyError `bad-request` for another server or patient, `needs-data` where nothing can be read. */
export async function readHookChart(parts: ReadParts, task: ReadTask): Promise<HookChart> {
  const { tenant, request, encounterId } = task
  const { patientId } = request.context
  checkServer(tenant, request)
  const read = createReader(parts, task)
  const [encounter, patient, notes, diagnoses, problems] = await Promise.all([
    read.one('encounter'),
    read.one('patient'),
    read.list('notes'),
    read.list('diagnoses'),
    read.list('problems'),
  ])
  if (encounter === undefined || notes === undefined) throw needsData(encounter === undefined ? 'encounter' : 'notes')
  checkEncounter(encounter, { patientId, encounterId })
  const mapped = mapEncounter(encounter)
  if (!mapped.ok) throw badRequest('prefetch.encounter')
  const scope = { patientId, encounterId, period: mapped.value.period, sensitivity: tenant.sensitivity }
  const chosen = chooseNotes(notes.resources, scope)
  const texts = await Promise.all(
    chosen.map((note) => readNote(note, { decode: decodeNote, readAttachment: read.attachment })),
  )
  const noted = texts.filter((note) => note !== undefined)
  const { record } = mapEncounterRecord({
    ...scope,
    tenant: tenant.key,
    encounter,
    patient,
    conditions: [...(diagnoses?.resources ?? []), ...(problems?.resources ?? [])],
    procedures: [],
    observations: [],
    medicationRequests: [],
    coverages: [],
    notes: noted,
    facility: findBilledBy(mapped.value, tenant.facilityBilling) === 'facility',
    performer: { role: 'provider' },
    today: parseDateOnly(new Date(parts.now()).toISOString().slice(0, 10)),
  })
  const lists = [notes, diagnoses, problems]
  const draftOrders = mapDraftOrders(request.context.draftOrders, patientId)
  return {
    record: { ...record, draftOrders },
    isWhole: lists.every((list) => list?.isWhole) && noted.length === chosen.length,
  }
}

function checkServer(tenant: HookTenant, { fhirServer, fhirAuthorization, context }: HookRequest): void {
  if (fhirServer !== undefined && normalizeIssuer(fhirServer) !== normalizeIssuer(tenant.issuer)) {
    throw badRequest('fhirServer')
  }
  if (fhirAuthorization && fhirServer === undefined) throw badRequest('fhirServer')
  const { patient } = fhirAuthorization ?? {}
  if (patient !== undefined && patient !== context.patientId) throw badRequest('fhirAuthorization.patient')
}

/** Never the wrong patient: the encounter must say itself whose it is. */
function checkEncounter(
  resource: unknown,
  { patientId, encounterId }: Pick<EncounterRecord, 'patientId' | 'encounterId'>,
): void {
  const { resourceType, id, subject } = asObject<{ resourceType: string; id: string; subject: object }>(resource)
  const isOurs =
    resourceType === 'Encounter' && id === encounterId && findReferencedId(subject, 'Patient') === patientId
  if (!isOurs) throw badRequest('prefetch.encounter')
}

function badRequest(place: string): ProxyError {
  return new ProxyError('bad-request', `The request is not about this server, patient and encounter (${place}).`)
}

function needsData(key: PrefetchKey): ProxyError {
  return new ProxyError('needs-data', `Send prefetch "${key}", or a token that may read it.`)
}

type List = { readonly resources: readonly unknown[]; readonly isWhole: boolean }

type Reader = {
  readonly one: (key: PrefetchKey) => Promise<unknown>
  readonly list: (key: PrefetchKey) => Promise<List | undefined>
  readonly attachment: (url: string) => Promise<Attachment | undefined>
}

/** What was sent ahead counts; null says that there is nothing (CDS Hooks 2.0, "Prefetch Query Restrictions"). */
function createReader({ outbound }: ReadParts, { tenant, service, request, time }: ReadTask): Reader {
  const base = normalizeIssuer(tenant.issuer)
  const token = request.fhirAuthorization?.access_token
  const prefetch = request.prefetch ?? {}
  const fetchJson = async (path: string): Promise<unknown> => {
    if (token === undefined || time.isOver()) return undefined
    const answer = await time.wait(readJson(outbound, `${base}/${path}`, token))
    return answer === LATE ? undefined : answer
  }
  const find = (key: PrefetchKey): unknown => {
    const sent = Object.hasOwn(prefetch, key) ? prefetch[key] : undefined
    // An EHR that could not search puts its refusal where the result belongs.
    return asObject<{ resourceType: string }>(sent).resourceType === 'OperationOutcome' ? undefined : sent
  }
  return {
    one: async (key) => find(key) ?? (await fetchJson(fill(service.prefetch[key], request.context))),
    list: async (key) => {
      const sent = find(key)
      if (sent === null) return { resources: [], isWhole: true }
      return tryReadBundle(sent ?? (await fetchJson(fill(service.prefetch[key], request.context))))
    },
    attachment: async (url) => {
      const path = findBinaryPath(url, base)
      return path === undefined ? undefined : tryReadBinary(await fetchJson(path))
    },
  }
}

async function readJson(outbound: Outbound, url: string, token: string): Promise<unknown> {
  try {
    const headers = { accept: 'application/fhir+json', authorization: `Bearer ${token}` }
    const { status, text } = await outbound({ url, headers })
    return status === 200 ? JSON.parse(text) : undefined
  } catch {
    // What could not be read is missing; the caller says so or does without.
    return undefined
  }
}

/** Ids were parsed as ids, but one may consist of dots, and `Encounter/..` would be another address. */
function fill(template: string, { patientId, encounterId }: Pick<HookContext, 'patientId' | 'encounterId'>): string {
  const [patient, encounter]: readonly string[] = [patientId, encounterId ?? '']
  if ([patient, encounter].some((id = '') => /^\.+$/.test(id))) throw badRequest('context')
  return template.replace('{{context.patientId}}', patient ?? '').replace('{{context.encounterId}}', encounter ?? '')
}

const bundle = z.object({
  resourceType: z.literal('Bundle'),
  link: z.optional(z.array(z.object({ relation: z.string() }))),
  entry: z.optional(
    z.array(
      z.object({ resource: z.optional(z.unknown()), search: z.optional(z.object({ mode: z.optional(z.string()) })) }),
    ),
  ),
})

/** One page: a list that goes on is not whole. */
function tryReadBundle(value: unknown): List | undefined {
  const parsed = bundle.safeParse(value)
  if (!parsed.success) return undefined
  const { entry = [], link = [] } = parsed.data
  return {
    resources: entry.flatMap(({ resource, search }) =>
      resource === undefined || search?.mode === 'outcome' ? [] : [resource],
    ),
    isWhole: !link.some(({ relation }) => relation === 'next'),
  }
}

const BINARY = /^Binary\/(?!\.+$)[A-Za-z0-9\-._]{1,128}$/

/** Only a Binary of the tenant's own server is read, whatever address a document names. */
function findBinaryPath(url: string, base: string): string | undefined {
  const path = url.startsWith(`${base}/`) ? url.slice(base.length + 1) : url
  return BINARY.test(path) ? path : undefined
}

function tryReadBinary(value: unknown): Attachment | undefined {
  const { resourceType, contentType, data } = asObject<{ resourceType: string; contentType: string; data: string }>(
    value,
  )
  if (resourceType !== 'Binary' || typeof data !== 'string') return undefined
  return { bytes: new Uint8Array(Buffer.from(data, 'base64')), contentType: asText(contentType) ?? '' }
}

/**
 * What the EHR holds of the patient's earlier services, for the rules that need them. Fetched for coders only, after
 * the chart. Nothing here throws but a session that is over: what cannot be read is named as unseen.
 */
import type { EarlierServices, UnseenHistory } from '#coding/claims/claim-context.ts'
import { MAX_PRIOR } from '#coding/contract/claim-context.ts'
import { findDay } from '#fhir-mappers/date-time.ts'
import { listHistoryProfessionals, mapEarlierServices } from '#fhir-mappers/earlier-services.ts'
import type { GrantedScopes } from '#fhir-mappers/scopes.ts'
import type { BrowserEnvironment } from '../browser-environment.ts'
import { type LaunchContext, readVerifiedEncounter } from '../context-integrity.ts'
import type { EhrSession } from '../ehr-session.ts'
import { EhrError } from '../errors.ts'
import type { FhirServer, SearchParameters } from '../fhir-server.ts'
import type { WriteAbilities } from '../filing/write-abilities.ts'

export type HistoryParts = {
  readonly server: FhirServer
  readonly session: EhrSession
  readonly context: LaunchContext
  readonly browser: Pick<BrowserEnvironment, 'now' | 'timeZone'>
  readonly abilities: Pick<WriteAbilities, 'offersSearch'>
}

type Because = UnseenHistory['because']
type Part = { readonly resources: readonly unknown[]; readonly because?: Because }

const COUNT = '100'
/** As many as one query can name. */
const MOST_NAMED = 30
const DAY_MS = 86_400_000
/** As far as the question of new or established goes back. */
const YEARS_OF_VISITS = 3

/** @throws EhrError `session-ended`, and the signal's reason */
export async function readHistory(parts: HistoryParts, signal?: AbortSignal): Promise<EarlierServices> {
  const { server, session, context, browser } = parts
  const { encounter } = await readVerifiedEncounter(server, context, signal)
  const patient = { patient: context.patientId, _count: COUNT }
  const start = findDay(encounter.period.start, browser.timeZone)
  const from = new Date((start === undefined ? browser.now() : Date.parse(start)) - YEARS_OF_VISITS * 366 * DAY_MS)
  const read = (type: string, queries: readonly SearchParameters[]) => readPart(parts, { type, queries, signal })
  const [claims, procedures, encounters] = await Promise.all([
    read('Claim', [patient]),
    read('Procedure', [patient]),
    read('Encounter', [{ ...patient, date: `ge${from.toISOString().slice(0, 10)}` }, patient]),
  ])
  const visits = [...listByVisit(encounters.resources), ...listByVisit([{ id: context.encounterId }])]
  const chargeItems = await read('ChargeItem', [patient, ...visits])
  const found = {
    claims: claims.resources,
    chargeItems: chargeItems.resources,
    procedures: procedures.resources,
    encounters: encounters.resources,
  }
  const roles = await readRoles(parts, [encounter.performer, ...listHistoryProfessionals(found)], signal)
  const { withheld, priorServices, priorVisits } = mapEarlierServices(
    { ...found, roles },
    {
      ...context,
      period: { start, end: findDay(encounter.period.end, browser.timeZone) },
      performer: encounter.performer,
      organization: encounter.serviceProvider,
      sensitivity: session.tenant.sensitivity,
      timeZone: browser.timeZone,
    },
  )
  const isTooLong = priorServices.length > MAX_PRIOR || priorVisits.length > MAX_PRIOR
  return {
    priorServices: priorServices.slice(0, MAX_PRIOR),
    priorVisits: priorVisits.slice(0, MAX_PRIOR),
    unseen: [
      ...nameUnseen('billing', findUnseenBilling(claims, chargeItems)),
      ...nameUnseen('procedures', procedures.because),
      ...nameUnseen('visits', encounters.because),
      ...nameUnseen('billing', withheld > 0 ? 'withheld' : undefined),
      ...nameUnseen('billing', isTooLong ? 'too-many' : undefined),
    ],
  }
}

function nameUnseen(source: UnseenHistory['source'], because: Because | undefined): readonly UnseenHistory[] {
  return because === undefined ? [] : [{ source, because }]
}

/** Claims or charges: one that was read in full is enough, unless the other holds more than could be read. */
function findUnseenBilling(claims: Part, chargeItems: Part): Because | undefined {
  const reasons = [claims.because, chargeItems.because]
  if (reasons.includes('too-many')) return 'too-many'
  if (reasons.includes(undefined)) return reasons.includes('failed') ? 'failed' : undefined
  if (reasons.includes('recent-only')) return 'recent-only'
  return reasons.find((reason) => reason !== 'not-offered') ?? 'not-offered'
}

/** Oracle finds charges by visit only, and only those that are billable (smart-fhir reference 5.1). */
function listByVisit(encounters: readonly unknown[]): readonly SearchParameters[] {
  const ids = encounters
    .slice(0, MOST_NAMED)
    .flatMap((one) =>
      typeof one === 'object' && one !== null && 'id' in one && typeof one.id === 'string' ? [one.id] : [],
    )
  return ids.length === 0 ? [] : [{ context: ids.join(','), '-status': 'billable', _count: COUNT }]
}

type PartQuery = {
  readonly type: string
  /** From the widest to the narrowest. */
  readonly queries: readonly SearchParameters[]
  readonly signal: AbortSignal | undefined
}

async function readPart(
  { server, session, abilities }: HistoryParts,
  { type, queries, signal }: PartQuery,
): Promise<Part> {
  if (!isGranted(session.scopes, type)) return { resources: [], because: 'not-allowed' }
  if ((await abilities.offersSearch(type)) === false) return { resources: [], because: 'not-offered' }
  let because: Because = 'failed'
  for (const query of queries) {
    try {
      const { resources, isComplete } = await server.search(type, query, signal)
      if (!isComplete) return { resources, because: 'too-many' }
      return { resources, ...('context' in query && { because: 'recent-only' as const }) }
    } catch (error) {
      if (!(error instanceof EhrError) || error.code === 'session-ended') throw error
      because = REASONS[error.code] ?? 'failed'
      // Only a server that does not know the parameters may know others.
      if (error.code !== 'bad-response') break
    }
  }
  return { resources: [], because }
}

const REASONS: Partial<Record<EhrError['code'], Because>> = { 'not-allowed': 'not-allowed', 'not-found': 'not-offered' }

const isGranted = (scopes: GrantedScopes | undefined, type: string): boolean => scopes?.allows(type, 's') ?? true

/** Without them a colleague's group and specialty are unknown, and the rules say so. */
async function readRoles(
  parts: HistoryParts,
  people: readonly (string | undefined)[],
  signal: AbortSignal | undefined,
): Promise<readonly unknown[]> {
  const named = [...new Set(people)].filter((reference) => reference?.startsWith('Practitioner/') === true)
  if (named.length < 2) return []
  const query = { practitioner: named.slice(0, MOST_NAMED).join(','), _count: COUNT }
  return (await readPart(parts, { type: 'PractitionerRole', queries: [query], signal })).resources
}

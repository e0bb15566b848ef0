/** The accuracy audit of one tenant: weeks are drawn, visits are read blind, and what came of it is told. All on record. */
import { createHash } from 'node:crypto'
import { type AuditedVisit, findBand } from '#coding/accuracy/audited-visit.ts'
import { findDraftThreshold } from '#coding/accuracy/calibrated-threshold.ts'
import { drawSample } from '#coding/accuracy/draw-sample.ts'
import { tellAccuracy } from '#coding/accuracy/tell-accuracy.ts'
import type {
  AccuracyAnswer,
  AutoDraftState,
  DrawnWeek,
  SecondCodingCase,
  SecondCodingStep,
} from '#coding/contract/accuracy.ts'
import type { Role } from '#coding/contract/session.ts'
import { type DateOnly, parseDateOnly } from '#coding/domain/date-only.ts'
import type { TenantKey } from '#coding/domain/ids.ts'
import { findWeek } from '#coding/reports/find-week.ts'
import { type AuditEntry, appendAudit } from './audit/audit-log.ts'
import type { ColumnCipher } from './crypto/column-cipher.ts'
import type { References } from './crypto/references.ts'
import { ProxyError } from './errors.ts'
import { inTenant } from './store/in-tenant.ts'
import { lockAudit } from './store/queue-items.ts'
import type { Database, Pool } from './store/schema.ts'
import {
  type Change,
  changeSecondCoding,
  type FinishedCoding,
  findOpenCoding,
  insertAuditWeek,
  insertSecondCodings,
  listAuditWeeks,
  listFinished,
  listOpenCodings,
  listSecondCodings,
  type OpenCoding,
} from './store/second-codings.ts'
import { endSessions } from './store/sessions.ts'
import { findBasis } from './suggested-coding.ts'
import type { TenantRow } from './tenants.ts'

export type AuditParts = { readonly db: Pool; readonly cipher: ColumnCipher; readonly references: References }

/** Somebody at work on the audit, now. */
export type AuditVisit = {
  readonly tenant: TenantKey
  readonly actor: string
  readonly role: Role
  readonly requestId: string
  readonly at: Date
}

type Policy = NonNullable<TenantRow['accuracyAudit']>

const WEEK_MS = 7 * 24 * 60 * 60_000

/**
 * Draws a week that is over, once: a second draw answers with the first.
 * @throws ProxyError `bad-request` for a week that goes on, or for a day that is no Monday.
 */
export async function drawWeek(
  { db, cipher, references }: AuditParts,
  visit: AuditVisit,
  { week, policy }: { readonly week: DateOnly; readonly policy: Policy | undefined },
): Promise<DrawnWeek> {
  if (!policy) throw new ProxyError('conflict', 'This site has no accuracyAudit settings. Have them set first.')
  const from = new Date(`${week}T00:00:00Z`)
  const until = new Date(from.getTime() + WEEK_MS)
  if (findWeek(week) !== week || until > visit.at) {
    throw new ProxyError('bad-request', 'Ask for the Monday of a week that is over.')
  }
  const { tenant, actor, at } = visit
  const { perStratum, share = 0, most, seed } = policy
  return inTenant(db, tenant, async (transaction) => {
    await lockAudit(transaction, tenant)
    const finished = await listFinished(transaction, { tenant, from, until }, cipher)
    const population = finished.map((one) => ({
      ...one,
      id: one.encounterRef,
      serviceLine: one.suggested.serviceLine,
      band: findBand(one.suggested.codes.map(({ confidence }) => confidence)),
      lot: drawLot(seed, week, one.encounterRef),
    }))
    const drawn = drawSample(population, { perStratum, share, most })
    const counts = { week, population: population.length, drawn: drawn.length }
    if (!(await insertAuditWeek(transaction, { tenant, ...counts, actor, at }))) {
      const [known] = await listAuditWeeks(transaction, { tenant, from: week, to: week })
      if (known) return known
    }
    const codings = drawn.map(({ visit: one, stratumSize }) => ({
      tenant,
      id: references.ofContent(tenant, `second coding ${week} ${one.encounterRef}`),
      week,
      encounterRef: one.encounterRef,
      stratumSize,
      firstCoder: one.firstCoder,
      content: { ...one.suggested, band: one.band, final: [...one.readFinal()] },
    }))
    await insertSecondCodings(transaction, codings, { actor, at, cipher })
    await appendAudit(transaction, tenant, [
      { ...subjectOf(visit), action: 'accuracy.draw', ...counts, perStratum, share, most },
    ])
    return { ...counts, coded: 0, withdrawn: 0 }
  })
}

const BITS = 48

/** From 0 up to 1: the first 48 bits of sha256(seed, week, encounter), so that each week draws anew. */
export function drawLot(seed: string, week: DateOnly, encounterRef: string): number {
  const hash = createHash('sha256').update([seed, week, encounterRef].join('\u001f')).digest()
  return hash.readUIntBE(0, BITS / 8) / 2 ** BITS
}

export type AuditRange = { readonly from: DateOnly; readonly to: DateOnly }

/** @param range of days: weeks that begin in it, and the one that it begins in. */
export async function readAccuracy(
  { db, cipher }: AuditParts,
  visit: AuditVisit,
  { from, to, settings }: AuditRange & { readonly settings: DraftSettings | undefined },
): Promise<AccuracyAnswer> {
  const { tenant, at } = visit
  const range = { tenant, from: findWeek(from), to }
  return inTenant(db, tenant, async (transaction) => {
    const weeks = await listAuditWeeks(transaction, range)
    const codings = await listSecondCodings(transaction, range, cipher)
    await appendAudit(transaction, tenant, [
      { ...subjectOf(visit), action: 'report.read', report: 'accuracy', from, to, rows: codings.length },
    ])
    const autoDraft = settings && (await readAutoDraft(transaction, { tenant, settings, at, cipher }))
    const report = tellAccuracy(codings.map(describeAudited))
    return { weeks: weeks.map((week) => ({ ...week })), report, ...(autoDraft && { autoDraft }) }
  })
}

function describeAudited({ week, stratumSize, content, blind }: FinishedCoding): AuditedVisit {
  const { serviceLine, band, engine, groups, codes, final } = content
  return { week, stratumSize, serviceLine, band, engine, groups, suggested: codes, final, blind }
}

/** Half a year: what was audited before says little of how notes are written now. */
const CALIBRATED_BY_MS = 26 * WEEK_MS
const TARGET = 0.95

type DraftSettings = NonNullable<TenantRow['autoDraft']>
type Calibrating = {
  readonly tenant: TenantKey
  readonly settings: DraftSettings
  readonly at: Date
  readonly cipher: ColumnCipher
}

/**
 * By the audited visits whose suggestions the software of now would make, each code table and model by itself: what is
 * proved of one says nothing of another, and what is new is to be audited anew.
 */
export async function readAutoDraft(
  db: Database,
  { tenant, settings, at, cipher }: Calibrating,
): Promise<AutoDraftState> {
  const { target = TARGET, threshold: own } = settings
  const from = findWeek(findDay(at.getTime() - CALIBRATED_BY_MS))
  const codings = await listSecondCodings(db, { tenant, from, to: findDay(at.getTime()) }, cipher)
  const audited = Map.groupBy(codings.map(describeAudited), ({ engine }) => findBasis(engine))
  const bases = [...audited].flatMap(([name, visits]) => {
    if (name === undefined) return []
    return [{ name, threshold: findDraftThreshold(tellAccuracy(visits).calibration, target) }]
  })
  const sorted = bases.toSorted((one, other) => one.name.localeCompare(other.name))
  return { target, bases: sorted, ...(own !== undefined && { own }) }
}

function findDay(ms: number): DateOnly {
  return parseDateOnly(new Date(ms).toISOString().slice(0, 10))
}

export async function listCases({ db, cipher }: AuditParts, visit: AuditVisit): Promise<readonly SecondCodingCase[]> {
  const { tenant, actor, at } = visit
  return inTenant(db, tenant, async (transaction) => {
    const open = await listOpenCodings(transaction, { tenant, actor, at, cipher })
    await appendAudit(transaction, tenant, [{ ...subjectOf(visit), action: 'second-coding.read', rows: open.length }])
    return open.map((one) => describeCase(one))
  })
}

/** What a coder may know of it. Never the service's band or size of stratum: they speak of what was suggested. */
function describeCase({ id, content, isMine, takenAt }: OpenCoding): SecondCodingCase {
  const { serviceLine, serviceDate, patientId, encounterId } = content
  return {
    id,
    serviceLine,
    serviceDate,
    ...(isMine && { place: { patientId, encounterId } }),
    ...(takenAt && { takenAt: takenAt.toISOString() }),
  }
}

/**
 * One step of a second coder. Whoever takes a visit loses their sessions of it, and gets no new one until they are done.
 * @returns the case as they see it now; undefined once it is finished or withdrawn.
 * @throws ProxyError; nothing is changed then.
 */
export async function takeSecondStep(
  { db, cipher }: AuditParts,
  visit: AuditVisit,
  { id, step }: { readonly id: string; readonly step: SecondCodingStep },
): Promise<SecondCodingCase | undefined> {
  const { tenant, actor, at } = visit
  const reader = { tenant, actor, at, cipher }
  const after = await inTenant(db, tenant, async (transaction) => {
    await lockAudit(transaction, tenant)
    const found = await findOpenCoding(transaction, reader, id)
    if (!found) throw new ProxyError('not-found', 'This visit is not yours to code a second time.')
    const open = await listOpenCodings(transaction, reader)
    const change = decide(found, { step, actor, others: open.filter((one) => one.isMine && one.id !== id).length })
    await changeSecondCoding(transaction, reader, { id, ...change })
    await appendAudit(transaction, tenant, [describeStep(visit, found, step)])
    return { found, now: await findOpenCoding(transaction, reader, id) }
  })
  if (step.kind === 'take') await endSessions(db, { tenant, encounterRef: after.found.encounterRef, actor })
  return step.kind === 'finish' || step.kind === 'withdraw' ? undefined : after.now && describeCase(after.now)
}

type Deciding = { readonly step: SecondCodingStep; readonly actor: string; readonly others: number }

/** @throws ProxyError `conflict` */
function decide({ isMine }: OpenCoding, { step, actor, others }: Deciding): Change {
  if (step.kind === 'take') {
    if (others > 0)
      throw new ProxyError('conflict', 'You have a visit to code already. Finish it or give it back first.')
    return { state: 'taken', secondCoder: actor }
  }
  if (!isMine) throw new ProxyError('conflict', 'You do not have this visit any more. Take it again.')
  switch (step.kind) {
    case 'give-back':
      return { state: 'waiting', secondCoder: null }
    case 'finish':
      return { state: 'coded', secondCoder: actor, codes: [...new Set(step.codes)] }
    case 'withdraw':
      return { state: 'withdrawn', secondCoder: actor }
  }
}

function describeStep(visit: AuditVisit, { week, encounterRef }: OpenCoding, step: SecondCodingStep): AuditEntry {
  return {
    ...subjectOf(visit),
    encounter: encounterRef,
    action: 'second-coding',
    step: step.kind,
    week,
    ...(step.kind === 'finish' && { codes: step.codes.length }),
    ...(step.kind === 'withdraw' && { reason: step.reason }),
  }
}

const subjectOf = ({ at, requestId, actor, role }: AuditVisit) => ({ at: at.toISOString(), requestId, actor, role })

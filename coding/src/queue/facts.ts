/** What the coders' list knows of an encounter: counts and measures, no words of a note and no codes. */
import type { EncounterRecord } from '../domain/encounter-record.ts'
import type { Finding } from '../domain/finding.ts'
import type { DisagreementKind, QueueFacts } from '../domain/queue-item.ts'
import { findDisagreements } from './disagreements.ts'
import { findServiceLine } from './find-service-line.ts'

/** An encounter with this many points is as complex as the list tells apart. */
const MOST_POINTS = 30

/**
 * @returns whether the encounter waits for a coder: something is signed, nothing is still being written, it took place,
 * and a stay has ended, because what is coded of it is coded by its discharge.
 */
export function isReadyForCoder(record: ReadyFacts): boolean {
  const { notes, status } = record
  return (
    notes.length > 0 &&
    notes.every((note) => note.status !== 'draft') &&
    !(status === 'planned' || status === 'cancelled' || isStayGoingOn(record))
  )
}

type ReadyFacts = Pick<EncounterRecord, 'notes' | 'status' | 'encounterClass' | 'period'>

/** An end that is written counts, whatever the status: not every EHR closes an encounter. */
function isStayGoingOn({ encounterClass, status, period }: ReadyFacts): boolean {
  const isStay = encounterClass === 'inpatient' || encounterClass === 'observation'
  return isStay && status !== 'finished' && period.end === undefined
}

/**
 * Complexity: a point a note and a code, two a question, a failed check and a disagreement, of thirty.
 * Confidence: that of the least sure code, because one doubtful code is enough to need a second look.
 */
export function buildQueueFacts(record: EncounterRecord, findings: readonly Finding[]): QueueFacts {
  const codes = findings.filter((finding) => finding.kind === 'code')
  const questions = findings.filter(({ kind }) => kind === 'prompt').length
  const checks = findings.filter(({ kind }) => kind === 'check').length
  const disagreements = findDisagreements(record, findings)
  const points = record.notes.length + codes.length + 2 * (questions + checks + disagreements.length)
  return {
    serviceLine: findServiceLine(record),
    serviceDate: record.dateOfService,
    finishedAt: findFinishedAt(record),
    confidence: codes.length === 0 ? 0 : Math.min(...codes.map(({ confidence }) => confidence)),
    complexity: Math.min(1, points / MOST_POINTS),
    counts: { codes: codes.length, questions, checks },
    disagreements: countKinds(disagreements.map(({ kind }) => kind)),
  }
}

function countKinds(kinds: readonly DisagreementKind[]): QueueFacts['disagreements'] {
  const counts: Partial<Record<DisagreementKind, number>> = {}
  for (const kind of kinds) counts[kind] = (counts[kind] ?? 0) + 1
  return counts
}

/** The end of the encounter as the EHR has it; otherwise the day of service, in UTC. */
function findFinishedAt({ period, dateOfService }: EncounterRecord): string {
  const end = Date.parse(period.end ?? period.start ?? '')
  return new Date(Number.isNaN(end) ? Date.parse(dateOfService) : end).toISOString()
}

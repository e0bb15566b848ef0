import { parseDateOnly } from '../../domain/date-only.ts'
import type { ProcedureCode } from '../../domain/procedure-code.ts'
import type { VisitFamilyId } from '../../domain/visit-grid.ts'
import type { ClaimRule, ClaimRuleHit, ClaimRuleInput } from '../claim-rule.ts'
import { buildLineHit, describeLine, listLines, type PlacedLine } from '../modifiers/line-hit.ts'
import { findVisitLevel } from '../visit-levels.ts'
import { findCodeOfLevel, findCodeOfMinutes } from './choose-code.ts'
import { findEarlierService } from './patient-status.ts'
import { replaceCode } from './visit-lines.ts'
import { visitRules } from './visit-rules.generated.ts'

type Status = 'new' | 'established'
type Kind = { readonly status: Status; readonly other: string | undefined }

const PARTNER: Readonly<Partial<Record<VisitFamilyId, VisitFamilyId>>> = {
  'office-new': 'office-established',
  'office-established': 'office-new',
  'home-new': 'home-established',
  'home-established': 'home-new',
}

/** What the code says of the patient, and the code of the same level that says the other. */
function readKind(code: ProcedureCode, { visit }: ClaimRuleInput): Kind | undefined {
  const band = visitRules.preventive.find((one) => one.new === code || one.established === code)
  if (band !== undefined) {
    return band.new === code ? { status: 'new', other: band.established } : { status: 'established', other: band.new }
  }
  const level = findVisitLevel(code)
  const partner = level && PARTNER[level.family]
  if (level === undefined || partner === undefined) return undefined
  const byLevel = findCodeOfLevel(partner, level.level ?? 'straightforward')
  const byTime = visit.time.kind === 'stated' ? findCodeOfMinutes(partner, visit.time.minutes ?? 0) : undefined
  const isByTime = visit.supported.some((one) => one.by === 'time' && one.code === code)
  return { status: level.family.endsWith('-new') ? 'new' : 'established', other: (isByTime ? byTime : byLevel)?.code }
}

function checkLine(input: ClaimRuleInput, placed: PlacedLine): ClaimRuleHit[] {
  const { patient } = input.visit
  const kind = readKind(placed.line.code.code, input)
  if (kind === undefined || patient.status === 'unknown' || patient.status === kind.status) return []
  // Only a service on record is proof; that none is there may also mean that it was billed elsewhere.
  const isOnRecord = findEarlierService(input.context, input.record.dateOfService) !== undefined
  return [
    buildLineHit(placed, {
      severity: isOnRecord ? 'error' : 'question',
      message: `${describeLine(placed)} is for a patient who is ${kind.status}; this one is ${patient.status}. ${patient.because}`,
      advice:
        'New means no professional service of the same group and specialty within three years before the date of service.',
      evidence: patient.evidence,
      ...(kind.other === undefined ? {} : { fix: replaceCode(placed, kind.other) }),
    }),
  ]
}

/** New or established against earlier services, and against the note where they cannot be seen (EM-08, SCR-24). */
export const newPatient: ClaimRule = {
  id: 'new-patient',
  family: 'visits',
  source: { title: 'Medicare Claims Processing Manual', edition: 'chapter 12, rev. 2024', section: '30.6.7' },
  effective: { from: parseDateOnly('2000-01-01') },
  check: (input) => listLines(input).flatMap((placed) => checkLine(input, placed)),
}

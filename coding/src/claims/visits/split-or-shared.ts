import { parseDateOnly } from '../../domain/date-only.ts'
import type { Evidence } from '../../domain/evidence.ts'
import { parseModifierCode } from '../../domain/procedure-code.ts'
import type { ClaimRule, ClaimRuleHit, ClaimRuleInput } from '../claim-rule.ts'
import { findStatements } from '../find-statement.ts'
import {
  buildLineHit,
  describeLine,
  listLines,
  type PlacedLine,
  setModifiers,
  withoutModifiers,
} from '../modifiers/line-hit.ts'
import { isVisitCode } from '../visit-levels.ts'
import { visitRules } from './visit-rules.generated.ts'

const SHARED =
  /\b(?:split[\s/-]{1,3}(?:or )?shared|shared (?:visit|service|encounter)|(?:seen|evaluated) (?:jointly|together) (?:with|by)[^.;]{0,40}(?:pa-?c?|np|aprn|nurse practitioner|physician assistant)|in conjunction with[^.;]{0,30}(?:pa-?c?|np|aprn|nurse practitioner|physician assistant))\b/gi
const DECIDED =
  /\b(?:substantive portion|(?:made or approved|i (?:made|approved|formulated|developed)|personally (?:made|performed|developed))[^.;]{0,40}(?:management plan|medical decision|mdm|decision making))/gi
const MORE_TIME =
  /\b(?:more than half|majority|greater than 50 ?%|over half|>\s?50 ?%)[^.;]{0,30}\b(?:time|minutes)\b|\b(?:time|minutes)\b[^.;]{0,40}\b(?:more than half|majority|greater than 50 ?%|over half)/gi
// Office and home: there the visit is the clinician's own or incident to (42 CFR 415.140).
const NOT_FACILITY: ReadonlySet<string> = new Set(['02', '10', '11', '12', '13', '14', '20', '49', '72'])
const CRITICAL: ReadonlySet<string> = new Set([
  visitRules.critical_care.first.code,
  visitRules.critical_care.further.code,
])

function hasFs({ line }: PlacedLine): boolean {
  return line.modifiers.some((modifier) => modifier === 'FS')
}

function isInFacility({ line }: PlacedLine): boolean {
  return line.placeOfService !== undefined && !NOT_FACILITY.has(line.placeOfService)
}

function checkMarked(input: ClaimRuleInput, placed: PlacedLine): ClaimRuleHit[] {
  if (!isInFacility(placed)) {
    const message = `${describeLine(placed)} carries FS at place of service ${placed.line.placeOfService ?? 'not given'}.`
    const advice = 'A visit is split or shared in a facility only; in an office it may be incident to.'
    const fix = setModifiers(placed, withoutModifiers(placed, ['FS']))
    return [buildLineHit(placed, { severity: 'error', message, advice, fix })]
  }
  const isCritical = CRITICAL.has(placed.line.code.code)
  const ways = isCritical ? [MORE_TIME] : [DECIDED, MORE_TIME]
  if (ways.some((pattern) => findStatements(input.readings, pattern).length > 0)) return []
  const message = `${describeLine(placed)} carries FS; the notes do not tell who did ${isCritical ? 'more than half of the time' : 'the substantive part'}.`
  const advice = isCritical
    ? 'Critical care is shared by time alone: the one with more than half of it reports.'
    : 'The one with more than half of the time, or with the substantive part of decision making, reports.'
  return [buildLineHit(placed, { severity: 'question', message, advice })]
}

function checkUnmarked(placed: PlacedLine, shared: Evidence): ClaimRuleHit[] {
  if (!isInFacility(placed)) return []
  const message = `${describeLine(placed)} has no FS; the note calls the visit split or shared.`
  const advice = 'FS says so in a facility.'
  const fix = setModifiers(placed, [...placed.line.modifiers, parseModifierCode('FS')])
  return [buildLineHit(placed, { severity: 'error', message, advice, evidence: [shared], fix })]
}

/** Two clinicians of one group share a visit in a facility: who reports it, and that FS says so (EM-13, SCR-45). */
export const splitOrShared: ClaimRule = {
  id: 'split-or-shared',
  family: 'visits',
  source: { title: 'Medicare Claims Processing Manual', edition: 'chapter 12, rev. 2024', section: '30.6.18' },
  effective: { from: parseDateOnly('2024-01-01') },
  check: (input) => {
    const visits = listLines(input).filter(({ line }) => isVisitCode(line.code.code))
    const [shared] = findStatements(input.readings, SHARED)
    return visits.flatMap((placed) => {
      if (hasFs(placed)) return checkMarked(input, placed)
      return shared === undefined ? [] : checkUnmarked(placed, shared.evidence)
    })
  },
}

import { parseDateOnly } from '../../domain/date-only.ts'
import type { ProlongedService } from '../../domain/visit-grid.ts'
import { buildProcedure } from '../build-procedure.ts'
import type { ClaimRule, ClaimRuleHit, ClaimRuleInput } from '../claim-rule.ts'
import { buildLineHit, describeLine, listLines, type PlacedLine } from '../modifiers/line-hit.ts'
import { findProlonged } from './prolonged.ts'
import { listVisitLines, replaceCode, type VisitLine } from './visit-lines.ts'
import { visitRules } from './visit-rules.generated.ts'

const { cpt, medicare } = visitRules.prolonged
const CODES: ReadonlySet<string> = new Set([...cpt, ...medicare].map(({ code }) => code))

type Check = { readonly input: ClaimRuleInput; readonly placed: PlacedLine; readonly visit: VisitLine | undefined }

function remove({ placed }: Check, message: string, advice: string): ClaimRuleHit {
  const fix = { kind: 'remove-line', line: placed.place } as const
  return buildLineHit(placed, { severity: 'error', message: `${describeLine(placed)} ${message}`, advice, fix })
}

function compareUnits(check: Check, supported: ProlongedService): ClaimRuleHit[] {
  const { placed, input } = check
  const { code, units } = placed.line
  const evidence = input.visit.time.evidence.slice(0, 1)
  if (code.code !== supported.code) {
    const message = `${describeLine(placed)} is not the code that this payer takes. ${supported.because}`
    const fix = replaceCode(placed, supported.code)
    return [buildLineHit(placed, { severity: 'error', message, advice: `Report ${supported.code}.`, evidence, fix })]
  }
  if (units === supported.units) return []
  const severity = units > supported.units ? 'error' : 'information'
  const message = `${describeLine(placed)} has ${units}; the time gives ${supported.units}. ${supported.because}`
  const fix = { kind: 'set-units', line: placed.place, units: supported.units } as const
  return [buildLineHit(placed, { severity, message, advice: `Report ${supported.units}.`, evidence, fix })]
}

function checkLine(check: Check): ClaimRuleHit[] {
  const { input, placed, visit } = check
  const { time } = input.visit
  if (visit === undefined)
    return [remove(check, 'stands beside no visit.', 'It is an add-on to the top level of a visit.')]
  const rows = [...cpt, ...medicare]
  if (!rows.some(({ beside }) => beside[visit.level.code] !== undefined)) {
    return [
      remove(check, `stands beside ${visit.level.code}.`, 'It goes with the top level of a family, chosen by time.'),
    ]
  }
  if (time.kind === 'no-minutes') return [remove(check, 'needs a level chosen by time.', time.because)]
  if (time.kind !== 'stated' || time.minutes === undefined) {
    const message = `${describeLine(placed)} is chosen by minutes; the notes state no one total.`
    return [
      buildLineHit(placed, {
        severity: 'question',
        message,
        advice: 'Ask the provider for the total time of the day.',
      }),
    ]
  }
  const supported = findProlonged(visit.level.code, time.minutes, input.policy.prolonged)
  if (supported !== undefined) return compareUnits(check, supported)
  const payer = input.policy.prolonged === 'medicare' ? 'Medicare' : 'this payer'
  const hit = remove(
    check,
    `is not reached by ${time.minutes} minutes for ${payer}.`,
    'The first quarter of an hour is not complete.',
  )
  return [{ ...hit, evidence: time.evidence.slice(0, 1) }]
}

function findAbsent(input: ClaimRuleInput, visit: VisitLine): ClaimRuleHit[] {
  const { time } = input.visit
  const minutes = time.kind === 'stated' ? (time.minutes ?? 0) : 0
  const supported = findProlonged(visit.level.code, minutes, input.policy.prolonged)
  if (supported === undefined) return []
  return [
    buildLineHit(visit, {
      severity: 'information',
      message: `${describeLine(visit)}: the time goes beyond it. ${supported.because}`,
      advice: `The stated time gives ${supported.units} of ${supported.code}, where the level was chosen by time.`,
      evidence: time.evidence.slice(0, 1),
      fix: { kind: 'add-line', code: buildProcedure(supported.code), units: supported.units },
    }),
  ]
}

/** Prolonged service beside the top level chosen by time, at the minutes of the payer (EM-11, TIME-13). */
export const prolongedService: ClaimRule = {
  id: 'prolonged-service',
  family: 'visits',
  source: {
    title: 'CMS, Physician Fee Schedule final rules; AMA CPT E/M guidelines',
    edition: '2021 (G2212), 2023 (G0316 to G0318)',
    section: 'Prolonged services',
  },
  effective: { from: parseDateOnly('2023-01-01') },
  check: (input) => {
    const visits = listVisitLines(input)
    const prolonged = listLines(input).filter(({ line }) => CODES.has(line.code.code))
    if (prolonged.length === 0) return visits.flatMap((visit) => findAbsent(input, visit))
    return prolonged.flatMap((placed) => {
      const visit = visits.find(({ line }) => line.date === placed.line.date)
      return checkLine({ input, placed, visit })
    })
  },
}

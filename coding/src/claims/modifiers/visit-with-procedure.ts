import { countDaysBetween, parseDateOnly } from '../../domain/date-only.ts'
import type { Evidence } from '../../domain/evidence.ts'
import { parseModifierCode } from '../../domain/procedure-code.ts'
import type { ClaimRule, ClaimRuleHit, ClaimRuleInput } from '../claim-rule.ts'
import { findStatements } from '../find-statement.ts'
import { isVisitCode } from '../visit-levels.ts'
import { addModifier, buildLineHit, describeLine, listLines, type PlacedLine } from './line-hit.ts'

const MAJOR = '090'
const MINOR = ['000', '010']
const DECISION =
  /\b(?:decision (?:for|to (?:proceed|operate))|decided (?:to proceed with|on|to undergo) |recommend(?:ed)? (?:urgent |emergent )?surgery|will proceed (?:with|to) (?:surgery|the operating room))/gi

function readGlobalDays({ tables }: ClaimRuleInput, { line }: PlacedLine): string | undefined {
  const answer = tables.findPolicy(line.code.code, line.date)
  return answer.state === 'found' ? answer.value.globalDays : undefined
}

/** The words of a problem that the visit dealt with and the procedure did not. */
function findOtherProblem({ draft }: ClaimRuleInput, visit: PlacedLine, procedure: PlacedLine): Evidence | undefined {
  const others = visit.line.diagnosisPointers.filter((pointer) => !procedure.line.diagnosisPointers.includes(pointer))
  return others.flatMap((pointer) => draft.diagnoses[pointer - 1]?.evidence ?? [])[0]
}

function checkMinor(input: ClaimRuleInput, visit: PlacedLine, procedure: PlacedLine): ClaimRuleHit[] {
  const has25 = visit.line.modifiers.some((modifier) => modifier === '25')
  const other = findOtherProblem(input, visit, procedure)
  const line = `${describeLine(visit)} stands beside ${procedure.line.code.code} of the same day`
  if (other === undefined) {
    const message = has25
      ? `${line} with 25, and points to the same problem only.`
      : `${line}, and points to the same problem only.`
    const advice =
      'A decision for a minor procedure is part of it. Keep the visit only if the note shows work beyond it, with 25.'
    return [buildLineHit(visit, { severity: has25 ? 'warning' : 'error', message, advice })]
  }
  if (has25) return []
  return [
    buildLineHit(visit, {
      severity: 'error',
      message: `${line} without 25. The note assesses another problem too.`,
      advice: 'If this was significant and separate, 25 says so.',
      evidence: [other],
      ...addModifier(visit, parseModifierCode('25')),
    }),
  ]
}

/** The global period of a major operation begins on the day before it (chapter 12, 40.1). */
function isDayAfter({ line }: PlacedLine, other: PlacedLine): boolean {
  return countDaysBetween(line.date, other.line.date) === 1
}

function checkMajor(input: ClaimRuleInput, visit: PlacedLine, procedure: PlacedLine): ClaimRuleHit[] {
  if (visit.line.modifiers.some((modifier) => modifier === '57' || modifier === '25')) return []
  const [decision] = findStatements(input.readings, DECISION)
  const day = isDayAfter(visit, procedure) ? 'the day before' : 'the day of'
  const message = `${describeLine(visit)} stands on ${day} ${procedure.line.code.code}, whose global period includes it.`
  if (decision === undefined) {
    const advice =
      'The visit is part of the operation unless the decision for it was made then (57): the note does not say so.'
    return [buildLineHit(visit, { severity: 'error', message, advice })]
  }
  const advice = 'The note tells of the decision for the operation: 57 says so.'
  return [
    buildLineHit(visit, {
      severity: 'error',
      message,
      advice,
      evidence: [decision.evidence],
      ...addModifier(visit, parseModifierCode('57')),
    }),
  ]
}

/** A visit on the day of a procedure: 25 beside a minor one, 57 with the decision for a major one (MOD-25, MOD-57, SCR-21). */
export const visitWithProcedure: ClaimRule = {
  id: 'visit-with-procedure',
  family: 'modifiers',
  source: { title: 'Medicare Claims Processing Manual', edition: 'chapter 12, rev. 2024', section: '30.6.6 and 40.2' },
  effective: { from: parseDateOnly('2000-01-01') },
  check: (input) => {
    const lines = listLines(input)
    const visits = lines.filter(({ line }) => isVisitCode(line.code.code))
    return visits.flatMap((visit) => {
      const beside = lines.filter((other) => other !== visit && other.line.date === visit.line.date)
      const major = beside.find((other) => readGlobalDays(input, other) === MAJOR)
      if (major !== undefined) return checkMajor(input, visit, major)
      const next = lines.find((other) => isDayAfter(visit, other) && readGlobalDays(input, other) === MAJOR)
      if (next !== undefined) return checkMajor(input, visit, next)
      const minor = beside.find((other) => MINOR.includes(readGlobalDays(input, other) ?? ''))
      return minor === undefined ? [] : checkMinor(input, visit, minor)
    })
  },
}

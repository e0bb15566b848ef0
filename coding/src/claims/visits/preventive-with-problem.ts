import { parseDateOnly } from '../../domain/date-only.ts'
import { parseModifierCode } from '../../domain/procedure-code.ts'
import type { GridCell } from '../../domain/visit-grid.ts'
import type { ClaimRule, ClaimRuleHit, ClaimRuleInput } from '../claim-rule.ts'
import { addModifier, buildLineHit, describeLine, listLines, type PlacedLine } from '../modifiers/line-hit.ts'
import { listVisitLines, type VisitLine } from './visit-lines.ts'
import { visitRules } from './visit-rules.generated.ts'

const PREVENTIVE: ReadonlySet<string> = new Set([
  ...visitRules.preventive.flatMap((band) => [band.new, band.established]),
  ...visitRules.wellness,
])

/** Beyond what a preventive visit holds by itself: worse than it should be, new and uncertain, or grave. */
const SIGNIFICANT: ReadonlySet<string> = new Set([
  'chronic-unstable',
  'chronic-severe',
  'new-uncertain',
  'acute-systemic',
  'acute-uncomplicated',
  'injury-complicated',
  'threat',
])

function listSignificant({ visit }: ClaimRuleInput): readonly GridCell[] {
  return visit.decision.problems.cells.filter(({ counts, kind }) => counts && SIGNIFICANT.has(kind))
}

function checkAlone(input: ClaimRuleInput, preventive: PlacedLine): ClaimRuleHit[] {
  const problems = listSignificant(input)
  if (problems.length === 0) return []
  const names = problems.map(({ subject }) => subject).join(', ')
  return [
    buildLineHit(preventive, {
      severity: 'information',
      message: `${describeLine(preventive)} stands alone; the notes also address ${names}.`,
      advice: 'A significant problem beyond the preventive visit is a visit of its own, with 25 and its own diagnoses.',
      evidence: problems.flatMap(({ evidence }) => evidence.slice(0, 1)),
    }),
  ]
}

function checkPointers({ draft }: ClaimRuleInput, visit: VisitLine): ClaimRuleHit[] {
  const pointed = visit.line.diagnosisPointers.flatMap((pointer) => draft.diagnoses[pointer - 1]?.code.code ?? [])
  if (pointed.length === 0 || pointed.some((code) => !code.startsWith('Z0'))) return []
  const message = `${describeLine(visit)} points to the reason of the preventive visit alone.`
  const advice = 'The problem visit points to the problems that it dealt with.'
  return [buildLineHit(visit, { severity: 'warning', message, advice })]
}

function checkBeside(input: ClaimRuleInput, preventive: PlacedLine, visit: VisitLine): ClaimRuleHit[] {
  const counted = input.visit.decision.problems.cells.filter(({ counts }) => counts)
  if (counted.length === 0) {
    const message = `${describeLine(visit)} stands beside ${preventive.line.code.code}; the notes address no problem beyond it.`
    const advice = 'Keep the problem visit only where the notes show significant work of its own.'
    const fix = { kind: 'remove-line', line: visit.place } as const
    return [buildLineHit(visit, { severity: 'error', message, advice, fix })]
  }
  if (!visit.line.modifiers.some((modifier) => modifier === '25')) {
    return [
      buildLineHit(visit, {
        severity: 'error',
        message: `${describeLine(visit)} stands beside ${preventive.line.code.code} without 25.`,
        advice: 'If the problem was significant and separate, 25 says so.',
        evidence: counted.flatMap(({ evidence }) => evidence.slice(0, 1)),
        ...addModifier(visit, parseModifierCode('25')),
      }),
    ]
  }
  return checkPointers(input, visit)
}

/** A preventive visit and a significant problem of the same day: two codes, 25 on the second, its own diagnoses (EM-16). */
export const preventiveWithProblem: ClaimRule = {
  id: 'preventive-with-problem',
  family: 'visits',
  source: { title: 'Medicare Claims Processing Manual', edition: 'chapter 12, rev. 2024', section: '30.6.2' },
  effective: { from: parseDateOnly('2000-01-01') },
  check: (input) => {
    const preventive = listLines(input).find(({ line }) => PREVENTIVE.has(line.code.code))
    if (preventive === undefined) return []
    const visits = listVisitLines(input).filter(({ line }) => line.date === preventive.line.date)
    if (visits.length === 0) return checkAlone(input, preventive)
    return visits.flatMap((visit) => checkBeside(input, preventive, visit))
  },
}

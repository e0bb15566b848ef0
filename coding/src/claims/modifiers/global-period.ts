import { countDaysBetween, parseDateOnly } from '../../domain/date-only.ts'
import { parseModifierCode } from '../../domain/procedure-code.ts'
import type { PriorService } from '../claim-context.ts'
import type { ClaimRule, ClaimRuleHit, ClaimRuleInput } from '../claim-rule.ts'
import { findStatements, type Statement } from '../find-statement.ts'
import { modifierFacts } from '../modifier-facts.generated.ts'
import { isVisitCode } from '../visit-levels.ts'
import { addModifier, buildLineHit, describeLine, listLines, type PlacedLine } from './line-hit.ts'

/** Days after the operation that its own payment covers (Medicare Claims Processing Manual, chapter 12, section 40.1). */
const DAYS_AFTER: Readonly<Record<string, number>> = { '010': 10, '090': 90 }
/** Procedures of their own; tests, drugs, vaccines and what is added to another code are outside the package (40.1.B). */
const PROCEDURES = ['000', '010', '090', 'MMM']

const FOR_SOMETHING_ELSE =
  /\b(?:unrelated to|not related to|independent of)\b[^.;\n]{0,40}\b(?:surgery|surgical|operation|procedure|post-?op\w*|repair|replacement|arthroplasty)\b/gi
const STAGED =
  /\b(?:staged (?:procedure|operation|reconstruction|repair)|second stage|(?:as )?planned (?:return|second|staged|re-?excision|re-?look)|stage (?:2|ii|two))\b/gi
const RETURN =
  /\b(?:return(?:ed)? to (?:the )?(?:operating room|or\b|theat(?:er|re))|take-?back|brought back to (?:the )?(?:operating room|or\b)|re-?operation for)/gi

/** The words of a note that show why the service is not part of the operation's own care, and what says the same. */
const REASONS: Readonly<Record<'visits' | 'procedures', readonly (readonly [RegExp, string])[]>> = {
  visits: [[FOR_SOMETHING_ELSE, '24']],
  procedures: [
    [STAGED, '58'],
    [RETURN, '78'],
    [FOR_SOMETHING_ELSE, '79'],
  ],
}

/** Aftercare and complications of what was operated on: a visit for these alone is the operation's own care. */
const AFTERCARE = /^(?:Z09|Z4[78]|Z98|T8[1-8])/

function readGlobalDays({ tables }: ClaimRuleInput, code: string, on: PriorService['date']): string | undefined {
  const answer = tables.findPolicy(code, on)
  return answer.state === 'found' ? answer.value.globalDays : undefined
}

function findOperation(input: ClaimRuleInput, { line }: PlacedLine): PriorService | undefined {
  return input.context.priorServices?.find((prior) => {
    if (prior.professional === 'other') return false
    const days = DAYS_AFTER[readGlobalDays(input, prior.code, prior.date) ?? '']
    const since = countDaysBetween(prior.date, line.date)
    return days !== undefined && since > 0 && since <= days
  })
}

function findKind(input: ClaimRuleInput, { line }: PlacedLine): 'visits' | 'procedures' | undefined {
  if (isVisitCode(line.code.code)) return 'visits'
  return PROCEDURES.includes(readGlobalDays(input, line.code.code, line.date) ?? '') ? 'procedures' : undefined
}

function findReason(
  { readings }: ClaimRuleInput,
  kind: 'visits' | 'procedures',
): { readonly modifier: string; readonly words: Statement } | undefined {
  return REASONS[kind]
    .flatMap(([pattern, modifier]) => findStatements(readings, pattern).map((words) => ({ modifier, words })))
    .at(0)
}

function checkUnsaid(input: ClaimRuleInput, placed: PlacedLine, kind: 'visits' | 'procedures'): ClaimRuleHit[] {
  const operation = findOperation(input, placed)
  if (operation === undefined) return []
  const isKnown = operation.professional !== 'unknown'
  const severity = isKnown ? 'error' : 'question'
  const message = `${describeLine(placed)} falls in the global period of ${operation.code} of ${operation.date}${isKnown ? '' : ', if the same group and specialty operated; the EHR does not say'}.`
  const reason = findReason(input, kind)
  if (reason !== undefined) {
    const { modifier, words } = reason
    const advice = `If these words are about this service, modifier ${modifier} says so.`
    const fix = addModifier(placed, parseModifierCode(modifier))
    return [buildLineHit(placed, { severity, message, advice, evidence: [words.evidence], ...fix })]
  }
  const advice =
    kind === 'visits'
      ? 'Care after the operation is included. 24 says that the visit was for something else: the note must show it.'
      : '58 says planned or staged, 78 an unplanned return for the same problem, 79 something unrelated: the note decides.'
  return [buildLineHit(placed, { severity, message, advice })]
}

/** With 24, another diagnosis or a statement has to stand behind it (MOD-24). */
function checkUnrelated(input: ClaimRuleInput, placed: PlacedLine): ClaimRuleHit[] {
  const operation = findOperation(input, placed)
  const pointed = placed.line.diagnosisPointers.flatMap((pointer) => input.draft.diagnoses[pointer - 1] ?? [])
  if (operation === undefined || pointed.length === 0 || pointed.some(({ code }) => !AFTERCARE.test(code.code)))
    return []
  if (findReason(input, 'visits') !== undefined) return []
  const message = `${describeLine(placed)} says with 24 that the visit has nothing to do with ${operation.code} of ${operation.date}, and points to aftercare or a complication alone.`
  const advice = 'Point to the other problem, where the note has one, or take the visit out.'
  return [
    buildLineHit(placed, {
      severity: 'warning',
      message,
      advice,
      evidence: pointed.flatMap(({ evidence }) => evidence),
    }),
  ]
}

function checkLine(input: ClaimRuleInput, placed: PlacedLine): ClaimRuleHit[] {
  const kind = findKind(input, placed)
  if (kind === undefined) return []
  const isSaid = placed.line.modifiers.some((modifier) => modifierFacts.in_global_period[kind].includes(modifier))
  if (!isSaid) return checkUnsaid(input, placed, kind)
  return placed.line.modifiers.some((modifier) => modifier === '24') ? checkUnrelated(input, placed) : []
}

/** Care in the days after an operation is part of it unless a modifier says otherwise (MOD-24, 58, 78, 79; SCR-20). */
export const globalPeriod: ClaimRule = {
  id: 'global-period',
  family: 'modifiers',
  source: { title: 'Medicare Claims Processing Manual', edition: 'chapter 12, rev. 2024', section: '40.1 and 40.2' },
  effective: { from: parseDateOnly('2000-01-01') },
  check: (input) => listLines(input).flatMap((placed) => checkLine(input, placed)),
}

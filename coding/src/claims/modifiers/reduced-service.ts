import { parseDateOnly } from '../../domain/date-only.ts'
import type { ClaimRule, ClaimRuleHit, ClaimRuleInput } from '../claim-rule.ts'
import { findStatements, type Statement } from '../find-statement.ts'
import { isVisitCode } from '../visit-levels.ts'
import { buildLineHit, describeLine, listLines, type PlacedLine, setModifiers, withoutModifiers } from './line-hit.ts'

const REDUCED = '52'
const DISCONTINUED = '53'
/** What a facility reports in place of 53, before and after anesthesia (chapter 14, 40.4). */
const OF_FACILITIES = ['73', '74']
const STOPPED =
  /\b(?:procedure|operation|surgery|scope|colonoscopy|attempt)\b[^.;\n]{0,40}\b(?:aborted|abandoned|discontinued|terminated|stopped|halted)\b|\b(?:aborted|abandoned|discontinued|terminated)\b[^.;\n]{0,20}\b(?:the )?(?:procedure|operation|surgery)\b/gi
const PARTIAL =
  /\b(?:incomplete|partial(?:ly)?|limited|reduced|unable to (?:complete|advance|reach|pass)|(?:could|did) not (?:be completed|complete|advance|reach|pass)|one side only|unilateral(?:ly)?)\b/gi

/** "The procedure was not aborted" matches as a whole; the denial stands within. */
const DENIED = /\b(?:not|never|without)\b/i

const findStopped = ({ readings }: ClaimRuleInput): readonly Statement[] =>
  findStatements(readings, STOPPED).filter(({ match }) => !DENIED.test(match[0]))

function checkLine(input: ClaimRuleInput, placed: PlacedLine): ClaimRuleHit[] {
  const said = placed.line.modifiers.filter((modifier) => modifier === REDUCED || modifier === DISCONTINUED)
  const [first] = said
  if (first === undefined) return []
  const fix = setModifiers(placed, withoutModifiers(placed, said))
  const line = describeLine(placed)
  if (isVisitCode(placed.line.code.code)) {
    const message = `${line} is a visit, and carries ${said.join(', ')}.`
    const advice = 'A shorter visit has a lower level, not a modifier. Take it off.'
    return [buildLineHit(placed, { severity: 'error', message, advice, fix })]
  }
  if (said.length > 1) {
    const message = `${line} is called reduced and discontinued at once.`
    return [buildLineHit(placed, { severity: 'error', message, advice: 'Keep the one that the note supports.' })]
  }
  const isTold =
    findStopped(input).length > 0 || (first === REDUCED && findStatements(input.readings, PARTIAL).length > 0)
  if (isTold || input.record.notes.length === 0) return []
  const what = first === DISCONTINUED ? 'was stopped' : 'was done in part'
  const message = `${line} carries ${first}, and no note says that the service ${what}.`
  return [buildLineHit(placed, { severity: 'question', message, advice: 'Quote the words, or take it off.', fix })]
}

/** The only procedure of the draft, where a note says that it was stopped. */
function checkStopped(input: ClaimRuleInput): ClaimRuleHit[] {
  const procedures = listLines(input).filter(({ line }) => line.code.category === 'procedure')
  const [placed, ...others] = procedures
  const marks: readonly string[] = [REDUCED, DISCONTINUED, ...OF_FACILITIES]
  if (placed === undefined || others.length > 0) return []
  if (placed.line.modifiers.some((modifier) => marks.includes(modifier))) return []
  const [stopped] = findStopped(input)
  if (stopped === undefined) return []
  const message = `The note says that the procedure was stopped; ${describeLine(placed)} is reported as complete.`
  const advice = 'Report 53 (a facility: 73 or 74), or 52 where a part of it was done as planned.'
  return [buildLineHit(placed, { severity: 'warning', message, advice, evidence: [stopped.evidence] })]
}

/** A service that was reduced or stopped says so, and only such a service does (MOD-52, MOD-53). */
export const reducedService: ClaimRule = {
  id: 'reduced-service',
  family: 'modifiers',
  source: {
    title: 'Medicare Claims Processing Manual',
    edition: 'chapter 12, rev. 2024',
    section: '20.4.6 and 30.1; chapter 4, 20.6.4',
  },
  effective: { from: parseDateOnly('2000-01-01') },
  check: (input) => [...listLines(input).flatMap((placed) => checkLine(input, placed)), ...checkStopped(input)],
}

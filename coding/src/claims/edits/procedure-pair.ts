import { parseDateOnly } from '../../domain/date-only.ts'
import type { DraftLine } from '../../domain/draft-claim.ts'
import type { ClaimRule, ClaimRuleHit, ClaimRuleInput } from '../claim-rule.ts'
import type { ProcedurePair } from '../claim-tables.ts'
import { addModifier } from '../modifiers/line-hit.ts'
import { isVisitCode } from '../visit-levels.ts'
import { isBypassed } from './bypass-modifiers.ts'
import { findAudience, judgeByPayer } from './edit-audience.ts'
import { findSeparateService } from './separate-service.ts'

type Pairing = {
  readonly pair: ProcedurePair
  readonly edition: string
  readonly lines: readonly [one: DraftLine, two: DraftLine]
  /** Place of the column two line on the claim, from 1. */
  readonly columnTwo: number
}

function listPairings({ draft, record, tables }: ClaimRuleInput): Pairing[] {
  const audience = findAudience(record.setting)
  if (audience === undefined) return []
  return draft.lines.flatMap((one, index) =>
    draft.lines.slice(index + 1).flatMap((two, offset): Pairing[] => {
      if (one.date !== two.date) return []
      const answer = tables.findPair(one.code.code, two.code.code, { on: one.date, audience })
      if (answer.state !== 'found') return []
      const { value: pair, edition } = answer
      const isFirst = pair.columnTwo === one.code.code
      return [{ pair, edition, lines: [one, two], columnTwo: (isFirst ? index : index + 1 + offset) + 1 }]
    }),
  )
}

function describePairing(
  { pair, edition }: Pairing,
  why: string,
): Pick<ClaimRuleHit, 'message' | 'about' | 'severity'> {
  return {
    severity: 'error',
    message: `${pair.columnTwo} is part of ${pair.columnOne} on the same day (${edition}). ${why}`,
    about: `${pair.columnOne} ${pair.columnTwo}`,
  }
}

function checkPairing(input: ClaimRuleInput, pairing: Pairing): ClaimRuleHit[] {
  const { pair, lines, columnTwo } = pairing
  const alone = `Report ${pair.columnOne} alone.`
  const fix = { kind: 'remove-line', line: columnTwo } as const
  if (pair.indicator === 0) {
    return [{ ...describePairing(pairing, 'No modifier separates the two.'), advice: alone, evidence: [], fix }]
  }
  if (isBypassed(...lines)) return []
  // Whether the visit was significant and separate is asked by the rule of modifier 25; 59 never stands on a visit.
  if (isVisitCode(pair.columnOne) || isVisitCode(pair.columnTwo)) {
    const advice = 'See whether the note shows a significant, separate evaluation; otherwise take the visit out.'
    return [{ ...describePairing(pairing, 'The visit has no modifier of its own.'), advice, evidence: [] }]
  }
  const separate = findSeparateService(input.readings, input.policy.acceptsXModifiers)
  if (separate === undefined) {
    const why = 'No note shows a separate site, session or practitioner.'
    return [{ ...describePairing(pairing, why), advice: alone, evidence: [], fix }]
  }
  return [proposeModifier(input, pairing, separate)]
}

function proposeModifier(
  { draft }: ClaimRuleInput,
  pairing: Pairing,
  { modifier, statement }: NonNullable<ReturnType<typeof findSeparateService>>,
): ClaimRuleHit {
  const { pair, columnTwo } = pairing
  const line = draft.lines[columnTwo - 1]
  return {
    ...describePairing(pairing, 'The note speaks of something separate.'),
    severity: 'warning',
    advice: `If these words are about ${pair.columnTwo}, modifier ${modifier} says so; otherwise report ${pair.columnOne} alone.`,
    evidence: [statement.evidence],
    ...(line && addModifier({ line, place: columnTwo }, modifier)),
  }
}

/** NCCI procedure-to-procedure edits of the quarter of the date of service (NCCI-01 to NCCI-08). */
export const procedurePair: ClaimRule = {
  id: 'procedure-pair',
  family: 'edits',
  source: {
    title: 'CMS, National Correct Coding Initiative Policy Manual for Medicare Services',
    edition: '2026',
    section: 'chapter I, sections A and E',
  },
  effective: { from: parseDateOnly('1996-01-01') },
  check: (input) =>
    judgeByPayer(
      input,
      listPairings(input).flatMap((pairing) => checkPairing(input, pairing)),
    ),
}

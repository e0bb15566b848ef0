import { describe, expect, test } from 'vitest'
import type { FilingOutcome } from '#app/ehr/session-types.ts'
import { buildDraft, findObstacle } from '#app/features/draft/build-draft.ts'
import { EMPTY_PLAN } from '#app/features/draft/draft-plan.ts'
import { describeDraft, describeOutcome } from '#app/features/draft/draft-words.ts'
import { tryParseModifiers, tryParseProcedureEntry } from '#app/features/draft/parse-entries.ts'
import { parseDateOnly } from '#coding/domain/date-only.ts'
import type { PlannedLine } from '#coding/domain/kept-draft.ts'
import { aCode, aReading } from '../builders.ts'

const knee = aCode({ code: 'M17.11', title: 'Unilateral primary osteoarthritis, right knee', quote: 'Knee OA' })

function aLine(over: Partial<PlannedLine> = {}): PlannedLine {
  const code = tryParseProcedureEntry('99213')
  if (!code.ok) throw new TypeError(code.problem)
  return {
    id: 'line-1',
    code: code.value,
    isByHand: true,
    source: 'chart',
    modifiers: [],
    units: 1,
    date: parseDateOnly('2026-11-21'),
    verified: true,
    ...over,
  }
}

test('the claim in plain words', () => {
  const modifiers = tryParseModifiers('25')
  const line = aLine({ modifiers: modifiers.ok ? modifiers.value : [], units: 2 })
  const draft = buildDraft({ ...EMPTY_PLAN, lines: [line] }, [knee, aCode()], aReading())
  expect(describeDraft(draft)).toEqual({
    heading: 'Draft claim for 21 Nov 2026',
    diagnoses: ['M17.11 Unilateral primary osteoarthritis, right knee', 'I10 Essential (primary) hypertension'],
    linesHeading: 'Line, place 11, on 21 Nov 2026',
    lines: ['99213-25 × 2 for diagnoses 1 and 2'],
  })
})

describe('what stands in the way of filing', () => {
  test.each([
    ['Accept a diagnosis first.', [], [aLine()]],
    ['Add a visit or a procedure first.', [knee], []],
    ['Choose the diagnosis that 99213 is for.', [knee], [aLine({ pointsTo: [] })]],
    [undefined, [knee], [aLine()]],
  ])('%s', (words, accepted, lines) => {
    expect(findObstacle(buildDraft({ ...EMPTY_PLAN, lines }, accepted, aReading()))).toBe(words)
  })
})

describe('the outcome of filing', () => {
  const outcomes: readonly (readonly [FilingOutcome, RegExp])[] = [
    [{ kind: 'filed', target: 'Claim', ids: [] }, /^Saved in the EHR as a draft claim\./],
    [{ kind: 'filed', target: 'ChargeItem', ids: [] }, /^Saved in the EHR as planned charges\./],
    [{ kind: 'already-filed', target: 'Claim', ids: [] }, /^Already saved; nothing was changed\./],
    [{ kind: 'updated', target: 'Claim', ids: [] }, /brought up to date/],
    [{ kind: 'changed-by-person', target: 'Claim', ids: [] }, /Someone changed this draft.*Their version stays/s],
    [{ kind: 'queued', reason: 'It waits for a coder.' }, /does not take drafts.*It waits for a coder\./s],
    [{ kind: 'rejected', reason: 'A code was refused.', issues: [] }, /did not accept.*A code was refused\./s],
    [{ kind: 'unknown', reason: 'The connection broke.' }, /Nobody knows.*not be sent again by itself/s],
    [{ kind: 'session-ended' }, /session has ended.*Nothing was written/s],
  ]
  test.each(outcomes)('%o is said plainly', (outcome, words) => {
    const { title, detail } = describeOutcome(outcome)
    expect(`${title}\n${detail}`).toMatch(words)
  })

  test.each(outcomes)('%o speaks of no money', (outcome) => {
    const { title, detail } = describeOutcome(outcome)
    expect(`${title} ${detail}`).not.toMatch(/pay|reimburs|revenue|fee|denial/i)
  })
})

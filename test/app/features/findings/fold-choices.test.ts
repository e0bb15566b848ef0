import { describe, expect, test } from 'vitest'
import { foldChoices } from '#app/features/findings/fold-choices.ts'
import type { DecisionChoice } from '#coding/domain/decision.ts'
import { parseFingerprint } from '#coding/domain/ids.ts'

const f = parseFingerprint('f')
const accept: DecisionChoice = { kind: 'accept' }
const edit: DecisionChoice = { kind: 'edit', code: 'I11.9' }
const undo: DecisionChoice = { kind: 'undo' }

describe('what stands after a list of decisions', () => {
  test.each([
    ['nothing', [], undefined],
    ['the newest', [accept, edit], edit],
    ['the one before, after an undo', [accept, edit, undo], accept],
    ['nothing, when all was undone', [accept, undo], undefined],
    ['nothing, when there was nothing to undo', [undo], undefined],
    ['what came after an undo', [accept, undo, edit], edit],
  ] as const)('is %s', (_name, list, expected) => {
    expect(foldChoices(list.map((choice) => ({ fingerprint: f, choice }))).get(f)).toEqual(expected)
  })
})

import { describe, expect, test } from 'vitest'
import { getAskedBecause } from '#app/features/findings/asked-because.ts'
import { announceCounts } from '#app/features/findings/closing-words.ts'
import { nameSections } from '#app/features/findings/describe-evidence.ts'
import { aCode, aPrompt } from '../builders.ts'

describe('the words of a card', () => {
  test.each([
    ["assessment-plan: 'right knee OA'", "assessment and plan: 'right knee OA'"],
    ["plan: 'COPD'; acute from discharge-diagnosis: 'acute'", "plan: 'COPD'; acute from discharge diagnosis: 'acute'"],
    [
      'Both are reported together (I.A.15, hypertension-heart)',
      'Both are reported together (I.A.15, hypertension-heart)',
    ],
  ])('name the parts of a note as people do: %s', (said, shown) => {
    expect(nameSections(said)).toBe(shown)
  })

  test('say what is open without the name of an axis', () => {
    expect(getAskedBecause({ promptKind: 'laterality', axes: ['laterality'] })).toBe(
      'the words above leave open: which side',
    )
  })

  test('count by kind what is too much to be heard one by one', () => {
    expect(announceCounts([aPrompt(), aCode(), aCode()], 2)).toBe('1 new question, 2 new codes, 2 closed.')
  })
})

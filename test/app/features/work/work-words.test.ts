import { expect, test } from 'vitest'
import { findWorkBlock, getStandingWords } from '#app/features/work/work-words.ts'

test('what stands, and what that means for filing', () => {
  expect(getStandingWords({ kind: 'held', reason: 'other', comment: 'Films are late.' })).toBe(
    'On hold: another reason. Films are late.',
  )
  expect(findWorkBlock({ kind: 'held', reason: 'other' })).toMatch(/on hold/)
  expect(findWorkBlock({ kind: 'released' })).toMatch(/was released/)
  expect(findWorkBlock({ kind: 'open' })).toBeUndefined()
  expect(findWorkBlock(undefined)).toBeUndefined()
})

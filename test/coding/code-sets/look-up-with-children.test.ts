import { expect, test } from 'vitest'
import { createEmbeddedCodeSet } from '#coding/code-sets/embedded-code-set.ts'
import { lookUpWithChildren } from '#coding/code-sets/look-up-with-children.ts'
import { parseDateOnly } from '#coding/domain/date-only.ts'
import { parseIcd10Code } from '#coding/domain/icd10-code.ts'
import { loadKnowledge } from '#coding/knowledge/knowledge.ts'

const codeSet = createEmbeddedCodeSet(loadKnowledge())
const lookUp = (code: string, on = '2026-11-02') => lookUpWithChildren(codeSet, parseIcd10Code(code), parseDateOnly(on))

test('a header comes with what stands directly below it', () => {
  const answer = lookUp('M17.1')
  expect(answer.kind === 'valid_header' && answer.children.map(({ code }) => code)).toEqual(['M17.11', 'M17.12'])
})

test('headers below a header say that they are none to choose', () => {
  const answer = lookUp('M17')
  const children = answer.kind === 'valid_header' ? answer.children : []
  expect(children.find(({ code }) => code === 'M17.1')).toMatchObject({ isBillable: false })
  expect(children.find(({ code }) => code === 'M17.9')).toMatchObject({ isBillable: true })
})

test('a billable code has nothing below it', () => {
  expect(lookUp('M17.11')).toMatchObject({ kind: 'valid_billable', children: [] })
})

test('every other answer is the code set’s own', () => {
  expect(lookUp('Z99.99').kind).toBe('no-data')
  expect(lookUp('M17.11', '2019-01-01').kind).toBe('outside-releases')
})

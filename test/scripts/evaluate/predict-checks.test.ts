import { expect, test } from 'vitest'
import { createEmbeddedCodeSet } from '#coding/code-sets/embedded-code-set.ts'
import { parseDateOnly } from '#coding/domain/date-only.ts'
import { loadKnowledge } from '#coding/knowledge/knowledge.ts'
import { formatLoudness, predictChecks } from '../../../scripts/evaluate/predict-checks.ts'

const knowledge = loadKnowledge()
const engine = {
  knowledge,
  codeSet: createEmbeddedCodeSet(knowledge),
  day: { dateOfService: parseDateOnly('2026-03-02'), setting: 'professional' },
} as const
const predict = (id: string, note: string) => predictChecks(engine, { id, note })

test('says what the rules hold against the codes of a note, and nothing of what a note cannot know', () => {
  expect(predict('1', 'Chief complaint:\nCough.\n\nAssessment:\nHypertension.').rules).toEqual([])
  expect(predict('2', 'Assessment:\nT2DM, continue metformin. Urosepsis.').rules).toContain('provider-statement')
  expect(predict('3', 'Nothing to report.').rules).toEqual(['diagnosis-missing'])
})

test('counts checks for every hundred notes, the loudest first', () => {
  const said = (...rules: readonly string[]) => ({ id: 'x', checks: [], rules })
  expect(formatLoudness([said('a', 'b', 'b'), said('b'), said(), said()]).split('\n')).toEqual([
    '4 notes',
    ' per 100   notes  rule',
    '    75.0       2  b',
    '    25.0       1  a',
  ])
})

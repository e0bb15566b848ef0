import { describe, expect, test } from 'vitest'
import { findProcedureWords } from '#coding/claims/lines/find-procedure-words.ts'
import { procedureWithoutDocumentation } from '#coding/claims/lines/procedure-without-documentation.ts'
import type { RecordedProcedure } from '#coding/domain/encounter-record.ts'
import { aNote } from '../../../app/features/builders.ts'
import { aLine } from '../../../fixtures/fhir/draft-claim.ts'
import { tryRule } from '../try-rule.ts'

const INJECTION = {
  id: 'pr1',
  code: { system: 'cpt', value: '20610' },
  text: 'Knee joint aspiration and injection',
} as const

function run(note: string, code: string, procedure: RecordedProcedure = INJECTION) {
  return tryRule(procedureWithoutDocumentation, {
    notes: [note],
    record: { procedures: [procedure] },
    draft: { lines: [aLine(code)] },
  })
}

describe('procedure-without-documentation', () => {
  test.each([
    ['no note speaks of it', 'Assessment: left knee osteoarthritis. Continue PT.'],
    ['the note says that it was declined', 'Knee joint injection declined today.'],
    ['the note only discusses it', 'Discussed knee joint aspiration and injection.'],
    ['one of four words is not enough', 'Knee: no effusion.'],
  ])('flags: %s', (_, note) => {
    expect(run(note, '20610')).toMatchObject([{ severity: 'warning', about: '20610' }])
  })

  test.each([
    { when: 'the procedure note names it', note: 'Procedure: Knee joint injection, LEFT', code: '20610' },
    { when: 'a visit is documented as a whole', note: 'Assessment: cough.', code: '99213' },
    { when: 'the chart does not list the line', note: 'Assessment: cough.', code: '11042' },
    { when: 'a timed session is judged by its minutes', note: 'Duration: 50 minutes', code: '90837' },
  ])('passes: $when', ({ note, code }) => {
    expect(run(note, code)).toEqual([])
  })

  test('passes: the chart gives no words', () => {
    expect(run('Assessment: cough.', '20610', { id: 'pr1', code: INJECTION.code })).toEqual([])
  })

  test('quotes the words of the note exactly', () => {
    const note = aNote({ text: 'PLAN\nKnee joint aspiration and injection, LEFT, no guidance' })
    const evidence = findProcedureWords([note], INJECTION)
    expect(evidence?.quote).toBe('Knee joint aspiration and injection')
    expect(note.text.slice(evidence?.start, evidence?.end)).toBe(evidence?.quote)
  })
})

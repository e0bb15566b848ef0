import { describe, expect, test } from 'vitest'
import { enterDiagnosis, type LookUpDiagnosis } from '#app/features/draft/enter-diagnosis.ts'
import type { ValidatedDiagnosis } from '#coding/domain/validated-code.ts'
import { aCode, aNote, aRecord } from '../builders.ts'

const valid = aCode({ code: 'M25.561', quote: 'knee pain' }).code
const lookUp: LookUpDiagnosis = async (code) =>
  code === valid.code && valid.category === 'diagnosis'
    ? { ok: true, value: valid satisfies ValidatedDiagnosis }
    : { ok: false, problem: { reason: `${code} is not among the embedded codes.`, replacedBy: [] } }

const enter = (code: string, words: string) => enterDiagnosis({ code, words, record: aRecord() }, lookUp)

describe('a diagnosis entered by hand', () => {
  test('stands on the words of the note', async () => {
    const entered = await enter('m25561', ' knee pain ')
    expect(entered).toMatchObject({
      ok: true,
      value: { code: { code: 'M25.561' }, source: 'person', evidence: [{ noteId: 'note-1', quote: 'knee pain' }] },
    })
  })

  test.each([
    { code: 'knee pain', words: 'knee pain', problem: /not shaped like/ },
    { code: 'M25.561', words: 'shoulder pain', problem: /in none of the notes/ },
    { code: 'M25.561', words: '  ', problem: /in none of the notes/ },
    { code: 'Z99.99', words: 'knee pain', problem: /not among the embedded codes/ },
  ])('is refused: $code with "$words"', async ({ code, words, problem }) => {
    const entered = await enter(code, words)
    expect(entered.ok ? '' : entered.problem.reason).toMatch(problem)
  })

  test('finds the words in whichever note has them', async () => {
    const notes = [aNote(), aNote({ id: aNote().id, version: '7', text: 'Addendum: also shoulder pain.' })]
    const entered = await enterDiagnosis(
      { code: 'M25.561', words: 'shoulder pain', record: aRecord({ notes }) },
      lookUp,
    )
    expect(entered).toMatchObject({ ok: true, value: { evidence: [{ noteVersion: '7' }] } })
  })
})

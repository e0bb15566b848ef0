import { describe, expect, test } from 'vitest'
import { EvaluationError } from '../../../scripts/evaluate/errors.ts'
import { parseRows, readRows } from '../../../scripts/evaluate/read-rows.ts'

function catchError(run: () => unknown): EvaluationError {
  try {
    run()
  } catch (error) {
    if (error instanceof EvaluationError) return error
    throw error
  }
  throw new EvaluationError('usage', 'nothing was thrown')
}

const GOOD = '{"id":"a","note":"Knee pain."}'

describe('rows of notes', () => {
  test('are read with what the task needs, numbers as ids too', () => {
    const text = `${GOOD}\r\n\n{"id":7,"note":"","gold":[{"code":"M25.561","optional":true,"evidence_es":["x"]}]}\n`
    expect(parseRows(text, 'f')).toEqual([
      { id: 'a', note: 'Knee pain.' },
      { id: '7', note: '', gold: [{ code: 'M25.561', optional: true }] },
    ])
  })

  test('may follow a line that says their licence', () => {
    expect(parseRows(`{"licence":"CC BY 4.0"}\n${GOOD}`, 'f')).toHaveLength(1)
  })

  test.each([
    ['cut off', `${GOOD}\n\n{"id":"b","note":"Secret`, 'line 3: not valid JSON'],
    ['without a note', `${GOOD}\n{"id":"b"}`, 'line 2: "note"'],
    ['without an id', '{"note":"Secret"}', 'line 1: "id"'],
    ['not an object', '["Secret"]', 'line 1: the row'],
    ['with gold that is no list', '{"id":"b","note":"Secret","gold":"Secret"}', 'line 1: "gold"'],
    ['with a code that is no text', '{"id":"b","note":"Secret","gold":[{"code":5}]}', 'line 1: "gold.0.code"'],
    ['with an id twice', `${GOOD}\n${GOOD.replace('Knee', 'Secret')}`, 'line 2: the id of line 1 again'],
  ])('are refused with their line, and without their words: %s', (_, text, problem) => {
    const error = catchError(() => parseRows(text, 'notes.jsonl'))
    expect(error.code).toBe('bad-row')
    expect(error.message).toContain(`notes.jsonl, ${problem}`)
    expect(`${error.message} ${String(error.cause)}`).not.toContain('Secret')
  })

  test('a file that is not there is named', () => {
    const error = catchError(() => readRows(['no-such-file.jsonl']))
    expect([error.code, error.message]).toEqual(['unreadable', 'no-such-file.jsonl cannot be read.'])
  })
})

import { describe, expect, test } from 'vitest'
import {
  type Autosave,
  type AutosaveEvent,
  hasUnsavedText,
  reduceAutosave,
} from '../../../sandbox/src/chart/autosave.ts'
import { aNote } from './a-note.ts'

const note = aNote({ versionId: '1' })
const newer = aNote({ versionId: '2' })
const AT = new Date('2026-11-02T10:32:05')

const stored: Autosave = { kind: 'stored', document: note, text: 'old', savedAt: undefined }
const theirs: AutosaveEvent = { kind: 'overtaken', theirs: newer, theirText: 'their text' }

function run(...events: readonly AutosaveEvent[]): Autosave {
  return events.reduce(reduceAutosave, stored)
}

const typed = (text: string): AutosaveEvent => ({ kind: 'typed', text })
const saved: AutosaveEvent = { kind: 'stored', document: newer, at: AT }

describe('a note while it is written', () => {
  test('is stored when the server has everything that was typed', () => {
    expect(run(typed('new'), { kind: 'sent' }, saved)).toEqual({
      kind: 'stored',
      document: newer,
      text: 'new',
      savedAt: AT,
    })
  })

  test('is not stored yet when typing went on during the save', () => {
    const state = run(typed('new'), { kind: 'sent' }, typed('newer'), saved)
    expect(state).toEqual({ kind: 'typing', document: newer, text: 'newer' })
  })

  test('is a conflict when somebody else stored a version, and typing goes on in it', () => {
    const state = run(typed('mine'), { kind: 'sent' }, theirs, typed('mine too'))
    expect(state).toMatchObject({ kind: 'conflict', text: 'mine too', theirText: 'their text' })
  })

  test('goes on from their version when mine is kept', () => {
    expect(run(typed('mine'), { kind: 'sent' }, theirs, { kind: 'mine-kept' })).toEqual({
      kind: 'typing',
      document: newer,
      text: 'mine',
    })
  })

  test('takes their text only when the user says so', () => {
    expect(run(typed('mine'), { kind: 'sent' }, theirs, { kind: 'theirs-taken' })).toMatchObject({
      kind: 'stored',
      document: newer,
      text: 'their text',
    })
  })

  test.each<AutosaveEvent>([{ kind: 'mine-kept' }, { kind: 'theirs-taken' }])(
    '$kind without a conflict changes nothing',
    (event) => {
      expect(run(typed('mine'), event)).toEqual(run(typed('mine')))
    },
  )

  test.each<readonly AutosaveEvent[]>([
    [typed('mine')],
    [typed('mine'), { kind: 'sent' }],
    [typed('mine'), { kind: 'sent' }, { kind: 'failed', message: 'no answer' }],
    [typed('mine'), { kind: 'sent' }, theirs],
  ])('keeps the typed text whatever happens (%#)', (...events) => {
    const state = run(...events)
    expect(state.text).toBe('mine')
    expect(hasUnsavedText(state)).toBe(true)
  })
})

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createDraftNoteStore } from '#app/features/draft-note/draft-note-store.ts'
import { MAX_NOTE_LENGTH } from '#coding/contract/encounter-record.ts'

const digest = async (text: string) => text.length.toString(16).padStart(64, '0')

describe('a note that is written in the panel', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  const noteOf = ({ store }: ReturnType<typeof createDraftNoteStore>) => store.getState().note

  test('is read after a pause of 300 ms, not before', async () => {
    const draftNote = createDraftNoteStore({ digest })
    draftNote.write('Knee pain')
    await vi.advanceTimersByTimeAsync(299)
    expect(noteOf(draftNote)).toBeUndefined()
    await vi.advanceTimersByTimeAsync(1)
    expect(noteOf(draftNote)).toMatchObject({ text: 'Knee pain', status: 'draft', version: '1' })
  })

  test('is read once for a burst of typing', async () => {
    const draftNote = createDraftNoteStore({ digest })
    const versions: unknown[] = []
    draftNote.store.subscribe(({ note }, before) => note !== before.note && versions.push(note?.text))
    for (const text of ['K', 'Kn', 'Knee']) {
      draftNote.write(text)
      await vi.advanceTimersByTimeAsync(100)
    }
    await vi.advanceTimersByTimeAsync(300)
    expect(versions).toEqual(['Knee'])
  })

  test('is no note while nothing stands there', async () => {
    const draftNote = createDraftNoteStore({ digest })
    draftNote.write('Knee')
    await vi.advanceTimersByTimeAsync(300)
    draftNote.write('  \n')
    await vi.advanceTimersByTimeAsync(300)
    expect(noteOf(draftNote)).toBeUndefined()
  })

  test('takes a line at its end, on a line of its own', () => {
    const draftNote = createDraftNoteStore({ digest })
    draftNote.write('Assessment: knee pain')
    draftNote.append('Right knee.')
    expect(draftNote.store.getState().text).toBe('Assessment: knee pain\nRight knee.\n')
  })

  test('keeps what can be read at once and says that the rest was left out', () => {
    const draftNote = createDraftNoteStore({ digest })
    draftNote.write('x'.repeat(MAX_NOTE_LENGTH))
    expect(draftNote.store.getState().isCut).toBe(false)
    draftNote.write('x'.repeat(MAX_NOTE_LENGTH + 1))
    const { isCut, text } = draftNote.store.getState()
    expect([isCut, text.length]).toEqual([true, MAX_NOTE_LENGTH])
  })

  test('is gone when the panel is', async () => {
    const draftNote = createDraftNoteStore({ digest })
    draftNote.write('Knee')
    draftNote.stop()
    await vi.advanceTimersByTimeAsync(1000)
    expect(draftNote.store.getState()).toEqual({ text: '', note: undefined, isCut: false })
  })
})

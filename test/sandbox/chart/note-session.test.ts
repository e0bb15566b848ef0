import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { ChartError } from '../../../sandbox/src/chart/errors.ts'
import type { NoteDocument } from '../../../sandbox/src/chart/fhir-client.ts'
import { isSigned, readPlainText } from '../../../sandbox/src/chart/note-document.ts'
import { createNoteSession, createNoteSessions, type NoteStore } from '../../../sandbox/src/chart/note-session.ts'
import { aNote } from './a-note.ts'

/** A server that counts versions and refuses a stale one. */
function aServer(first: NoteDocument) {
  let current = first
  let failure: ChartError | undefined
  const texts: string[] = []
  const store: NoteStore = {
    update: async (note) => {
      await Promise.resolve()
      if (failure !== undefined) throw failure
      if (note.meta?.versionId !== current.meta?.versionId) throw new ChartError('conflict', 'Changed meanwhile.')
      current = { ...note, meta: { versionId: String(Number(current.meta?.versionId) + 1) } }
      texts.push(readPlainText(current))
      return current
    },
    read: () => (failure?.code === 'unreachable' ? Promise.reject(failure) : Promise.resolve(current)),
  }
  return {
    store,
    texts,
    getCurrent: () => current,
    fail: (error: ChartError | undefined) => {
      failure = error
    },
    edit: (text: string, change: Partial<NoteDocument> = {}) => {
      current = { ...aNote({ text, versionId: String(Number(current.meta?.versionId) + 1) }), ...change }
    },
  }
}

beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2026-11-02T10:32:05') })
})
afterEach(() => {
  vi.useRealTimers()
})

const UNREACHABLE = new ChartError('unreachable', 'The record cannot be reached.')

describe('a note session', () => {
  test('saves once, after a pause in typing', async () => {
    const server = aServer(aNote())
    const session = createNoteSession(server.getCurrent(), server.store)
    for (const text of ['a', 'ab', 'abc']) {
      session.type(text)
      await vi.advanceTimersByTimeAsync(599)
    }
    expect(server.texts).toEqual([])
    await vi.advanceTimersByTimeAsync(1)
    expect(server.texts).toEqual(['abc'])
    expect(session.getState()).toMatchObject({ kind: 'stored', text: 'abc', document: { meta: { versionId: '2' } } })
  })

  test('saves what was typed during a save with the next version', async () => {
    const server = aServer(aNote())
    const session = createNoteSession(server.getCurrent(), server.store)
    session.type('first')
    const saving = session.flush()
    session.type('second')
    expect(await saving).toBe(true)
    expect(server.texts).toEqual(['first', 'second'])
    expect(session.getState().kind).toBe('stored')
  })

  test('sends nothing when nothing was typed', async () => {
    const server = aServer(aNote())
    expect(await createNoteSession(server.getCurrent(), server.store).flush()).toBe(true)
    expect(server.texts).toEqual([])
  })

  test('keeps the text of a failed save, and saves it when asked again', async () => {
    const server = aServer(aNote())
    const session = createNoteSession(server.getCurrent(), server.store)
    server.fail(UNREACHABLE)
    session.type('mine')
    expect(await session.flush()).toBe(false)
    expect(session.getState()).toMatchObject({ kind: 'failed', text: 'mine', message: UNREACHABLE.message })
    server.fail(undefined)
    expect(await session.flush()).toBe(true)
    expect(server.texts).toEqual(['mine'])
  })

  test('shows a conflict instead of overwriting, then keeps mine on their version', async () => {
    const server = aServer(aNote())
    const session = createNoteSession(server.getCurrent(), server.store)
    server.edit('theirs')
    session.type('mine')
    expect(await session.flush()).toBe(false)
    expect(session.getState()).toMatchObject({ kind: 'conflict', text: 'mine', theirText: 'theirs' })
    expect(readPlainText(server.getCurrent())).toBe('theirs')
    expect(await session.keepMine()).toBe(true)
    expect(readPlainText(server.getCurrent())).toBe('mine')
  })

  test('does not save again by itself while a conflict is open', async () => {
    const server = aServer(aNote())
    const session = createNoteSession(server.getCurrent(), server.store)
    server.edit('theirs')
    session.type('mine')
    await session.flush()
    session.type('mine, longer')
    await vi.advanceTimersByTimeAsync(5000)
    expect(server.texts).toEqual([])
    session.takeTheirs()
    expect(session.getState()).toMatchObject({ kind: 'stored', text: 'theirs' })
  })

  test('is a failure, not a conflict, when the other version cannot be read', async () => {
    const server = aServer(aNote())
    const session = createNoteSession(server.getCurrent(), {
      update: () => Promise.reject(new ChartError('conflict', 'Changed meanwhile.')),
      read: () => Promise.reject(UNREACHABLE),
    })
    session.type('mine')
    await session.flush()
    expect(session.getState()).toMatchObject({ kind: 'failed', text: 'mine' })
  })

  test('signs after saving what is still unsaved', async () => {
    const server = aServer(aNote())
    const session = createNoteSession(server.getCurrent(), server.store)
    session.type('complete')
    expect(await session.sign()).toBe(true)
    expect(isSigned(server.getCurrent())).toBe(true)
    expect(readPlainText(server.getCurrent())).toBe('complete')
  })

  test('does not sign what could not be saved', async () => {
    const server = aServer(aNote())
    const session = createNoteSession(server.getCurrent(), server.store)
    server.fail(UNREACHABLE)
    session.type('mine')
    expect(await session.sign()).toBe(false)
    expect(isSigned(server.getCurrent())).toBe(false)
  })

  test('tells its listeners until they leave', () => {
    const server = aServer(aNote())
    const session = createNoteSession(server.getCurrent(), server.store)
    const listener = vi.fn()
    const leave = session.subscribe(listener)
    session.type('a')
    leave()
    session.type('ab')
    expect(listener).toHaveBeenCalledTimes(1)
  })
})

describe('note sessions', () => {
  test('text that no server has is still there when the note is opened again', async () => {
    const server = aServer(aNote())
    const sessions = createNoteSessions()
    const open = () => sessions.open(server.getCurrent(), () => createNoteSession(server.getCurrent(), server.store))
    server.fail(UNREACHABLE)
    const first = open()
    first.type('mine')
    await first.flush()
    expect(sessions.hasUnsavedText()).toBe(true)
    expect(open()).toBe(first)
    server.fail(undefined)
    await first.flush()
    expect(sessions.hasUnsavedText()).toBe(false)
    expect(open()).not.toBe(first)
  })
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeBase64, decodeText, encodeBase64, getMediaType } from '../../../sandbox/src/chart/attachment-text.ts'
import {
  buildAddendum,
  buildNewNote,
  buildSavedNote,
  buildSignedNote,
  getAttachment,
  isEditable,
  isRestricted,
  readPlainText,
} from '../../../sandbox/src/chart/note-document.ts'
import { aNote } from './a-note.ts'

const NOW = new Date('2026-11-02T10:32:05Z')
const setting = {
  patientId: 'pat-1',
  encounterId: 'enc-1',
  author: { id: 'prac-1', name: 'Elena Rivera, MD' },
  now: NOW,
}

describe('attachment text', () => {
  test('any text comes back from base64 as it went in', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(decodeText(decodeBase64(encodeBase64(new TextEncoder().encode(text))), 'text/plain')).toBe(text)
      }),
    )
  })

  test('a text longer than an argument list is encoded', () => {
    const bytes = new Uint8Array(300_000).fill(65)
    expect(decodeBase64(encodeBase64(bytes))).toEqual(bytes)
  })

  test.each([
    ['text/plain;charset=ISO-8859-1', '38.6 °C'],
    ['text/plain; charset="iso-8859-1"', '38.6 °C'],
  ])('the charset of %s is used', (contentType, text) => {
    expect(decodeText(Uint8Array.from(Buffer.from(text, 'latin1')), contentType)).toBe(text)
  })

  test.each([
    ['text/html;charset=utf-8', 'text/html'],
    ['Application/PDF', 'application/pdf'],
    [undefined, 'text/plain'],
  ])('%s is of the type %s', (contentType, mediaType) => {
    expect(getMediaType(contentType)).toBe(mediaType)
  })
})

describe('saving', () => {
  const saved = buildSavedNote(aNote({ text: 'old' }), 'Zoë: right knee', NOW)

  test('the text and its size are new, and everything else stays', () => {
    expect(readPlainText(saved)).toBe('Zoë: right knee')
    expect(getAttachment(saved)).toMatchObject({ size: 16, title: 'Progress note', creation: NOW.toISOString() })
    expect(saved.context).toEqual(aNote().context)
    expect(saved.meta?.versionId).toBe('1')
  })

  test('the hash of the old text is gone', () => {
    expect(getAttachment(saved).hash).toBeUndefined()
  })

  test('an empty text leaves no data, which FHIR would refuse', () => {
    const empty = buildSavedNote(aNote(), '', NOW)
    expect('data' in getAttachment(empty)).toBe(false)
    expect(readPlainText(empty)).toBe('')
  })
})

describe('signing and adding', () => {
  test('a signed note is final and current', () => {
    expect(buildSignedNote(aNote())).toMatchObject({ docStatus: 'final', status: 'current' })
  })

  test('a new note is unsigned and belongs to patient, visit and author', () => {
    expect(buildNewNote(setting, 'text')).toMatchObject({
      docStatus: 'preliminary',
      subject: { reference: 'Patient/pat-1' },
      author: [{ reference: 'Practitioner/prac-1' }],
      context: { encounter: [{ reference: 'Encounter/enc-1' }] },
    })
  })

  test('an addendum appends the signed note', () => {
    const addendum = buildAddendum(aNote({ id: 'note-7' }), setting, 'more')
    expect(addendum.relatesTo).toEqual([{ code: 'appends', target: { reference: 'DocumentReference/note-7' } }])
    expect(getAttachment(addendum).title).toBe('Addendum')
    expect(readPlainText(addendum)).toBe('more')
  })
})

describe('what may be edited', () => {
  test.each([
    ['plain text, unsigned', aNote(), true],
    ['signed', aNote({ change: { docStatus: 'final' } }), false],
    ['of unknown status', { ...aNote(), docStatus: undefined }, false],
    ['HTML', aNote({ attachment: { contentType: 'text/html', data: '' } }), false],
    ['in a Binary', aNote({ attachment: { contentType: 'text/plain', url: 'Binary/b' } }), false],
  ])('a note that is %s: %s', (_name, note, expected) => {
    expect(isEditable(note as ReturnType<typeof aNote>)).toBe(expected)
  })

  test('a label in either place makes a note restricted', () => {
    expect(isRestricted(aNote())).toBe(false)
    expect(isRestricted(aNote({ change: { securityLabel: [{ text: 'x' }] } }))).toBe(true)
    expect(isRestricted(aNote({ change: { meta: { security: [{ code: 'R' }] } } }))).toBe(true)
  })
})

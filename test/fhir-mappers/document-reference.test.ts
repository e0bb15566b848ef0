import { describe, expect, test } from 'vitest'
import { parseEncounterId } from '#coding/domain/ids.ts'
import { dropReplacedNotes, mapDocumentReference, type NoteMetadata } from '#fhir-mappers/document-reference.ts'
import { aDocumentReference } from '../fixtures/fhir/resources.ts'

const scope = {
  encounterId: parseEncounterId('enc1'),
  period: { start: '2026-11-02T09:30:00-05:00', end: '2026-11-02T10:30:00-05:00' },
}

function map(overrides: Readonly<Record<string, unknown>> = {}): NoteMetadata {
  const mapped = mapDocumentReference(aDocumentReference(overrides), scope)
  if (!mapped.ok) throw new Error(mapped.problem.code)
  return mapped.value
}

test('takes over what is known of a note, without its title', () => {
  const content = [{ attachment: { contentType: 'text/plain', data: 'S25lZQ==', title: 'Canary title' } }]
  const note = map({ content, description: 'Canary description' })
  expect(note).toEqual({
    id: 'note1',
    version: '3',
    type: '11506-3',
    status: 'signed',
    authorRole: 'provider',
    time: '2026-11-02T10:00:00-05:00',
    encounterCertain: true,
    attachments: [{ format: 'text', contentType: 'text/plain', data: 'S25lZQ==' }],
    replaces: [],
  })
})

describe('status', () => {
  test.each([
    ['preliminary', { docStatus: 'preliminary' }, 'draft'],
    ['amended', { docStatus: 'amended' }, 'amended'],
    ['final', { docStatus: 'final' }, 'signed'],
    ['missing', { docStatus: undefined }, 'signed'],
    [
      'final, as an addendum',
      { relatesTo: [{ code: 'appends', target: { reference: 'DocumentReference/note0' } }] },
      'amended',
    ],
    [
      'preliminary, as an addendum',
      { docStatus: 'preliminary', relatesTo: [{ code: 'replaces', target: { reference: 'DocumentReference/note0' } }] },
      'draft',
    ],
    [
      'final, signing another',
      { relatesTo: [{ code: 'signs', target: { reference: 'DocumentReference/x' } }] },
      'signed',
    ],
  ])('%s', (_case, overrides, status) => {
    expect(map(overrides).status).toBe(status)
  })

  test.each([{ status: 'superseded' }, { status: 'entered-in-error' }, { docStatus: 'entered-in-error' }])(
    '%o is not read',
    (overrides) => {
      expect(mapDocumentReference(aDocumentReference(overrides), scope)).toMatchObject({
        problem: { code: 'not-valid' },
      })
    },
  )

  test('a replaced note drops out, but not by a draft', () => {
    const relatesTo = [
      { code: 'replaces', target: { reference: 'https://ehr/fhir/DocumentReference/note0/_history/1' } },
    ]
    const old = map({ id: 'note0' })
    const amended = map({ relatesTo })
    const draft = map({ relatesTo, docStatus: 'preliminary' })
    expect(dropReplacedNotes([old, amended])).toEqual([amended])
    expect(dropReplacedNotes([old, draft])).toEqual([old, draft])
  })
})

describe('link to the encounter', () => {
  test.each([
    ['by reference', { context: { encounter: [{ reference: 'https://ehr/fhir/Encounter/enc1/_history/2' }] } }, true],
    [
      'by one of several',
      { context: { encounter: [{ reference: 'Encounter/e0' }, { reference: 'Encounter/enc1' }] } },
      true,
    ],
    ['as one object', { context: { encounter: { reference: 'Encounter/enc1' } } }, true],
    ['by its date, the day before', { context: undefined, date: '2026-11-01T10:00:00-05:00' }, false],
    ['by its date without a time', { context: {}, date: '2026-11-02' }, false],
    ['by its own period', { context: { period: { start: '2026-11-02T09:00:00-05:00' } }, date: '2026-12-24' }, false],
    [
      'by date, where the reference has only an identifier',
      { context: { encounter: [{ identifier: { value: '7' } }] } },
      false,
    ],
  ])('%s', (_case, overrides, certain) => {
    expect(map(overrides).encounterCertain).toBe(certain)
  })

  test.each([
    ['of another encounter', { context: { encounter: [{ reference: 'Encounter/enc2' }] } }],
    ['two days earlier', { context: undefined, date: '2026-10-31T08:00:00-05:00' }],
    ['two days later', { context: undefined, date: '2026-11-04T12:00:00-05:00' }],
    ['without any date', { context: undefined, date: undefined }],
  ])('not: %s', (_case, overrides) => {
    expect(mapDocumentReference(aDocumentReference(overrides), scope)).toMatchObject({
      problem: { code: 'other-encounter' },
    })
  })

  test('an open encounter takes every later note, one without any period takes none by date', () => {
    const late = aDocumentReference({ context: undefined, date: '2026-11-09T10:00:00Z' })
    expect(mapDocumentReference(late, { ...scope, period: { start: '2026-11-02' } })).toMatchObject({ ok: true })
    expect(mapDocumentReference(late, { ...scope, period: {} })).toMatchObject({ ok: false })
  })
})

describe('attachments', () => {
  const attach = (...types: (string | undefined)[]) =>
    types.map((contentType) => ({ attachment: { contentType, url: 'Binary/1' } }))

  test('come in the order of what is lost least', () => {
    const content = attach(
      'application/pdf',
      undefined,
      'application/xml',
      'TEXT/RTF',
      'text/html; charset=utf-8',
      'text/plain',
    )
    expect(map({ content }).attachments.map(({ format }) => format)).toEqual([
      'text',
      'html',
      'rtf',
      'cda',
      'pdf',
      'unknown',
    ])
  })

  test.each([
    ['images only', attach('image/png', 'audio/mpeg')],
    ['no data and no address', [{ attachment: { contentType: 'text/plain' } }]],
    ['no content', undefined],
    ['an empty text', [{ attachment: { contentType: 'text/plain', data: '' } }]],
  ])('%s: nothing to read', (_case, content) => {
    expect(mapDocumentReference(aDocumentReference({ content }), scope)).toMatchObject({
      problem: { code: 'no-content' },
    })
  })

  test('long inline data is kept whole', () => {
    const data = 'QUFB'.repeat(5000)
    expect(map({ content: [{ attachment: { contentType: 'text/plain', data } }] }).attachments[0]?.data).toBe(data)
  })
})

describe('author', () => {
  const role = (code: string) => ({
    author: [{ reference: '#r' }],
    contained: [
      {
        resourceType: 'PractitionerRole',
        id: 'r',
        specialty: [{ coding: [{ system: 'http://nucc.org/provider-taxonomy', code }] }],
      },
    ],
  })
  const type = (code: string, display: string) => ({
    type: { coding: [{ system: 'http://loinc.org', code, display }] },
  })
  test.each([
    ['a practitioner', {}, 'provider'],
    ['nobody named', { author: undefined }, 'provider'],
    ['the patient', { author: [{ reference: 'Patient/pat1' }] }, 'patient'],
    ['a device', { author: [{ reference: 'Device/d' }] }, 'other'],
    ['a nurse by taxonomy', role('163W00000X'), 'nurse'],
    ['a physical therapist by taxonomy', role('225100000X'), 'therapist'],
    ['a student by taxonomy', role('390200000X'), 'student'],
    ['a psychologist, who is a provider', role('103T00000X'), 'provider'],
    ['a nurse by the type of note', type('34746-8', 'Nurse Note'), 'nurse'],
    ['a student by the words of the type', type('0', 'Medical student Progress note'), 'student'],
    ['a nurse by name suffix', { author: [{ reference: 'Practitioner/n', display: 'A Name, RN' }] }, 'nurse'],
    [
      'a nurse practitioner',
      { author: [{ reference: 'Practitioner/n', display: 'Nurse Practitioner A' }] },
      'provider',
    ],
  ])('%s', (_case, overrides, expected) => {
    expect(map(overrides).authorRole).toBe(expected)
  })
})

test.each([
  [{ meta: { lastUpdated: '2026-11-02T10:00:00Z' } }, '2026-11-02T10:00:00Z'],
  [{ meta: undefined }, '2026-11-02T10:00:00-05:00'],
  [{ meta: undefined, date: undefined }, 'unversioned'],
])('without a version id the time of change is the version', (overrides, version) => {
  expect(map(overrides).version).toBe(version)
})

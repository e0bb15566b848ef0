/** A note file -> DocumentReference, with its text inline or in a Binary. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type {
  Attachment,
  Binary,
  DocumentReference,
  DocumentReferenceRelatesTo,
  Practitioner,
  Reference,
} from '@medplum/fhirtypes'
import { ACT_CODE, CONFIDENTIALITY, LOINC, POSTIL_BASE } from '#fhir-mappers/systems.ts'
import { buildPdf } from './build-pdf.ts'
import type { Calendar } from './calendar.ts'
import type { Chart, Note, NoteType } from './chart.ts'
import { findStaffName, ORGANIZATION_ID } from './staff.ts'

/** LOINC: the US Core list of clinical notes, and 34746-8. */
const NOTE_TYPES: Readonly<Record<NoteType, { readonly code: string; readonly name: string }>> = {
  progress: { code: '11506-3', name: 'Progress note' },
  'history-and-physical': { code: '34117-2', name: 'History and physical note' },
  consultation: { code: '11488-4', name: 'Consult note' },
  emergency: { code: '34111-5', name: 'Emergency department note' },
  nurse: { code: '34746-8', name: 'Nurse note' },
  discharge: { code: '18842-5', name: 'Discharge summary' },
  imaging: { code: '18748-4', name: 'Diagnostic imaging study' },
}

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  txt: 'text/plain',
  html: 'text/html',
  rtf: 'text/rtf',
  xml: 'application/xml',
  pdf: 'application/pdf',
}

const PLACEHOLDER = /\{\{((?:today|born)[^{}]*)\}\}/g

/** Fills `{{today}}`, `{{today-30}}`, `{{today-30|hl7}}` and `{{born}}` in a note. */
function fillDates(text: string, calendar: Calendar, birthDate: string): string {
  return text.replace(PLACEHOLDER, (_match, placeholder: string) => {
    const [moment = '', format] = placeholder.split('|')
    const date = moment === 'born' ? birthDate : calendar.date(-Number(moment.slice('today'.length)))
    const [year, month, day] = date.split('-')
    return format === 'hl7' ? `${year}${month}${day}` : `${month}/${day}/${year}`
  })
}

function readNote(note: Note, fill: (text: string) => string): { bytes: Buffer; contentType: string } {
  const text = fill(readFileSync(new URL(`notes/${note.file}`, import.meta.url), 'utf8'))
  if (note.file.endsWith('.pdf.txt')) return { bytes: buildPdf(text), contentType: 'application/pdf' }
  const contentType = CONTENT_TYPES[note.file.slice(note.file.lastIndexOf('.') + 1)] ?? 'text/plain'
  if (note.charset === undefined) return { bytes: Buffer.from(text, 'utf8'), contentType }
  return { bytes: Buffer.from(text, 'latin1'), contentType: `${contentType};charset=${note.charset}` }
}

type Label = NonNullable<Note['label']>

// HL7 v3 ActCode and Confidentiality. A Part 2 program labels the document; psychotherapy notes are
// labelled on the resource. The sidebar has to look at both places.
const LABELS: Readonly<Record<Label, Pick<DocumentReference, 'meta' | 'securityLabel'>>> = {
  psychotherapy: {
    meta: {
      security: [
        { system: ACT_CODE, code: 'PSYTHPN' },
        { system: CONFIDENTIALITY, code: 'R' },
      ],
    },
  },
  'part-2': { securityLabel: [{ coding: [{ system: ACT_CODE, code: '42CFRPart2' }] }] },
}

function buildRelation(slug: string, note: Note): DocumentReferenceRelatesTo[] {
  if (note.appends === undefined) return []
  return [{ code: 'appends', target: { reference: `DocumentReference/note-${slug}-${note.appends}` } }]
}

function buildAuthor({ author }: Note): Reference<Practitioner> {
  const display = findStaffName(author)
  return { reference: `Practitioner/${author}`, ...(display !== undefined && { display }) }
}

function buildContext(slug: string, { visit }: Note): Pick<DocumentReference, 'context'> {
  if (visit === 'unlinked') return {}
  const encounter = visit === 'this' ? `enc-${slug}` : `enc-${slug}-earlier`
  return { context: { encounter: [{ reference: `Encounter/${encounter}` }] } }
}

/** @param number counted from 1 */
export function buildNote(chart: Chart, number: number, calendar: Calendar): (DocumentReference | Binary)[] {
  const note = chart.notes[number - 1]
  if (note === undefined) return []
  const { slug } = chart
  const id = `note-${slug}-${number}`
  const type = NOTE_TYPES[note.type]
  const date = calendar.dateTime(note.daysAgo, note.time)
  const birthDate = calendar.birthDate(chart.age)
  const { bytes, contentType } = readNote(note, (text) => fillDates(text, calendar, birthDate))
  const binaryId = `bin-${slug}-${number}`
  const attachment: Attachment = {
    contentType,
    title: note.title ?? type.name,
    creation: date,
    size: bytes.length,
    hash: createHash('sha1').update(bytes).digest('base64'),
    ...(note.stored === 'inline' ? { data: bytes.toString('base64') } : { url: `Binary/${binaryId}` }),
  }
  const document: DocumentReference = {
    resourceType: 'DocumentReference',
    id,
    ...(note.label !== undefined && LABELS[note.label]),
    identifier: [{ system: `${POSTIL_BASE}/sandbox-note`, value: id }],
    status: 'current',
    docStatus: note.status,
    type: { coding: [{ system: LOINC, code: type.code, display: type.name }], text: type.name },
    category: [
      {
        coding: [
          {
            system: 'http://hl7.org/fhir/us/core/CodeSystem/us-core-documentreference-category',
            code: 'clinical-note',
            display: 'Clinical Note',
          },
        ],
      },
    ],
    subject: { reference: `Patient/pat-${slug}` },
    date,
    author: [buildAuthor(note)],
    custodian: { reference: `Organization/${ORGANIZATION_ID}` },
    ...(note.appends !== undefined && { relatesTo: buildRelation(slug, note) }),
    content: [{ attachment }],
    ...buildContext(slug, note),
  }
  if (note.stored === 'inline') return [document]
  const binary: Binary = {
    resourceType: 'Binary',
    id: binaryId,
    contentType,
    // Whoever may read the note may read the Binary (FHIR R4, Binary.securityContext).
    securityContext: { reference: `DocumentReference/${id}` },
    data: bytes.toString('base64'),
  }
  return [document, binary]
}

/**
 * The example adapter: a system with appointments, the clinical note of each, and its line items, shaped like DrChrono's
 * interface. Read alone; field names are the vendor's, and a field that is missing or of another kind is left out.
 */
import * as z from 'zod/mini'
import { type DateOnly, isDateOnly } from '#coding/domain/date-only.ts'
import { parseEncounterId, parseNoteId, parsePatientId } from '#coding/domain/ids.ts'
import type { NoteReference } from '#fhir-mappers/note-reference.ts'
import type { PracticeLine, PracticeNote, PracticeVisit } from '#fhir-mappers/practice-visit.ts'
import { JobError } from '../errors.ts'
import { type FhirServerParts, readWithRetries } from '../fhir-server.ts'
import type { PracticeSystem, VisitQuestion } from './practice-system.ts'

/** The vendor numbers most things, and writes some of the numbers as text. */
const id = z.pipe(
  z.union([z.int(), z.string().check(z.regex(/^[A-Za-z0-9.-]{1,64}$/))]),
  z.transform((value) => String(value)),
)
const text = z.catch(z.string(), '')

const appointment = z.object({
  id,
  /** None for a break. */
  patient: z.nullish(id),
  scheduled_time: z.string(),
  status: text,
  reason: text,
  clinical_note: z.nullish(z.object({ locked: z.catch(z.boolean(), false), updated_at: text })),
})
type Appointment = z.output<typeof appointment>

const patient = z.object({ id, gender: text, date_of_birth: text, first_name: text, last_name: text })
const field = z.object({ name: text, value: z.catch(z.nullable(z.string()), null) })
const clinicalNote = z.object({
  appointment: id,
  archived: z.catch(z.boolean(), false),
  clinical_note_sections: z.array(z.object({ name: text, values: z.catch(z.array(field), []) })),
})
const lineItem = z.object({
  id,
  code: text,
  procedure_type: text,
  diagnosis_pointers: z.catch(z.array(z.nullable(z.string())), []),
})

const page = z.object({ next: z.nullish(z.string()), results: z.array(z.unknown()) })

/** 'Complete' is the vendor's word for a visit that is over. */
const COMPLETE = 'complete'
const GENDERS: ReadonlyMap<string, PracticeVisit['patient']['gender']> = new Map([
  ['male', 'male'],
  ['female', 'female'],
  ['other', 'other'],
])
const LINE_SYSTEMS: ReadonlyMap<string, PracticeLine['system']> = new Map([
  ['c', 'cpt'],
  ['cpt', 'cpt'],
  ['h', 'hcpcs'],
  ['hcpcs', 'hcpcs'],
])
const MOST_PAGES = 10_000

/** @param parts of the interface: `base` as in https://…/api, and a token from `createRefreshedToken`. */
export function createDrchrono(parts: FhirServerParts): PracticeSystem {
  return {
    listNotes: async function* listNotes({ from, to, signal }) {
      const query = new URLSearchParams({ date_range: `${from}/${to}` })
      for await (const found of list(parts, `appointments?${query.toString()}`, appointment)) {
        if (signal.aborted) return
        yield found.flatMap((one) => toReference(one) ?? [])
      }
    },
    readVisit: (question) => readVisit(parts, question),
  }
}

/** @returns undefined where there is no note that is signed, or nobody's. */
function toReference({ id: visit, patient: whose, clinical_note: note }: Appointment): NoteReference | undefined {
  if (!note?.locked || whose === null || whose === undefined) return undefined
  return {
    patientId: parsePatientId(whose),
    encounterId: parseEncounterId(visit),
    // One note a visit, which is named by it.
    noteId: parseNoteId(visit),
    noteVersion: nameVersion(note.updated_at),
  }
}

function nameVersion(updatedAt: string): string {
  return updatedAt === '' ? 'unversioned' : updatedAt
}

async function readVisit(parts: FhirServerParts, { patientId, encounterId }: VisitQuestion): Promise<PracticeVisit> {
  const of = `appointment=${encounterId}`
  const [visit, person, notes, lines] = await Promise.all([
    readOne(parts, `appointments/${encounterId}`, appointment),
    readOne(parts, `patients/${patientId}`, patient),
    listAll(parts, `clinical_notes?${of}`, clinicalNote),
    listAll(parts, `line_items?${of}`, lineItem),
  ])
  // Who the visit itself says that it is about.
  if (visit.patient !== patientId || person.id !== patientId) throw new JobError('wrong-patient')
  const date = readDay(visit.scheduled_time)
  if (date === undefined) throw new JobError('bad-answer')
  const birthDate = readDay(person.date_of_birth)
  return {
    encounterId,
    date,
    isFinished: visit.status.toLowerCase() === COMPLETE || visit.clinical_note?.locked === true,
    ...(visit.reason !== '' && { visitType: visit.reason }),
    patient: {
      id: patientId,
      names: [person.first_name, person.last_name].filter((name) => name !== ''),
      gender: GENDERS.get(person.gender.toLowerCase()) ?? 'unknown',
      ...(birthDate !== undefined && { birthDate }),
    },
    notes: notes
      .filter((note) => note.appointment === encounterId && !note.archived)
      .map((note) => toNote(visit, note)),
    lines: lines.flatMap(toLine),
  }
}

function toNote(
  { id: visit, clinical_note: state }: Appointment,
  { clinical_note_sections: sections }: z.output<typeof clinicalNote>,
): PracticeNote {
  return {
    id: parseNoteId(visit),
    version: nameVersion(state?.updated_at ?? ''),
    isSigned: state?.locked === true,
    text: sections.flatMap(writeSection).join('\n\n'),
  }
}

/** As a clinician would read it: the heading, then each answer under what was asked, where that was said. */
function writeSection({ name, values }: { readonly name: string; readonly values: readonly z.output<typeof field>[] }) {
  const lines = values.flatMap(({ name: asked, value }) =>
    value === null || value.trim() === '' ? [] : [asked === '' ? value : `${asked}: ${value}`],
  )
  return lines.length === 0 ? [] : [`${name.toUpperCase()}:\n${lines.join('\n')}`]
}

function toLine({ id: line, code, procedure_type, diagnosis_pointers }: z.output<typeof lineItem>): PracticeLine[] {
  const system = LINE_SYSTEMS.get(procedure_type.toLowerCase())
  const diagnoses = diagnosis_pointers.flatMap((one) => (one === null || one === '' ? [] : [one]))
  return code === '' || system === undefined ? [] : [{ id: line, code, system, diagnoses }]
}

/** Times are the practice's own clock, without a zone. */
function readDay(time: string): DateOnly | undefined {
  const day = time.slice(0, 10)
  return isDateOnly(day) ? day : undefined
}

async function listAll<Item>(
  parts: FhirServerParts,
  path: string,
  schema: z.ZodMiniType<Item>,
): Promise<readonly Item[]> {
  const all: Item[] = []
  for await (const items of list(parts, path, schema)) all.push(...items)
  return all
}

/** By `next`, until there is none. What is not in the form that is expected fails: it may be a note. */
async function* list<Item>(
  parts: FhirServerParts,
  path: string,
  schema: z.ZodMiniType<Item>,
): AsyncGenerator<readonly Item[]> {
  let next: string | undefined = resolve(parts, path)
  for (let turn = 0; next !== undefined && turn < MOST_PAGES; turn++) {
    const { success, data } = page.safeParse(await readJson(parts, next))
    if (!success) throw new JobError('bad-answer')
    yield data.results.map((one) => parse(schema, one))
    next = data.next === null || data.next === undefined ? undefined : resolve(parts, data.next)
  }
}

async function readOne<Item>(parts: FhirServerParts, path: string, schema: z.ZodMiniType<Item>): Promise<Item> {
  return parse(schema, await readJson(parts, resolve(parts, path)))
}

function parse<Item>(schema: z.ZodMiniType<Item>, value: unknown): Item {
  const parsed = schema.safeParse(value)
  if (!parsed.success) throw new JobError('bad-answer')
  return parsed.data
}

/** The token goes along, so a link that leads elsewhere is not followed. @throws JobError */
function resolve({ base }: FhirServerParts, link: string): string {
  const root = `${base.replace(/\/$/, '')}/`
  const url = new URL(link, root).href
  if (!url.startsWith(root)) throw new JobError('foreign-address')
  return url
}

async function readJson(parts: FhirServerParts, url: string): Promise<unknown> {
  const { bytes } = await readWithRetries(parts, url, 'application/json')
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as unknown
  } catch (cause) {
    throw new JobError('bad-answer', { cause })
  }
}

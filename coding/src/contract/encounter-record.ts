/** Wire shape of `EncounterRecord`: what the browser sends for an analysis. Limits: proxy-llm reference, section 2.4. */
import * as z from 'zod/mini'
import { encounterClass } from './encounter-class.ts'
import { visit } from './mode.ts'
import { dateOnly, encounterId, icd10Code, instant, noteId, patientId, shortText, tenantKey } from './scalars.ts'

/** One note, in UTF-16 units. */
export const MAX_NOTE_LENGTH = 200_000
export const MAX_NOTES = 40
/** All notes of a record together: five of the longest. */
export const MAX_NOTES_LENGTH = 1_000_000
export const MAX_ENTRIES = 5000

const optionalText = z.exactOptional(shortText)

const clinicalNote = z.strictObject({
  id: noteId,
  version: shortText,
  type: optionalText,
  status: z.enum(['draft', 'signed', 'amended']),
  authorRole: z.enum(['provider', 'nurse', 'therapist', 'student', 'patient', 'other']),
  time: z.exactOptional(instant),
  encounterCertain: z.boolean(),
  text: z.string().check(z.maxLength(MAX_NOTE_LENGTH)),
  sha256: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
})

const fitsTogether = z.check<readonly { readonly text: string }[]>(({ value, issues }) => {
  const length = value.reduce((sum, { text }) => sum + text.length, 0)
  if (length <= MAX_NOTES_LENGTH) return
  issues.push({
    code: 'too_big',
    origin: 'array',
    maximum: MAX_NOTES_LENGTH,
    input: value,
    message: 'too long together',
  })
})

const recordedCondition = z.strictObject({
  id: shortText,
  category: z.enum(['encounter-diagnosis', 'problem-list-item', 'other']),
  code: z.exactOptional(icd10Code),
  text: optionalText,
  clinicalStatus: z.enum(['active', 'inactive', 'resolved', 'unknown']),
  verification: z.enum(['confirmed', 'provisional', 'differential', 'refuted', 'unknown']),
  recorded: z.exactOptional(dateOnly),
})

const recordedProcedure = z.strictObject({
  id: shortText,
  code: z.exactOptional(z.strictObject({ system: z.enum(['cpt', 'hcpcs', 'icd10pcs', 'other']), value: shortText })),
  text: optionalText,
  performed: z.exactOptional(dateOnly),
  bodySite: optionalText,
})

const indicator = z.strictObject({
  id: shortText,
  kind: z.enum(['lab', 'vital', 'medication', 'score', 'imaging']),
  code: optionalText,
  name: shortText,
  value: z.exactOptional(z.number()),
  unit: optionalText,
  text: optionalText,
  interpretation: z.exactOptional(z.enum(['low', 'normal', 'high', 'critical'])),
  time: z.exactOptional(instant),
})

export const encounterRecord = z.strictObject({
  tenant: tenantKey,
  patientId,
  encounterId,
  setting: z.enum(['professional', 'outpatient_facility', 'inpatient_facility']),
  encounterClass,
  status: z.enum(['planned', 'in-progress', 'finished', 'cancelled', 'unknown']),
  period: z.strictObject({ start: z.exactOptional(instant), end: z.exactOptional(instant) }),
  dateOfService: dateOnly,
  age: z.exactOptional(z.strictObject({ unit: z.enum(['years', 'days']), value: z.number() })),
  sex: z.enum(['female', 'male', 'other', 'unknown']),
  language: z.exactOptional(z.string().check(z.regex(/^[a-z]{2,3}$/))),
  notes: z.array(clinicalNote).check(z.maxLength(MAX_NOTES), fitsTogether),
  conditions: z.array(recordedCondition).check(z.maxLength(MAX_ENTRIES)),
  procedures: z.array(recordedProcedure).check(z.maxLength(MAX_ENTRIES)),
  indicators: z.array(indicator).check(z.maxLength(MAX_ENTRIES)),
  payer: z.enum(['medicare', 'medicaid', 'commercial', 'self-pay', 'other', 'unknown']),
  visit: z.exactOptional(visit),
  performer: z.strictObject({ role: z.enum(['provider', 'coder', 'other']), specialty: optionalText }),
})

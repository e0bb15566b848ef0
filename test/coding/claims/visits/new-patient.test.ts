import type { PriorProfessional } from '#coding/claims/claim-context.ts'
import { newPatient } from '#coding/claims/visits/new-patient.ts'
import { parseDateOnly } from '#coding/domain/date-only.ts'
import { parseProcedureCode } from '#coding/domain/procedure-code.ts'
import { aLine } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'

const line = (code: string) => ({ lines: [aLine(code)] })
const record = { dateOfService: parseDateOnly('2026-11-02') }
const seen = (date: string, professional: PriorProfessional = 'same') => ({
  priorServices: [
    {
      date: parseDateOnly(date),
      code: parseProcedureCode('99213'),
      modifiers: [],
      units: 1,
      professional,
      from: 'claim' as const,
    },
  ],
})
const NOTE = 'Seen for blood pressure.\nASSESSMENT AND PLAN\nHypertension, at goal. Continue lisinopril 20 mg.'

describeRule(newPatient, {
  flags: [
    {
      when: 'EM-08, SCR-24: new, and seen a day less than three years ago',
      draft: line('99203'),
      record,
      notes: [NOTE],
      context: seen('2023-11-03'),
      severity: 'error',
      says: /for a patient who is new; this one is established. 99213 of 2023-11-03/,
    },
    {
      when: 'new, and seen by another of the group and specialty',
      draft: line('99204'),
      record,
      notes: [NOTE],
      context: seen('2026-01-05', 'same-group-and-specialty'),
      severity: 'error',
      says: /this one is established/,
    },
    {
      when: 'established, and nobody of the group has seen the patient',
      draft: line('99213'),
      record,
      notes: [NOTE],
      context: { priorServices: [] },
      severity: 'question',
      says: /for a patient who is established; this one is new/,
    },
    {
      when: 'a preventive visit of a new patient who was seen before',
      draft: line('99386'),
      record,
      notes: [NOTE],
      context: seen('2025-01-05'),
      severity: 'error',
      says: /for a patient who is new/,
    },
    {
      when: 'a home visit of a new patient who was seen before',
      draft: line('99342'),
      record,
      notes: [NOTE],
      context: seen('2025-01-05'),
      severity: 'error',
      says: /for a patient who is new/,
    },
    {
      when: 'the note says new where nobody looked',
      draft: line('99213'),
      record,
      notes: [`New patient.\n${NOTE}`],
      severity: 'question',
      says: /this one is new. The note says so/,
      quotes: ['New patient'],
    },
    {
      when: 'SCR-24: new, and only a visit with the same person is on record',
      draft: line('99203'),
      record,
      notes: [NOTE],
      context: {
        priorServices: [],
        priorVisits: [{ date: parseDateOnly('2025-01-05'), professional: 'same' }],
        unseen: [{ source: 'billing', because: 'not-offered' }],
      },
      severity: 'question',
      says: /this one is established. A visit of 2025-01-05 is on record/,
    },
  ],
  passes: [
    {
      when: 'SCR-24: new, and seen by somebody whose specialty is not known',
      draft: line('99203'),
      record,
      notes: [NOTE],
      context: seen('2025-01-05', 'unknown'),
    },
    {
      when: 'SCR-24: established, nothing on record, and the record could not be seen',
      draft: line('99213'),
      record,
      notes: [NOTE],
      context: { priorServices: [], unseen: [{ source: 'billing', because: 'not-allowed' }] },
    },
    {
      when: 'SCR-24: established, nothing on record, and the note says so',
      draft: line('99213'),
      record,
      notes: [`Established patient. ${NOTE}`],
      context: { priorServices: [], unseen: [] },
    },
    {
      when: 'EM-08, SCR-24: new, and seen three years ago to the day',
      draft: line('99203'),
      record,
      notes: [NOTE],
      context: seen('2023-11-02'),
    },
    {
      when: 'new, and seen by another specialty',
      draft: line('99203'),
      record,
      notes: [NOTE],
      context: seen('2026-01-05', 'other'),
    },
    { when: 'established, and seen', draft: line('99213'), record, notes: [NOTE], context: seen('2026-01-05') },
    { when: 'nobody looked and the note is silent', draft: line('99203'), record, notes: [NOTE] },
    { when: 'a family that does not ask', draft: line('99283'), record, notes: [NOTE], context: seen('2026-01-05') },
  ],
})

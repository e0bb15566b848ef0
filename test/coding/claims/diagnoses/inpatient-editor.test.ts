import type { ClaimTables, EditorFlag } from '#coding/claims/claim-tables.ts'
import { inpatientEditor } from '#coding/claims/diagnoses/inpatient-editor.ts'
import { aDiagnosis } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'

const listed = (flag: EditorFlag): Pick<ClaimTables, 'listEditorFlags'> => ({
  listEditorFlags: () => ({ state: 'found', value: new Set([flag]), edition: 'test' }),
})
const draft = { kind: 'institutional', diagnoses: [aDiagnosis()] } as const
const record = { setting: 'inpatient_facility', age: { unit: 'years', value: 70 } } as const

describeRule(inpatientEditor, {
  flags: [
    {
      when: 'DX-803: an unacceptable principal diagnosis',
      tables: listed('unacceptable-principal'),
      draft,
      record,
      severity: 'error',
      says: /does not accept/,
    },
    {
      when: 'a secondary diagnosis is missing',
      tables: listed('requires-secondary'),
      draft,
      record,
      severity: 'error',
      says: /needs a secondary/,
    },
    {
      when: 'a questionable admission',
      tables: listed('questionable-admission'),
      draft,
      record,
      severity: 'warning',
      says: /questions an admission/,
    },
    {
      when: 'DX-804: an open side',
      tables: listed('unspecified-side'),
      draft,
      record,
      severity: 'question',
      says: /Which side/,
    },
    {
      when: 'DX-801: one year past the age group',
      tables: listed('maternity'),
      draft,
      record: { ...record, age: { unit: 'years', value: 65 } },
      severity: 'warning',
      says: /ages 9 to 64/,
    },
  ],
  passes: [
    {
      when: 'DX-801: the last year of the age group',
      tables: listed('maternity'),
      draft,
      record: { ...record, age: { unit: 'years', value: 64 } },
    },
    { when: 'DX-803, DX-804: an office claim', tables: listed('unacceptable-principal') },
    { when: 'the lists are not loaded', draft, record },
  ],
})

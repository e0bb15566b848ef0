import { presentOnAdmission } from '#coding/claims/diagnoses/present-on-admission.ts'
import { aDiagnosis } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'

const exempt = (value: boolean) => ({ isPoaExempt: () => ({ state: 'found', value, edition: 'test' }) as const })
const record = { setting: 'inpatient_facility' } as const
const kind = 'institutional' as const
const blank = { kind, diagnoses: [aDiagnosis()] }
const told = { kind, diagnoses: [aDiagnosis('M17.11', { presentOnAdmission: 'yes' })] }

describeRule(presentOnAdmission, {
  flags: [
    {
      when: 'DX-714: nothing is said',
      tables: exempt(false),
      record,
      draft: blank,
      severity: 'error',
      says: /does not say/,
    },
    {
      when: 'an exempt code says it',
      tables: exempt(true),
      record,
      draft: told,
      severity: 'warning',
      says: /Leave it blank/,
    },
    { when: 'the list is not loaded', record, draft: blank, severity: 'question', says: /not loaded/ },
  ],
  passes: [
    { when: 'DX-714: it is said', tables: exempt(false), record, draft: told },
    { when: 'exempt and blank', tables: exempt(true), record, draft: blank },
    { when: 'a professional claim', tables: exempt(false), record },
  ],
})

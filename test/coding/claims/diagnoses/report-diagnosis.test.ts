import { reportDiagnosis } from '#coding/claims/diagnoses/report-diagnosis.ts'
import { aNote } from '../../../app/features/builders.ts'
import { aDiagnosis } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'

const draft = (...codes: string[]) => ({ diagnoses: codes.map((code) => aDiagnosis(code)) })
const report = (over: Parameters<typeof aNote>[0]) =>
  aNote({ type: '18748-4', status: 'signed', text: 'Impression:\nPneumonia', ...over })

describeRule(reportDiagnosis, {
  flags: [
    {
      when: 'a cough, and a final report of pneumonia',
      record: { notes: [report({})] },
      draft: draft('R05.9'),
      severity: 'warning',
      says: /J18\.9 takes the place/,
      quotes: ['Pneumonia'],
    },
  ],
  passes: [
    { when: 'the diagnosis is coded', record: { notes: [report({})] }, draft: draft('J18.9') },
    { when: 'the report is not final', record: { notes: [report({ status: 'draft' })] }, draft: draft('R05.9') },
    { when: 'another author', record: { notes: [report({ authorRole: 'other' })] }, draft: draft('R05.9') },
    {
      when: 'the report only suspects',
      record: { notes: [report({ text: 'Impression:\nPossible pneumonia' })] },
      draft: draft('R05.9'),
    },
    {
      when: 'a stay',
      record: { notes: [report({})], setting: 'inpatient_facility' },
      draft: { ...draft('R05.9'), kind: 'institutional' },
    },
    { when: 'a visit note', notes: ['Impression:\nPneumonia'], draft: draft('R05.9') },
  ],
})

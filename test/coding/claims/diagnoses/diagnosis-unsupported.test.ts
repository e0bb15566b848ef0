import { diagnosisUnsupported } from '#coding/claims/diagnoses/diagnosis-unsupported.ts'
import { aNote, evidenceOf } from '../../../app/features/builders.ts'
import { aDiagnosis } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'

const draft = (...codes: string[]) => ({ diagnoses: codes.map((code) => aDiagnosis(code)) })
const TEXT = 'Assessment:\nDiarrhea. Mild asthma. HTN.'
const of = (code: string, quote: string) => aDiagnosis(code, { evidence: [evidenceOf(quote, aNote({ text: TEXT }))] })

describeRule(diagnosisUnsupported, {
  flags: [
    {
      when: 'a finding that is not the disease',
      notes: [TEXT],
      draft: { diagnoses: [of('J45.909', 'Diarrhea')] },
      severity: 'warning',
      says: /do not name it/,
      quotes: ['Diarrhea'],
    },
    {
      when: 'a diagnosis in place of its symptom',
      notes: ['Assessment:\nRight lower quadrant pain.'],
      draft: draft('K35.80'),
      severity: 'error',
      says: /No note names K35\.80.*R10\.31/,
      quotes: ['Right lower quadrant pain'],
    },
  ],
  passes: [
    { when: 'the name itself', notes: [TEXT], draft: { diagnoses: [of('J45.909', 'asthma')] } },
    { when: 'an abbreviation', notes: [TEXT], draft: { diagnoses: [of('I10', 'HTN')] } },
    { when: 'part of a joined code', notes: [TEXT], draft: { diagnoses: [of('I11.0', 'HTN')] } },
    { when: 'the symptom', notes: ['Assessment:\nRight lower quadrant pain.'], draft: draft('R10.31') },
    {
      when: 'a diagnosis that the note doubts, which another rule holds',
      notes: ['Assessment:\nRight lower quadrant pain, possible appendicitis.'],
      draft: draft('K35.80'),
    },
    { when: 'no note to read', record: { notes: [] }, draft: draft('K35.80') },
  ],
})

import { providerLink } from '#coding/claims/diagnoses/provider-link.ts'
import { aDiagnosis } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'

const draft = (...codes: string[]) => ({ diagnoses: codes.map((code) => aDiagnosis(code)) })

describeRule(providerLink, {
  flags: [
    {
      when: 'organ dysfunction beside sepsis, not tied to it',
      notes: ['Assessment: Sepsis, E. coli UTI. AKI.'],
      draft: draft('A41.51', 'R65.20', 'N17.9'),
      severity: 'question',
      says: /comes from the sepsis/,
    },
    {
      when: 'a complication that the index does not presume',
      notes: ['Assessment: T2DM. Hyperlipidemia.'],
      draft: draft('E11.69', 'E78.5'),
      severity: 'question',
      says: /comes from the diabetes/,
    },
    ...['E11.29', 'E11.39', 'E10.49', 'E11.59', 'E11.618', 'E13.622', 'E11.628', 'E11.638'].map((code) => ({
      when: `a complication that the index does not name: ${code}`,
      notes: ['Assessment: T2DM. Ulcer of the calf.'],
      draft: draft(code),
      severity: 'question' as const,
      says: /comes from the diabetes/,
    })),
  ],
  passes: [
    {
      when: 'severe sepsis in words',
      notes: ['Assessment: Severe sepsis, AKI.'],
      draft: draft('A41.51', 'R65.20', 'N17.9'),
    },
    { when: 'the link in words', notes: ['Assessment: AKI due to sepsis.'], draft: draft('A41.51', 'R65.20', 'N17.9') },
    { when: 'hyperlipidemia due to diabetes', notes: ['Hyperlipidemia due to T2DM.'], draft: draft('E11.69', 'E78.5') },
    {
      when: 'osteomyelitis, which the index presumes',
      notes: ['T2DM. Osteomyelitis of the foot.'],
      draft: draft('E11.69', 'M86.171'),
    },
    { when: 'no note to read', record: { notes: [] }, draft: draft('R65.20') },
  ],
})

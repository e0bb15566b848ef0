import { comaScale } from '#coding/claims/diagnoses/coma-scale.ts'
import { aDiagnosis } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'

const draft = (...codes: string[]) => ({ diagnoses: codes.map((code) => aDiagnosis(code)) })

describeRule(comaScale, {
  flags: [
    { when: 'a part is missing', draft: draft('R40.2112', 'R40.2212'), severity: 'warning', says: /missing: motor/ },
    {
      when: 'the total beside its parts',
      draft: draft('R40.2112', 'R40.2212', 'R40.2312', 'R40.2432'),
      severity: 'warning',
      says: /total comes off/,
    },
    {
      when: 'a sedated patient',
      notes: ['Exam: Intubated, sedated.'],
      draft: draft('R40.2112', 'R40.2212', 'R40.2312'),
      severity: 'warning',
      says: /not reported for a sedated/,
      quotes: ['sedated'],
    },
  ],
  passes: [
    { when: 'three parts of one time', draft: draft('R40.2112', 'R40.2212', 'R40.2312') },
    {
      when: 'two times, each whole',
      draft: draft('R40.2112', 'R40.2212', 'R40.2312', 'R40.2113', 'R40.2213', 'R40.2313'),
    },
    { when: 'the total alone', draft: draft('R40.2432') },
    { when: 'no sedation', notes: ['Exam: Not sedated.'], draft: draft('R40.2432') },
    { when: 'sedation without a score', notes: ['Exam: Sedated.'], draft: draft('J96.01') },
  ],
})

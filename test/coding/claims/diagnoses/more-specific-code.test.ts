import { moreSpecificCode } from '#coding/claims/diagnoses/more-specific-code.ts'
import { aDiagnosis } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'

const draft = (...codes: string[]) => ({ diagnoses: codes.map((code) => aDiagnosis(code)) })

describeRule(moreSpecificCode, {
  flags: [
    {
      when: 'the side is in the note',
      notes: ['Assessment:\nRight knee pain.'],
      draft: draft('M25.569'),
      severity: 'error',
      says: /supports M25\.561/,
      quotes: ['Right knee pain'],
    },
  ],
  passes: [
    { when: 'DX-202: the note leaves it open', notes: ['Assessment:\nPneumonia.'], draft: draft('J18.9') },
    {
      when: 'a side that the note does not name, of a fracture whose type is open',
      notes: ['Open fracture of the tibia.'],
      draft: draft('S82.201B'),
    },
    { when: 'the exact code', notes: ['Assessment:\nRight knee pain.'], draft: draft('M25.561') },
  ],
})

import { injuryPhase } from '#coding/claims/diagnoses/injury-phase.ts'
import { aDiagnosis } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'

const draft = (...codes: string[]) => ({ diagnoses: codes.map((code) => aDiagnosis(code)) })

describeRule(injuryPhase, {
  flags: [
    {
      when: 'a cast check as active treatment',
      notes: ['Assessment: fracture right distal radius, cast check today.'],
      draft: draft('S52.501A'),
      severity: 'question',
      says: /S52\.501D is routine care/,
      quotes: ['cast check'],
    },
  ],
  passes: [
    { when: 'a visit to come', notes: ['Splint applied. She will follow up as needed.'], draft: draft('S52.501A') },
    { when: 'a follow-up that is planned', notes: ['Plan: Follow-up in two weeks.'], draft: draft('S52.501A') },
    { when: 'another thing that healed', notes: ['Prior ulcer healed. Wrist splinted.'], draft: draft('S52.501A') },
    { when: 'routine care already', notes: ['Cast check today.'], draft: draft('S52.501D') },
    { when: 'first treatment', notes: ['Splint applied.'], draft: draft('S52.501A') },
  ],
})

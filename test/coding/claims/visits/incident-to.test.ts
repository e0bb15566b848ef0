import { incidentTo } from '#coding/claims/visits/incident-to.ts'
import { aLine } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'

const SUPERVISED = 'Service incident to Dr. Ames, who was in the office suite.'
const office = { lines: [aLine('99213', { placeOfService: '11' })] }

describeRule(incidentTo, {
  flags: [
    {
      when: 'in a facility',
      draft: { lines: [aLine('99213', { placeOfService: '22' })] },
      notes: [SUPERVISED],
      severity: 'error',
      says: /place of service is 22.*not in a facility/,
      quotes: ['incident to'],
    },
    {
      when: 'a new patient by the code',
      draft: { lines: [aLine('99203', { placeOfService: '11' })] },
      notes: [SUPERVISED],
      severity: 'error',
      says: /patient is new/,
      quotes: ['incident to'],
    },
    {
      when: 'a new patient by the note',
      draft: office,
      notes: [`New patient. ${SUPERVISED}`],
      severity: 'error',
      says: /patient is new/,
      quotes: ['incident to', 'New patient'],
    },
    {
      when: 'EM-14: a new problem',
      draft: office,
      notes: [`Established patient with a new problem of knee pain. ${SUPERVISED}`],
      severity: 'error',
      says: /new problem.*no part of a plan/,
      quotes: ['incident to', 'new problem'],
    },
    {
      when: 'no word of supervision',
      draft: office,
      notes: ['Established patient. Billed incident to Dr. Ames.'],
      severity: 'question',
      says: /do not speak of direct supervision/,
      quotes: ['incident to'],
    },
  ],
  passes: [
    {
      when: 'EM-14: established patient and plan, supervised, in an office',
      draft: office,
      notes: [`Established patient. ${SUPERVISED}`],
    },
    {
      when: 'no new problem, as the note says',
      draft: office,
      notes: [`Established patient, no new problem. ${SUPERVISED}`],
    },
    { when: 'a note that does not speak of it', draft: office, notes: ['New patient with a new problem.'] },
  ],
})

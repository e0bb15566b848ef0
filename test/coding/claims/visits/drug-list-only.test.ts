import { drugListOnly } from '#coding/claims/visits/drug-list-only.ts'
import { aLine } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'

const note = (plan: string): readonly string[] => [
  `Established patient.\nMEDICATIONS\nLisinopril 20 mg daily\nASSESSMENT AND PLAN\nHypertension, not at goal. Low salt diet. ${plan}`,
]
const draft = { lines: [aLine('99214')] }

describeRule(drugListOnly, {
  flags: [
    {
      when: 'EM-07: the level needs a drug that is only listed',
      draft,
      notes: note(''),
      severity: 'warning',
      says: /medication list: Listed only/,
      quotes: ['Lisinopril'],
    },
    {
      when: 'the level needs "continue current medications"',
      draft,
      notes: [
        'Established patient.\nASSESSMENT AND PLAN\nHypertension, not at goal. Low salt diet. Continue current medications.',
      ],
      severity: 'warning',
      says: /No drug and no decision on one is named/,
      quotes: ['Continue current medications'],
    },
  ],
  passes: [
    { when: 'EM-07: the plan decides on the drug', draft, notes: note('Continue lisinopril 20 mg.') },
    { when: 'the plan stops it', draft, notes: note('Stop lisinopril because of cough.') },
    { when: 'the level does not need it', draft: { lines: [aLine('99212')] }, notes: note('') },
  ],
})

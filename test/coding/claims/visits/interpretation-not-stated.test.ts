import { interpretationNotStated } from '#coding/claims/visits/interpretation-not-stated.ts'
import { aLine } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'

const note = (imaging: string): readonly string[] => [
  `Established patient.\nIMAGING\n${imaging}\nASSESSMENT AND PLAN\nOsteoarthritis of the right knee, worse. Ice.`,
]
const draft = { lines: [aLine('99214')] }

describeRule(interpretationNotStated, {
  flags: [
    {
      when: 'EM-05: the level needs an interpretation of images that were looked at',
      draft,
      notes: note('Knee x-ray images reviewed.'),
      severity: 'warning',
      says: /state no interpretation.*counts where the notes state it/,
      quotes: ['images reviewed'],
    },
    {
      when: 'the level needs one of a result that has no images',
      draft,
      notes: note('I independently reviewed the CBC.'),
      severity: 'warning',
      says: /without images or tracing/,
      quotes: ['independently reviewed'],
    },
  ],
  passes: [
    {
      when: 'EM-05: it is stated',
      draft,
      notes: note('Knee x-ray independently interpreted by me: joint space loss.'),
    },
    { when: 'nothing was looked at', draft, notes: note('Knee x-ray: joint space loss.') },
    {
      when: 'the level does not need it',
      draft: { lines: [aLine('99212')] },
      notes: note('Knee x-ray images reviewed.'),
    },
  ],
})

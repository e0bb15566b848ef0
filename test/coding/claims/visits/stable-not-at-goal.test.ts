import { stableNotAtGoal } from '#coding/claims/visits/stable-not-at-goal.ts'
import { aLine } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'

const note = (text: string): readonly string[] => [`ASSESSMENT AND PLAN\n${text}`]

describeRule(stableNotAtGoal, {
  flags: [
    {
      when: 'EM-06: one sentence says both',
      notes: note('Type 2 diabetes is stable but not at goal. Continue metformin 500 mg.'),
      severity: 'question',
      says: /"stable" and also "not at goal".*counts it as not stable/,
      quotes: ['stable', 'not at goal'],
    },
    {
      when: 'the statements stand under one problem',
      notes: note('1. Hypertension: stable.\n- Blood pressure above goal at home.\n2. Gout: no flares.'),
      severity: 'question',
      says: /"stable" and also "above goal"/,
      quotes: ['stable', 'above goal'],
    },
  ],
  passes: [
    { when: 'EM-06: stable and at goal', notes: note('Type 2 diabetes is stable and at goal.') },
    { when: 'not at goal alone', notes: note('Type 2 diabetes, not at goal. Increase metformin.') },
    { when: 'of two problems', notes: note('1. Hypertension: stable.\n2. Type 2 diabetes: not at goal.') },
    {
      when: 'no visit on the draft',
      draft: { lines: [aLine('90834')] },
      notes: note('Diabetes is stable, not at goal.'),
    },
  ],
})

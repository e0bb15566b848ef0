import { problemNotAddressed } from '#coding/claims/visits/problem-not-addressed.ts'
import { aLine } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'

const line = (code: string) => ({ lines: [aLine(code)] })

describeRule(problemNotAddressed, {
  flags: [
    {
      when: 'EM-03: the level needs a problem that the assessment merely lists',
      draft: line('99214'),
      notes: [
        'Established patient.\nASSESSMENT AND PLAN\n1. Hypertension: at goal, continue lisinopril 20 mg daily.\n2. Hypothyroidism',
      ],
      severity: 'warning',
      says: /Hypothyroidism: Listed only.*evaluated or treated/,
      quotes: ['Hypothyroidism'],
    },
    {
      when: 'the level needs a problem of the history',
      draft: line('99214'),
      notes: [
        'Established patient.\nPAST MEDICAL HISTORY\nType 2 diabetes.\nASSESSMENT AND PLAN\nHypertension, at goal. Continue lisinopril 20 mg daily.',
      ],
      severity: 'warning',
      says: /Diabetes mellitus: Listed in the history only/,
      quotes: ['Type 2 diabetes'],
    },
    {
      when: 'the level needs a problem that another clinician manages',
      draft: line('99214'),
      notes: [
        'Established patient.\nASSESSMENT AND PLAN\n1. Hypertension: at goal, continue lisinopril 20 mg daily.\n2. Type 2 diabetes: managed by endocrinology.',
      ],
      severity: 'warning',
      says: /Managed by another clinician/,
      quotes: ['Type 2 diabetes'],
    },
  ],
  passes: [
    {
      when: 'EM-03: both are addressed',
      draft: line('99214'),
      notes: [
        'Established patient.\nASSESSMENT AND PLAN\n1. Hypertension: at goal, continue lisinopril 20 mg daily.\n2. Hypothyroidism: stable, TSH in range.',
      ],
    },
    {
      when: 'another clinician manages it and this one decides too',
      draft: line('99214'),
      notes: [
        'Established patient.\nASSESSMENT AND PLAN\n1. Hypertension: at goal, continue lisinopril 20 mg daily.\n2. Type 2 diabetes: followed by endocrinology; increase metformin to 1000 mg.',
      ],
    },
    {
      when: 'the level does not need it',
      draft: line('99213'),
      notes: [
        'Established patient.\nASSESSMENT AND PLAN\n1. Hypertension: at goal, continue lisinopril 20 mg daily.\n2. Hypothyroidism',
      ],
    },
    { when: 'no visit on the draft', draft: line('90834'), notes: ['PAST MEDICAL HISTORY\nType 2 diabetes.'] },
  ],
})

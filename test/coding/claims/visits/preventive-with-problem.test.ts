import { preventiveWithProblem } from '#coding/claims/visits/preventive-with-problem.ts'
import { parseModifierCode } from '#coding/domain/procedure-code.ts'
import { aDiagnosis, aLine } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'

const WELL = 'Annual exam.\nASSESSMENT AND PLAN\nAnnual physical examination, normal. Vaccines are up to date.'
const PROBLEM = `${WELL}\nDepression, worse. Increase sertraline to 100 mg daily.`
const diagnoses = [aDiagnosis('Z00.00'), aDiagnosis('F32.A')]
const with25 = { modifiers: [parseModifierCode('25')], diagnosisPointers: [2] }

describeRule(preventiveWithProblem, {
  flags: [
    {
      when: 'the note addresses a significant problem too',
      draft: { diagnoses, lines: [aLine('99396')] },
      notes: [PROBLEM],
      severity: 'information',
      says: /stands alone; the notes also address Depression/,
      quotes: ['Depression'],
    },
    {
      when: 'EM-16: both visits without 25',
      draft: { diagnoses, lines: [aLine('99396'), aLine('99213', { diagnosisPointers: [2] })] },
      notes: [PROBLEM],
      severity: 'error',
      says: /without 25/,
      quotes: ['Depression'],
    },
    {
      when: 'EM-16: a wellness visit of Part B and a problem without 25',
      draft: { diagnoses, lines: [aLine('G0439'), aLine('99213', { diagnosisPointers: [2] })] },
      notes: [PROBLEM],
      severity: 'error',
      says: /stands beside G0439 without 25/,
      quotes: ['Depression'],
    },
    {
      when: 'a problem visit without a problem',
      draft: { diagnoses, lines: [aLine('99396'), aLine('99213', with25)] },
      notes: [WELL],
      severity: 'error',
      says: /address no problem beyond it/,
    },
    {
      when: 'the problem visit points to the preventive reason alone',
      draft: { diagnoses, lines: [aLine('99396'), aLine('99213', { ...with25, diagnosisPointers: [1] })] },
      notes: [PROBLEM],
      severity: 'warning',
      says: /points to the reason of the preventive visit alone/,
    },
  ],
  passes: [
    { when: 'a preventive visit alone', draft: { diagnoses, lines: [aLine('99396')] }, notes: [WELL] },
    {
      when: 'EM-16: both, with 25 and its own diagnosis',
      draft: { diagnoses, lines: [aLine('99396'), aLine('99213', with25)] },
      notes: [PROBLEM],
    },
    {
      when: 'a stable illness that the preventive visit goes over',
      draft: { diagnoses, lines: [aLine('99396')] },
      notes: [`${WELL}\nHypertension, at goal.`],
    },
    { when: 'a problem visit alone', draft: { lines: [aLine('99213')] }, notes: [PROBLEM] },
  ],
})

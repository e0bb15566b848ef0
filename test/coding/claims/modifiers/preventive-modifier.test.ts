import { preventiveModifier } from '#coding/claims/modifiers/preventive-modifier.ts'
import { aDiagnosis } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'
import { aModifiedLine } from './modifier-tables.ts'

const scope = (diagnosis: string, ...modifiers: readonly string[]) => ({
  diagnoses: [aDiagnosis(diagnosis)],
  lines: [aModifiedLine('45385', modifiers)],
})
const medicare = { payer: 'medicare' as const }
const commercial = { payer: 'commercial' as const }

describeRule(preventiveModifier, {
  flags: [
    {
      when: 'MOD-PT: a screening that removed a polyp, to Medicare',
      draft: scope('Z12.11'),
      record: medicare,
      severity: 'question',
      says: /began as a screening.*PT says so/,
    },
    {
      when: 'MOD-33: the same to another payer',
      draft: scope('Z12.11'),
      record: commercial,
      severity: 'question',
      says: /33 says so/,
    },
    {
      when: 'MOD-PT: PT to another payer',
      draft: scope('Z12.11', 'PT'),
      record: commercial,
      severity: 'warning',
      says: /Report 33/,
    },
    {
      when: 'MOD-PT: PT on a code that treats nothing',
      draft: { lines: [aModifiedLine('G0121', ['PT'])] },
      record: medicare,
      severity: 'error',
      says: /this code is none/,
    },
    {
      when: 'both',
      draft: scope('Z12.11', '33', 'PT'),
      record: medicare,
      severity: 'error',
      says: /Medicare takes PT/,
    },
  ],
  passes: [
    { when: 'MOD-PT: said to Medicare', draft: scope('Z12.11', 'PT'), record: medicare },
    { when: 'MOD-33: said to another payer', draft: scope('Z12.11', '33'), record: commercial },
    { when: 'a scope for bleeding', draft: scope('K92.1'), record: medicare },
    {
      when: 'a screening that remained one',
      draft: { diagnoses: [aDiagnosis('Z12.11')], lines: [aModifiedLine('G0121')] },
      record: medicare,
    },
    { when: 'a payer that is not known', draft: scope('Z12.11', 'PT'), record: { payer: 'unknown' } },
  ],
})

import { repeatedService } from '#coding/claims/modifiers/repeated-service.ts'
import { parseDateOnly } from '#coding/domain/date-only.ts'
import { describeRule } from '../try-rule.ts'
import { aModifiedLine } from './modifier-tables.ts'

describeRule(repeatedService, {
  flags: [
    {
      when: 'MOD-76: the same line twice',
      draft: { lines: [aModifiedLine('G0001'), aModifiedLine('G0001')] },
      severity: 'warning',
      says: /Lines 1 and 2 are the same service/,
    },
    {
      when: 'MOD-76: the note says that it was repeated',
      draft: { lines: [aModifiedLine('93000'), aModifiedLine('93000')] },
      notes: ['PROCEDURE: ECG repeated after 20 minutes.'],
      severity: 'warning',
      says: /76 says that it was done again/,
      quotes: ['repeated after 20 minutes'],
    },
    {
      when: 'MOD-77: by somebody else',
      draft: { lines: [aModifiedLine('93000'), aModifiedLine('93000')] },
      notes: ['PROCEDURE: ECG repeated by another physician.'],
      severity: 'warning',
      says: /77 says that it was done again/,
      quotes: ['repeated by another physician'],
    },
    {
      when: 'MOD-91: a test of the laboratory repeated',
      draft: { lines: [aModifiedLine('82947'), aModifiedLine('82947')] },
      notes: ['RESULTS: Glucose was repeated at noon.'],
      severity: 'warning',
      says: /91 says that it was done again/,
      quotes: ['repeated at noon'],
    },
    {
      when: 'MOD-91: a rerun to confirm is part of the test',
      draft: { lines: [aModifiedLine('82947'), aModifiedLine('82947')] },
      notes: ['RESULTS: Glucose was repeated to confirm the result.'],
      severity: 'warning',
      says: /take one out/,
    },
    {
      when: 'MOD-91: 91 on what is no laboratory test',
      draft: { lines: [aModifiedLine('93000', ['91'])] },
      severity: 'error',
      says: /carries 91, and is no laboratory test/,
    },
    {
      when: 'MOD-76: 76 on a laboratory test',
      draft: { lines: [aModifiedLine('82947', ['76'])] },
      severity: 'error',
      says: /carries 76, and is a laboratory test/,
    },
    {
      when: 'the same side twice',
      draft: { lines: [aModifiedLine('G0001', ['LT']), aModifiedLine('G0001', ['LT'])] },
      severity: 'warning',
      says: /76, 77 or 91/,
    },
  ],
  passes: [
    {
      when: 'MOD-91: a laboratory test with 91',
      draft: { lines: [aModifiedLine('82947'), aModifiedLine('82947', ['91'])] },
    },
    {
      when: 'MOD-76: repeated by the same professional',
      draft: { lines: [aModifiedLine('G0001'), aModifiedLine('G0001', ['76'])] },
    },
    { when: 'MOD-77: repeated by another', draft: { lines: [aModifiedLine('G0001'), aModifiedLine('G0001', ['77'])] } },
    {
      when: 'MOD-91: a laboratory test repeated',
      draft: { lines: [aModifiedLine('G0001'), aModifiedLine('G0001', ['91'])] },
    },
    { when: 'two sides', draft: { lines: [aModifiedLine('G0001', ['RT']), aModifiedLine('G0001', ['LT'])] } },
    {
      when: 'a drug and what was discarded of it',
      draft: { lines: [aModifiedLine('J0001'), aModifiedLine('J0001', ['JW'])] },
    },
    {
      when: 'two days',
      draft: { lines: [aModifiedLine('G0001'), { ...aModifiedLine('G0001'), date: parseDateOnly('2026-11-03') }] },
    },
  ],
})

import { laboratoryNumber } from '#coding/claims/scrub/laboratory-number.ts'
import { parseModifierCode } from '#coding/domain/procedure-code.ts'
import { aLine } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'

const test = (code: string, ...modifiers: readonly string[]) =>
  aLine(code, { modifiers: modifiers.map(parseModifierCode) })
const waiver = { laboratory: { clia: '36D1234567', certificate: 'waiver' } } as const

describeRule(laboratoryNumber, {
  flags: [
    {
      when: 'SCR-34: no number',
      draft: { lines: [test('83036')] },
      severity: 'question',
      says: /83036.*no CLIA number/,
    },
    {
      when: 'SCR-34: a number of another form',
      draft: { lines: [], filing: { laboratory: { clia: '36D123456' } } },
      severity: 'error',
      says: /none of CLIA/,
    },
    {
      when: 'SCR-34: a waived test without QW',
      draft: { lines: [test('83036')], filing: waiver },
      severity: 'error',
      says: /lacks QW/,
    },
  ],
  passes: [
    { when: 'SCR-34: with QW', draft: { lines: [test('83036', 'QW')], filing: waiver } },
    { when: 'one that needs none', draft: { lines: [test('81002')], filing: waiver } },
    {
      when: 'a full certificate',
      draft: { lines: [test('83036')], filing: { laboratory: { clia: '36D1234567', certificate: 'full' } } },
    },
    { when: 'sent out', draft: { lines: [test('80053', '90')] } },
    { when: 'in a hospital', draft: { lines: [aLine('80053', { placeOfService: '22' })] } },
    { when: 'drawing blood', draft: { lines: [test('36415')] } },
  ],
})

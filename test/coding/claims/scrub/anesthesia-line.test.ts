import { anesthesiaLine } from '#coding/claims/scrub/anesthesia-line.ts'
import { parseModifierCode } from '#coding/domain/procedure-code.ts'
import { aLine } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'

const line = (minutes: number | undefined, ...modifiers: readonly string[]) => ({
  lines: [
    aLine('01402', { modifiers: modifiers.map(parseModifierCode), ...(minutes === undefined ? {} : { minutes }) }),
  ],
})
const medicare = { payer: 'medicare' } as const

describeRule(anesthesiaLine, {
  flags: [
    {
      when: 'SCR-35: no minutes',
      draft: line(undefined, 'AA'),
      record: medicare,
      severity: 'error',
      says: /lacks its minutes\./,
    },
    { when: 'SCR-35: no physical status', draft: line(75, 'AA'), severity: 'warning', says: /physical status/ },
    { when: 'nobody gave it', draft: line(75, 'P3'), record: medicare, severity: 'warning', says: /who gave it/ },
  ],
  passes: [
    { when: 'SCR-35: complete for Medicare', draft: line(75, 'AA'), record: medicare },
    { when: 'complete for others', draft: line(75, 'P2') },
    { when: 'no anesthesia', draft: {} },
  ],
})

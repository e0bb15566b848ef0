import { lineModifiers } from '#coding/claims/lines/line-modifiers.ts'
import { parseModifierCode } from '#coding/domain/procedure-code.ts'
import { aLine } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'

const modified = (...codes: string[]) => ({ lines: [aLine('20610', { modifiers: codes.map(parseModifierCode) })] })

describeRule(lineModifiers, {
  flags: [
    {
      when: 'five modifiers',
      draft: modified('25', '59', 'RT', '76', '77'),
      severity: 'error',
      says: /a line holds 4/,
    },
    { when: 'the same modifier twice', draft: modified('RT', 'RT'), severity: 'error', says: /RT twice/ },
  ],
  passes: [
    { when: 'no modifier', draft: modified() },
    { when: 'four different ones', draft: modified('25', '59', 'RT', '76') },
  ],
})

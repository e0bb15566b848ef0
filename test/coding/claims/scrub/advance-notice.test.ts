import { advanceNotice } from '#coding/claims/scrub/advance-notice.ts'
import { parseModifierCode } from '#coding/domain/procedure-code.ts'
import { aLine } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'

const lineWith = (...modifiers: readonly string[]) => ({
  lines: [aLine('20610', { modifiers: modifiers.map(parseModifierCode) })],
})

describeRule(advanceNotice, {
  flags: [
    ...[
      ['GA', 'GZ'],
      ['GY', 'GA'],
      ['GZ', 'GY'],
      ['GA', 'GX'],
      ['GZ', 'GX'],
    ].map((pair) => ({
      when: `SCR-27, MOD-GA: ${pair.join(' with ')}`,
      draft: lineWith(...pair),
      severity: 'error' as const,
      says: /carries/,
    })),
  ],
  passes: [
    ...['GA', 'GX', 'GY', 'GZ'].map((one) => ({ when: `${one} alone`, draft: lineWith(one) })),
    { when: 'SCR-27, MOD-GX: GX with GY', draft: lineWith('GX', 'GY') },
    { when: 'on different lines', draft: { lines: [...lineWith('GA').lines, ...lineWith('GZ').lines] } },
  ],
})

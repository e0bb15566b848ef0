import { lineMissing } from '#coding/claims/lines/line-missing.ts'
import { describeRule } from '../try-rule.ts'

describeRule(lineMissing, {
  flags: [{ when: 'a draft without a line', draft: { lines: [] }, severity: 'warning', says: /no service line/ }],
  passes: [
    { when: 'a draft with a line' },
    { when: 'a hospital draft, whose lines come from its charges', draft: { kind: 'institutional', lines: [] } },
  ],
})

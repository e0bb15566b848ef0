import { attachmentNumber } from '#coding/claims/scrub/attachment-number.ts'
import { parseModifierCode } from '#coding/domain/procedure-code.ts'
import { aLine } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'

const lines = [aLine('27447', { modifiers: [parseModifierCode('22')] })]

describeRule(attachmentNumber, {
  flags: [
    { when: 'SCR-43: no number', draft: { filing: { attachment: {} } }, severity: 'error', says: /no control number/ },
    { when: 'increased work without a report', draft: { lines }, severity: 'warning', says: /27447.*increased work/ },
  ],
  passes: [
    { when: 'SCR-43: with its number', draft: { lines, filing: { attachment: { control: 'C1' } } } },
    { when: 'nothing follows', draft: {} },
  ],
})

import { parseDateOnly } from '../../domain/date-only.ts'
import type { ClaimRule } from '../claim-rule.ts'

/** Documents that follow a claim carry its control number (SCR-43). */
export const attachmentNumber: ClaimRule = {
  id: 'attachment-number',
  family: 'scrub',
  source: { title: 'ASC X12 837P', edition: '005010X222A1', section: 'PWK06' },
  effective: { from: parseDateOnly('2012-01-01') },
  check: ({ draft: { filing, lines } }) => {
    const attachment = filing?.attachment
    if (attachment?.control !== undefined) return []
    if (attachment !== undefined) {
      const message = 'Documents will follow, and the draft has no control number for them.'
      return [
        {
          severity: 'error',
          message,
          advice: 'Give one; the same stands on the documents.',
          about: 'attachment',
          evidence: [],
        },
      ]
    }
    const line = lines.findIndex(({ modifiers }) => modifiers.some((modifier) => modifier === '22'))
    const code = lines[line]?.code.code
    if (code === undefined) return []
    const message = `Line ${line + 1} (${code}) claims increased work (22), and no document is announced.`
    const advice = 'Payers ask for the operative report; announce it with a control number.'
    return [{ severity: 'warning', message, advice, about: `line ${line + 1}`, evidence: [] }]
  },
}

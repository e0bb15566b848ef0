import { parseDateOnly } from '../../domain/date-only.ts'
import type { ClaimRule } from '../claim-rule.ts'

// CPT numbers of imaging and of laboratory tests, as the manual names the two groups; ranges, no list.
const ORDERED = /^[78]\d{4}$/

/** Tests and imaging name who ordered them (SCR-07). */
export const orderingProviderMissing: ClaimRule = {
  id: 'ordering-provider-missing',
  family: 'scrub',
  source: {
    title: 'Medicare Claims Processing Manual',
    edition: 'chapter 26, rev. 2024',
    section: '10.4, item 17; 42 CFR 424.507',
  },
  effective: { from: parseDateOnly('2015-10-01') },
  check: ({ draft, record: { payer } }) => {
    const { referringProvider, orderingProvider } = draft.filing ?? {}
    const isNamed = [referringProvider, orderingProvider].some((one) => (one?.reference ?? one?.npi) !== undefined)
    if (payer !== 'medicare' || draft.kind !== 'professional' || isNamed) return []
    const line = draft.lines.findIndex(({ code }) => ORDERED.test(code.code))
    const code = draft.lines[line]?.code.code
    if (code === undefined) return []
    const message = `Line ${line + 1} (${code}) is a test or image, and the draft does not say who ordered it.`
    const advice = 'Name the ordering or referring provider; it may be the one who performed it.'
    return [{ severity: 'question', message, advice, about: `line ${line + 1}`, evidence: [] }]
  },
}

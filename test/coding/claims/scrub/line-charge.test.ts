import { lineCharge } from '#coding/claims/scrub/line-charge.ts'
import { aLine } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'

const edition = '2026'
const tables = {
  findCharge: (code: string, { modifiers }: { readonly modifiers: readonly string[] }) => {
    if (code !== 'G0001') return { state: 'none', edition } as const
    const cents = modifiers.includes('26') ? 4000 : 11_000
    return { state: 'found', value: { cents, currency: 'USD' }, edition } as const
  },
}
const usd = (cents: number) => ({ price: { cents, currency: 'USD' } })

describeRule(lineCharge, {
  flags: [
    {
      when: 'SCR-13: a line without the charge of the schedule',
      draft: { lines: [aLine('G0001', { units: 2 })] },
      tables,
      severity: 'recode',
      says: /2 × 110\.00 USD = 220\.00 USD by the site’s fee schedule \(2026\)/,
    },
    {
      when: 'SCR-13: no charge above nothing',
      draft: { lines: [aLine('G0001', usd(0))] },
      tables,
      severity: 'error',
      says: /no amount above nothing/,
    },
    {
      when: 'SCR-13: one line without a charge beside another',
      draft: { lines: [aLine('G0001', usd(11_000)), aLine('G0002')] },
      tables,
      severity: 'error',
      says: /Line 2 .*sum is not the total/,
    },
    {
      when: 'another charge than that of the schedule',
      draft: { lines: [aLine('G0001', usd(9000))] },
      tables,
      severity: 'warning',
      says: /charged 90\.00 USD; .* has 1 × 110\.00 USD/,
    },
    {
      when: 'two currencies',
      draft: { lines: [aLine('G0001', usd(11_000)), aLine('G0002', { price: { cents: 100, currency: 'EUR' } })] },
      tables,
      severity: 'error',
      says: /USD and EUR: the claim has no total/,
    },
  ],
  passes: [
    { when: 'SCR-13: the charge of the schedule', draft: { lines: [aLine('G0001', usd(11_000))] }, tables },
    { when: 'a code that the schedule does not name', draft: { lines: [aLine('G0002')] }, tables },
    { when: 'no schedule', draft: { lines: [aLine('G0001', { units: 2 })] } },
    { when: 'no schedule, and a charge by hand', draft: { lines: [aLine('G0001', usd(9000))] } },
  ],
})

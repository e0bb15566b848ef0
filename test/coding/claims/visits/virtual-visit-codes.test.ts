import { virtualVisitCodes } from '#coding/claims/visits/virtual-visit-codes.ts'
import { parseDateOnly } from '#coding/domain/date-only.ts'
import { aLine } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'

const line = (code: string) => ({ lines: [aLine(code)] })
const spent = (minutes: number) => [`ASSESSMENT: Hypertension, at goal.\nTotal time today: ${minutes} minutes.`]
const medicare = { payer: 'medicare' } as const

describeRule(virtualVisitCodes, {
  flags: [
    ...['99441', '99442', '99443'].map((code) => ({
      when: `${code} after it ended`,
      draft: line(code),
      severity: 'error' as const,
      says: /has not existed since 2025-01-01.*93/,
    })),
    {
      when: 'the check-in that ended',
      draft: line('G2012'),
      severity: 'error',
      says: /has not existed.*98016/,
    },
    {
      when: 'a telemedicine visit for Medicare',
      draft: line('98005'),
      record: medicare,
      severity: 'error',
      says: /not taken by this payer/,
    },
    {
      when: 'ten minutes without a picture',
      draft: line('98012'),
      notes: spent(10),
      severity: 'error',
      says: /more than ten minutes of talk; the note states 10/,
      quotes: ['10 minutes'],
    },
  ],
  passes: [
    { when: 'eleven minutes without a picture', draft: line('98012'), notes: spent(11) },
    { when: 'ten minutes with a picture', draft: line('98004'), notes: spent(10) },
    { when: 'a commercial payer', draft: line('98005') },
    {
      when: 'a payer that the site has switched',
      draft: line('98005'),
      record: medicare,
      context: { policy: { takesTelemedicineVisits: true } },
    },
    {
      when: 'the last day of the old numbers',
      draft: { lines: [aLine('99442', { date: parseDateOnly('2024-12-31') })] },
    },
    { when: 'a visit', draft: line('99213') },
  ],
})

/** Reports of a made-up site, for the scenes. */
import type { DayEndAnswer, ShadowAnswer } from '#coding/contract/site-report.ts'
import { parseDateOnly } from '#coding/domain/date-only.ts'

const AT = '2026-11-02T22:00:00Z'
const RIVERA = { reference: 'Practitioner/rivera', name: 'Elena Rivera, MD' }
const OKAFOR = { reference: 'Practitioner/okafor', name: 'Chidi Okafor, MD' }

const DAY_END: DayEndAnswer = {
  days: [
    {
      day: parseDateOnly('2026-11-01'),
      at: AT,
      report: {
        providers: [{ provider: RIVERA, kept: 14, finished: 13, coded: 11, filed: 9 }],
        gaps: [
          { kind: 'finished-uncoded', reference: 'Encounter/e1', provider: RIVERA, visitType: 'Office visit' },
          { kind: 'finished-uncoded', reference: 'Encounter/e2', provider: RIVERA, visitType: 'Office visit' },
          { kind: 'coded-not-filed', reference: 'Encounter/e3', provider: RIVERA, visitType: 'Office visit' },
        ],
        unread: [],
      },
    },
    {
      day: parseDateOnly('2026-11-02'),
      at: AT,
      report: {
        providers: [
          { provider: OKAFOR, kept: 9, finished: 8, coded: 8, filed: 8 },
          { kept: 0, finished: 1, coded: 0, filed: 0 },
        ],
        gaps: [
          { kind: 'appointment-without-encounter', reference: 'Appointment/a7', provider: OKAFOR },
          {
            kind: 'procedure-without-line',
            reference: 'Encounter/e4',
            provider: OKAFOR,
            visitType: 'Office visit',
            code: '20610',
            text: 'Injection of the knee',
          },
          { kind: 'line-without-documentation', reference: 'Encounter/e5', provider: OKAFOR, code: '73562' },
          { kind: 'finished-uncoded', reference: 'Encounter/e6' },
        ],
        unread: ['Claim'],
      },
    },
  ],
}

const SHADOW: ShadowAnswer = {
  days: [
    {
      day: parseDateOnly('2026-11-02'),
      at: AT,
      report: {
        compared: 41,
        uncompared: 6,
        source: 'ehr',
        cells: [
          { family: 'Circulation', serviceLine: 'Internal medicine', agreed: 38, missing: 7, extra: 5 },
          { family: 'Musculoskeletal', serviceLine: 'Orthopedics', agreed: 22, missing: 3, extra: 1 },
          { family: 'Endocrine and metabolic', serviceLine: 'Internal medicine', agreed: 11, missing: 2, extra: 4 },
          { family: 'Procedures', serviceLine: 'Orthopedics', agreed: 0, missing: 9, extra: 0 },
        ],
      },
    },
  ],
}

export async function readSiteSample(path: string): Promise<unknown> {
  return path.startsWith('/v1/reports/day-end') ? DAY_END : SHADOW
}

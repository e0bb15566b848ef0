/** Reports of a made-up site, for the scenes. */
import type { AuditedVisit } from '#coding/accuracy/audited-visit.ts'
import { tellAccuracy } from '#coding/accuracy/tell-accuracy.ts'
import type { AccuracyAnswer } from '#coding/contract/accuracy.ts'
import type { FeedbackAnswer } from '#coding/contract/feedback.ts'
import type { DayEndAnswer, ShadowAnswer } from '#coding/contract/site-report.ts'
import type { UseReportAnswer } from '#coding/contract/use-report.ts'
import { parseDateOnly } from '#coding/domain/date-only.ts'
import { tellShadow } from '#coding/reports/tell-shadow.ts'
import { buildUseSample } from './use-sample.ts'

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

const CODES = ['I10', 'E11.9', 'J45.909', 'M17.11'] as const

/** Some of the visits err in some of their codes, and say how sure they were. */
function anAuditedVisit(index: number): AuditedVisit {
  const final = CODES.filter((_, place) => (index + place) % 7 === 0 && place === 1).length > 0 ? CODES.slice(1) : CODES
  return {
    week: index % 2 === 0 ? '2026-10-19' : '2026-10-26',
    serviceLine: index % 3 === 0 ? 'Orthopedics' : 'Internal medicine',
    band: index % 4 === 0 ? '0.7-0.9' : '0.9-1',
    stratumSize: 60,
    engine: '0.1.0 3f9a2b1c, embedded FY2027',
    groups: {
      age: index % 3 === 0 ? '65-79' : '40-64',
      sex: index % 2 === 0 ? 'female' : 'male',
      language: index % 11 === 0 ? 'es' : 'en',
      payer: index % 3 === 0 ? 'medicare' : 'commercial',
    },
    suggested: CODES.map((code, place) => ({ code, confidence: [0.97, 0.86, 0.75, 0.55][place] ?? 1 })),
    final,
    blind: index % 5 === 0 ? CODES.slice(0, 3) : CODES,
  }
}

const FEEDBACK: FeedbackAnswer = {
  rows: [
    {
      kind: 'code',
      about: 'M17.11',
      direction: 'add',
      confidence: 0.97,
      source: 'rule',
      engine: '0.1.0 3f9a2b1c, embedded FY2027',
      spans: [{ text: 'osteoarthritis of the right knee', section: 'assessment', existence: 'present' }],
      choice: 'accept',
    },
    {
      kind: 'prompt',
      about: 'heart-failure',
      source: 'rule',
      engine: '0.1.0 3f9a2b1c, embedded FY2027',
      spans: [{ text: 'Heart failure, stable', section: 'assessment', existence: 'present' }],
      choice: 'dismiss',
      reason: 'not-clinically-relevant',
    },
  ],
}

const USE: UseReportAnswer = buildUseSample()
const ACCURACY: AccuracyAnswer = {
  weeks: [
    { week: parseDateOnly('2026-10-19'), population: 212, drawn: 24, coded: 24, withdrawn: 0 },
    { week: parseDateOnly('2026-10-26'), population: 198, drawn: 24, coded: 20, withdrawn: 1 },
  ],
  report: tellAccuracy(Array.from({ length: 44 }, (_, index) => anAuditedVisit(index))),
}

const SHADOW: ShadowAnswer = {
  range: { from: parseDateOnly('2026-10-26'), to: parseDateOnly('2026-11-01') },
  ...tellShadow([
    {
      compared: 41,
      uncompared: 6,
      source: 'ehr',
      cells: [
        { family: 'Circulation', serviceLine: 'Internal medicine', agreed: 38, missing: 7, extra: 5, visits: 30 },
        { family: 'Musculoskeletal', serviceLine: 'Orthopedics', agreed: 22, missing: 3, extra: 1, visits: 15 },
        {
          family: 'Endocrine and metabolic',
          serviceLine: 'Internal medicine',
          agreed: 11,
          missing: 2,
          extra: 4,
          visits: 9,
        },
        { family: 'Procedures', serviceLine: 'Orthopedics', agreed: 0, missing: 9, extra: 0, visits: 9 },
      ],
    },
  ]),
}

export async function askSiteSample({ path }: { readonly path: string }): Promise<unknown> {
  if (path.startsWith('/v1/reports/day-end')) return DAY_END
  if (path.startsWith('/v1/reports/shadow')) return SHADOW
  if (path.startsWith('/v1/reports/feedback')) return FEEDBACK
  return path.startsWith('/v1/reports/use') ? USE : ACCURACY
}

import { criticalCareTime } from '#coding/claims/visits/critical-care-time.ts'
import { aLine } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'

const stating = (minutes: number): readonly string[] => [
  `Critical care time: ${minutes} minutes, exclusive of separately billable procedures.`,
]
const lines = (further = 0) => ({
  lines: [aLine('99291'), ...(further === 0 ? [] : [aLine('99292', { units: further })])],
})
const medicare = { payer: 'medicare' } as const
const cpt = { payer: 'commercial' } as const

/** The last minute of a number of further units, and the first of the next. */
const LAST = [
  [cpt, 74, 0],
  [cpt, 104, 1],
  [cpt, 134, 2],
  [medicare, 103, 0],
  [medicare, 133, 1],
] as const

describeRule(criticalCareTime, {
  flags: [
    {
      when: 'EM-15: 29 minutes',
      draft: lines(),
      notes: stating(29),
      severity: 'error',
      says: /states 29 minutes.*begins at 30/,
      quotes: ['Critical care time: 29 minutes'],
    },
    {
      when: 'no minutes',
      draft: lines(),
      notes: ['Critical care provided.'],
      severity: 'question',
      says: /do not state one total/,
    },
    {
      when: 'procedures are not left out',
      draft: lines(),
      notes: ['Critical care time: 45 minutes.'],
      severity: 'question',
      says: /does not say that 45 minutes leave out/,
      quotes: ['Critical care time: 45 minutes'],
    },
    {
      when: 'the further code alone below its minutes',
      draft: { lines: [aLine('99292')] },
      record: medicare,
      notes: stating(80),
      severity: 'error',
      says: /begins at 104/,
      quotes: ['Critical care time: 80 minutes'],
    },
    ...LAST.flatMap(([record, minutes, units]) => [
      {
        when: `${minutes} minutes, ${record.payer}, one unit too many`,
        draft: lines(units + 1),
        record,
        notes: stating(minutes),
        severity: 'error' as const,
        says: /which gives \d/,
        quotes: [`Critical care time: ${minutes} minutes`],
      },
      {
        when: `${minutes + 1} minutes, ${record.payer}, one unit less than they give`,
        draft: lines(units),
        record,
        notes: stating(minutes + 1),
        severity: 'information' as const,
        says: new RegExp(`Report ${units + 1}`),
        quotes: [`Critical care time: ${minutes + 1} minutes`],
      },
    ]),
  ],
  passes: [
    { when: 'EM-15: 30 minutes', draft: lines(), notes: stating(30) },
    ...LAST.flatMap(([record, minutes, units]) => [
      { when: `${minutes} minutes, ${record.payer}`, draft: lines(units), record, notes: stating(minutes) },
      { when: `${minutes + 1} minutes, ${record.payer}`, draft: lines(units + 1), record, notes: stating(minutes + 1) },
    ]),
    {
      when: 'an hour and minutes',
      draft: lines(1),
      notes: ['Critical care time: 1 hour 15 minutes, exclusive of separately billable procedures.'],
    },
    {
      when: 'an hour before the words',
      draft: lines(),
      notes: ['I provided 1 hour of critical care, excluding procedures.'],
    },
    {
      when: 'the number before the words',
      draft: lines(),
      notes: ['I provided 40 minutes of critical care, excluding procedures.'],
    },
    { when: 'no critical care on the draft', draft: { lines: [aLine('99233')] }, notes: stating(20) },
  ],
})

import { expect, test } from 'vitest'
import { describeHistory } from '#app/features/draft/history-words.ts'
import { parseDateOnly } from '#coding/domain/date-only.ts'
import { parseProcedureCode } from '#coding/domain/procedure-code.ts'

const service = {
  date: parseDateOnly('2026-03-01'),
  code: parseProcedureCode('99213'),
  modifiers: [],
  units: 1,
  professional: 'same',
  from: 'claim',
} as const

test.each([
  [{ priorServices: [], priorVisits: [], unseen: [] }, 'Earlier services in the EHR: none on record.'],
  [
    {
      priorServices: [service, { ...service, from: 'charge' as const }],
      priorVisits: [{ date: parseDateOnly('2025-01-02'), professional: 'other' as const }],
      unseen: [],
    },
    'Earlier services in the EHR: 1 on a claim, 1 as a charge, 1 earlier visit, since 2025-01-02.',
  ],
  [
    {
      priorServices: [],
      priorVisits: [],
      unseen: [
        { source: 'billing' as const, because: 'failed' as const },
        { source: 'billing' as const, because: 'withheld' as const },
      ],
    },
    'Earlier services in the EHR: none on record. Not seen in full: claims and charges.',
  ],
])('says where earlier services stand', (history, words) => {
  expect(describeHistory(history)).toBe(words)
})

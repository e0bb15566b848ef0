import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import { DayEndPage } from '#app/features/day-end/day-end-page.tsx'
import { addUpProviders, drawGaps, listGaps, tabulateGaps } from '#app/features/day-end/day-end-words.ts'
import { createReportStore } from '#app/ui/report/report-store.ts'
import type { DayEndAnswer } from '#coding/contract/site-report.ts'
import { parseDateOnly } from '#coding/domain/date-only.ts'

const ada = { reference: 'Practitioner/ada', name: 'Ada' }
const answer: DayEndAnswer = {
  days: [
    {
      day: parseDateOnly('2026-03-01'),
      at: '2026-03-01T20:00:00Z',
      report: {
        providers: [{ provider: ada, kept: 2, finished: 2, coded: 2, filed: 2 }],
        reviewed: 1,
        gaps: [],
        unread: [],
      },
    },
    {
      day: parseDateOnly('2026-03-02'),
      at: '2026-03-02T20:00:00Z',
      report: {
        providers: [
          { provider: ada, kept: 1, finished: 1, coded: 0, filed: 0 },
          { kept: 0, finished: 1, coded: 1, filed: 1 },
        ],
        gaps: [
          { kind: 'finished-uncoded', reference: 'Encounter/e1', provider: ada },
          { kind: 'procedure-without-line', reference: 'Encounter/e2', code: '20610', text: '=SUM(A1)' },
        ],
        unread: ['ChargeItem'],
      },
    },
  ],
}

async function draw(read: () => Promise<DayEndAnswer>): Promise<string> {
  const report = createReportStore({ read, describeProblem: () => 'Postil cannot be reached.' })
  await report.load({ from: '2026-03-01', to: '2026-03-02' })
  // A server draws a store as it was at first; here it is drawn as it is now.
  Object.assign(report.store, { getInitialState: report.store.getState })
  return renderToStaticMarkup(<DayEndPage report={report} />)
}

describe('day’s end', () => {
  test('has a picture, the same figures as a table, and the list', async () => {
    const markup = await draw(async () => answer)
    expect(markup).toContain('2 to look at in 2 days.')
    expect(markup).toMatch(/<svg[^>]+role="img"/)
    expect(markup).toContain('The figures of the picture')
    // Of the second day it is not known.
    expect(markup).toContain('Postil has not read the notes of 1 of 2 finished visits')
    expect(markup).toContain('The EHR does not offer ChargeItem')
    expect(markup).toContain('Encounter/e2')
    expect(markup).not.toMatch(/Patient|pat-/)
  })

  test('says what to do where nothing was put together, and where it cannot be asked', async () => {
    expect(await draw(async () => ({ days: [] }))).toContain('npm run reports')
    const failed = await draw(async () => {
      throw new TypeError('x')
    })
    expect(failed).toContain('role="alert"')
    expect(failed).toContain('Postil cannot be reached.')
  })

  test('counts every gap once, by day and by clinician; a day without one keeps its row', () => {
    for (const by of ['day', 'provider'] as const) {
      const bars = drawGaps(answer, by)
      expect(bars.flatMap(({ parts }) => parts).reduce((sum, { value }) => sum + value, 0)).toBe(2)
    }
    expect(drawGaps(answer, 'day').map(({ name }) => name)).toEqual(['2026-03-01', '2026-03-02'])
    expect(drawGaps(answer, 'provider').map(({ name }) => name)).toEqual(['Ada', 'No clinician named'])
    expect(addUpProviders(answer)).toEqual([
      { name: 'Ada', kept: 3, finished: 3, coded: 2, filed: 2 },
      { name: 'No clinician named', kept: 0, finished: 1, coded: 1, filed: 1 },
    ])
  })

  test('is taken away with one row a gap', () => {
    expect(tabulateGaps(listGaps(answer)).slice(1)).toEqual([
      ['2026-03-02', 'Finished, not coded', 'Encounter/e1', 'Ada', undefined, undefined, undefined],
      ['2026-03-02', 'Documented, no line', 'Encounter/e2', 'No clinician named', undefined, '20610', '=SUM(A1)'],
    ])
  })
})

import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { ShadowReportPage } from '#app/features/shadow-report/shadow-report-page.tsx'
import { summariseShadow, tabulateShadow } from '#app/features/shadow-report/shadow-words.ts'
import { createReportStore } from '#app/ui/report/report-store.ts'
import type { ShadowAnswer } from '#coding/contract/site-report.ts'
import { parseDateOnly } from '#coding/domain/date-only.ts'

const aDay = (day: string, agreed: number): ShadowAnswer['days'][number] => ({
  day: parseDateOnly(day),
  at: '2026-03-02T20:00:00Z',
  report: {
    compared: 4,
    uncompared: 1,
    source: 'ehr',
    cells: [
      { family: 'Circulation', serviceLine: 'Cardiology', agreed, missing: 1, extra: 0 },
      { family: 'Procedures', serviceLine: 'Cardiology', agreed: 0, missing: 2, extra: 0 },
    ],
  },
})
const answer: ShadowAnswer = { days: [aDay('2026-03-01', 3), aDay('2026-03-02', 5)] }

async function draw(report: ShadowAnswer): Promise<string> {
  const store = createReportStore({ read: async () => report, describeProblem: () => '' })
  await store.load({ from: '2026-03-01', to: '2026-03-02' })
  Object.assign(store.store, { getInitialState: store.store.getState })
  return renderToStaticMarkup(<ShadowReportPage report={store} />)
}

test('adds up the days, with an interval for every share', async () => {
  const { all, families, compared } = summariseShadow(answer)
  expect([compared, all.agreed, all.missing]).toEqual([8, 8, 6])
  expect(families.map(({ name, agreed }) => [name, agreed])).toEqual([
    ['Circulation', 8],
    ['Procedures', 0],
  ])
  const markup = await draw(answer)
  expect(markup).toContain('8 visits compared; 2 were not analysed')
  // 8 of 10, by the score interval.
  expect(markup).toContain('80 % (49 to 94 %)')
  // Nothing was suggested among the procedures, so nothing is claimed of it.
  expect(markup).toContain('>none<')
})

test('says what is needed where nothing can be compared', async () => {
  expect(await draw({ days: [] })).toContain('npm run batch')
})

test('is taken away with every share and its interval', () => {
  const rows = tabulateShadow(summariseShadow(answer))
  expect(new Set(rows.map((row) => row.length))).toEqual(new Set([11]))
  expect(rows[3]).toEqual(['family', 'Procedures', 0, 4, 0, 0, 0, expect.closeTo(0.49, 2), '', '', ''])
})

import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { ShadowReportPage } from '#app/features/shadow-report/shadow-report-page.tsx'
import { summariseShadow, tabulateShadow } from '#app/features/shadow-report/shadow-words.ts'
import { createReportStore } from '#app/ui/report/report-store.ts'
import type { ShadowAnswer } from '#coding/contract/site-report.ts'
import { parseDateOnly } from '#coding/domain/date-only.ts'

const answer: ShadowAnswer = {
  range: { from: parseDateOnly('2026-02-23'), to: parseDateOnly('2026-03-01') },
  days: 2,
  compared: 8,
  uncompared: 2,
  hasFile: false,
  all: { agreed: 8, missing: 6, extra: 0 },
  families: [
    { name: 'Circulation', agreed: 8, missing: 2, extra: 0 },
    { agreed: 0, missing: 4, extra: 0 },
  ],
  lines: [],
}

async function draw(report: ShadowAnswer): Promise<string> {
  const store = createReportStore({ read: async () => report, describeProblem: () => '' })
  await store.load({ from: '2026-03-01', to: '2026-03-02' })
  Object.assign(store.store, { getInitialState: store.store.getState })
  return renderToStaticMarkup(<ShadowReportPage report={store} now={() => new Date('2026-03-03')} />)
}

test('has an interval for every share, and small parts together', async () => {
  const markup = await draw(answer)
  expect(markup).toContain('8 visits compared; 2 were not analysed')
  // 8 of 10, by the score interval.
  expect(markup).toContain('80 % (49 to 94 %)')
  expect(markup).toContain('others, each too small')
  // Nothing was suggested among them, so nothing is claimed of it.
  expect(markup).toContain('>none<')
})

test('says what is needed where nothing can be compared, or too little', async () => {
  const { all: _all, range, ...few } = { ...answer, families: [] }
  expect(await draw({ ...few, ...(range && { range }), compared: 0 })).toContain('npm run batch')
  expect(await draw({ ...few, ...(range && { range }), compared: 4 })).toContain('too few to tell')
  expect(await draw(few)).toContain('None of these weeks is over')
})

test('is taken away with every share and its interval', () => {
  const summary = summariseShadow(answer)
  const rows = summary ? tabulateShadow(summary) : []
  expect(new Set(rows.map((row) => row.length))).toEqual(new Set([11]))
  expect(rows[3]).toEqual(['family', 'others, each too small', 0, 4, 0, 0, 0, expect.closeTo(0.49, 2), '', '', ''])
})

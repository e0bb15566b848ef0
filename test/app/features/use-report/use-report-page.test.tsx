import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import { FigureDetail } from '#app/features/use-report/figure-detail.tsx'
import { UseReportPage } from '#app/features/use-report/use-report-page.tsx'
import { createReportStore } from '#app/ui/report/report-store.ts'
import type { UseReportAnswer } from '#coding/contract/use-report.ts'
import { buildUseSample } from '../../../../app/gallery/use-sample.ts'

async function draw(answer: UseReportAnswer): Promise<string> {
  const report = createReportStore({ read: async () => answer, describeProblem: () => '' })
  await report.load({ from: '2026-10-05', to: '2026-11-01' })
  // A server draws a store as it was at first; here it is drawn as it is now.
  Object.assign(report.store, { getInitialState: report.store.getState })
  return renderToStaticMarkup(<UseReportPage report={report} now={() => new Date('2026-11-03')} />)
}

describe('the page of use', () => {
  const answer = buildUseSample()

  test('names its weeks, gives each measure a button, and says what is not computed', async () => {
    const markup = await draw(answer)
    expect(markup).toContain('Weeks from 2026-10-05 to 2026-11-01')
    expect(markup.match(/<button[^>]+aria-expanded="false"/g)).toHaveLength(answer.whole.length)
    expect(markup).toContain('Automation rate')
    expect(markup).toContain('no drift is shown')
  })

  test('says when there is nothing to tell yet', async () => {
    const { range: _range, ...none } = answer
    expect(await draw(none)).toContain('None of these weeks is over')
  })

  test('behind a figure stand its weeks, its families and its parts, which add up', () => {
    const markup = renderToStaticMarkup(<FigureDetail id="answered" answer={answer} onClose={() => undefined} />)
    for (const caption of ['by week', 'by family', 'parts of the whole']) expect(markup).toContain(caption)
    for (const { monday } of answer.weeks) expect(markup).toContain(monday)
    expect(markup).toContain('which side')
    const line = answer.lines.find(({ id }) => id === 'questions')
    const parts = [...(line?.parts ?? []).map(({ count }) => count), line?.together?.count ?? 0]
    const whole = answer.whole.find(({ id }) => id === 'answered')?.told?.denominator
    expect(parts.reduce((sum, count) => sum + count, 0)).toBe(whole)
  })

  test('of a median there are weeks and no parts', () => {
    const markup = renderToStaticMarkup(
      <FigureDetail id="first-finding-p50" answer={answer} onClose={() => undefined} />,
    )
    expect(markup).toContain('by week')
    expect(markup).not.toMatch(/by family|parts of the whole|Numerator/)
    expect(markup).toMatch(/>ms<.*>week from</)
    expect(markup).not.toMatch(/\de[+-]\d/)
  })

  test('weeks that are all too small have words in place of an empty picture', () => {
    const markup = renderToStaticMarkup(
      <FigureDetail id="direction-balance" answer={answer} onClose={() => undefined} />,
    )
    expect(markup).toContain('No week alone has enough visits for a picture.')
    expect(markup).not.toContain('<svg')
  })
})

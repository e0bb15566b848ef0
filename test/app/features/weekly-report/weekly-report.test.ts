import { extractText, getDocumentProxy } from 'unpdf'
import { describe, expect, test } from 'vitest'
import { buildWeeklyPdf } from '#app/features/weekly-report/weekly-pdf.ts'
import { listSections, tabulateWeekly, type WeeklyAnswer } from '#app/features/weekly-report/weekly-sections.ts'
import { findFullWeeks } from '#app/ui/report/full-week.ts'
import type { AuditedVisit } from '#coding/accuracy/audited-visit.ts'
import { tellAccuracy } from '#coding/accuracy/tell-accuracy.ts'
import { parseDateOnly } from '#coding/domain/date-only.ts'
import { buildUseSample } from '../../../../app/gallery/use-sample.ts'

const visit = (language: string, blind: readonly string[]): AuditedVisit => ({
  week: '2026-03-02',
  serviceLine: 'Cardiology',
  band: '0.9-1',
  stratumSize: 40,
  engine: '1 embedded',
  groups: { age: '40-64', sex: 'female', language, payer: 'commercial' },
  suggested: [{ code: 'I10', confidence: 0.97 }],
  final: ['I10'],
  blind,
})
const visits = [
  ...Array.from({ length: 18 }, () => visit('en', ['I10'])),
  ...Array.from({ length: 2 }, () => visit('en', ['E11.9'])),
  ...Array.from({ length: 6 }, () => visit('es', ['I10'])),
  ...Array.from({ length: 2 }, () => visit('so', ['I10'])),
]
const answer: WeeklyAnswer = {
  use: buildUseSample(),
  accuracy: {
    weeks: [{ week: parseDateOnly('2026-03-02'), population: 40, drawn: 30, coded: 28, withdrawn: 1 }],
    report: tellAccuracy(visits),
  },
}
const sections = listSections(answer)
const find = (title: string) => sections.find((one) => one.title === title)?.rows ?? []

describe('the weekly report', () => {
  test('tells shares with interval, numerator and denominator', () => {
    const [agreed] = find('Final codes against the second coder')
    expect(agreed).toMatchObject({ name: 'Codes agreed', numerator: 26, denominator: 28, visits: 28 })
    expect(agreed?.value).toMatch(/^92\.9 % \(\d\d\.\d to \d\d\.\d %\)$/)
    expect(find('Final codes against the second coder').map(({ name }) => name)).toContain('Errors: too little')
  })

  test('says which groups are too small, and hides no other behind them', () => {
    expect(
      find('Suggested codes agreed, by language').map(({ name, value }) => [name, value === 'too few to tell']),
    ).toEqual([
      ['en', false],
      ['es', true],
      ['so', true],
    ])
  })

  test.each([
    [{ kind: 'calibrated', threshold: 0.95 }, undefined, /^on, from a confidence of 0\.95$/],
    [{ kind: 'calibrated', threshold: 0.95 }, 0.99, /^on, from a confidence of 0\.99$/],
    [{ kind: 'calibrated', threshold: 0.95 }, 0.6, /^on, from a confidence of 0\.95$/],
    [{ kind: 'too-few', fewest: 30 }, 0.6, /^off: not yet calibrated$/],
    [{ kind: 'below-target', low: 0.871 }, 0.6, /^off: below the target$/],
  ] as const)('says whether drafts are laid out, or why not (%j, own %d)', (threshold, own, words) => {
    const autoDraft = { target: 0.95, bases: [{ name: 'release 2026', threshold }], ...(own !== undefined && { own }) }
    const told = listSections({ ...answer, accuracy: { ...answer.accuracy, autoDraft } })
    const [row] = told.find(({ title }) => title === 'Drafts that software lays out')?.rows ?? []
    expect(row?.name).toBe('release 2026')
    expect(row?.value).toMatch(words)
    expect(find('Drafts that software lays out')).toEqual([])
  })

  test('says of weeks that nobody drew and nobody worked in only that, and what to do', () => {
    const accuracy = { weeks: [], report: tellAccuracy([]) }
    const told = listSections({ accuracy, use: { ...answer.use, weeks: [] } }).filter(({ rows }) => rows.length > 0)
    expect(told.map(({ title }) => title)).toEqual(['Sample', 'Use'])
    expect(told[0]?.rows[0]?.note).toMatch(/^draw a week/)
  })

  test('has every row in its CSV, with the numbers apart from the words', () => {
    const [head, ...rows] = tabulateWeekly(sections)
    expect(rows).toHaveLength(sections.reduce((sum, one) => sum + one.rows.length, 0))
    const row = rows.find((one) => one[0] === 'Final codes agreed, by week')
    expect(head?.slice(3, 8)).toEqual(['share', 'low', 'high', 'numerator', 'denominator'])
    expect(row?.slice(6, 9)).toEqual([26, 28, 28])
  })

  test('is a PDF that says the same, the same bytes each time', async () => {
    const range = { from: '2026-03-02', to: '2026-03-08' }
    const bytes = buildWeeklyPdf(range, sections)
    expect(buildWeeklyPdf(range, sections)).toEqual(bytes)
    const text = (await extractText(await getDocumentProxy(bytes))).text.join('\n')
    expect(text).toContain('Weekly report, 2026-03-02 to 2026-03-08')
    expect(text).toContain('26 / 28')
    expect(text).toContain('too few to tell')
  })

  test('plots what was stated against what was agreed: a dot a band, its interval, and the diagonal', async () => {
    const calibration = sections.filter(({ plot }) => plot === 'calibration')
    const range = { from: '2026-03-02', to: '2026-03-08' }
    const page = new TextDecoder('latin1').decode(buildWeeklyPdf(range, calibration))
    const lines = [...page.matchAll(/^([\d.]+) ([\d.]+) m ([\d.]+) ([\d.]+) l S$/gm)].map((one) =>
      one.slice(1).map(Number),
    )
    const [diagonal, ...intervals] = lines
    if (!diagonal) throw new TypeError('No diagonal is drawn.')
    const [left = 0, floor = 0, right = 0, top = 0] = diagonal
    expect(right - left).toBeCloseTo(top - floor, 6)
    const told = calibration[0]?.rows.filter(({ interval }) => interval) ?? []
    expect(told).toHaveLength(1)
    expect(intervals).toHaveLength(1)
    const [x = 0, low = 0, , high = 0] = intervals[0] ?? []
    // Stated 0.97; the interval as the table has it.
    expect((x - left) / (right - left)).toBeCloseTo(0.97, 6)
    expect((low - floor) / (top - floor)).toBeCloseTo(told[0]?.interval?.low ?? -1, 6)
    expect((high - floor) / (top - floor)).toBeCloseTo(told[0]?.interval?.high ?? -1, 6)
    const text = (await extractText(await getDocumentProxy(buildWeeklyPdf(range, calibration)))).text.join(' ')
    expect(text).toContain('confidence that was stated')
  })

  test('has the name of a version in full', async () => {
    const name = '0.1.0 3f9a2b1c, release 2026-10-01 of ICD-10-CM FY2027 and HCPCS 2026 Q4'
    const rows = [{ name, value: '90 %' }]
    const bytes = buildWeeklyPdf({ from: '2026-03-02', to: '2026-03-08' }, [{ title: 'Versions', rows }])
    expect((await extractText(await getDocumentProxy(bytes))).text.join(' ')).toContain(name)
  })

  test.each([
    ['2026-03-09T08:00:00Z', '2026-03-02', '2026-03-08'],
    ['2026-03-15T23:00:00Z', '2026-03-02', '2026-03-08'],
    ['2026-01-01T00:00:00Z', '2025-12-22', '2025-12-28'],
  ])('is at first of the newest whole week, as on %s', (now, from, to) => {
    expect(findFullWeeks(new Date(now))).toEqual({ from, to })
  })
})

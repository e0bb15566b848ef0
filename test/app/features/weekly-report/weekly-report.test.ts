import { extractText, getDocumentProxy } from 'unpdf'
import { describe, expect, test } from 'vitest'
import { findFullWeek } from '#app/features/weekly-report/full-week.ts'
import { buildWeeklyPdf } from '#app/features/weekly-report/weekly-pdf.ts'
import { listSections, tabulateWeekly, type WeeklyAnswer } from '#app/features/weekly-report/weekly-sections.ts'
import type { AuditedVisit } from '#coding/accuracy/audited-visit.ts'
import { tellAccuracy } from '#coding/accuracy/tell-accuracy.ts'
import { parseDateOnly } from '#coding/domain/date-only.ts'
import { tellUse } from '#coding/reports/tell-use.ts'

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
  use: tellUse([]),
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

  test.each([
    ['2026-03-09T08:00:00Z', '2026-03-02', '2026-03-08'],
    ['2026-03-15T23:00:00Z', '2026-03-02', '2026-03-08'],
    ['2026-01-01T00:00:00Z', '2025-12-22', '2025-12-28'],
  ])('is at first of the newest whole week, as on %s', (now, from, to) => {
    expect(findFullWeek(new Date(now))).toEqual({ from, to })
  })
})

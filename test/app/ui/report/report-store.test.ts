import { expect, test } from 'vitest'
import { createReportStore, findLastWeek } from '#app/ui/report/report-store.ts'

const range = { from: '2026-03-01', to: '2026-03-02' }
const describeProblem = () => 'Your role does not include this.'

test('shows what was asked for last, in whichever order the answers come', async () => {
  const answers: ((report: string) => void)[] = []
  const report = createReportStore({
    read: () => new Promise<string>((resolve) => answers.push(resolve)),
    describeProblem,
  })
  const [first, second] = [report.load(range), report.load({ ...range, to: '2026-03-05' })]
  expect(report.store.getState()).toEqual({ kind: 'loading' })
  answers[1]?.('second')
  answers[0]?.('first')
  await Promise.all([first, second])
  expect(report.store.getState()).toEqual({ kind: 'ready', range: { ...range, to: '2026-03-05' }, report: 'second' })
})

test('says why there is nothing, and asks again', async () => {
  let isUp = false
  const read = async () => {
    if (!isUp) throw new TypeError('x')
    return 'here'
  }
  const report = createReportStore({ read, describeProblem })
  await report.load(range)
  expect(report.store.getState()).toEqual({ kind: 'failed', reason: 'Your role does not include this.' })
  isUp = true
  await report.load(range)
  expect(report.store.getState()).toMatchObject({ kind: 'ready', report: 'here' })
})

test('begins with the week that ends today', () => {
  expect(findLastWeek(new Date('2026-03-03T10:00:00Z'))).toEqual({ from: '2026-02-25', to: '2026-03-03' })
})

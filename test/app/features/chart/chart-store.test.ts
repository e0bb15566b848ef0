import { expect, test } from 'vitest'
import { createChartStore } from '#app/features/chart/chart-store.ts'
import { aReading } from '../builders.ts'

const at = new Date('2026-11-21T14:00:00Z')

test('a failed look keeps what was read and says that it may be out of date', () => {
  const chart = createChartStore()
  chart.setReading(aReading(), at)
  chart.setProblem({ code: 'unreachable', message: 'The EHR could not be reached.' })
  expect(chart.store.getState()).toMatchObject({ kind: 'stale', at })
})

test('a first look that fails has nothing to show', () => {
  const chart = createChartStore()
  chart.setProblem({ code: 'unreachable', message: 'The EHR could not be reached.' })
  expect(chart.store.getState().kind).toBe('failed')
})

test('another patient’s encounter takes everything off the screen, for good', () => {
  const chart = createChartStore()
  chart.setReading(aReading(), at)
  chart.setProblem({ code: 'wrong-patient', message: 'The encounter belongs to another patient.' })
  chart.setReading(aReading(), at)
  expect(chart.store.getState()).toEqual({
    kind: 'blanked',
    problem: { code: 'wrong-patient', message: 'The encounter belongs to another patient.' },
  })
})

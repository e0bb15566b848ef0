import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createMetrics } from '#proxy/metrics.ts'
import { timeSteps } from '#proxy/tracing/time-steps.ts'
import { createTracing, type Span } from '#proxy/tracing/tracing.ts'

test('steps are timed though nobody wants spans', async () => {
  const metrics = createMetrics()
  const tracing = timeSteps(metrics)
  expect([tracing.isOn, tracing.begin('one')]).toEqual([false, false])
  const end = tracing.startStep('one', 'engine')
  await wait(12)
  end({ findings: 1 })
  const text = metrics.render({})
  expect(text).toContain('postil_step_seconds_bucket{step="engine",le="0.01"} 0')
  expect(text).toContain('postil_step_seconds_bucket{step="engine",le="1"} 1')
  expect(text).toContain('postil_step_seconds_count{step="engine"} 1')
})

test('a step of pieces is as long as they are together, in the span and in the figure', () => {
  const metrics = createMetrics()
  const sent: Span[] = []
  const tracing = timeSteps(
    metrics,
    createTracing((span) => void sent.push(span)),
  )
  tracing.begin('one')
  tracing.startStep('one', 'model')({ items: 2 }, 20_000)
  expect(tracing.isOn).toBe(true)
  expect(sent.map(({ name, start, end }) => [name, Math.round(end - start)])).toEqual([['model', 20_000]])
  expect(metrics.render({})).toContain('postil_step_seconds_bucket{step="model",le="30"} 1')
  expect(metrics.render({})).toContain('postil_step_seconds_bucket{step="model",le="15"} 0')
})

test('no label holds what a request or a person could be known by', () => {
  const metrics = createMetrics()
  const tracing = timeSteps(metrics)
  tracing.startStep('CANARY-ID', 'audit')()
  expect(metrics.render({})).not.toContain('CANARY')
})

/** Steps of requests as a histogram, whether or not spans of them are sent. */
import type { Metrics } from '../metrics.ts'
import type { Tracing } from './tracing.ts'

const OFF: Tracing = {
  isOn: false,
  begin: () => false,
  startStep: () => () => undefined,
  end: () => undefined,
  forget: () => undefined,
}

/** @param tracing where an operator wants spans. */
export function timeSteps(metrics: Pick<Metrics, 'observeStep'>, tracing: Tracing = OFF): Tracing {
  return {
    ...tracing,
    startStep: (requestId, name) => {
      const start = performance.now()
      const endSpan = tracing.startStep(requestId, name)
      return (attributes, took = performance.now() - start) => {
        metrics.observeStep(name, took / 1000)
        endSpan(attributes, took)
      }
    },
  }
}

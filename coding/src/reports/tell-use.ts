/** From what happened to what may be told of it: the whole range, and week by week beside it. */
import type { Measured, UseReportAnswer } from '../contract/use-report.ts'
import { findWeek, MEASURES, type MeasureId, measureUse, type UseEvent, type UseReport } from './measure-use.ts'
import { mayTell, mayTellParts } from './suppress-small.ts'

const NONE = { numerator: 0, denominator: 0 }

/** @param events in the order in which they happened. */
export function tellUse(events: readonly UseEvent[]): UseReportAnswer {
  const whole = measureUse(events)
  const weeks = [...divideByWeek(events)].map(([monday, own]) => ({ monday, report: measureUse(own) }))
  const told = new Map(
    MEASURES.map(({ id }) => [id, mayTellParts(weeks.map(({ report }) => countOf(report, id).denominator))]),
  )
  const reasons = [...whole.dismissals].map(([reason, count]) => ({ reason, count }))
  return {
    whole: MEASURES.map(({ id }) => describe(whole, id, mayTell(countOf(whole, id).denominator))),
    weeks: weeks.map(({ monday, report }, index) => ({
      monday,
      measures: MEASURES.map(({ id }) => describe(report, id, told.get(id)?.[index] ?? false)),
    })),
    ...(reasons.every(({ count }) => mayTell(count)) && { dismissals: reasons }),
  }
}

/** A question is counted in the week in which it was first shown, with all that came of it. */
function divideByWeek(events: readonly UseEvent[]): ReadonlyMap<ReturnType<typeof findWeek>, UseEvent[]> {
  const firstWeek = new Map<string, ReturnType<typeof findWeek>>()
  const weekOf = (event: UseEvent): ReturnType<typeof findWeek> => {
    if (event.kind === 'model') return findWeek(event.at)
    const isOfFinding = event.kind === 'shown' || event.kind === 'decided'
    const key = isOfFinding ? `${event.encounter}/${event.fingerprint}` : event.encounter
    const week = firstWeek.get(key) ?? findWeek(event.at)
    firstWeek.set(key, week)
    return week
  }
  const weeks = new Map<ReturnType<typeof findWeek>, UseEvent[]>()
  for (const event of events) {
    const week = weekOf(event)
    const known = weeks.get(week)
    if (known) known.push(event)
    else weeks.set(week, [event])
  }
  return new Map([...weeks].toSorted(([a], [b]) => a.localeCompare(b)))
}

function countOf({ measures }: UseReport, id: MeasureId) {
  return measures.get(id) ?? NONE
}

function describe(report: UseReport, id: MeasureId, isTold: boolean): Measured {
  return { id, ...(isTold && { told: countOf(report, id) }) }
}

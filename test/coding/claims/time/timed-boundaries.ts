// The cases that every timed service shares, made from its data: one minute on each side of every boundary.
import { timeRules } from '#coding/claims/time-rules.generated.ts'
import type { ServiceName, TimedService } from '#coding/claims/time-rules.ts'
import { aLine } from '../../../fixtures/fhir/draft-claim.ts'

type Sentence = (count: number) => string

/** The draft bills what the table gives for the minutes, further units included. */
function describeBilled(service: TimedService, code: string, minutes: number) {
  const { further } = service
  const units =
    further === undefined || minutes < further.from ? 0 : 1 + Math.floor((minutes - further.from) / further.each)
  const rest = further !== undefined && units > 0 ? [aLine(further.code, { units })] : []
  return { lines: [aLine(code), ...rest] }
}

export function listBoundaries(name: ServiceName, sentence: Sentence) {
  const service = timeRules.services[name]
  const flags = service.codes.flatMap(({ code, from, to }) => [
    { when: `${from - 1} minutes as ${code}`, draft: { lines: [aLine(code)] }, minutes: from - 1 },
    ...(to === undefined
      ? []
      : [{ when: `${to + 1} minutes as ${code}`, draft: { lines: [aLine(code)] }, minutes: to + 1 }]),
  ])
  const passes = service.codes.flatMap(({ code, from, to }) => [
    { when: `${from} minutes as ${code}`, draft: describeBilled(service, code, from), notes: [sentence(from)] },
    ...(to === undefined
      ? []
      : [{ when: `${to} minutes as ${code}`, draft: describeBilled(service, code, to), notes: [sentence(to)] }]),
  ])
  return {
    flags: flags.map(({ minutes, ...one }) => ({
      ...one,
      notes: [sentence(minutes)],
      severity: 'error' as const,
      says: new RegExp(`states ${minutes} minutes`),
      quotes: [`${minutes} minutes`],
    })),
    passes,
  }
}

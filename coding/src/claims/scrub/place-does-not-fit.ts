import { parseDateOnly } from '../../domain/date-only.ts'
import type { ClaimRule, ClaimRuleHit } from '../claim-rule.ts'
import { placesOfService } from '../places-of-service.generated.ts'

/** Place of service and kind of visit agree (SCR-08). */
export const placeDoesNotFit: ClaimRule = {
  id: 'place-does-not-fit',
  family: 'scrub',
  source: { title: 'Medicare Claims Processing Manual', edition: 'chapter 26, rev. 2024', section: '10.5' },
  effective: { from: parseDateOnly('2015-10-01') },
  check: ({ draft }) =>
    draft.lines.flatMap(({ code, placeOfService: place }, index) => {
      if (place === undefined || !/^\d{2}$/.test(place)) return []
      const hit = (message: string): ClaimRuleHit => ({
        severity: 'error',
        message,
        advice: 'Correct the place of service or the visit.',
        about: `line ${index + 1}`,
        evidence: [],
      })
      if (!placesOfService.valid.includes(place)) return [hit(`Line ${index + 1}: ${place} is no place of service.`)]
      const family = placesOfService.visits.find(
        ({ from, to }) => code.code.length === from.length && from <= code.code && code.code <= to,
      )
      const isUnfit = family?.never?.includes(place) === true || family?.only?.includes(place) === false
      return isUnfit ? [hit(`Line ${index + 1} (${code.code}) is ${family.say}; place ${place} does not fit.`)] : []
    }),
}

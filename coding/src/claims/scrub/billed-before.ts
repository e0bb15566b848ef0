import { parseDateOnly } from '../../domain/date-only.ts'
import type { ClaimRule } from '../claim-rule.ts'

/** A service is billed once (SCR-31). */
export const billedBefore: ClaimRule = {
  id: 'billed-before',
  family: 'scrub',
  source: { title: 'Medicare Claims Processing Manual', edition: 'chapter 1, rev. 2024', section: '120' },
  effective: { from: parseDateOnly('2000-01-01') },
  check: ({ context: { priorServices }, draft }) =>
    draft.lines.flatMap(({ code, date, modifiers, units }, index) => {
      const same = priorServices?.find(
        (prior) =>
          // A procedure of the chart is the service itself, not a bill for it.
          prior.from !== 'procedure' &&
          prior.code === code.code &&
          prior.date === date &&
          prior.units === units &&
          (prior.professional === 'same' || prior.professional === 'unknown') &&
          prior.modifiers.toSorted().join() === modifiers.toSorted().join(),
      )
      if (same === undefined) return []
      const isSame = same.professional === 'same'
      const by = isSame ? 'by the same professional' : 'and the EHR does not say by whom'
      const message = `Line ${index + 1} (${code.code}) is on record already for ${date}, ${by}.`
      const advice = 'If it is the same service, correct the claim that was sent instead of sending another.'
      const severity = isSame ? 'error' : 'question'
      return [{ severity, message, advice, about: `line ${index + 1}`, evidence: [] }]
    }),
}

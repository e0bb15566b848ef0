import { parseDateOnly } from '../../domain/date-only.ts'
import type { ClaimRule } from '../claim-rule.ts'

/** A professional line names where the service was given, in CMS's two digits. */
export const placeOfService: ClaimRule = {
  id: 'place-of-service',
  family: 'lines',
  source: { title: 'CMS Place of Service Code Set', edition: '2024-05', section: 'all' },
  effective: { from: parseDateOnly('2015-10-01') },
  check: ({ draft }) =>
    draft.kind === 'institutional'
      ? []
      : draft.lines.flatMap(({ code, placeOfService: place }, index) =>
          place !== undefined && /^\d{2}$/.test(place)
            ? []
            : [
                {
                  severity: 'warning',
                  message: `Line ${index + 1} (${code.code}) does not say where the service was given.`,
                  advice: 'Enter the two-digit place of service, for example 11 for an office.',
                  about: `line ${index + 1}`,
                  evidence: [],
                },
              ],
        ),
}

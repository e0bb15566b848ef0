import { parseDateOnly } from '../../domain/date-only.ts'
import type { ClaimRule } from '../claim-rule.ts'

/** Telehealth, office and home: there the billing address or the patient's own says where it was. */
const OWN_PLACES: ReadonlySet<string> = new Set(['02', '10', '11', '12'])

/** A service away from office and home says where it was (SCR-08). */
export const facilityMissing: ClaimRule = {
  id: 'facility-missing',
  family: 'scrub',
  source: { title: 'Medicare Claims Processing Manual', edition: 'chapter 26, rev. 2024', section: '10.4, item 32' },
  effective: { from: parseDateOnly('2015-10-01') },
  check: ({ draft }) => {
    if (draft.kind !== 'professional' || draft.filing?.facility !== undefined) return []
    const line = draft.lines.findIndex(
      ({ placeOfService: place }) => place !== undefined && /^\d{2}$/.test(place) && !OWN_PLACES.has(place),
    )
    const place = draft.lines[line]?.placeOfService
    if (place === undefined) return []
    const message = `Line ${line + 1} was at place of service ${place}, and the draft does not name the facility.`
    const advice = 'Add the facility with its address and number in the billing system, or its location in the EHR.'
    return [{ severity: 'warning', message, advice, about: `line ${line + 1}`, evidence: [] }]
  },
}

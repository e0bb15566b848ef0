import { parseDateOnly } from '../../domain/date-only.ts'
import type { ClaimRule } from '../claim-rule.ts'

const INJURY = /^[ST]/
const SEQUELA_OR_LATER = /[DS]$/
const POISONING_OR_COMPLICATION = /^T(?:3[6-9]|[4-9])/

/** With an injury, payers ask whether it was an accident (SCR-36). */
export const accidentNotTold: ClaimRule = {
  id: 'accident-not-told',
  family: 'scrub',
  source: { title: 'Medicare Claims Processing Manual', edition: 'chapter 26, rev. 2024', section: '10.2, item 10' },
  effective: { from: parseDateOnly('2015-10-01') },
  check: ({ draft }) => {
    const injury = draft.diagnoses.find(
      ({ code: { code } }) =>
        INJURY.test(code) && !POISONING_OR_COMPLICATION.test(code) && !SEQUELA_OR_LATER.test(code),
    )
    if (
      injury === undefined ||
      draft.filing?.accident !== undefined ||
      draft.diagnoses.some(({ code }) => /^[V-Y]/.test(code.code))
    )
      return []
    const message = `${injury.code.code} is an injury, and the draft does not say how it happened.`
    const advice =
      'Some payers ask for the kind of accident and its date. A cause that the note states may be coded; none is required nationally.'
    return [{ severity: 'information', message, advice, about: injury.code.code, evidence: injury.evidence }]
  },
}

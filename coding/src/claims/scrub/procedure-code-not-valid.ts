import { parseDateOnly } from '../../domain/date-only.ts'
import type { ClaimRule } from '../claim-rule.ts'

const WORDS = {
  terminated: 'has ended',
  'not-yet-valid': 'does not exist yet',
  invalid: 'does not exist',
} as const

/** A procedure code of HCPCS Level II exists on the date of service (SCR-10). */
export const procedureCodeNotValid: ClaimRule = {
  id: 'procedure-code-not-valid',
  family: 'scrub',
  source: { title: 'CMS, HCPCS Level II alphanumeric file', edition: 'by quarter', section: 'codes' },
  effective: { from: parseDateOnly('2000-01-01') },
  check: ({ draft, tables }) =>
    draft.lines.flatMap(({ code, date }, index) => {
      if (code.system !== 'hcpcs') return []
      const answer = tables.findProcedureState(code.code, date)
      if (answer.state !== 'found' || answer.value === 'valid') return []
      const message = `Line ${index + 1}: ${code.code} ${WORDS[answer.value]} on ${date} (HCPCS ${answer.edition}).`
      return [
        {
          severity: 'error',
          message,
          advice: 'Look for the code of the date of service.',
          about: `line ${index + 1}`,
          evidence: [],
        },
      ]
    }),
}

/** Further quarters of an hour beyond the top level, by payer (coding rules, EM-11 and TIME-13). */
import { parseProcedureCode } from '../../domain/procedure-code.ts'
import type { ProlongedService } from '../../domain/visit-grid.ts'
import type { PayerPolicy } from '../payer-policy.ts'
import { visitRules } from './visit-rules.generated.ts'

/** Units of the code that this payer takes beside a visit of the top level; undefined below the first quarter. */
export function findProlonged(
  visit: string,
  minutes: number,
  policy: PayerPolicy['prolonged'],
): ProlongedService | undefined {
  const row = visitRules.prolonged[policy].find(({ beside }) => beside[visit] !== undefined)
  const from = row?.beside[visit]
  if (row === undefined || from === undefined || minutes < from) return undefined
  const units = 1 + Math.floor((minutes - from) / row.each)
  const payer = policy === 'medicare' ? 'Medicare' : 'CPT'
  return {
    code: parseProcedureCode(row.code),
    units,
    because: `${minutes} minutes; beside ${visit} it begins at ${from} minutes (${payer}), each ${row.each} minutes further.`,
  }
}

/** A procedure code that a rule proposes. No table of CPT is loaded, so its edition says that nothing vouches for it. */
import { getProcedureSystem, parseProcedureCode } from '../domain/procedure-code.ts'
import type { ValidatedProcedure } from '../domain/validated-code.ts'
import { findVisitLevel, isEvaluationCode } from './visit-levels.ts'

/** @throws CodingError `bad-code` for text that is no procedure code. */
export function buildProcedure(text: string): ValidatedProcedure {
  const code = parseProcedureCode(text)
  const title = findVisitLevel(code)?.label
  return {
    state: 'validated',
    category: isEvaluationCode(code) ? 'em' : 'procedure',
    system: getProcedureSystem(code),
    code,
    ...(title === undefined ? {} : { title }),
    edition: { basis: 'no-data' },
  }
}

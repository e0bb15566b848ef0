/** Codes as the cards and the draft ask for them, for the day of the encounter that is open. */
import { useCallback } from 'react'
import type { EncounterRecord } from '#coding/domain/encounter-record.ts'
import type { Icd10Code } from '#coding/domain/icd10-code.ts'
import type { Encounter } from './compose-encounter.ts'
import type { CodeProblem, SearchCodes } from './ui/code-field/code-suggestions.ts'

export type CodeTools = {
  readonly searchCodes: SearchCodes
  /** Whether a diagnosis code may be claimed on the day; otherwise why not, in words. */
  readonly findCodeProblem: (code: Icd10Code) => Promise<CodeProblem | undefined>
}

const HITS = 8
const NOT_READ: CodeProblem = { reason: 'The chart has not been read yet.', replacedBy: [] }

export function useCodeTools({ codes }: Encounter, record: EncounterRecord | undefined): CodeTools {
  const on = record?.dateOfService
  const searchCodes = useCallback<SearchCodes>(
    async (query, signal) =>
      on ? codes.search({ query, on, limit: HITS }, signal) : { hits: [], notice: NOT_READ.reason },
    [codes, on],
  )
  const findCodeProblem = useCallback<CodeTools['findCodeProblem']>(
    async (code) => {
      if (!on) return NOT_READ
      const found = await codes.lookUp(code, on)
      return found.ok ? undefined : found.problem
    },
    [codes, on],
  )
  return { searchCodes, findCodeProblem }
}

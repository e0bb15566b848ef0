import { parseDateOnly } from '../../domain/date-only.ts'
import type { DraftClaim, DraftLine } from '../../domain/draft-claim.ts'
import type { ClaimRule } from '../claim-rule.ts'

const MAX_POINTERS = 4

function findProblem({ diagnosisPointers: pointers }: DraftLine, { diagnoses }: DraftClaim): string | undefined {
  if (pointers.length === 0) return 'points to no diagnosis'
  if (pointers.length > MAX_POINTERS) return `points to ${pointers.length} diagnoses; a line holds ${MAX_POINTERS}`
  if (new Set(pointers).size < pointers.length) return 'points to one diagnosis twice'
  const dangling = pointers.find((place) => !(Number.isInteger(place) && place >= 1 && place <= diagnoses.length))
  return dangling === undefined ? undefined : `points to diagnosis ${dangling}, which is not on the draft`
}

/** A line of a professional claim points to one to four diagnoses of the same claim, most important first. */
export const diagnosisPointers: ClaimRule = {
  id: 'diagnosis-pointers',
  family: 'lines',
  source: { title: 'ASC X12 837P', edition: '005010X222A1', section: 'SV107' },
  effective: { from: parseDateOnly('2012-01-01') },
  check: ({ draft }) =>
    draft.kind === 'institutional'
      ? []
      : draft.lines.flatMap((line, index) => {
          const problem = findProblem(line, draft)
          if (problem === undefined) return []
          return [
            {
              severity: 'error',
              message: `Line ${index + 1} (${line.code.code}) ${problem}.`,
              advice: 'Mark the diagnoses that this service was for.',
              about: `line ${index + 1}`,
              evidence: [],
            },
          ]
        }),
}

/** From what was accepted among the findings to what the draft takes: the one bridge between the two features. */
import type { DateOnly } from '#coding/domain/date-only.ts'
import type { CodeFinding } from '#coding/domain/finding.ts'
import { tryParseIcd10Code } from '#coding/domain/icd10-code.ts'
import type { LookUpDiagnosis } from './features/draft/enter-diagnosis.ts'
import { tryParseProcedureEntry } from './features/draft/parse-entries.ts'
import type { FindingsState } from './features/findings/findings-store.ts'
import { listAccepted } from './features/findings/list-accepted.ts'

/** A code that was changed by hand passes the same gate as any other; one that does not pass stays off the draft. */
export async function mapAccepted(
  state: Pick<FindingsState, 'cards' | 'choices'>,
  on: DateOnly,
  lookUp: LookUpDiagnosis,
): Promise<readonly CodeFinding[]> {
  const mapped = await Promise.all(
    listAccepted(state).map(async ({ finding, edited }) => {
      if (edited === undefined) return [finding]
      const code = await findEdited(finding, edited)
      // The words are the finding's, the code is the person's own.
      return code ? [{ ...finding, code, source: 'person' as const, confidence: 1 }] : []
    }),
  )
  return mapped.flat()

  async function findEdited(finding: CodeFinding, edited: string): Promise<CodeFinding['code'] | undefined> {
    if (finding.code.category !== 'diagnosis') {
      const entry = tryParseProcedureEntry(edited)
      return entry.ok ? entry.value : undefined
    }
    const code = tryParseIcd10Code(edited)
    const found = code && (await lookUp(code, on))
    return found?.ok ? found.value : undefined
  }
}

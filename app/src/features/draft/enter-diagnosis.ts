/** From a typed code and typed words to a finding that may stand on a draft: nothing is coded without words behind it. */
import type { DateOnly } from '#coding/domain/date-only.ts'
import type { EncounterRecord } from '#coding/domain/encounter-record.ts'
import { cutEvidence, type Evidence } from '#coding/domain/evidence.ts'
import type { CodeFinding } from '#coding/domain/finding.ts'
import { buildFindingId, buildFingerprint } from '#coding/domain/fingerprint.ts'
import { type Icd10Code, tryParseIcd10Code } from '#coding/domain/icd10-code.ts'
import type { EncounterId } from '#coding/domain/ids.ts'
import type { EnteredDiagnosis } from '#coding/domain/kept-draft.ts'
import type { Result } from '#coding/domain/result.ts'
import type { ValidatedDiagnosis } from '#coding/domain/validated-code.ts'
import type { CodeProblem } from '../../ui/code-field/code-suggestions.ts'

/** Whether the code exists and may be billed on the day; otherwise why not, in words. */
export type LookUpDiagnosis = (code: Icd10Code, on: DateOnly) => Promise<Result<ValidatedDiagnosis, CodeProblem>>

export type DiagnosisEntry = { readonly code: string; readonly words: string; readonly record: EncounterRecord }

export async function enterDiagnosis(
  { code, words, record }: DiagnosisEntry,
  lookUp: LookUpDiagnosis,
): Promise<Result<CodeFinding, CodeProblem>> {
  const parsed = tryParseIcd10Code(code)
  if (!parsed) return refuse('This is not shaped like an ICD-10-CM code (for example M17.11).')
  const evidence = findEvidence(words.trim(), record)
  if (!evidence) return refuse('These words are in none of the notes. Type them exactly as written.')
  const validated = await lookUp(parsed, record.dateOfService)
  if (!validated.ok) return validated
  return { ok: true, value: buildEntered({ code: validated.value, evidence: [evidence] }, record.encounterId) }
}

export function buildEntered({ code, evidence }: EnteredDiagnosis, encounterId: EncounterId): CodeFinding {
  const [{ noteId, quote }] = evidence
  const fingerprint = buildFingerprint(['entered', encounterId, code.code, noteId, quote])
  return {
    kind: 'code',
    id: buildFindingId('code', fingerprint),
    fingerprint,
    source: 'person',
    provisional: false,
    code,
    direction: 'add',
    confidence: 1,
    evidence,
    rationale: 'Entered by hand, with the words that say it.',
    replaces: [],
  }
}

function refuse(reason: string): Result<CodeFinding, CodeProblem> {
  return { ok: false, problem: { reason, replacedBy: [] } }
}

function findEvidence(words: string, { notes }: EncounterRecord): Evidence | undefined {
  if (words === '') return undefined
  for (const note of notes) {
    const start = note.text.indexOf(words)
    if (start < 0) continue
    const assertion = { existence: 'present', temporality: 'current', experiencer: 'patient' } as const
    return cutEvidence(note, { start, end: start + words.length, section: 'entered-by-hand', assertion })
  }
  return undefined
}

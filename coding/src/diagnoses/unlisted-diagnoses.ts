/** Diagnoses that a signed note states in full and the visit's list lacks, beside those of the list that no note states. */
import type { EncounterRecord, RecordedCondition } from '../domain/encounter-record.ts'
import type { CodeFinding, Finding } from '../domain/finding.ts'

/** Below this a suggestion would be a guess (docs/accuracy.md: calibration). */
const SURE = 0.9

export type ListDifference = {
  /** In the words of a provider's signed note, exact in every axis. */
  readonly missing: readonly CodeFinding[]
  /** On the visit's list; no note names anything of the same category. */
  readonly unstated: readonly RecordedCondition[]
}

const category = (code: string): string => code.slice(0, 3)

function listVisitDiagnoses({ conditions }: EncounterRecord): readonly RecordedCondition[] {
  return conditions.filter(
    ({ category: kind, clinicalStatus, verification }) =>
      kind === 'encounter-diagnosis' &&
      (clinicalStatus === 'active' || clinicalStatus === 'unknown') &&
      verification !== 'refuted',
  )
}

/** The first words are the clinician's own, asserted of this patient now, in a note that was signed. */
function isStatedAtSigning({ evidence: [{ noteId, assertion }] }: CodeFinding, { notes }: EncounterRecord): boolean {
  const note = notes.find(({ id }) => id === noteId)
  const isSigned = note !== undefined && note.authorRole === 'provider' && note.status !== 'draft'
  const { existence, temporality, experiencer } = assertion
  return isSigned && existence === 'present' && temporality === 'current' && experiencer === 'patient'
}

/**
 * @param findings of the analysis of this very record, its questions among them: a condition about which something is
 * asked is never suggested, because the suggestion would answer for the clinician.
 * @returns both directions, so that what is too much weighs as much as what is missing. Nothing that the list holds in
 * any code of the same category counts as missing.
 */
export function compareWithList(record: EncounterRecord, findings: readonly Finding[]): ListDifference {
  const listed = listVisitDiagnoses(record)
  const listedCategories = new Set(listed.flatMap(({ code }) => (code === undefined ? [] : [category(code)])))
  const asked = new Set(findings.flatMap((one) => (one.kind === 'prompt' ? [one.prompt.concept] : [])))
  const codes = findings
    .filter((finding) => finding.kind === 'code')
    .filter(({ code }) => code.category === 'diagnosis')
  const named = new Set(codes.map(({ code }) => category(code.code)))
  const missing = codes.filter(
    (finding) =>
      finding.source !== 'model' &&
      finding.direction === 'add' &&
      finding.confidence >= SURE &&
      finding.states !== undefined &&
      !asked.has(finding.states.concept) &&
      !/unspecified/i.test(finding.code.title ?? '') &&
      !listedCategories.has(category(finding.code.code)) &&
      isStatedAtSigning(finding, record),
  )
  return { missing, unstated: listed.filter(({ code }) => code !== undefined && !named.has(category(code))) }
}

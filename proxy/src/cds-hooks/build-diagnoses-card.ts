/**
 * What a signed note says and the visit's list does not, and the other way round, on one card. It is no question: it
 * offers nothing that the clinician has not written, one by one, none before another, and no code is in its words.
 */
import type { RecordedCondition } from '#coding/domain/encounter-record.ts'
import type { CodeFinding } from '#coding/domain/finding.ts'
import { buildFingerprint } from '#coding/domain/fingerprint.ts'
import { parseIcd10Code } from '#coding/domain/icd10-code.ts'
import type { EncounterId, Fingerprint, PatientId } from '#coding/domain/ids.ts'
import { buildSuggestedCondition } from '#fhir-mappers/suggested-condition.ts'
import {
  buildSource,
  type Card,
  type CardFrame,
  cut,
  escapeWords,
  overrideReasons,
  type Suggestion,
} from './build-card.ts'

export const MAX_SUGGESTIONS = 5
const MAX_WORDS = 80

export type Difference = {
  readonly patientId: PatientId
  readonly encounterId: EncounterId
  readonly vendor: string
  readonly missing: readonly CodeFinding[]
  readonly unstated: readonly RecordedCondition[]
}

/** Stands for the card as a whole: put away, it stays away while the same is suggested. */
export function nameDifference({ encounterId, missing }: Pick<Difference, 'encounterId' | 'missing'>): Fingerprint {
  return buildFingerprint([encounterId, 'hook-diagnoses', ...missing.map(({ fingerprint }) => fingerprint).toSorted()])
}

/** @param nameSuggestion names what a suggestion is about, for the feedback to it. */
export function buildDiagnosesCard(
  difference: Difference,
  frame: CardFrame,
  nameSuggestion: (finding: CodeFinding) => string,
): Card {
  return {
    uuid: frame.uuid,
    summary: 'The signed note and the diagnoses of this visit differ',
    detail: describe(difference),
    indicator: 'info',
    source: buildSource(frame, { code: 'diagnosis-list', display: 'Diagnoses of the visit' }),
    suggestions: difference.missing.map((finding) => buildSuggestion(finding, difference, nameSuggestion(finding))),
    selectionBehavior: 'any',
    overrideReasons,
    links: [],
  }
}

function getWords({ evidence: [{ quote }] }: CodeFinding): string {
  return cut(quote, MAX_WORDS)
}

function describe({ missing, unstated }: Pick<Difference, 'missing' | 'unstated'>): string {
  const stated = missing.map((finding) => `- ${escapeWords(getWords(finding))}`)
  const listed = unstated.map(({ text = 'A diagnosis without words' }) => `- ${escapeWords(cut(text, MAX_WORDS))}`)
  return [
    'In the signed note, and not on the list:',
    stated.join('\n'),
    ...(listed.length > 0 ? ['On the list, and not found in the notes:', listed.join('\n')] : []),
    'Each is for you to decide.',
  ].join('\n\n')
}

function buildSuggestion(
  finding: CodeFinding,
  { patientId, encounterId, vendor }: Pick<Difference, 'patientId' | 'encounterId' | 'vendor'>,
  uuid: string,
): Suggestion {
  const words = getWords(finding)
  const resource = buildSuggestedCondition({
    patientId,
    encounterId,
    code: parseIcd10Code(finding.code.code),
    words,
    vendor,
  })
  return {
    uuid,
    label: cut(`Add "${words}"`, MAX_WORDS),
    actions: [{ type: 'create', description: 'Adds it to the diagnoses of this visit', resource }],
  }
}

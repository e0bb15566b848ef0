/** A question of an analysis as its lifecycle sees it: what it is about, what stands behind it, who has signed that. */
import type { ClinicalNote } from '../domain/clinical-note.ts'
import type { EncounterRecord } from '../domain/encounter-record.ts'
import type { PromptFinding } from '../domain/finding.ts'
import { buildFingerprint } from '../domain/fingerprint.ts'
import type { AskedQuestion } from './lifecycle.ts'

/** The provider's notes that it quotes; where only others or only measures are quoted, all that a provider wrote. */
function findAnsweringNotes({ prompt }: PromptFinding, { notes }: EncounterRecord): readonly ClinicalNote[] {
  const byProvider = notes.filter(({ authorRole }) => authorRole === 'provider')
  const quoted = new Set(prompt.evidence.map(({ noteId }) => noteId))
  const both = byProvider.filter(({ id }) => quoted.has(id))
  return both.length > 0 ? both : byProvider
}

/** Names the versions of the notes that a question quotes, for who waits for the next one. */
export function nameVersion({ prompt }: PromptFinding): string {
  return buildFingerprint(prompt.evidence.map(({ noteId, noteVersion }) => `${noteId} ${noteVersion}`))
}

export function describeQuestion(finding: PromptFinding, record: EncounterRecord): AskedQuestion {
  const { fingerprint, source, prompt } = finding
  const { concept, axes, promptKind, evidence, indicators } = prompt
  const answering = findAnsweringNotes(finding, record)
  const quotes = evidence.map(({ quote }) => quote.replaceAll(/\s+/g, ' ').toLowerCase())
  const values = indicators.map(({ indicatorId, value }) => `${indicatorId} ${value}`)
  return {
    fingerprint,
    source,
    about: concept,
    asks: axes.length > 0 ? axes : [promptKind],
    evidence: buildFingerprint([...quotes, ...values]),
    isConflict: promptKind === 'conflict',
    isSigned: answering.length > 0 && answering.every(({ status }) => status !== 'draft'),
    version: nameVersion(finding),
  }
}

/** Vital signs and prescriptions come without anybody waiting for them. */
const AWAITED: ReadonlySet<string> = new Set(['lab', 'imaging', 'score'])

/** One opaque key a result; another value of the same result is another key, as a final one after a preliminary. */
export function listResultKeys({ indicators }: EncounterRecord): readonly string[] {
  return indicators
    .filter(({ kind }) => AWAITED.has(kind))
    .map(({ id, value, text = '' }) => buildFingerprint(['result', id, String(value ?? ''), text]))
}

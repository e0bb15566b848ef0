// One encounter, as the review prepares it for a model, with the embedded knowledge and a mask that a test can see through.
import { createReleaseCodeSet } from '#coding/code-sets/release-code-set.ts'
import type { ClinicalNote } from '#coding/domain/clinical-note.ts'
import type { EncounterRecord } from '#coding/domain/encounter-record.ts'
import type { Finding } from '#coding/domain/finding.ts'
import { parseNoteId } from '#coding/domain/ids.ts'
import { createCodingEngine } from '#proxy/coding-engine.ts'
import type { Engine } from '#proxy/engine.ts'
import { createGate, type GateInput, type GateVerdict } from '#proxy/llm/gate/gate.ts'
import { type Mask, prepareDocuments } from '#proxy/llm/prepare-documents.ts'
import { retrieveCandidates } from '#proxy/llm/retrieve-candidates.ts'
import { aMaskSeeds, aRecord } from '../proxy-fixture.ts'

export const engine: Engine = createCodingEngine({ releases: [], diagnoses: createReleaseCodeSet([]) })

export function aNote(text: string, changes: Partial<ClinicalNote> & { readonly name?: string } = {}): ClinicalNote {
  const [base] = aRecord().notes
  if (!base) throw new TypeError('The fixture has no note.')
  const { name = 'note-1', ...rest } = changes
  return { ...base, id: parseNoteId(name), text, ...rest }
}

/** Nothing is masked, so that quotes are those of the note. */
export const clearMask: Mask = ({ notes }) => ({
  notes,
  counts: {},
  unmaskSpan: (_id, span) => span,
  maskSpan: (_id, span) => span,
  shiftDate: (date) => date,
})

export type Opened = {
  readonly record: EncounterRecord
  readonly found: readonly Finding[]
  readonly input: GateInput
  readonly judge: (item: unknown) => GateVerdict
}

export async function openNotes(
  notes: readonly ClinicalNote[],
  changes: Partial<EncounterRecord> & { readonly role?: GateInput['role']; readonly mask?: Mask } = {},
): Promise<Opened> {
  const { role = 'coder', mask = clearMask, ...rest } = changes
  const record = aRecord({ notes, ...rest })
  const { findings } = engine.analyse(record)
  const prepared = prepareDocuments(record, mask, aMaskSeeds)
  if (prepared.kind !== 'ready') throw new TypeError(prepared.kind)
  const open = engine.openRecord(record)
  const { candidates } = await retrieveCandidates(open, engine)
  const input = { open, documents: prepared.documents, found: findings, candidates, role }
  return { record, found: findings, input, judge: createGate(input).judge }
}

export const quote = (text: string, document = 'note-1') => ({ document, text })

export function anItem(changes: Record<string, unknown> = {}, ...quotes: readonly string[]) {
  return {
    kind: 'diagnosis',
    code: '',
    topic: 'none',
    element: 'none',
    quotes: quotes.map((text) => quote(text)),
    ...changes,
  }
}

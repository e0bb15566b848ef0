// The grid of a record, or of a note, without any code table of a site.
import type { ClaimContext } from '#coding/claims/claim-context.ts'
import { getDefaultPayerPolicy } from '#coding/claims/payer-policy.ts'
import { deriveVisit } from '#coding/claims/visits/derive-visit.ts'
import { createEmbeddedCodeSet } from '#coding/code-sets/embedded-code-set.ts'
import type { DraftClaim } from '#coding/domain/draft-claim.ts'
import type { EncounterRecord } from '#coding/domain/encounter-record.ts'
import type { GridCell, GridElementName, VisitGrid } from '#coding/domain/visit-grid.ts'
import { loadKnowledge } from '#coding/knowledge/knowledge.ts'
import { readEncounter } from '#coding/read-encounter.ts'
import { aNote, aRecord } from '../../../app/features/builders.ts'

const knowledge = loadKnowledge()
const codeSet = createEmbeddedCodeSet(knowledge)

type Question = { readonly draft?: DraftClaim; readonly context?: ClaimContext }

export function deriveOf(record: EncounterRecord, { draft, context = {} }: Question = {}): VisitGrid {
  const reading = readEncounter({ record, knowledge, codeSet })
  const policy = { ...getDefaultPayerPolicy(record.payer), ...context.policy }
  return deriveVisit({ reading, draft, context, policy })
}

export function deriveNote(text: string, over: Partial<EncounterRecord> = {}, question: Question = {}): VisitGrid {
  return deriveOf(aRecord({ notes: [aNote({ text })], ...over }), question)
}

/** `kind: subject` of the cells of an element that count, or that do not. */
export function listCells({ decision }: VisitGrid, element: GridElementName, counted = true): readonly string[] {
  const cells: readonly GridCell[] = decision[element].cells
  return cells.filter(({ counts }) => counts === counted).map(({ kind, subject }) => `${kind}: ${subject}`)
}

/** The plan, the accepted findings and the chart make a `DraftClaim`; what is still missing is said in words. */
import { assembleDraft, type DraftInput } from '#coding/claims/assemble-draft.ts'
import { listInpatientProcedures } from '#coding/claims/inpatient-procedures.ts'
import type { DraftClaim } from '#coding/domain/draft-claim.ts'
import type { EncounterRecord } from '#coding/domain/encounter-record.ts'
import type { CodeFinding } from '#coding/domain/finding.ts'
import { parseDraftId } from '#coding/domain/ids.ts'
import type { EncounterReading } from '../../ehr/session-types.ts'
import { type DraftPlan, findPointers } from './draft-plan.ts'
import { recodeDraft } from './recode-draft.ts'

export function buildDraft(plan: DraftPlan, accepted: readonly CodeFinding[], reading: EncounterReading): DraftClaim {
  const { record, performer, billingProvider, coverage, placeOfService } = reading
  const filing = { ...reading.filing, ...plan.details.filing }
  const cited = new Set(accepted.flatMap(({ evidence }) => evidence.map(({ noteId }) => noteId)))
  const input: DraftInput = {
    // One draft an encounter: filing it again is the same draft, not another.
    id: parseDraftId(record.encounterId),
    kind: record.setting === 'professional' ? 'professional' : 'institutional',
    patientId: record.patientId,
    encounterId: record.encounterId,
    dateOfService: record.dateOfService,
    // What the person took off the draft stays off, though the finding still stands.
    accepted: accepted.filter(({ code }) => code.category === 'diagnosis' || !plan.takenOff.includes(code.code)),
    order: plan.order,
    lines: [],
    notes: record.notes,
    supportingNotes: record.notes.filter(({ id }) => cited.has(id)).map(({ id, version }) => ({ id, version })),
    ...(performer && { performer }),
    ...(billingProvider && { billingProvider }),
    ...(coverage && { coverage }),
    ...(Object.keys(filing).length > 0 && { filing }),
    ...(reading.stay && {
      stay: { ...reading.stay, ...plan.details.stay },
      procedures: listInpatientProcedures(record),
    }),
  }
  // Lines point by code, and only the assembled diagnoses say which place a code has.
  const { diagnoses } = assembleDraft(input)
  const lines = plan.lines.map((planned) => {
    const { id: _id, isByHand: _isByHand, pointsTo: _pointsTo, ...line } = planned
    const place = line.placeOfService ?? placeOfService
    const diagnosisPointers = findPointers(planned, diagnoses)
    return {
      ...line,
      ...(place !== undefined && { placeOfService: place }),
      ...(diagnosisPointers && { diagnosisPointers }),
    }
  })
  return recodeDraft(assembleDraft({ ...input, lines }), plan)
}

/** Why the draft cannot be filed yet, the first thing first; undefined when it can. */
export function findObstacle(draft: DraftClaim): string | undefined {
  if (draft.diagnoses.length === 0) return 'Accept a diagnosis first.'
  // The hospital's lines come from its charges; a coder states diagnoses and procedures (837I, HI segments).
  if (draft.kind === 'institutional') return undefined
  if (draft.lines.length === 0) return 'Add a visit or a procedure first.'
  const unpointed = draft.lines.find(({ diagnosisPointers }) => diagnosisPointers.length === 0)
  return unpointed && `Choose the diagnosis that ${unpointed.code.code} is for.`
}

/** Why no charge can be posted for the visit yet; undefined when one can. */
export function findPostObstacle({ status, notes }: Pick<EncounterRecord, 'status' | 'notes'>): string | undefined {
  if (status !== 'finished') return 'Charges are posted when the visit is finished in the EHR.'
  return notes.some((note) => note.status === 'draft') ? 'Charges are posted when every note is signed.' : undefined
}

/** The plan, the accepted findings and the chart make a `DraftClaim`; what is still missing is said in words. */
import { assembleDraft, type DraftInput } from '#coding/claims/assemble-draft.ts'
import { listInpatientProcedures } from '#coding/claims/inpatient-procedures.ts'
import type { DraftClaim, DraftProcedure } from '#coding/domain/draft-claim.ts'
import type { EncounterRecord } from '#coding/domain/encounter-record.ts'
import type { CodeFinding } from '#coding/domain/finding.ts'
import { parseDraftId } from '#coding/domain/ids.ts'
import type { ClaimDetails } from '#coding/domain/kept-draft.ts'
import type { EncounterReading } from '../../ehr/session-types.ts'
import { type DraftPlan, findPointers, listLinesOf } from './draft-plan.ts'
import { stateOnAdmission } from './on-admission.ts'
import { recodeDraft } from './recode-draft.ts'

export function buildDraft(plan: DraftPlan, accepted: readonly CodeFinding[], reading: EncounterReading): DraftClaim {
  const { record, performer, billingProvider, coverage, placeOfService } = reading
  const filing = { ...reading.filing, ...plan.details.filing }
  const { visitDays } = reading
  const day = visitDays?.find((one) => one.day === record.dateOfService)
  // What was done on another day is told by that day's notes.
  const notes = day ? record.notes.filter(({ id }) => day.noteIds.includes(id)) : record.notes
  const cited = new Set(accepted.flatMap(({ evidence }) => evidence.map(({ noteId }) => noteId)))
  const input: DraftInput = {
    // One draft an encounter: filing it again is the same draft, not another.
    id: parseDraftId(record.encounterId),
    kind: record.setting === 'professional' ? 'professional' : 'institutional',
    patientId: record.patientId,
    encounterId: record.encounterId,
    dateOfService: record.dateOfService,
    ...(visitDays && { ofStayDay: true }),
    // Procedures come as lines of the plan, where the person may take them off.
    accepted: accepted.filter(({ code }) => code.category === 'diagnosis'),
    order: plan.order,
    lines: [],
    notes,
    supportingNotes: record.notes.filter(({ id }) => cited.has(id)).map(({ id, version }) => ({ id, version })),
    ...(performer && { performer }),
    ...(billingProvider && { billingProvider }),
    ...(coverage && { coverage }),
    ...(Object.keys(filing).length > 0 && { filing }),
    ...(reading.stay && {
      stay: { ...reading.stay, ...plan.details.stay },
      procedures: listProcedures(record, plan.details),
      ...(plan.details.admitting && { admittingDiagnosis: plan.details.admitting.code }),
    }),
  }
  // Lines point by code, and only the assembled diagnoses say which place a code has.
  const { diagnoses } = assembleDraft(input)
  const planned = listLinesOf(input, plan.lines)
  const lines = planned.map((one) => {
    const { id: _id, isByHand, pointsTo: _pointsTo, confidence, ...line } = one
    const place = line.placeOfService ?? placeOfService
    const diagnosisPointers = findPointers(one, diagnoses)
    return {
      ...line,
      // Software was sure of another code than the one that a person put there since.
      ...(confidence !== undefined && !isByHand && { confidence }),
      ...(place !== undefined && { placeOfService: place }),
      ...(diagnosisPointers && { diagnosisPointers }),
    }
  })
  return stateOnAdmission(
    recodeDraft(assembleDraft({ ...input, lines }), { ...plan, lines: planned }),
    plan.details,
    record.setting,
  )
}

/** What the person states stands in place of the chart's; only inpatient stays have any. */
function listProcedures(record: EncounterRecord, { procedures }: ClaimDetails): readonly DraftProcedure[] {
  const charted = listInpatientProcedures(record)
  return record.setting === 'inpatient_facility' ? (procedures ?? charted) : charted
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

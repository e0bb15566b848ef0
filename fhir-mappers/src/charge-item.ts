/** DraftClaim to planned ChargeItems, one a line, for servers that take no draft Claim. */
import type { ChargeItem, CodeableConcept } from '@medplum/fhirtypes'
import { getNet } from '#coding/claims/claim-total.ts'
import type { DraftClaim, DraftLine } from '#coding/domain/draft-claim.ts'
import { buildDraftMeta, buildElementLabels } from './ai-label.ts'
import type { BuildContext } from './build-context.ts'
import { buildMoney } from './claim-item.ts'
import {
  buildDiagnosisConcept,
  buildModifierConcept,
  buildProcedureConcept,
  buildProvider,
  findEnterer,
} from './draft-concepts.ts'
import { CHARGE_ITEM_MODIFIER, DRAFT_CHARGE_ITEM, PARTICIPANT_TYPE } from './systems.ts'

/**
 * R4 ChargeItem has no diagnosis pointers: `reason` holds the pointed-to diagnoses in pointer order, first is primary.
 * A diagnosis that no line points to is therefore not in the result, and a draft without lines gives none.
 */
export function buildChargeItems(draft: DraftClaim, context: BuildContext): ChargeItem[] {
  return draft.lines.map((line, index) => buildChargeItem(draft, line, { context, sequence: index + 1 }))
}

function buildChargeItem(
  draft: DraftClaim,
  line: DraftLine,
  { context, sequence }: { readonly context: BuildContext; readonly sequence: number },
): ChargeItem {
  const diagnoses = line.diagnosisPointers.flatMap((pointer) => draft.diagnoses.slice(pointer - 1, pointer))
  const reason = diagnoses.map(
    (diagnosis): CodeableConcept => ({
      ...buildElementLabels(diagnosis),
      ...buildDiagnosisConcept(diagnosis, draft),
    }),
  )
  const supportingInformation = draft.supportingNotes.map(({ id }) => ({ reference: `DocumentReference/${id}` }))
  const enterer = findEnterer(context.person)
  const extension = [
    ...line.modifiers.map((modifier) => ({
      url: CHARGE_ITEM_MODIFIER,
      valueCodeableConcept: buildModifierConcept(modifier),
    })),
    ...(buildElementLabels(line).extension ?? []),
  ]
  return {
    resourceType: 'ChargeItem',
    meta: buildDraftMeta([line, ...diagnoses], draft.signedOff),
    ...(extension.length > 0 && { extension }),
    identifier: [{ system: DRAFT_CHARGE_ITEM, value: `${context.key}-${sequence}` }],
    // Only a coder's release makes a charge billable (smart-fhir conventions 7.3).
    status: draft.signedOff === true ? 'billable' : 'planned',
    code: buildProcedureConcept(line),
    subject: { reference: `Patient/${draft.patientId}` },
    context: { reference: `Encounter/${draft.encounterId}` },
    occurrenceDateTime: line.date,
    ...(draft.performer && {
      performer: [
        { function: { coding: [{ system: PARTICIPANT_TYPE, code: 'PPRF' }] }, actor: buildProvider(draft.performer) },
      ],
    }),
    ...(line.description !== undefined && { note: [{ text: line.description }] }),
    ...(draft.billingProvider?.reference.startsWith('Organization/') && {
      performingOrganization: buildProvider(draft.billingProvider),
    }),
    quantity: { value: line.units },
    ...(line.price && {
      priceOverride: buildMoney(getNet(line, line.price)),
      overrideReason: 'Fee schedule of the site',
    }),
    ...(enterer && { enterer }),
    enteredDate: context.now,
    ...(reason.length > 0 && { reason }),
    ...(supportingInformation.length > 0 && { supportingInformation }),
  }
}

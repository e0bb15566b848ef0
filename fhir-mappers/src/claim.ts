/** DraftClaim to an R4 Claim, professional or institutional. */
import type {
  Claim,
  ClaimAccident,
  ClaimInsurance,
  Organization,
  Period,
  Practitioner,
  Reference,
} from '@medplum/fhirtypes'
import { findTotal } from '#coding/claims/claim-total.ts'
import type { DateOnly } from '#coding/domain/date-only.ts'
import type { DraftClaim } from '#coding/domain/draft-claim.ts'
import type { Accident } from '#coding/domain/filing-facts.ts'
import { buildDraftMeta } from './ai-label.ts'
import type { BuildContext } from './build-context.ts'
import { buildDiagnoses, buildProcedures } from './claim-diagnoses.ts'
import { buildItem, buildMoney } from './claim-item.ts'
import { buildCareTeam } from './claim-parties.ts'
import { buildConcept, buildSupportingInfo } from './claim-supporting-info.ts'
import { buildProvider, findEnterer } from './draft-concepts.ts'
import {
  ACT_CODE,
  CLAIM_TYPE,
  DATA_ABSENT_REASON,
  DRAFT_CLAIM,
  PAYER_CONTROL_NUMBER,
  PAYER_NUMBER,
  PROCESS_PRIORITY,
  REFERRAL_NUMBER,
  RELATED_CLAIM,
} from './systems.ts'

export function buildClaim(draft: DraftClaim, context: BuildContext): Claim {
  const supportingInfo = buildSupportingInfo(draft)
  const careTeam = buildCareTeam(draft)
  const diagnosis = buildDiagnoses(draft)
  const procedure = buildProcedures(draft)
  const enterer = findEnterer(context.person)
  const total = findTotal(draft)
  return {
    resourceType: 'Claim',
    meta: buildDraftMeta([...draft.diagnoses, ...draft.lines], draft.signedOff),
    identifier: [{ system: DRAFT_CLAIM, value: context.key }],
    status: 'draft',
    type: buildConcept(CLAIM_TYPE, draft.kind),
    use: 'claim',
    patient: { reference: `Patient/${draft.patientId}` },
    billablePeriod: findStatementPeriod(draft),
    created: context.now,
    ...(enterer && { enterer }),
    ...(draft.filing?.payerNumber !== undefined && {
      insurer: { identifier: { system: PAYER_NUMBER, value: draft.filing.payerNumber } },
    }),
    provider: buildBillingProvider(draft),
    priority: buildConcept(PROCESS_PRIORITY, 'normal'),
    ...buildRelated(draft, context),
    ...buildFilingElements(draft),
    ...(careTeam.length > 0 && { careTeam }),
    ...(supportingInfo.length > 0 && { supportingInfo }),
    ...(diagnosis.length > 0 && { diagnosis }),
    ...(procedure.length > 0 && { procedure }),
    insurance: [buildInsurance(draft)],
    ...(draft.lines.length > 0 && { item: draft.lines.map((line, index) => buildItem(draft, line, index)) }),
    ...(total && { total: buildMoney(total) }),
  }
}

/** NUBC form locator 6: a stay is stated from its admission through the day that it is billed by. */
function findStatementPeriod({ kind, stay, dateOfService, dateOfServiceEnd }: DraftClaim): Period {
  const end = dateOfServiceEnd ?? dateOfService
  const admission = kind === 'institutional' ? stay?.admission : undefined
  return { start: admission !== undefined && admission <= end ? admission : dateOfService, end }
}

/** `Claim.provider` is required; without one the claim says that it is unknown instead of naming somebody. */
function buildBillingProvider(draft: DraftClaim): Reference<Organization | Practitioner> {
  const provider = draft.billingProvider ?? draft.performer
  return provider ? buildProvider(provider) : buildUnknownReference('Billing provider not available to the coding app')
}

/** Never an invented Coverage (smart-fhir conventions 7.2). */
function buildInsurance(draft: DraftClaim): ClaimInsurance {
  const coverage = draft.coverage
    ? { reference: draft.coverage.reference }
    : buildUnknownReference('Coverage not available to the coding app')
  const number = draft.filing?.authorization?.number
  return { sequence: 1, focal: true, coverage, ...(number !== undefined && { preAuthRef: [number] }) }
}

function buildUnknownReference(display: string): Pick<Reference, 'extension' | 'display'> {
  return { extension: [{ url: DATA_ABSENT_REASON, valueCode: 'unknown' }], display }
}

/** The revision before this one in the EHR, and the payer's claim that this one replaces or voids. */
function buildRelated(draft: DraftClaim, { priorClaim }: BuildContext): Pick<Claim, 'related'> {
  const { frequency, originalReference } = draft.filing ?? {}
  const relationship = buildConcept(RELATED_CLAIM, 'prior')
  const isCorrection = frequency === 'replacement' || frequency === 'void'
  const related = [
    ...(priorClaim === undefined ? [] : [{ claim: { reference: priorClaim }, relationship }]),
    ...(isCorrection && originalReference !== undefined
      ? [{ relationship, reference: { system: PAYER_CONTROL_NUMBER, value: originalReference } }]
      : []),
  ]
  return related.length > 0 ? { related } : {}
}

// v3-ActIncidentCode has no code for an accident that is neither.
const ACCIDENT_TYPES: Readonly<Record<Accident['kind'], string | undefined>> = {
  auto: 'MVA',
  work: 'WPA',
  other: undefined,
}

function buildFilingElements({ filing = {} }: DraftClaim): Pick<Claim, 'accident' | 'facility' | 'referral'> {
  const { accident, facility, referral } = filing
  return {
    ...(referral !== undefined && { referral: { identifier: { system: REFERRAL_NUMBER, value: referral } } }),
    ...(facility && { facility: buildProvider(facility) }),
    // An accident without its date has no place in a Claim; the rule accident-incomplete asks for it.
    ...(accident?.date !== undefined && { accident: buildAccident({ ...accident, date: accident.date }) }),
  }
}

function buildAccident({ kind, date, state }: Accident & { readonly date: DateOnly }): ClaimAccident {
  const type = ACCIDENT_TYPES[kind]
  return {
    date,
    ...(type !== undefined && { type: buildConcept(ACT_CODE, type) }),
    ...(state !== undefined && { locationAddress: { state } }),
  }
}
